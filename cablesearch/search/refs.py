"""What cables cite and what cites them, step by step: a graph walked from some cables in both directions."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final, Protocol

from msgspec import Struct

from cablesearch.cable.ident import station_in
from cablesearch.cable.shared import number_of
from cablesearch.search.graph import DIRECTIONS, ROW_KEYS, Direction, Edge, Graph, Node
from cablesearch.search.page import iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from cablesearch.cable.model import Cable, Reference

__all__ = ["DIRECTIONS", "ROW_KEYS", "Direction", "Edge", "Graph", "Node", "Shelf", "walk"]

MOST_NODES: Final = 500
"""A graph is no larger than this unless more is asked for."""


class Shelf(Protocol):
    """Where cables and their references come from."""

    def cables(self, cable_ids: Iterable[str]) -> Iterator[Cable]:
        """The cables of these ids, in this order."""

    def sharing(self, number: str) -> tuple[str, ...]:
        """The ids of the cables that have a number; empty where none is held."""

    def cited_by(self, cable_id: str) -> tuple[str, ...]:
        """The cables that list a cable's number as a reference, sorted."""


def walk(
    shelf: Shelf,
    roots: Sequence[str],
    *,
    depth: int = 1,
    directions: Sequence[Direction] = DIRECTIONS,
    most: int = MOST_NODES,
) -> Graph:
    """The graph around some cables, by their canonical ids, up to `depth` steps away and `most` cables in all.

    A step in one direction goes on in that direction: what is cited by what is cited, what cites what cites.
    """
    return _Walk(shelf, roots, most).graph(depth, directions)


class Card(Struct, frozen=True, kw_only=True):
    """What a graph keeps of a cable."""

    date: datetime | None = None
    embassy: str | None = None
    subject: str | None = None
    references: tuple[Reference, ...] = ()


def card_of(cable: Cable) -> Card:
    """The card of a cable that is held."""
    return Card(
        date=cable.date, embassy=cable.embassy, subject=cable.about, references=cable.references
    )


class _Walk:
    """One graph in the making."""

    def __init__(self, shelf: Shelf, roots: Sequence[str], most: int) -> None:
        self._shelf = shelf
        self._roots = tuple(dict.fromkeys(roots))
        self._most = most
        self._cards: dict[str, Card] = {}
        self._held: set[str] = set()
        self._known = dict.fromkeys(self._roots)
        self._beyond: set[str] = set()
        self._edges: dict[Direction, list[Edge]] = {way: [] for way in DIRECTIONS}
        self._reached: dict[Direction, dict[str, int]] = {
            way: dict.fromkeys(self._roots, 0) for way in DIRECTIONS
        }

    def graph(self, depth: int, directions: Sequence[Direction]) -> Graph:
        ends: dict[Direction, list[str]] = {way: list(self._roots) for way in directions}
        for distance in range(1, depth + 1):
            for way, ids in ends.items():
                step = self._cited if way == "cites" else self._citing
                ends[way] = step(ids, distance)
            if not any(ends.values()):
                break
        self._read(self._known)
        return Graph(
            roots=self._roots,
            depth=depth,
            nodes={
                node.cable_id: node for node in sorted(self._nodes(), key=attrgetter("distance"))
            },
            cites=tuple(self._edges["cites"]),
            cited_by=tuple(self._edges["cited-by"]),
            beyond=len(self._beyond),
        )

    def _cited(self, ids: Sequence[str], distance: int) -> list[str]:
        """Enter what these cables cite; the cables not reached before."""
        self._read(ids)
        new: dict[str, None] = {}
        for citing in ids:
            for item in _items(self._cards[citing].references):
                cited = self._named(item.cable_id)
                for one in cited or (None,):
                    if one is None or self._enter("cites", one, distance, new):
                        edge = _edge(citing, one, item, shared=len(cited) > 1, distance=distance)
                        self._edges["cites"].append(edge)
        return list(new)

    def _citing(self, ids: Sequence[str], distance: int) -> list[str]:
        """Enter what cites these cables, the earliest first; the cables not reached before."""
        new: dict[str, None] = {}
        for cited in ids:
            number = number_of(cited)
            found = [
                one
                for one in self._shelf.cited_by(cited)
                if self._enter("cited-by", one, distance, new)
            ]
            self._read(found)
            shared = len(self._shelf.sharing(number)) > 1
            for citing in sorted(found, key=self._age):
                item = next(i for i in self._cards[citing].references if i.cable_id == number)
                edge = _edge(citing, cited, item, shared=shared, distance=distance)
                self._edges["cited-by"].append(edge)
        return list(new)

    def _named(self, number: str | None) -> tuple[str, ...]:
        """The cables that a reference may mean; itself where none is held."""
        return () if number is None else self._shelf.sharing(number) or (number,)

    def _enter(self, way: Direction, cable_id: str, distance: int, new: dict[str, None]) -> bool:
        """Have a cable in the graph, unless it is full; whether it is."""
        if cable_id not in self._known:
            if len(self._known) >= self._most:
                self._beyond.add(cable_id)
                return False
            self._known[cable_id] = None
        if cable_id not in self._reached[way]:
            self._reached[way][cable_id] = distance
            new[cable_id] = None
        return True

    def _read(self, ids: Iterable[str]) -> None:
        """Have the cards of these cables, empty ones of those that are not held."""
        new = [id for id in dict.fromkeys(ids) if id not in self._cards]
        held = [id for id in new if id in self._shelf.sharing(number_of(id))]
        self._cards |= {id: Card(embassy=station_in(id)) for id in new}
        self._cards |= {cable.id: card_of(cable) for cable in self._shelf.cables(held)}
        self._held.update(held)

    def _age(self, cable_id: str) -> tuple[bool, str, str]:
        date = self._cards[cable_id].date
        return date is None, iso(date) or "", cable_id

    def _nodes(self) -> Iterator[Node]:
        for cable_id in self._known:
            card = self._cards[cable_id]
            at = {way: reached.get(cable_id) for way, reached in self._reached.items()}
            distances = [distance for distance in at.values() if distance is not None]
            ways = [way for way, distance in at.items() if distance is not None]
            yield Node(
                cable_id=cable_id,
                date=card.date,
                embassy=card.embassy,
                subject=card.subject,
                held=cable_id in self._held,
                direction=(
                    "self" if cable_id in self._roots else ways[0] if len(ways) == 1 else "both"
                ),
                distance=min(distances),
            )


def _items(references: Iterable[Reference]) -> Iterator[Reference]:
    """The items of a list, of those that name the same cable the first."""
    named = set()
    for item in references:
        if item.cable_id is None or item.cable_id not in named:
            named.add(item.cable_id)
            yield item


def _edge(citing: str, cited: str | None, item: Reference, *, shared: bool, distance: int) -> Edge:
    return Edge(
        citing=citing,
        cited=cited,
        letter=item.letter,
        text=item.text,
        kind=item.kind,
        shared=shared,
        distance=distance,
    )
