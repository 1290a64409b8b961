"""Reading a file: out of its container, by the reader that its content asks for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from cablesearch.errors import RecordError, UsageError
from cablesearch.formats.container import open_regular, parts
from cablesearch.formats.evidence import Head
from cablesearch.formats.input import Input
from cablesearch.formats.record import Source, Unreadable
from cablesearch.formats.registry import REGISTRY as REGISTRY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from cablesearch.formats.evidence import Evidence
    from cablesearch.formats.reader import Reader
    from cablesearch.formats.record import Record

STDIN: Final = "-"

_BINARY: Final = "\0\x01\x02\x03\x04\x05\x06\x0e\x0f\x1f"
_OTHERS: Final = {
    b"\xd0\xcf\x11\xe0": ("an old Office document", "save it as text"),
    b"{\\rtf": ("a rich text document", "save it as plain text"),
    b"Rar!": ("a RAR archive", "unpack it and name the folder"),
    b"\x89PNG": ("an image", "run it through OCR first"),
    b"\xff\xd8\xff": ("an image", "run it through OCR first"),
    b"GIF8": ("an image", "run it through OCR first"),
    b"II*\x00": ("an image", "run it through OCR first"),
    b"MM\x00*": ("an image", "run it through OCR first"),
    b"SQLite format 3": ("a database", "export its cables as JSON lines"),
    b"\x7fELF": ("a program", "leave it out"),
}
"""What is told by its first bytes and cannot be read: what it is, and what to do."""


class Detection(NamedTuple):
    """How a file was recognised: the reader chosen, and what each that could read it went by, surest first."""

    reader: Reader
    evidence: tuple[tuple[Reader, Evidence], ...]


def detect(file: Input) -> Detection:
    """The reader that is surest of a file; RecordError where none is."""
    head = Head(file.head())
    _refuse_empty(head)
    found = [(reader, reader.detect(head)) for reader in REGISTRY.values()]
    sure = sorted((one for one in found if one[1]), key=lambda one: -one[1].sure)
    if sure:
        return Detection(sure[0][0], tuple(sure))
    for magic, (what, remedy) in _OTHERS.items():
        if head.data.startswith(magic):
            raise RecordError(f"{what}, not a cable's text", remedy=remedy)
    if sum(map(head.text.count, _BINARY)) * 50 > len(head.text):
        raise RecordError("binary data, not a cable's text", remedy="convert it to text first")
    raise RecordError(
        "not a cable: no header, classification line, TAGS or SUBJECT near its beginning",
        remedy=f"if it is one, name its format ({', '.join(REGISTRY)})",
    )


def reader_named(name: str) -> Reader:
    """The reader of that name; UsageError where there is none."""
    if name not in REGISTRY:
        raise UsageError(f'no format "{name}"', remedy=f"formats: {', '.join(REGISTRY)}")
    return REGISTRY[name]


def read_file(path: str | Path, *, format: str | None = None) -> Iterator[Record | Unreadable]:
    """The records of a file, or of standard input for "-": of a container, those of all its members.

    What cannot be read is told of where it stands, and the rest follows. OSError where the file itself
    cannot be read, UsageError for an unknown format.
    """
    if format is not None:
        reader_named(format)
    if str(path) == STDIN:
        yield from read_stream(sys.stdin.buffer, Source(path=STDIN), format=format)
        return
    with open_regular(path) as stream:
        yield from read_stream(stream, Source(path=str(path)), format=format)


def read_stream(
    stream: BinaryIO, source: Source, *, format: str | None = None
) -> Iterator[Record | Unreadable]:
    """The same of an open file; `source` says where it is from."""
    for part in parts(Input(stream, source)):
        if isinstance(part, Unreadable):
            yield part
        else:
            yield from read_part(part, format=format)


def read_part(file: Input, *, format: str | None = None) -> Iterator[Record | Unreadable]:
    """The records of a plain file or of a container's member."""
    try:
        if format is None:
            reader = detect(file).reader
        else:
            _refuse_empty(Head(file.head()))
            reader = reader_named(format)
        yield from reader.read(file)
    except RecordError as error:
        yield Unreadable(source=file.source, reason=error.message, remedy=error.remedy)


def _refuse_empty(head: Head) -> None:
    if not head.data.strip():
        raise RecordError("the file is empty", remedy="leave it out, or copy it again")
