"""NARA's Access to Archival Databases: telegrams of 1973-79 as text, "Message Text" over "Message Attributes".

One record a file, or many on end; the layout is that of cables.md 1.4. Records without a text (microfilm only, or lost)
have their attributes all the same.
"""

from __future__ import annotations

import hashlib
import io
import re
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from cablesearch.diagnostic import Diagnostic
from cablesearch.formats.cfpf import STAMP, known_of
from cablesearch.formats.encoding import decode
from cablesearch.formats.input import LARGEST
from cablesearch.formats.pieces import pieces
from cablesearch.formats.record import Attribute, Record, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.formats.evidence import Evidence, Head
    from cablesearch.formats.input import Input
    from cablesearch.formats.pieces import Piece
    from cablesearch.formats.record import Source

# With small letters: a telegram of the time may well say MESSAGE TEXT itself.
_TEXT: Final = re.compile(r"^[ \t\f]*Message Text[ \t\r]*$", re.M)
_ATTRIBUTES: Final = re.compile(r"^[ \t\f]*Message Attributes[ \t\r]*$", re.M)
_SIGNS: Final = (
    (0.98, "Message Attributes", _ATTRIBUTES),
    (0.97, "Message Text", _TEXT),
)
# "Document Number: ...": the names have small letters, but for TAGS; telegrams of the time have none.
_PAIR: Final = re.compile(
    r"[ \t\f]*(?P<name>TAGS|[A-Z][A-Za-z]*[a-z](?: [A-Za-z]+){0,4}):(?P<value>.*)"
)
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
"""How UTF-16 and UTF-32 begin, whose lines cannot be told by bytes."""


def detect(head: Head) -> Evidence:
    """How sure this is such a record: by the line above its text or the one above its attributes."""
    return head.first(_SIGNS)


def read(file: Input) -> Iterator[Record | Unreadable]:
    """The records of a file; one that is damaged does not take its neighbours along."""
    if file.head().startswith(_WIDE):
        text, notes = decode(file.whole())
        yield from records(io.BytesIO(text.encode("utf-8", "surrogatepass")), file.source, notes)
    else:
        yield from records(file, file.source)


def records(
    stream: io.RawIOBase | io.BytesIO, source: Source, notes: tuple[Diagnostic, ...] = ()
) -> Iterator[Record | Unreadable]:
    """The same of any stream of bytes."""
    for piece in pieces(stream, _Begin()):
        yield _record(piece, source, notes)


class _Begin:
    """Whether a line begins a record: the first one, and a marker that the record so far has no place for."""

    def __init__(self) -> None:
        self.first = True
        self.text = self.attributes = False

    def __call__(self, line: bytes) -> bool:
        begins, self.first = self.first, False
        if b"Message " not in line:
            return begins
        marker = line.strip()
        if marker == b"Message Text":
            begins = begins or self.text or self.attributes
            self.text, self.attributes = True, self.attributes and not begins
        elif marker == b"Message Attributes":
            begins = begins or self.attributes
            self.text, self.attributes = self.text and not begins, True
        return begins


def _record(piece: Piece, source: Source, notes: tuple[Diagnostic, ...]) -> Record | Unreadable:
    source = replace(source, offset=None if piece.alone else piece.offset)
    if len(piece.data) > LARGEST:
        return _unreadable(piece, source, f"larger than {LARGEST >> 20} MiB, the most that is read")
    data, more = decode(piece.data)
    begin = _TEXT.search(data)
    end = _ATTRIBUTES.search(data, begin.end() if begin else 0)
    if begin is None and end is None:
        return _unreadable(piece, source, "no line says Message Text or Message Attributes")
    start = _next_line(data, begin.end()) if begin else 0
    stop = end.start() if end else len(data)
    text = data[start:stop]
    first_line = piece.line + _line_ends(data[:start])
    pairs = [
        *_pairs(data[:start], piece.line),
        *_pairs(data[stop:], first_line + _line_ends(text)),
    ]
    if not text.strip() and not any(one.name for one in pairs):
        return _unreadable(piece, source, "it has neither a text nor attributes")
    known, doubts = known_of(pairs, text)
    if end is None:
        message = "the record has no Message Attributes; it may have been cut short"
        doubts = (*doubts, Diagnostic(kind="attributes-missing", message=message))
    return Record(
        format="aad",
        text=text,
        source=replace(source, sha256=hashlib.sha256(piece.data).hexdigest()),
        first_line=first_line,
        known=known,
        notes=(*notes, *more, *doubts),
    )


def _unreadable(piece: Piece, source: Source, reason: str) -> Unreadable:
    return Unreadable(
        source=source,
        where=None if piece.alone else f"record {piece.number:,} on line {piece.line:,}",
        reason=reason,
        remedy="compare it with another copy, or name another format for the file",
    )


def _pairs(text: str, first_line: int) -> Iterator[Attribute]:
    """The pairs of some lines, values over several lines joined; a line of its own is a value without a name."""
    name = ""
    parts: list[str] = []
    first = last = first_line
    for no, line in enumerate(_lines(text), first_line):
        value = line.strip()
        named = _PAIR.match(line)
        if name and (named or not value):
            yield Attribute(name=name, value=" ".join(filter(None, parts)), lines=(first, last))
            name = ""
        if named:
            name, parts, first, last = named["name"], [named["value"].strip()], no, no
        elif value and (not name or STAMP.match(line)):
            yield Attribute(name="", value=value, lines=(no, no))
        elif value:
            parts.append(value)
            last = no
    if name:
        yield Attribute(name=name, value=" ".join(filter(None, parts)), lines=(first, last))


def _next_line(text: str, at: int) -> int:
    """Where the line behind this one begins."""
    return text.find("\n", at) + 1 or len(text)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _line_ends(text: str) -> int:
    return len(_lines(text)) - 1
