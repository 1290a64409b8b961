"""A Record into a Cable: the one function that later layers call."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cablesearch.cable.addressees import listed
from cablesearch.cable.blocks import paragraphs_of
from cablesearch.cable.body import parse_body
from cablesearch.cable.classified import classified, reasons
from cablesearch.cable.compare import compare
from cablesearch.cable.dates import declassification_date
from cablesearch.cable.header import Header, parse_header
from cablesearch.cable.ident import canonical_id, id_of_text, make_id
from cablesearch.cable.identity import identify
from cablesearch.cable.lines import clean_lines
from cablesearch.cable.misprints import corrected
from cablesearch.cable.model import (
    Cable,
    HeaderLine,
    Paragraph,
    Reference,
    from_json,
    unknown_keys,
)
from cablesearch.cable.order import executive_order
from cablesearch.cable.pageheads import cut_page_heads
from cablesearch.cable.preamble import parse_preamble
from cablesearch.cable.reference import Citing, references
from cablesearch.cable.said import classification_said
from cablesearch.cable.split import split_header
from cablesearch.cable.tables import default_tables
from cablesearch.cable.tags import tag_line
from cablesearch.diagnostic import Diagnostic
from cablesearch.errors import RecordError

if TYPE_CHECKING:
    from cablesearch.cable.classline import ClassLine
    from cablesearch.cable.identity import Identity
    from cablesearch.cable.model import Furniture
    from cablesearch.cable.notes import Preamble
    from cablesearch.cable.split import Parts
    from cablesearch.cable.tables import Tables
    from cablesearch.formats.record import Known, Record

_LEVELS = {
    "U": "UNCLASSIFIED",
    "E": "UNCLASSIFIED",  # EEEEE: unclassified, encrypted for transmission only
    "C": "CONFIDENTIAL",
    "S": "SECRET",
    "T": "TOP SECRET",
}
# A document of a printed collection: frus1958-60v07p1/d112.
_PRINTED = re.compile(r"frus[\w.-]{1,40}/[\w.-]{1,40}")


def parse_record(record: Record, tables: Tables | None = None) -> Cable:
    """The cable of a record. Never raises on what the text may hold; what was odd is in `diagnostics`.

    RecordError only where the JSON of a cable parsed before is none.
    """
    tables = tables or default_tables()
    if record.form == "parsed":
        return _parsed_before(record)
    if record.form == "blocks":
        return _of_blocks(record, tables)
    return _telegram(record, tables)


def _parsed_before(record: Record) -> Cable:
    """A cable that `parse --jsonl` wrote: it keeps its own source and line numbers."""
    try:
        cable = from_json(record.text.encode("utf-8", "surrogatepass"))
    except ValueError as error:
        raise RecordError(
            f"{record.source.place}: {error}",
            remedy="write it anew with `cablesearch parse --jsonl`",
        ) from error
    notes = record.notes
    unknown = unknown_keys(record.text)
    if unknown:
        message = f"keys that this version does not know are left out: {', '.join(unknown)}"
        notes = (*notes, Diagnostic(kind="keys-unknown", message=message))
    return replace(cable, diagnostics=(*cable.diagnostics, *notes)) if notes else cable


def _of_blocks(record: Record, tables: Tables) -> Cable:
    """A cable of which the container gave everything, its paragraphs too."""
    known = record.known
    who = identify(Header(), None, known, tables, None)
    notes = [*record.notes, *who.diagnostics]
    level, caveats = _class(None, Header(), None, known, notes)
    order = known.executive_order or ""
    to, info = listed(known.to, tables)
    return Cable(
        id=_id(record, who),
        id_raw=known.id,
        date=who.date,
        released=known.released,
        embassy=who.station,
        embassy_name=_post_name(who, None, known, tables),
        precedence=known.precedence,
        classification=level,
        class_caveats=caveats,
        captions=known.captions,
        tags=known.tags,
        subject=known.subject,
        title=known.title,
        references=_cited(known, tables),
        to=to,
        info=info,
        reasons=reasons(order),
        executive_order=executive_order(order),
        declassify_on=declassification_date(order, who.date),
        signers=known.signers,
        paragraphs=paragraphs_of(record.blocks, record.first_line) or _no_text(record),
        header_lines=_attribute_lines(known),
        diagnostics=tuple(notes),
        source=record.source,
    )


def _telegram(record: Record, tables: Tables) -> Cable:
    known = record.known
    pages = cut_page_heads(clean_lines(record.text, record.first_line), record.text)
    parts = split_header(pages.lines, tables)
    header = parse_header(parts.above, tables)
    where = (parts.written[0].no, parts.written[-1].no) if parts.written else None
    who = identify(header, parts.line, known, tables, where)
    preamble = parse_preamble(
        parts.below,
        tables,
        classed=parts.line is not None or bool(parts.above),
        station=who.station,
        number=who.number,
    )
    notes = [*record.notes, *who.diagnostics, *pages.notes]
    tags = tag_line(preamble.tags, tables)
    if tags.split:
        notes.append(Diagnostic(kind="tags-split", message=f"cut apart: {', '.join(tags.split)}"))
    codes = tags.codes or known.tags
    folded = [f"{tag} as {better}" for tag in codes if (better := corrected(tag, tables))]
    if folded:
        message = f"misprints, searched and counted: {', '.join(folded)}"
        notes.append(Diagnostic(kind="tags-folded", message=message))
    cited = references(
        preamble.references,
        Citing(date=who.date, station=who.station, number=who.number),
        tables,
    )
    if cited.inferred:
        message = f"of the year before, as their numbers say: {', '.join(cited.inferred)}"
        notes.append(Diagnostic(kind="reference-year", message=message))
    statements = [classified(text) for text in preamble.classified]
    body = parse_body(preamble.rest, station=who.station, number=who.number, diagnostics=notes)
    notes += compare(known, tags.codes, body.paragraphs, tables)
    order = preamble.order or known.executive_order or ""
    level, caveats = _class(parts.line, header, pages.level, known, notes)
    to, info = (header.to, header.info) if header.to else listed(known.to, tables)
    return Cable(
        id=_id(record, who),
        id_raw=who.id_raw,
        date=who.date,
        released=known.released,
        embassy=who.station,
        embassy_name=_post_name(who, header.sender, known, tables),
        transmission_id=header.transmission_id,
        precedence=header.precedence or known.precedence,
        info_precedence=header.info_precedence,
        sections=parts.line.sections if parts.line else None,
        classification=level,
        class_caveats=caveats,
        captions=tuple(dict.fromkeys((*preamble.captions, *known.captions))),
        corrected=header.corrected or preamble.corrected,
        tags=codes,
        persons=tags.persons,
        subject=preamble.subject or known.subject,
        title=known.title,
        references=cited.items or _cited(known, tables),
        to=to,
        info=info or header.info,
        classified_by=tuple(found.by for found in statements if found.by),
        reasons=tuple(
            dict.fromkeys(
                (*(reason for one in statements for reason in one.reasons), *reasons(order))
            )
        ),
        executive_order=executive_order(order),
        declassify_on=declassification_date(order, who.date),
        signers=body.signers or known.signers,
        passing=preamble.passing,
        paragraphs=body.paragraphs or _no_text(record),
        header_lines=(
            *_header_lines(parts, header, preamble, [found.left for found in statements]),
            *_attribute_lines(known),
        ),
        furniture=_in_order(*pages.furniture, *preamble.furniture, *body.furniture),
        diagnostics=tuple(notes),
        source=record.source,
    )


def _id(record: Record, who: Identity) -> str:
    return who.id or id_of_text(record.text)


def _post_name(who: Identity, sender: str | None, known: Known, tables: Tables) -> str | None:
    """The post's name: the table's, so that every source gives the same, else the FM line's or the container's."""
    post = tables.posts.get(who.station or "")
    return (post.name if post else None) or sender or known.embassy


def _cited(known: Known, tables: Tables) -> tuple[Reference, ...]:
    """The references that only the container lists: cables, documents of printed collections, telegrams of notes."""
    found = []
    for text in known.references:
        cable_id = canonical_id(text, tables=tables)
        if cable_id:
            found.append(Reference(text=text, kind="cable", cable_id=cable_id))
        elif _PRINTED.fullmatch(text):
            found.append(Reference(text=text, kind="document", cable_id=text))
        else:
            found.append(Reference(text=text))
    for named in known.telegrams:
        station = tables.station(named.post)
        sure = station is not None and named.year is not None
        cable_id = make_id(named.year or 0, station or "", named.number) if sure else None
        found.append(Reference(text=named.text, kind="cable", cable_id=cable_id))
    return tuple(found)


def _attribute_lines(known: Known) -> tuple[HeaderLine, ...]:
    return tuple(
        HeaderLine(
            text=f"{one.name}: {one.value}".strip() if one.name else one.value, lines=one.lines
        )
        for one in known.attributes
    )


def _no_text(record: Record) -> tuple[Paragraph, ...]:
    """What stands for a text that is not there, so that a cable's subject, TAGS and date are found all the same."""
    return (Paragraph(ordinal=1, text="", lines=(record.first_line, record.first_line)),)


