"""Which reader a file needs, by its content; and reading it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cablesearch.errors import RecordError, UsageError
from cablesearch.formats import markdown, telegram
from cablesearch.formats.encoding import decode
from cablesearch.formats.record import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cablesearch.formats.record import Record

HEAD = 65_536
"""How many bytes of a file are looked at to tell its format."""

_BINARY = ("\0", "\x01", "\x02", "\x03", "\x04", "\x05", "\x06", "\x0e", "\x0f", "\x1f")
_MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip archive or office document",
    b"\x1f\x8b": "gzip data",
    b"BZh": "bzip2 data",
    b"\xfd7zXZ": "xz data",
    b"(\xb5/\xfd": "zstandard data",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"SQLite format 3": "a database",
    b"\x7fELF": "a program",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """A format that can be read.

    `label` names it for people. `detect` says from a file's first characters how sure it is, 0 (or False) to
    1; `read` gives the records of the whole of its bytes.
    """

    name: str
    label: str
    detect: Callable[[str], float | bool]
    read: Callable[[bytes, Source], Iterator[Record]]


REGISTRY: Mapping[str, Reader] = {
    reader.name: reader
    for reader in (
        Reader("telegram", "raw telegram text", telegram.detect, telegram.read),
        Reader("markdown", "web pages scraped into markdown", markdown.detect, markdown.read),
    )
}
"""All readers by name; where two are equally sure of a file, the first one reads it."""


def reader_for(data: bytes, place: str) -> Reader:
    """The reader that is surest of some bytes; RecordError where none is."""
    if not data.strip():
        raise RecordError(f"{place}: the file is empty", remedy="leave it out, or copy it again")
    head = data[:HEAD]
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            raise RecordError(
                f"{place}: {what}, not a cable's text", remedy="convert it to text first"
            )
    text, _ = decode(head)
    best = max(REGISTRY.values(), key=lambda reader: float(reader.detect(text)))
    if best.detect(text):
        return best
    if sum(text.count(char) for char in _BINARY) * 50 > len(text):
        raise RecordError(
            f"{place}: binary data, not a cable's text", remedy="convert it to text first"
        )
    known = ", ".join(REGISTRY)
    raise RecordError(
        f"{place}: not a cable: no header, classification line, TAGS or SUBJECT near its beginning",
        remedy=f"if it is one, name its format ({known})",
    )


def read_bytes(data: bytes, source: Source, *, format: str | None = None) -> Iterator[Record]:
    """The records of a file's or an archive member's bytes; `source` says where they are from."""
    place = source.path if source.member is None else f"{source.path}:{source.member}"
    if format is None:
        reader = reader_for(data, place)
    elif format in REGISTRY:
        reader = REGISTRY[format]
        if not data.strip():
            raise RecordError(
                f"{place}: the file is empty", remedy="leave it out, or copy it again"
            )
    else:
        raise UsageError(f'no format "{format}"', remedy=f"formats: {', '.join(REGISTRY)}")
    return reader.read(data, source)


def read_file(path: str | Path, *, format: str | None = None) -> Iterator[Record]:
    """The records of a file, or of standard input for "-".

    RecordError where it holds no cable, OSError where it cannot be read, UsageError for an unknown format.
    """
    data = sys.stdin.buffer.read() if str(path) == "-" else Path(path).read_bytes()
    yield from read_bytes(data, Source(path=str(path)), format=format)
