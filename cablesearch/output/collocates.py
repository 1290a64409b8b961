"""Collocates as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cablesearch.output.grid import write_grid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cablesearch.output.records import Row
    from cablesearch.output.sink import Sink

_HEAD = ("word", "count", "expected", "log-lik.", "pmi", "paragraphs")


def write_collocates(rows: Iterable[Row], sink: Sink) -> None:
    """One line a word, figures under each other."""
    lines = [tuple(map(_figure, row.values())) for row in rows]
    if lines:
        write_grid(_HEAD, lines, sink, right=frozenset(range(1, len(_HEAD))))


def _figure(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
