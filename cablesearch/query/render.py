"""What people are shown of a query: how it was read, its words, its periods, and its problems with carets."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from cablesearch.fields import Kind, find_field
from cablesearch.query import ast, syntax
from cablesearch.query.periods import Period, PeriodError, read_period
from cablesearch.query.write import to_query

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from cablesearch.errors import QueryError, Span

_WIDEST: Final = 100
"""Columns of a query shown above its carets; of a longer one, only what is around each problem."""

_MOST_PROBLEMS: Final = 10


def render(node: syntax.Node) -> str:
    """How a query was read, as an s-expression of what was typed; dates as their periods.

    >>> from cablesearch.query.parse import parse
    >>> render(parse("hostages OR tehran date:1979-11..").tree)
    '(or hostages (and tehran date:[1979-11-01 ...)))'
    """
    match node:
        case syntax.Or(children=children):
            return f"(or {' '.join(map(render, children))})"
        case syntax.And(children=children):
            return f"(and {' '.join(map(render, children))})"
        case syntax.Not(child=child):
            return f"(not {render(child)})"
        case syntax.Near(left=left, right=right, distance=distance, ordered=ordered):
            return f"({'before' if ordered else 'near'}/{distance} {render(left)} {render(right)})"
        case syntax.Fielded(name=name, value=value):
            return _fielded(name, value)
        case _:
            return to_query(node)


def _fielded(name: str, value: syntax.Node) -> str:
    field = find_field(name)
    shown = name.lower() if field is None else field.name
    if field is not None and field.kind is Kind.DATE:
        return f"{shown}:{_dates(value)}"
    return f"{shown}:{render(value)}"


def _dates(value: syntax.Node) -> str:
    match value:
        case syntax.Or(children=children):
            return f"(or {' '.join(map(_dates, children))})"
        case syntax.And(children=children):
            return f"(and {' '.join(map(_dates, children))})"
        case syntax.Not(child=child):
            return f"(not {_dates(child)})"
        case syntax.Word(text=text) | syntax.Quoted(text=text):
            try:
                period = read_period(text)
            except PeriodError:  # relative to the clock, which is not asked here
                return to_query(value)
            return interval(period.start, period.end)
        case _:
            return to_query(value)


def interval(start: datetime | None, end: datetime | None) -> str:
    """A half-open period as [from up-to).

    >>> interval(*_edges(read_period("1973")))
    '[1973-01-01 1974-01-01)'
    """
    first = f"[{_moment(start)}" if start else "(..."
    return f"{first} {_moment(end) if end else '...'})"


def _edges(period: Period) -> tuple[datetime | None, datetime | None]:
    return period.start, period.end


def _moment(moment: datetime) -> str:
    """The day, and the time where it is not midnight."""
    return moment.strftime(
        "%Y-%m-%d" if moment.time().isoformat() == "00:00:00" else "%Y-%m-%dT%H:%MZ"
    )


def periods(tree: ast.Node) -> tuple[str, ...]:
    """The date filters of a resolved tree, as --explain prints them, each once."""
    return tuple(dict.fromkeys(_periods(tree)))


def _periods(node: ast.Node) -> Iterator[str]:
    match node:
        case ast.And(children=children) | ast.Or(children=children):
            for child in children:
                yield from _periods(child)
        case ast.Not(child=ast.Between(field=field, start=start, end=None)):
            yield f"{field} {interval(None, start)}"
        case ast.Not(child=child) | ast.Unscored(child=child):
            yield from _periods(child)
        case ast.Between(field=field, start=start, end=end):
            yield f"{field} {interval(start, end)}"
        case _:
            return


class Leaf(Struct, frozen=True, kw_only=True):
    """A word, phrase or pattern of a query: as typed, its stem or pattern, and the node to count it by itself."""

    written: str
    stem: str
    node: ast.Node


def leaves(tree: ast.Node, text: str = "") -> tuple[Leaf, ...]:
    """The words of a resolved tree that are not under NOT, each once; `text` is the query, for how they were typed."""
    found: dict[ast.Node, Leaf] = {}
    for node in _positive(tree):
        stem = _stem(node)
        written = text[slice(*node.span)] if node.span else ""
        found.setdefault(node, Leaf(written=written or stem, stem=stem, node=node))
    return tuple(found.values())


def _positive(node: ast.Node) -> Iterator[ast.Node]:
    match node:
        case ast.And(children=children) | ast.Or(children=children):
            for child in children:
                yield from _positive(child)
        case ast.Near(left=left, right=right) if node.span is None or left.span != node.span:
            yield from _positive(left)
            yield from _positive(right)
        case (
            ast.Term() | ast.Phrase() | ast.Expand() | ast.Near()
        ):  # counter-terror* is one word as typed
            yield node
        case _:
            return


def _stem(node: ast.Node) -> str:
    match node:
        case ast.Term(word=word):
            return word
        case ast.Phrase(words=words):
            return " ".join(words)
        case ast.Expand(pattern=pattern, shape=ast.Shape.REGEX):
            return f"/{pattern}/"
        case ast.Expand(pattern=pattern, shape=ast.Shape.FUZZY, edits=edits):
            return f"{pattern}~{edits}"
        case ast.Expand(pattern=pattern):
            return pattern
        case ast.Near(left=left, right=right):
            return f"{_stem(left)} {_stem(right)}"
        case _:
            return ""


def caret_lines(error: QueryError) -> list[str]:
    """The query and below it each problem with carets at its place, as a terminal shows them.

    Wide characters take two columns, combining ones none; what a terminal would obey is a blank.
    """
    lines: list[str] = []
    cells = [_cell(char) for char in error.text]
    whole = sum(width for _, width in cells) <= _WIDEST
    shown = None
    for problem in error.problems[:_MOST_PROBLEMS]:
        window = (0, len(cells)) if whole else _window(problem.span, len(cells))
        if window != shown:
            before = "…" if window[0] else ""
            after = "…" if window[1] < len(cells) else ""
            lines.append(f"  {before}{''.join(char for char, _ in cells[slice(*window)])}{after}")
            shown = window
        start, end = problem.span
        indent = 2 + (window[0] > 0) + sum(width for _, width in cells[window[0] : start])
        carets = sum(width for _, width in cells[start : min(end, window[1])])
        lines.append(f"{' ' * indent}{'^' * max(carets, 1)} {problem.message}")
    more = len(error.problems) - _MOST_PROBLEMS
    if more > 0:
        lines.append(f"  ... and {more:,} more")
    return lines


def _cell(char: str) -> tuple[str, int]:
    """A character as shown in one line, and its columns."""
    category = unicodedata.category(char)
    if char.isspace() or category in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return " ", 1
    if category in ("Mn", "Me"):
        return char, 0
    return char, 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _window(span: Span, length: int) -> Span:
    """What to show of a long query around one place."""
    return max(0, span[0] - 30), min(length, max(span[1], span[0] + 30), span[0] + 50)
