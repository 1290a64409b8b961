"""A Record into a Cable: the one function that later layers call."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from cablesearch.cable.body import parse_body
from cablesearch.cable.classified import classified, reasons
from cablesearch.cable.dates import declassification_date
from cablesearch.cable.header import parse_header
from cablesearch.cable.identity import identify
from cablesearch.cable.lines import clean_lines
from cablesearch.cable.misprints import corrected
from cablesearch.cable.model import Cable, HeaderLine
from cablesearch.cable.order import executive_order
from cablesearch.cable.preamble import parse_preamble
from cablesearch.cable.reference import Citing, references
from cablesearch.cable.split import split_header
from cablesearch.cable.tables import default_tables
from cablesearch.cable.tags import tag_line
from cablesearch.errors import Diagnostic

if TYPE_CHECKING:
    from cablesearch.cable.header import Header
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


def parse_record(record: Record, tables: Tables | None = None) -> Cable:
    """The cable of a record. Never raises on what the text may hold; what was odd is in `diagnostics`."""
    tables = tables or default_tables()
    parts = split_header(clean_lines(record.text, record.first_line), tables)
    header = parse_header(parts.above, tables)
    where = (parts.written[0].no, parts.written[-1].no) if parts.written else None
    who = identify(header, parts.line, record.known, tables, where)
    preamble = parse_preamble(
        parts.below,
        tables,
        classed=parts.line is not None or bool(parts.above),
        station=who.station,
        number=who.number,
    )
    notes = [*record.notes, *who.diagnostics]
    tags = tag_line(preamble.tags, tables)
    if tags.split:
        notes.append(Diagnostic(kind="tags-split", message=f"cut apart: {', '.join(tags.split)}"))
    codes = tags.codes or record.known.tags
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
    post = tables.posts.get(who.station or "")
    name = header.sender or (post.name if post else None)
    level, caveats = _class(parts, header, record.known, notes)
    return Cable(
        id=who.id or f"x{hashlib.sha256(record.text.encode('utf-8', 'replace')).hexdigest()[:12]}",
        id_raw=who.id_raw,
        date=who.date,
        released=record.known.released,
        embassy=who.station,
        embassy_name=record.known.embassy or (post.name if post and post.name else name),
        transmission_id=header.transmission_id,
        precedence=header.precedence,
        info_precedence=header.info_precedence,
        sections=parts.line.sections if parts.line else None,
        classification=level,
        class_caveats=caveats,
        captions=preamble.captions,
        corrected=header.corrected or preamble.corrected,
        tags=codes,
        persons=tags.persons,
        subject=preamble.subject or record.known.subject,
        references=cited.items,
        to=header.to,
        info=header.info,
        classified_by=tuple(found.by for found in statements if found.by),
        reasons=_reasons(preamble, [reason for found in statements for reason in found.reasons]),
        executive_order=executive_order(preamble.order),
        declassify_on=declassification_date(preamble.order, who.date),
        signers=body.signers,
        passing=preamble.passing,
        paragraphs=body.paragraphs,
        header_lines=_header_lines(parts, header, preamble, [found.left for found in statements]),
        furniture=(*preamble.furniture, *body.furniture),
        diagnostics=tuple(notes),
        source=record.source,
    )


def _class(
    parts: Parts, header: Header, known: Known, notes: list[Diagnostic]
) -> tuple[str | None, tuple[str, ...]]:
    """Classification and caveats: of the class line, else of format line 4, else of the container."""
    said, _, more = (known.classification or "").upper().partition("//")
    said = "UNCLASSIFIED" if said == "UNCLAS" else said
    caveats = ("EFTO",) if header.level == "E" else ()
    if parts.line is None:
        level = _LEVELS.get(header.level or "") or said or None
        extra = ("FOUO",) if more.startswith("FOR OFFICIAL") else (more,) if more else ()
        return level, (*caveats, *extra)
    level = parts.line.classification
    if said and said != level:
        message = f"the container says {said}, the classification line {level}"
        notes.append(Diagnostic(kind="classification-mismatch", message=message))
    return level, tuple(dict.fromkeys((*parts.line.caveats, *caveats)))


def _reasons(preamble: Preamble, stated: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*stated, *reasons(preamble.order))))


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