def _in_order(*furniture: Furniture) -> tuple[Furniture, ...]:
    return tuple(sorted(furniture, key=lambda item: item.lines))


def _class(
    line: ClassLine | None,
    header: Header,
    word: str | None,
    known: Known,
    notes: list[Diagnostic],
) -> tuple[str | None, tuple[str, ...]]:
    """Classification and caveats: of the class line, else of format line 4, a page's class word, the container."""
    said, more = classification_said(known.classification or "")
    if said is None and more:
        message = f"the container says {more[:60]}, which is no classification"
        notes.append(Diagnostic(kind="classification-unknown", message=message))
        more = ""
    caveats = ("EFTO",) if header.level == "E" else ()
    if line is None:
        level = _LEVELS.get(header.level or "") or word or said or None
        extra = ("FOUO",) if more.startswith("FOR OFFICIAL") else (more,) if more else ()
        return level, (*caveats, *extra)
    if said and said != line.classification:
        message = f"the container says {said}, the classification line {line.classification}"
        notes.append(Diagnostic(kind="classification-mismatch", message=message))
    return line.classification, tuple(dict.fromkeys((*line.caveats, *caveats)))


def _header_lines(
    parts: Parts, header: Header, preamble: Preamble, left: list[str]
) -> tuple[HeaderLine, ...]:
    """All header lines in their order; what "Classified by" statements leave over comes last."""
    written = tuple(HeaderLine(text=line.text, lines=(line.no, line.no)) for line in parts.written)
    over = tuple(
        HeaderLine(text=text, lines=lines)
        for text, lines in zip(left, preamble.classified_lines, strict=True)
        if text
    )
    return (*header.lines, *written, *preamble.lines, *over)
