"""Every row of an index written out: how fast, and in how much memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch import open_index
from tests.benchmarks.figures import Figure
from tests.benchmarks.measure import run
from tests.benchmarks.place import cablesearch

if TYPE_CHECKING:
    from tests.benchmarks.place import Place

_MB: Final = 1e6


def stream(place: Place) -> None:
    """`query --all` over everything."""
    with open_index(place.index) as index:
        paragraphs = index.info.paragraphs
    target = place.folder / "rows.tsv"
    ask = ("--all", "--format", "tsv", "--index", place.index, "--output", target)
    every = run(cablesearch("query", "*", *ask))
    target.unlink()
    remark = f"{paragraphs / every.wall:,.0f} rows/s"
    place.add(
        Figure(what="query --all: peak memory", value=every.peak / _MB, unit="MB", remark=remark)
    )
