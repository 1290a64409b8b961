"""Hits in their order, ties by cable id and ordinal, as many as are taken.

tantivy breaks ties by its own numbers of documents. So it is asked for some hits more than are wanted, until the last
of those wanted differs from the last that was found; those are put in order here.
"""

from __future__ import annotations

from math import isclose
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from tantivy import Occur, Order, Query

from cablesearch.engines.tantivy_reader import all_of, unscored
from cablesearch.engines.tantivy_schema import CABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.engines.tantivy_reader import Hits, Reader

_MORE: Final = 10  # hits asked for beyond those wanted
_GROWTH: Final = 4
_AT_ONCE: Final = 20_000
"""So many matches in the order of their ids are fetched together; more, some cables at a time."""
_CABLES: Final = 2_000
_FIRST: Final = 5_000


class Placed(NamedTuple):
    """A hit: its score, the rank of its cable by id, its ordinal."""

    score: float
    rank: int
    ordinal: int


class Orders:
    """The orders in which the matches of a query can be had; `wanted` is how many will be taken, perhaps."""

    def __init__(self, reader: Reader, query: Query, total: int, first: Hits | None = None) -> None:
        self._reader = reader
        self._query = query
        self._first = first
        self.total = total

    @classmethod
    def scored(cls, reader: Reader, query: Query, wanted: int) -> Self:
        """Those of a query of which the best matches will be asked for: finding them counts all."""
        first = reader.find(query, wanted + _MORE)
        return cls(reader, query, first.total, first)

    def by_score(self, wanted: int) -> Iterator[Placed]:
        """The best first."""
        for key, place in self._sorted(self._query, wanted, falling=True):
            yield Placed(-key, *place)

    def by_date(self, wanted: int, *, latest_first: bool) -> Iterator[Placed]:
        """By date; those without one last."""
        has_date = Query.exists_query("date")
        dated = all_of([self._query, has_date])
        for _, place in self._sorted(dated, wanted, "date", falling=latest_first):
            yield Placed(0.0, *place)
        undated = Query.boolean_query([(Occur.Must, self._query), (Occur.MustNot, has_date)])
        total = self._reader.count(undated)
        yield from Orders(self._reader, undated, total).by_id(wanted)

    def by_id(self, wanted: int) -> Iterator[Placed]:
        """By cable id and ordinal, in bounded memory."""
        for part in self._parts(wanted):
            found = self._all_of(part, CABLE)
            for place in sorted(self._reader.places([address for _, address in found.hits])):
                yield Placed(0.0, *place)

    def _parts(self, wanted: int) -> Iterator[Query]:
        """The query over some cables after others, in the order of their ids."""
        if self.total <= _AT_ONCE:
            yield self._query
            return
        cables = self._reader.cables
        some = max(16, min(_CABLES, 2 * wanted * len(cables) // self.total))
        at = 0
        while at < len(cables):
            within = self._reader.of_cables(cables.numbers[at : at + some].tolist())
            yield all_of([self._query, unscored(within)])
            at += some
            some = min(_CABLES, 2 * some)

    def _all_of(self, query: Query, by: str | None = None) -> Hits:
        found = self._reader.find(query, _FIRST, by)
        if found.total > len(found.hits):
            found = self._reader.find(query, found.total, by)
        return found

    def _sorted(
        self, query: Query, wanted: int, by: str | None = None, *, falling: bool
    ) -> Iterator[tuple[float, tuple[int, int]]]:
        """Keys (negative where they fall) and places of hits in order, fetched as they are taken."""
        given = 0
        order = Order.Desc if falling else Order.Asc
        found = None if by else self._first
        while True:
            found = found or self._reader.find(query, wanted + _MORE, by, order)
            hits, whole = found.hits, len(found.hits)
            if whole < found.total:
                # of those that tie with the last some may be missing
                last = hits[-1][0]
                while whole and hits[whole - 1][0] == last:
                    whole -= 1
            some = hits[given:whole]
            places = self._reader.places([address for _, address in some])
            sign = -1 if falling else 1
            yield from sorted((sign * key, p) for (key, _), p in zip(some, places, strict=True))
            given = max(given, whole)
            if given >= found.total:
                return
            if by is None and given == 0 and found.total > _AT_ONCE:
                for place in self._with_score(hits[0][0], wanted):
                    yield -hits[0][0], place
                    given += 1
            wanted = min(max(given + wanted, _GROWTH * len(hits)), found.total)
            found = None

    def _with_score(self, score: float, wanted: int) -> Iterator[tuple[int, int]]:
        """The places of all hits of the highest score. `heading:summary` gives many thousands the same: they are not
        fetched all together."""
        for part in self._parts(wanted):
            hits = self._all_of(part).hits
            # added up in another order, scores may differ in their last digit
            some = [address for found, address in hits if isclose(found, score, rel_tol=1e-6)]
            yield from sorted(self._reader.places(some))
