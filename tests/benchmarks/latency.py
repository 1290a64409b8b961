"""How long answers take in one process: ours by kind of query, beside the peers asked the same by turns."""

from __future__ import annotations

import time
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from cablesearch import open_index
from cablesearch.fields import MAIN_FACETS, UNMARKED
from tests.benchmarks.figures import Figure, number
from tests.benchmarks.measure import percentile
from tests.benchmarks.operands import kinds
from tests.benchmarks.peers.base import HITS, NAMES, Answer, peer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cablesearch.api import Index
    from cablesearch.search.page import Page
    from tests.benchmarks.operands import Kind, Question
    from tests.benchmarks.peers.base import Asked
    from tests.benchmarks.place import Place

_MOST: Final = {50: 1.3, 95: 1.5}
_MOST_SIDEWAYS: Final = 1.3
_MOST_SECONDS: Final = 1.0
_MOST_VERIFIED: Final = 2.0
_FASTER_THAN: Final = (("sqlite", "tantivy", 20.0), ("grouped", "whoosh", 10.0))
"""By how many times an engine of ours is to be faster than others in the middle."""

_CALLED: Final = {**NAMES, "grouped": "Whoosh's groupedby"}
_MS: Final = 1000


def latency(place: Place, each: int) -> None:
    """Ask everything in rounds, and add the figures. Every answer of a peer must have our total and counts."""
    asked = kinds(place.documents, each)
    peers = {name: peer(name).opened(place.of_peer(name)) for name in place.peers}
    if "whoosh" in place.peers:
        from tests.benchmarks.peers import bare_whoosh

        peers["grouped"] = bare_whoosh.grouped(place.of_peer("whoosh"))
    with open_index(place.index) as index:
        for kind in asked:
            asks: dict[str, Callable[[Question], Page | Answer]] = {"ours": partial(ours, index)}
            for name, ask in peers.items():
                if ("whoosh" if name == "grouped" else name) in kind.peers:
                    asks[name] = partial(_of_peer, ask)
            _same(kind, asks)
            _figures(place, kind, times_of(kind, asks, place.rounds))
            if not kind.peers:
                _verified(place, kind, index)


def ours(index: Index, question: Question) -> Page:
    """Our answer: ten hits, the total, three facets."""
    return index.search(question.query, facets=MAIN_FACETS, limit=HITS, **question.options)


def _of_peer(ask: Callable[[Asked], Answer], question: Question) -> Answer:
    assert question.asked is not None
    return ask(question.asked)


def _same(kind: Kind, asks: Mapping[str, Callable[[Question], Page | Answer]]) -> None:
    for question in kind.questions:
        expected = _counts(asks["ours"](question))
        for name, ask in asks.items():
            if _counts(ask(question)) != expected:
                raise AssertionError(f"{name} answers otherwise than we do: {question.query}")


def _counts(found: Page | Answer) -> tuple[int, dict[str, dict[str, int]]]:
    """The total and the facets; peers do not count what has no value."""
    if isinstance(found, Answer):
        return found.total, {name: dict(counts) for name, counts in found.facets.items()}
    facets = {
        name: {v.value: v.count for v in facet.values if v.count and v.value != UNMARKED}
        for name, facet in found.facets.items()
    }
    return found.total, facets


def times_of(
    kind: Kind, asks: Mapping[str, Callable[[Question], Any]], rounds: int
) -> dict[str, list[float]]:
    """The median seconds of each question of a kind, by who was asked."""
    times: dict[str, list[list[float]]] = {name: [[] for _ in kind.questions] for name in asks}
    for turn in range(rounds):
        names = list(asks)[:: 1 if turn % 2 == 0 else -1]
        for at, question in enumerate(kind.questions):
            for name in names:
                start = time.perf_counter()
                asks[name](question)
                times[name][at].append(time.perf_counter() - start)
    return {name: list(map(median, each)) for name, each in times.items()}


def _figures(place: Place, kind: Kind, times: dict[str, list[float]]) -> None:
    for name, each in times.items():
        called = {"ours": f"cablesearch, {place.engine}", **_CALLED}[name]
        p50, p95, p99 = (percentile(each, percent) * _MS for percent in (50, 95, 99))
        alone = name == "ours" and not kind.peers
        place.add(
            Figure(what=f"{kind.name}: {called}, p95", value=p95, unit="ms", bar=_MOST_SECONDS * _MS if alone else None,
                   remark=f"p50 {number(p50)}, p99 {number(p99)} ms")
        )  # fmt: skip
    for percent, most in _MOST.items():
        if place.bare in times:
            share = percentile(times["ours"], percent) / percentile(times[place.bare], percent)
            bar = _MOST_SIDEWAYS if kind.name == "drill sideways" else most
            place.add(
                Figure(
                    what=f"{kind.name}: p{percent} / {NAMES[place.bare]}",
                    value=share,
                    unit="x",
                    bar=bar,
                )
            )
    for name, engine, least in _FASTER_THAN:
        if name in times and place.engine == engine:
            share = percentile(times[name], 50) / percentile(times["ours"], 50)
            what = f"{kind.name}: {_CALLED[name]} / ours, p50"
            place.add(Figure(what=what, value=share, unit="x", bar=least, at_least=True))


def _verified(place: Place, kind: Kind, index: Index) -> None:
    """How many paragraphs are looked at for one that matches, at the worst."""
    shares = []
    for question in kind.questions:
        found = index.explain(question.query)
        shares.append(found.verified / max(1, found.total))
    place.add(
        Figure(
            what=f"{kind.name}: paragraphs verified / matches",
            value=max(shares),
            unit="x",
            bar=_MOST_VERIFIED,
        )
    )
