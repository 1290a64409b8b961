"""The cost of a build: ours, beside the parser alone and the peers fed the same documents."""

from __future__ import annotations

import shutil
from statistics import median
from typing import TYPE_CHECKING, Final

from cablesearch import open_index
from tests.benchmarks.dump import write_dump
from tests.benchmarks.figures import Figure
from tests.benchmarks.measure import run, size_of
from tests.benchmarks.peers.base import NAMES
from tests.benchmarks.place import cablesearch, cores, module

if TYPE_CHECKING:
    from tests.benchmarks.measure import Cost
    from tests.benchmarks.place import Place

_MOST_WALL: Final = 1.3
_MOST_SIZE: Final = 1.7
_MOST_MEMORY: Final = 2e9
_MB: Final = 1e6


def build(place: Place, rounds: int) -> list[Cost]:
    """Build everything so often, and add the figures; what ours cost. The indexes stay for the other measurements."""
    if not place.dump.exists():
        write_dump(place.collection, place.cables, place.dump)
    if not place.documents.exists():
        run(module("fed", place.dump, place.documents))
    costs: dict[str, list[Cost]] = {}
    for number in range(rounds):
        for name, command in _commands(place).items():
            costs.setdefault(name, []).append(run(command))
        if number < rounds - 1:
            _clear(place)
    _figures(place, costs)
    return costs["ours"]


def _commands(place: Place) -> dict[str, list[str]]:
    ours = cablesearch(
        "index", place.dump, "--index", place.index, "--engine", place.engine, "--no-progress"
    )
    peers = {
        name: module("peers.base", name, place.documents, place.of_peer(name))
        for name in place.peers
    }
    return {"ours": ours, "parser": module("fed", "--parse-only", place.dump), **peers}


def _clear(place: Place) -> None:
    for folder in (place.index, *map(place.of_peer, place.peers)):
        shutil.rmtree(folder)


def _figures(place: Place, costs: dict[str, list[Cost]]) -> None:
    with open_index(place.index) as index:
        info = index.info
    for name, called in (("ours", f"cablesearch, {place.engine}"), ("parser", "the parser alone")):
        _cost(place, called, costs[name], info.cables, info.paragraphs)
    for name in place.peers:
        _cost(place, NAMES[name], costs[name], info.cables, info.paragraphs)
    ours = costs["ours"]
    size = size_of(place.index)
    place.add(
        Figure(what="build: peak memory of all processes", value=max(c.peak for c in ours) / _MB, unit="MB",
               bar=_MOST_MEMORY / _MB),
        Figure(what="index", value=size / _MB, unit="MB", remark=f"{size / info.paragraphs:,.0f} bytes a paragraph"),
    )  # fmt: skip
    if place.bare not in place.peers:
        return
    bare = costs[place.bare]
    called = NAMES[place.bare]
    ratios = [
        our.wall / ((parser.cpu + floor.cpu) / cores())
        for our, parser, floor in zip(ours, costs["parser"], bare, strict=True)
    ]
    place.add(
        Figure(what=f"build: wall / ((parser CPU + {called} CPU) / {cores()} cores)", value=median(ratios),
               unit="x", bar=_MOST_WALL),
        Figure(what=f"index / {called} of the same fields", value=size / size_of(place.of_peer(place.bare)),
               unit="x", bar=_MOST_SIZE),
    )  # fmt: skip


def _cost(place: Place, called: str, costs: list[Cost], cables: int, paragraphs: int) -> None:
    wall = median(cost.wall for cost in costs)
    cpu = median(cost.cpu for cost in costs)
    peak = max(cost.peak for cost in costs) / _MB
    remark = f"{paragraphs / wall:,.0f} paragraphs/s, {wall:,.1f} s, CPU {cpu:,.1f} s, peak {peak:,.0f} MB"
    place.add(Figure(what=f"build: {called}", value=cables / wall, unit="cables/s", remark=remark))
