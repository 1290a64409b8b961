"""Whether a build costs the same for every paragraph, however many there are."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING, Final

from tests.benchmarks.build import build
from tests.benchmarks.figures import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.measure import Cost
    from tests.benchmarks.place import Place

_MOST: Final = 1.25
_MB: Final = 1e6


def flat(place: Place, costs: Sequence[Cost], sizes: Sequence[int], rounds: int) -> None:
    """Build smaller collections too; `costs` are those of the large one."""
    for size in sizes:
        folder = place.folder / f"of-{size}"
        folder.mkdir()
        smaller = replace(place, folder=folder, cables=size, peers=(), figures=[])
        others = build(smaller, rounds)
        each = median(cost.wall for cost in costs) / place.cables
        other = median(cost.wall for cost in others) / size
        peaks = (max(cost.peak for cost in given) / _MB for given in (costs, others))
        place.add(
            Figure(
                what=f"build: time a cable, {place.cables:,} cables / {size:,}",
                value=each / other,
                unit="x",
                bar=_MOST,
                remark="{:,.0f} MB and {:,.0f} MB at the most".format(*peaks),
            )
        )
