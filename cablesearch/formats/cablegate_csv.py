"""The Cablegate CSV dump: eight columns without a row of names, streamed row by row.

The layout is that of cables.md 1.3: every text in quotes, inner quotes behind a backslash, line ends as they are; 1 row
id, 2 date, 3 reference id, 4 origin, 5 classification, 6 references parted by |, 7 header, 8 body. Copies that
double inner quotes instead are read too.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from cablesearch.errors import Diagnostic
from cablesearch.formats.cablegate_html import join
from cablesearch.formats.encoding import decode
from cablesearch.formats.evidence import Evidence
from cablesearch.formats.input import LARGEST
from cablesearch.formats.record import Known, Record, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.formats.evidence import Head
    from cablesearch.formats.input import Input

_COLUMNS: Final = 8
# No text inside a row can look so: a quote would stand there as \" or "".
_START: Final = re.compile(
    rb'"?\d{1,9}"?,"?\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d(?::\d\d)?"?,"?[^",\\\r\n]{1,60}"?,"(?:[^"]|",)'
)
_MAYBE_START: Final = frozenset(b'"0123456789')
_NAMES: Final = re.compile(rb'[\w ,"]{0,200}\r?\n?$')
_DATE: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d\d)")
_MARK: Final = b"\xef\xbb\xbf"
_WRITTEN: Final = ({"escapechar": "\\", "doublequote": False}, {"doublequote": True})
"""How inner quotes may be written, the dump's own way first."""


def detect(head: Head) -> Evidence:
    """Whether it begins with a row of the dump, or with one row of names before that."""
    lines = head.data[:65_536].split(b"\n", 2)
    for number, line in enumerate(lines[:2], 1):
        if _START.match(line.removeprefix(_MARK)):
            return Evidence(0.98, f"a row of the dump on line {number}")
        if not _NAMES.match(line):
            break
    return Evidence()


def read(file: Input) -> Iterator[Record | Unreadable]:
    """Every row as a cable; a row that is damaged does not take its neighbours along."""
    csv.field_size_limit(LARGEST)
    for row in _rows(file):
        yield _record(row, file)


class _Row(NamedTuple):
    """The bytes of a row, from the beginning of one to that of the next: `number` from 1, `line` its first line."""

    number: int
    line: int
    offset: int
    data: bytes

    @property
    def where(self) -> str:
        return f"row {self.number:,} on line {self.line:,}"


def _rows(file: Input) -> Iterator[_Row]:
    """The rows, each read whole; of one that is too large the first LARGEST bytes and one more."""
    stream = io.BufferedReader(file, 1 << 20)
    held: list[bytes] = []
    size = number = begin_line = begin = 0
    line_no, offset, fresh = 0, 0, True
    while piece := stream.readline(LARGEST):
        line_no += fresh
        if offset == 0:
            piece, offset = piece.removeprefix(_MARK), len(_MARK) * piece.startswith(_MARK)
        if fresh and piece[:1] and piece[0] in _MAYBE_START and _START.match(piece):
            if number:
                yield _Row(number, begin_line, begin, b"".join(held))
            number, begin_line, begin, held, size = number + 1, line_no, offset, [], 0
        if size <= LARGEST:
            held.append(piece[: LARGEST + 1 - size])
            size += len(piece)
        offset += len(piece)
        fresh = piece.endswith(b"\n")
    if number:
        yield _Row(number, begin_line, begin, b"".join(held))


def _record(row: _Row, file: Input) -> Record | Unreadable:
    if len(row.data) > LARGEST:
        return _unreadable(row, file, f"larger than {LARGEST >> 20} MiB, the most that is read")
    text, notes = decode(row.data)
    columns, wrong = _columns(text)
    if columns is None:
        return _unreadable(row, file, wrong)
    _, date, id, origin, classification, cited, header, body = columns
    when = _date(date)
    if when is None and date:
        message = f"the dump's date cannot be read: {date[:40]}"
        notes = (*notes, Diagnostic(kind="date-unreadable", message=message))
    return Record(
        format="cablegate-csv",
        text=join(header, body),
        source=replace(file.source, offset=row.offset, sha256=hashlib.sha256(row.data).hexdigest()),
        known=Known(
            id=id.strip() or None,
            date=when,
            embassy=origin.strip() or None,
            classification=classification.strip() or None,
            references=tuple(filter(None, (one.strip() for one in cited.split("|")))),
        ),
        notes=notes,
    )


def _columns(text: str) -> tuple[list[str] | None, str]:
    """The eight columns of a row; or none, and what is wrong with it."""
    wrong = ""
    for written in _WRITTEN:
        rows = csv.reader(io.StringIO(text, newline=""), strict=True, **written)
        try:
            found = [row for row in rows if row]
        except csv.Error as error:
            wrong = wrong or _in_words(error)
            continue
        if len(found) == 1 and len(found[0]) == _COLUMNS:
            return found[0], ""
        counts = " and ".join(str(len(row)) for row in found[:3])
        wrong = f"has {counts} columns instead of {_COLUMNS}"
    return None, wrong


def _in_words(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return "a quote is never closed"
    return f"its quotes are damaged ({error})"


def _unreadable(row: _Row, file: Input, reason: str) -> Unreadable:
    return Unreadable(
        source=replace(file.source, offset=row.offset),
        where=row.where,
        reason=reason,
        remedy="compare it with another copy of the dump",
    )


def _date(text: str) -> datetime | None:
    """M/D/YYYY H:MM, UTC.

    >>> _date("2/25/1972 9:30").isoformat()
    '1972-02-25T09:30:00+00:00'
    """
    found = _DATE.match(text)
    if found is None:
        return None
    month, day, year, hour, minute = map(int, found.groups())
    try:
        return datetime(year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        return None
