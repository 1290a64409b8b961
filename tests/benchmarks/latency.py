"""How long answers take in one process: ours by kind of query, beside the peers asked the same by turns."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from cablesearch import open_index
from cablesearch.fields import MAIN_FACETS
from tests.benchmarks.figures import Figure
from tests.benchmarks.measure import percentile
from tests.benchmarks.operands import kinds
from tests.benchmarks.peers.base import HITS, NAMES, peer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cablesearch.api import Index
    from tests.benchmarks.operands import Kind, Question
    from tests.benchmarks.place import Place

_MOST: Final = {50: 1.3, 95: 1.5}
_MOST_SIDEWAYS: Final = 1.3
_MOST_SECONDS: Final = 1.0
_MOST_VERIFIED: Final = 2.0
_LEAST_SQLITE: Final = 20.0
_LEAST_GROUPED: Final = 10.0
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
            asks = {"ours": lambda question: ours(index, question)}
            for name, ask in peers.items():
                if ("whoosh" if name == "grouped" else name) in kind.peers:
                    asks[name] = _peers(ask)
            _same(kind, asks)
            _figures(place, kind, times_of(kind, asks, place.rounds))
            if not kind.peers:
                _verified(place, kind, index)


def ours(index: Index, question: Question) -> tuple[int, dict[str, dict[str, int]]]:
    """Our answer: ten hits, the total, three facets."""
    page = index.search(question.query, facets=MAIN_FACETS, limit=HITS, **question.options)
    facets = {
        name: {v.value: v.count for v in facet.values if v.count and v.value != "unmarked"}
        for name, facet in page.facets.items()
    }
    return page.total, facets


def _peers(ask: Callable[[Any], Any]) -> Callable[[Question], tuple[int, dict[str, Any]]]:
    def answer(question: Question) -> tuple[int, dict[str, Any]]:
        found = ask(question.asked)
        return found.total, {name: dict(counts) for name, counts in found.facets.items()}

    return answer


def _same(kind: Kind, asks: dict[str, Callable[[Question], Any]]) -> None:
    for question in kind.questions:
        expected = asks["ours"](question)
        for name, ask in asks.items():
            if ask(question) != expected:
                raise AssertionError(f"{name} answers otherwise than we do: {question.query}")


def times_of(
    kind: Kind, asks: Mapping[str, Callable[[Question], Any]], rounds: int
) -> dict[str, list[float]]:
    """The median seconds of each question of a kind, by who was asked."""
    times: dict[str, list[list[float]]] = {name: [[] for _ in kind.questions] for name in asks}
    for number in range(rounds):
        names = list(asks)[:: 1 if number % 2 == 0 else -1]
        for at, question in enumerate(kind.questions):
            for name in names:
                start = time.perf_counter()
                asks[name](question)
                times[name][at].append(time.perf_counter() - start)
    return {name: list(map(median, each)) for name, each in times.items()}


def _figures(place: Place, kind: Kind, times: dict[str, list[float]]) -> None:
    for name, each in times.items():
        called = {"ours": f"cablesearch, {place.engine}", "grouped": "Whoosh's groupedby"}.get(
            name
        ) or NAMES[name]
        p50, p95, p99 = (percentile(each, percent) * _MS for percent in (50, 95, 99))
        alone = name == "ours" and not kind.peers
        place.add(
            Figure(what=f"{kind.name}: {called}, p95", value=p95, unit="ms", bar=_MOST_SECONDS * _MS if alone else None,
                   remark=f"p50 {p50:.3g}, p99 {p99:.3g} ms")
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
    for name, least in (("sqlite", _LEAST_SQLITE), ("grouped", _LEAST_GROUPED)):
        if name in times and (name == "sqlite" or place.engine == "whoosh"):
            called = "SQLite FTS5" if name == "sqlite" else "Whoosh's groupedby"
            share = percentile(times[name], 50) / percentile(times["ours"], 50)
            place.add(
                Figure(
                    what=f"{kind.name}: {called} / ours, p50",
                    value=share,
                    unit="x",
                    bar=least,
                    at_least=True,
                )
            )


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
