"""One document of a printed volume as a record: its text set out in lines, and what its markup and notes say of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from msgspec import Struct, field

from cablesearch.diagnostic import Diagnostic
from cablesearch.formats.citations import document_cited, telegrams_in
from cablesearch.formats.handling import Handling, handling, opening
from cablesearch.formats.heads import Head, read_head
from cablesearch.formats.moments import iso
from cablesearch.formats.record import Attribute, Block, Known, Record
from cablesearch.formats.tei import BREAK, local, parts_of, plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from cablesearch.formats.record import Source
    from cablesearch.formats.tei import Part

_SOURCE: Final = re.compile(r"Source:\s*", re.I)
_ZONE: Final = re.compile(r"(?:Z|[+-]\d\d:\d\d)$")
_UTC: Final = ("Z", "+00:00", "-00:00")
_NO_HEAD: Final = Head("", "")
_NO_HANDLING: Final = Handling()
_MAIN_DATE: Final = "{http://history.state.gov/frus/ns/1.0}doc-dateTime-min"


class Place(Struct, frozen=True, kw_only=True):
    """Where a document stands: its volume's id (null where that is unknown) and its own name in it."""

    source: Source
    volume: str | None
    name: str

    @property
    def id(self) -> str | None:
        """The document's id in the series: frus1958-60v07p1/d112."""
        return f"{self.volume}/{self.name}" if self.volume else None


def record_of(document: Any, place: Place) -> Record:
    """The record of a document; its text is its own, one line a paragraph, with the notes at the end."""
    sheet = _Sheet()
    for part in parts_of(document):
        sheet.take(part)
    sheet.finish()
    if document.get("subtype") == "editorial-note":
        sheet.cited += [block.text for block in sheet.blocks]
    when, notes = _date(document)
    year = when.year if when else None
    head = sheet.head
    seen = sheet.handling
    links = (link.get("target", "") for link in document.iter("{*}ref"))
    cited = (document_cited(target, place.volume or "") for target in links)
    return Record(
        format="frus",
        text="\n".join(sheet.lines),
        source=place.source,
        form="blocks",
        blocks=tuple(sheet.blocks),
        known=Known(
            id=place.id,
            date=when,
            embassy=head.sender or None,
            place=_place(document),
            classification=seen.classification,
            captions=seen.captions,
            precedence=seen.precedence,
            to=tuple(sheet.addressees or filter(None, (head.addressee,))),
            subject=sheet.subject,
            title=head.title or None,
            references=tuple(dict.fromkeys(one for one in cited if one and one != place.id)),
            telegrams=tuple(
                dict.fromkeys(one for text in sheet.cited for one in telegrams_in(text, year))
            ),
            signers=tuple(sheet.signers),
            attributes=tuple(sheet.attributes),
        ),
        notes=notes,
    )


