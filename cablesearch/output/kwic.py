"""A concordance as people read it: what matched stands in one column, what stands around it on either side."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from cablesearch.output.cells import pad, width
from cablesearch.output.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cablesearch.output.records import Row
    from cablesearch.output.sink import Sink

_GAP: Final = "  "
_CITE: Final = 16
"""Cells that most citations need."""
_NODE: Final = 12
_MARKS: Final = 2
"""Cells of the signs around a match that has no colour."""
_LEAST: Final = 12
_LONGEST_NODE: Final = 1_000
_ALIGNED: Final = 1_000
"""So many lines are aligned with one another; they stream by when there are more."""


def fitting_width(sink: Sink) -> int:
    """Characters a side with which most lines fit in the terminal."""
    return max(_LEAST, (sink.width - _CITE - len(_GAP) - _NODE) // 2)


def full_columns(width: int) -> int:
    """Columns of a line in which so many characters a side, and most citations, have room: of wide letters too."""
    return 2 * (2 * width + _CITE + len(_GAP)) + _LONGEST_NODE


def write_lines(lines: Iterable[Row], sink: Sink) -> None:
    """Citation, left, node, right; no line is longer than the terminal is wide."""
    left = iter(lines)
    while some := list(islice(left, _ALIGNED)):
        rows = [[one_line(str(row[name])) for name in ("cite", "left", "node")] for row in some]
        cites = max(width(cite) for cite, _, _ in rows)
        room = min(max(width(before) for _, before, _ in rows), _room_before(sink, cites))
        behind = sink.width - cites - len(_GAP) - room - (0 if sink.style.color else _MARKS)
        for row, (cite, before, node) in zip(some, rows, strict=True):
            left_of = pad(_tail(before, room), room, right=True)
            node = _head(node, behind)
            after = _head(one_line(str(row["right"])), behind - width(node))
            line = f"{pad(cite, cites)}{_GAP}{left_of}{sink.style.match(node)}{after}"
            sink.line(line.rstrip())


def _room_before(sink: Sink, cites: int) -> int:
    return max(0, (sink.width - cites - len(_GAP)) // 2)


def _tail(text: str, to: int) -> str:
    """The end of a text, in at most so many cells."""
    while width(text) > to:
        text = text[max(1, (width(text) - to) // 2) :]
    return text


def _head(text: str, to: int) -> str:
    """The beginning of a text, in at most so many cells."""
    while text and width(text) > to:
        text = text[: -max(1, (width(text) - to) // 2)]
    return text
