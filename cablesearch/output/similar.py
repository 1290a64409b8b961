"""What is similar, and groups of copies, as people read them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from cablesearch.output.cells import wrap
from cablesearch.output.grid import write_grid
from cablesearch.output.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cablesearch.output.records import Row
    from cablesearch.output.sink import Sink

_INDENT = " " * 4


def write_similar(rows: Iterable[Row], sink: Sink) -> None:
    """Score, citation, date and post in a line; the subject, and the words that made it so, below."""
    for row in rows:
        facts = (f"{row['score']:.2f}", row["cite"], (row["date"] or "")[:10], row["embassy"])
        first, *more = wrap(one_line("  ".join(filter(None, facts))), sink.width)
        sink.line(sink.style.strong(first))
        below = [row["subject"], ", ".join(row["words"])]
        more += [
            line
            for text in below
            if text
            for line in wrap(one_line(text), sink.width - len(_INDENT))
        ]
        for line in more:
            sink.line(_INDENT + line)


def write_groups(rows: Iterable[Row], sink: Sink) -> None:
    """Groups one below the other, a line a cable."""
    for number, group in groupby(rows, key=lambda row: row["group"]):
        if number > 1:
            sink.line()
        lines = [
            (
                row["cable_id"],
                (row["date"] or "")[:10],
                row["embassy"] or "",
                f"{row['share']:.0%}",
                row["subject"] or "",
            )
            for row in group
        ]
        write_grid(("",) * 5, lines, sink, right=frozenset({3}))
