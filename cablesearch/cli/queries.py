"""The queries of a file: one a line, with or without a name before it, or a column of CSV."""

from __future__ import annotations

from contextlib import contextmanager
from io import TextIOWrapper
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple, TextIO

from cablesearch.errors import UsageError
from cablesearch.output.nearest import remedy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from cablesearch.cli.env import Env

STDIN: Final = "-"
_DELIMITERS: Final = ",;\t"


class Asked(NamedTuple):
    """A query, the name that its results go by (itself where it has none), and the line it begins on."""

    name: str
    query: str
    line: int


@contextmanager
def opened(path: Path, env: Env) -> Iterator[TextIO]:
    """The file, or stdin for -; what is not UTF-8 stays as lone surrogates, which no query may hold."""
    if str(path) == STDIN:
        stream = TextIOWrapper(env.stdin.buffer, encoding="utf-8-sig", errors="surrogateescape")
        try:
            yield stream
        finally:
            stream.detach()
        return
    try:
        file = (env.cwd / path).open(encoding="utf-8-sig", errors="surrogateescape", newline="")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    with file:
        yield file


def of_lines(lines: Iterable[str]) -> Iterator[Asked]:
    """One query a line, behind a name and a tab where there is one; blank lines and those that begin with # are none.

    >>> list(of_lines(["# fish", "", "nets", "law\\t\\"law of the sea\\""]))
    [Asked(name='nets', query='nets', line=3), Asked(name='law', query='"law of the sea"', line=4)]
    """
    for number, line in enumerate(lines, 1):
        text = line.strip().removeprefix("\ufeff")
        if text and not text.startswith("#"):
            name, tab, query = text.partition("\t")
            named = tab and query.strip()
            yield Asked(name.strip() if named else text, query.strip() if named else text, number)


def of_column(lines: Iterable[str], column: str, names: str | None = None) -> Iterator[Asked]:
    """The queries of a column of CSV (or with ; or tabs for commas), by its name in the first row or its number from 1.

    `names` is a column too. A file whose columns are numbered has no row of names; empty cells are no queries.
    """
    import csv

    left = iter(lines)
    first = next(left, "")
    delimiter = max(_DELIMITERS, key=first.count)
    rows = csv.reader(chain((first,), left), delimiter=delimiter, strict=True)
    before = 0
    try:
        head = next(rows, [])
        query_at = _place(column, head)
        name_at = None if names is None else _place(names, head)
        numbered = column.isdecimal()
        before = 0 if numbered else rows.line_num
        for row in chain((head,), rows) if numbered else rows:
            query, name = _cell(row, query_at), _cell(row, name_at)
            if query:
                yield Asked(name or query, query, before + 1)
            before = rows.line_num
    except csv.Error as error:
        # where the row begins: what is not closed ends with the file
        raise UsageError(f"line {before + 1} is no CSV: {error}") from error


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


def _place(column: str, head: Sequence[str]) -> int:
    """Where a column stands, from 0; UsageError where there is none of that name or number."""
    if column.isdecimal():
        if 1 <= int(column) <= len(head):
            return int(column) - 1
        raise UsageError(f"no column {column}", remedy=f"the first row has {len(head)}")
    names = [name.strip().removeprefix("\ufeff") for name in head]
    if column in names:
        return names.index(column)
    there = f"there is: {', '.join(filter(None, names))}"
    raise UsageError(f'no column "{column}"', remedy=remedy(column, names, there))
