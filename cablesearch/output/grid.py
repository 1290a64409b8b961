"""Plain aligned tables for people: fields, parsed cables, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.output.cells import pad, width, wrap
from cablesearch.output.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablesearch.output.sink import Sink


def write_grid(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    sink: Sink,
    *,
    right: frozenset[int] = frozenset(),
) -> None:
    """Columns as wide as their widest cell; the last one takes the rest of the line and wraps.

    The columns in `right` hold numbers.
    """
    clean = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(width(row[at]) for row in (list(head), *clean)) for at in range(len(head))]
    used = sum(widths[:-1]) + 2 * (len(head) - 1)
    rest = max(20, sink.width - used)
    for number, row in enumerate(([*head] if any(head) else [], *clean)):
        if not row:
            continue
        line = "  ".join(
            pad(cell, widths[at], right=at in right) for at, cell in enumerate(row[:-1])
        )
        last = pad(row[-1], widths[-1], right=True) if len(head) - 1 in right else row[-1]
        first, *more = wrap(last, rest)
        whole = f"{line}  {first}".rstrip() if line else first
        sink.line(sink.style.strong(whole) if number == 0 else whole)
        for text in more:
            sink.line(" " * (used if line else 0) + text)


def write_pairs(pairs: Sequence[tuple[str, str]], sink: Sink) -> None:
    """Labels and what belongs to them; on a terminal long values wrap under themselves."""
    wide = max((width(label) for label, _ in pairs), default=0) + 2
    for label, value in pairs:
        clean = one_line(value)
        room = max(20, sink.width - wide)
        first, *more = wrap(clean, room) if sink.terminal else (clean,)
        sink.line(f"{pad(label, wide)}{first}".rstrip())
        for text in more:
            sink.line(" " * wide + text)
