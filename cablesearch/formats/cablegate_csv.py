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
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from cablesearch.diagnostic import Diagnostic
from cablesearch.formats.cablegate_html import join
from cablesearch.formats.encoding import decode
from cablesearch.formats.evidence import Evidence
from cablesearch.formats.input import LARGEST
from cablesearch.formats.pieces import cut
from cablesearch.formats.record import Known, Record, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.formats.evidence import Head
    from cablesearch.formats.input import Input
    from cablesearch.formats.pieces import Piece
    from cablesearch.formats.record import Source

_COLUMNS: Final = 8
# No text inside a row can look so: a quote would stand there as \" or "".
_START: Final = re.compile(
    rb'(?m)^(?:\xef\xbb\xbf)?"?\d{1,9}"?,'
    rb'"?\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d(?::\d\d)?"?,"?[^",\\\r\n]{1,60}"?,"(?:[^"]|",)'
)
_NAMES: Final = re.compile(rb'[\w ,"]{0,200}\r?\n?$')
_DATE: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d\d)")
_MARK: Final = b"\xef\xbb\xbf"
_BACKSLASH: Final = r'(?:"[^"\\]*(?:\\.[^"\\]*)*"|[^",\r\n]*)'
_DOUBLED: Final = r'(?:"[^"]*(?:""[^"]*)*"|[^",\r\n]*)'
# Checked before csv reads a row: where quotes are damaged, it takes a part of a text for the whole without a word.
_END: Final = r"(?:\r?\n|\r|$)"
_WRITTEN: Final = tuple(
    (re.compile(rf"{column}(?:,{column})*{_END}", re.S), dialect)
    for column, dialect in (
        (_BACKSLASH, {"escapechar": "\\", "doublequote": False}),
        (_DOUBLED, {"doublequote": True}),
    )
)
"""How inner quotes may be written, the dump's own way first."""
_WHOLE: Final = re.compile(",".join([f"({_BACKSLASH})"] * _COLUMNS) + _END, re.S)
"""A row as nearly all are, which needs no csv to be read."""
_ESCAPED: Final = re.compile(r"\\(.)", re.S)


def detect(head: Head) -> Evidence:
    """Whether it begins with a row of the dump, or with one row of names before that."""
    lines = head.data[:65_536].split(b"\n", 2)
    for number, line in enumerate(lines[:2], 1):
        if _START.match(line):
            return Evidence(0.98, f"a row of the dump on line {number}")
        if not _NAMES.match(line):
            break
    return Evidence()


def read(file: Input) -> Iterator[Record | Unreadable]:
    """Every row as a cable; a row that is damaged does not take its neighbours along."""
    csv.field_size_limit(LARGEST)
    for piece in cut(file, _START):
        yield from _records(piece, file)


def _records(piece: Piece, file: Input) -> Iterator[Record | Unreadable]:
    """The row of a piece; more than one where the beginning of the next is damaged."""
    if len(piece.data) > LARGEST:
        yield _unreadable(piece, file, f"larger than {LARGEST >> 20} MiB, the most that is read")
        return
    if piece.number == 0 and _NAMES.match(piece.data.removeprefix(_MARK)):
        return
    text, notes = decode(piece.data)
    source = replace(
        file.source, offset=piece.offset, sha256=hashlib.sha256(piece.data).hexdigest()
    )
    rows, wrong = _rows(text)
    for columns in rows:
        yield _record(columns, source, notes)
    if wrong is not None:
        yield _unreadable(piece, file, wrong)


def _record(columns: list[str], source: Source, notes: tuple[Diagnostic, ...]) -> Record:
    _, date, id, origin, classification, cited, header, body = columns
    when = _date(date)
    if when is None and date:
        message = f"the dump's date cannot be read: {date[:40]}"
        notes = (*notes, Diagnostic(kind="date-unreadable", message=message))
    return Record(
        format="cablegate-csv",
        text=join(header, body),
        source=source,
        known=Known(
            id=id.strip() or None,
            date=when,
            embassy=origin.strip() or None,
            classification=classification.strip() or None,
            references=tuple(filter(None, (one.strip() for one in cited.split("|")))),
        ),
        notes=notes,
    )


def _rows(text: str) -> tuple[list[list[str]], str | None]:
    """The rows of a piece, and what is wrong with what stands behind them."""
    rows: list[list[str]] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        columns, length = _row_at(text, at)
        if len(columns) != _COLUMNS:
            if not columns:
                return rows, "a quote is never closed, or stands in a text without its backslash"
            return rows, f"has {len(columns)} columns instead of {_COLUMNS}"
        rows.append(columns)
        at += length
    return rows, None


def _row_at(text: str, at: int) -> tuple[list[str], int]:
    """The columns of the row that begins there and its length, in the way of writing quotes that fits better."""
    if whole := _WHOLE.match(text, at):
        return [_plain(column) for column in whole.groups()], len(whole[0])
    best: tuple[list[str], int] = ([], 0)
    for form, dialect in _WRITTEN:
        found = form.match(text, at)
        if found is None:
            continue
        columns = next(csv.reader(io.StringIO(found[0], newline=""), **dialect), [])
        if len(columns) == _COLUMNS:
            return columns, len(found[0])
        best = best if best[0] else (columns, len(found[0]))
    return best


def _plain(column: str) -> str:
    text = column[1:-1] if column.startswith('"') else column
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def _unreadable(piece: Piece, file: Input, reason: str) -> Unreadable:
    return Unreadable(
        source=replace(file.source, offset=piece.offset),
        where=f"row {piece.number:,} on line {piece.line:,}"
        if piece.number
        else "above the first row",
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
