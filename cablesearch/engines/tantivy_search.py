"""The Searcher over an index of tantivy."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING
from weakref import WeakSet

from msgspec.structs import replace

from cablesearch.engines.base import MOST_COUNTED, Days, Found, Hit, Request
from cablesearch.engines.describe import describe
from cablesearch.engines.tantivy_days import count_days
from cablesearch.engines.tantivy_facets import CableCount, count_by_cable, count_facets
from cablesearch.engines.tantivy_orders import Orders
from cablesearch.engines.tantivy_query import Compiler, has_score
from cablesearch.engines.tantivy_reader import Reader, all_of, unscored
from cablesearch.engines.tantivy_schema import field_of
from cablesearch.fields import TEXT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from tantivy import Query

    from cablesearch.engines.base import RowSource
    from cablesearch.engines.tantivy_orders import Placed
    from cablesearch.query.ast import Form, Node

_STREAMED = 1000  # hits made at a time where they are by cable


class TantivySearcher:
    """An open index; see base.Searcher."""

    def __init__(self, directory: Path, rows: RowSource) -> None:
        self._reader = Reader(directory)
        self._rows = rows
        self._uncounted: WeakSet[CableCount] = WeakSet()

    def search(self, request: Request) -> Found:
        """Hits, exact total and facets of one compiled tree."""
        asked = self._asked(request, scored=request.limit > 0)
        end = request.offset + request.limit
        orders = self._orders(request, asked, end)
        total = orders.total
        counted = request.cables or request.by_cable or total <= MOST_COUNTED
        hits = self._hits(request, asked, orders, end) if request.limit > 0 else iter(())
        page = tuple(islice(hits, request.offset, end))
        own = [field for field, _ in asked.sideways]
        plain = [field for field in request.facets if field not in own]
        facets = count_facets(self._reader, asked.counted, plain, total)
        for field in own:
            facets |= count_facets(self._reader, asked.without(field), [field], None)
        return Found(
            total=total,
            count_cables=self._cables_of(asked, total) if counted else _not_counted,
            hits=page,
            facets={field: facets[field] for field in request.facets},
            verified=asked.verified,
        )

    def scan(self, request: Request) -> Iterator[Hit]:
        """Every hit in order; for sort "id" few are held at a time."""
        asked = self._asked(replace(request, facets=()), scored=True)
        orders = self._orders(request, asked, None)
        yield from self._hits(request, asked, orders, orders.total)

    def days(self, request: Request) -> Days:
        """See base.Searcher."""
        asked = self._asked(replace(request, facets=()), scored=False)
        return count_days(self._reader, asked.counted)

    def vocabulary(
        self, form: Form, prefix: str = "", field: str | None = None
    ) -> Iterator[tuple[str, int]]:
        """See base.Searcher."""
        return self._reader.vocabulary(form, prefix, TEXT_FIELDS if field is None else (field,))

    def holding(self, form: Form, field: str, words: Iterable[str]) -> dict[str, int]:
        """See base.Searcher."""
        return self._reader.words.holding(field_of(field, form), words)

    def describe(self, node: Node) -> str:
        """The tree as it is compiled."""
        return f"tantivy: {describe(node)}"

    def close(self) -> None:
        """Let go of files, once what was given out needs them no more."""
        try:
            for count in list(self._uncounted):
                count()
        finally:
            self._reader.close()

    def _cables_of(self, asked: _Asked, total: int) -> CableCount:
        count = CableCount(self._reader, asked.counted, total)
        self._uncounted.add(count)
        return count

    def _asked(self, request: Request, *, scored: bool) -> _Asked:
        scored = scored and request.sort == "relevance" and has_score(request.tree)
        return _Asked(Compiler(self._reader, self._rows), request, scored=scored)

    def _orders(self, request: Request, asked: _Asked, wanted: int | None) -> Orders:
        """What is found first gives the number of all; null wants all of them."""
        if asked.scored and wanted:
            return Orders.scored(self._reader, asked.query, _many(request, wanted))
        return Orders(self._reader, asked.query, self._reader.count(asked.counted))

    def _hits(self, request: Request, asked: _Asked, orders: Orders, wanted: int) -> Iterator[Hit]:
        many = _many(request, wanted)
        if request.sort in ("date", "-date"):
            placed = orders.by_date(many, latest_first=request.sort == "-date")
        elif request.sort == "id" or not asked.scored:
            placed = orders.by_id(many)
        else:
            placed = orders.by_score(many)
        if request.by_cable:
            yield from self._best_of_each(asked.counted, placed)
        else:
            yield from map(self._hit, placed)

    def _best_of_each(self, query: Query, placed: Iterable[Placed]) -> Iterator[Hit]:
        """The first hit of each cable, and how many more it has."""
        firsts = _first_of_each(placed)
        some = min(_STREAMED, 32)
        while chosen := list(islice(firsts, some)):
            numbers = [self._reader.cables.numbers[place.rank] for place in chosen]
            counts = count_by_cable(self._reader, query, numbers)
            for place, number in zip(chosen, numbers, strict=True):
                yield self._hit(place, counts[number] - 1)
            some = _STREAMED

    def _hit(self, place: Placed, more: int = 0) -> Hit:
        return Hit(
            cable_id=self._reader.cables[place.rank],
            ordinal=place.ordinal,
            score=place.score,
            more=more,
        )


def _not_counted() -> None:
    """Nobody asked how many cables so many paragraphs are of."""


def _many(request: Request, wanted: int) -> int:
    """How many hits so many may take: a cable has a dozen paragraphs, of which few match."""
    return 4 * wanted if request.by_cable else wanted


class _Asked:
    """A request compiled: `query` finds its hits, `counted` matches the same and is quicker where no score is wanted;
    for each facet with a choice of its own there is a query without it."""

    def __init__(self, compiler: Compiler, request: Request, *, scored: bool) -> None:
        self.scored = scored
        # a choice in a field that is not counted restricts everything: it narrows before the tree is asked
        narrow: tuple[Query, ...] = ()
        for field, node in request.chosen:
            if field not in request.facets:
                narrow = (*narrow, compiler.query(node, narrow, scored=False))
        self.sideways: Sequence[tuple[str, Query]] = [
            (field, compiler.query(node, narrow, scored=False))
            for field, node in request.chosen
            if field in request.facets
        ]
        tree = compiler.query(request.tree, narrow, scored=scored)
        choices = [*narrow, *(query for _, query in self.sideways)]
        self.query = all_of([tree, *(map(unscored, choices) if scored else choices)])
        self.verified = compiler.verified
        # nothing is verified twice
        if scored and not self.verified:
            tree = compiler.query(request.tree, narrow, scored=False)
        self._whole = [tree, *narrow]
        self.counted = self.without(None) if scored else self.query

    def without(self, field: str | None) -> Query:
        """Everything but that field's own choice."""
        return all_of([*self._whole, *(query for name, query in self.sideways if name != field)])


def _first_of_each(placed: Iterable[Placed]) -> Iterator[Placed]:
    seen: set[int] = set()
    for place in placed:
        if place.rank not in seen:
            seen.add(place.rank)
            yield place
