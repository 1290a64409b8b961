"""A Record: what a reader hands to the parser, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from cablesearch.errors import Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a record came from.

    `path` as given (absolute in an index; "-" for standard input), `member` the name inside a container,
    `offset` the byte offset of the record in the file or member (null: the whole of it), `sha256` of the
    record's bytes, in hex.
    """

    path: str
    member: str | None = None
    offset: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a container says of a record beside its text; everything may be missing."""

    id: str | None = None
    date: datetime | None = None
    released: datetime | None = None
    embassy: str | None = None
    classification: str | None = None
    subject: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One cable as a reader found it.

    `text` is the decoded text, line ends and all, with nothing taken out; `lines` of whatever is made of it
    count from `first_line` in the decoded source. `notes` are the reader's own (a fallback encoding).
    """

    format: str
    text: str
    source: Source
    first_line: int = 1
    known: Known = field(default_factory=Known)
    notes: tuple[Diagnostic, ...] = ()