class _Sheet(Struct):
    """A document being set out: every piece of it on lines of its own."""

    lines: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    signers: list[str] = field(default_factory=list)
    addressees: list[str] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)
    head: Head = _NO_HEAD
    subject: str | None = None
    handling: Handling = _NO_HANDLING
    _heading: str | None = None
    _pending: list[tuple[str, int]] = field(default_factory=list)
    _notes: list[Part] = field(default_factory=list)

    def take(self, part: Part) -> None:
        """The next piece."""
        if part.kind == "note":
            self._notes.append(part)
        elif part.kind == "title" and not self.head.title:
            self._take_head(part)
        elif part.kind in ("title", "heading"):
            self._pending.append((part.text, self._put(part.text)))
        elif part.kind == "particular":
            self._take_particular(part)
        elif part.kind == "signer":
            name, _, rest = part.raw.strip(BREAK + " \t\r\n").partition(BREAK)
            self._put(plain(name))
            self.signers.append(plain(name))
            self._attribute("Signed as", plain(rest))
        elif not any(map(str.isalnum, part.text)):
            self._attribute("Rule", part.text)
        else:
            if self._pending:
                self._heading = " / ".join(text for text, _ in self._pending)
                self._pending.clear()
            line = self._put(part.text)
            self.blocks.append(Block(text=part.text, line=line, heading=self._heading))

    def finish(self) -> None:
        """After the last piece: headings without text under them are text, and the notes follow."""
        self.blocks += [Block(text=text, line=line) for text, line in self._pending]
        for note in self._notes:
            text = note.text
            if note.element.get("type") == "source":
                text = _SOURCE.sub("", text, count=1)
                self.handling = _joined(self.handling, handling(text))
                name = "Source"
            else:
                name = f"Note {note.name}" if note.name else "Note"
            self.cited.append(text)
            self._attribute(name, text)

    def _take_head(self, part: Part) -> None:
        self.head = read_head(part.text)
        self._attribute("Document", self.head.number)
        self._put(self.head.title)
        named = {
            kind: [
                plain(_text(one))
                for one in part.element.iter("{*}gloss")
                if one.get("type") == kind
            ]
            for kind in ("from", "to")
        }
        if named["from"] and named["to"]:
            self.head = self.head._replace(sender=named["from"][0])
            self.addressees = named["to"]

    def _take_particular(self, part: Part) -> None:
        kind = part.element.get("type", "")
        if kind == "subject" and self.subject is None:
            self.subject = part.text
            self._put(part.text)
            return
        if local(part.element) == "opener":
            self.handling = _joined(opening(part.raw), self.handling)
        if kind == "references":
            self.cited.append(part.text)
        self._attribute(part.name.capitalize(), part.text)

    def _attribute(self, name: str, value: str) -> None:
        if value:
            line = self._put(f"{name}: {value}")
            self.attributes.append(Attribute(name=name, value=value, lines=(line, line)))

    def _put(self, text: str) -> int:
        """The number of the line that a text begins on; a blank one follows it."""
        line = len(self.lines) + 1
        self.lines += (*text.split("\n"), "")
        return line


def _joined(first: Handling, second: Handling) -> Handling:
    return Handling(
        first.classification or second.classification,
        first.precedence or second.precedence,
        tuple(dict.fromkeys((*first.captions, *second.captions))),
    )


class _Dated(NamedTuple):
    when: datetime | None = None
    notes: tuple[Diagnostic, ...] = ()


def _date(document: Any) -> _Dated:
    """The date of the first dateline, else the one that the editors concluded; and what is doubtful of it."""
    for dateline in _datelines(document):
        for date in dateline.iter("{*}date"):
            first, last = _ends(date)
            if (dated := _moment(first, last)).when:
                return dated
    # written in Washington's zone wherever the document was
    return _moment(_ZONE.sub("", document.get(_MAIN_DATE, "")).removesuffix("T00:00:00"), "")


def _ends(date: Any) -> tuple[str, str]:
    """The first moment that a date may mean, and the last where there are two."""
    first = date.get("when") or date.get("from") or date.get("notBefore") or ""
    return first, date.get("to") or date.get("notAfter") or ""


def _moment(text: str, last: str) -> _Dated:
    """A moment as printed, taken as UTC: the day stays the one that is cited."""
    zone = _ZONE.search(text)
    moment = iso(text[: zone.start()] if zone else text)
    if moment is None:
        return _Dated()
    if last or moment.precision in ("year", "month"):
        said = f"between {text} and {last}" if last else f"known to the {moment.precision} only"
        note = Diagnostic(
            kind="date-range", message=f"the date is the first that it may be: {said}"
        )
        return _Dated(moment.date, (note,))
    if moment.precision == "time" and not text.endswith(_UTC):
        message = "the time of day is that of the place as printed, taken as UTC"
        if zone:
            message += f"; the volume says {zone[0]}"
        return _Dated(moment.date, (Diagnostic(kind="date-local", message=message),))
    return _Dated(moment.date)


def _datelines(document: Any) -> Iterator[Any]:
    """The datelines of the document itself, not of what is attached to it."""
    for dateline in document.iter("{*}dateline"):
        above = (local(one) for one in dateline.iterancestors())
        if "attachment" not in above:
            yield dateline


def _place(document: Any) -> str | None:
    for dateline in _datelines(document):
        for place in dateline.iter("{*}placeName"):
            return plain(_text(place)) or None
    return None


def _text(element: Any) -> str:
    """The text in an element but for its notes."""
    pieces = [element.text or ""]
    for child in element:
        pieces += ("" if local(child) == "note" else _text(child), child.tail or "")
    return "".join(pieces)
