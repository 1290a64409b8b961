"""When the cables were sent that a facet counts: the dates as of which its codes are read."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from cablesearch.cable.eras import LIST_CHANGED, UNDATED
from cablesearch.engines.base import Request
from cablesearch.query.ast import Between, Everything, Node, Not
from cablesearch.search.question import both

if TYPE_CHECKING:
    from datetime import date

    from cablesearch.cable.tables import Tables
    from cablesearch.engines.base import Days, Searcher
    from cablesearch.query.ast import Order
    from cablesearch.search.run import Cables

Chosen = tuple[tuple[str, Node], ...]


class Dates(Struct, frozen=True, kw_only=True):
    """When some cables were sent.

    `last` is the date of the latest (null: none has one); `both` says that they are of both eras: read by the earlier
    list of two-letter codes and by the later.
    """

    last: date | None = None
    both: bool = False


UNKNOWN: Final = Dates()
"""The dates of cables without any."""

_LATER: Final = Between(field="date", start=datetime(LIST_CHANGED, 1, 1, tzinfo=UTC))


class Calendar:
    """The dates of the cables of an open index; `of_all` are the first, the last, and how many cables have none."""

    def __init__(
        self,
        searcher: Searcher,
        cables: Cables,
        tables: Tables,
        of_all: tuple[date | None, date | None, int],
    ) -> None:
        self._of_all = of_all
        self._searcher = searcher
        self._cables = cables
        self._tables = tables

    @property
    def ends(self) -> tuple[date | None, date | None]:
        """The first and the last date of all cables."""
        first, last, _ = self._of_all
        return first, last

    @cached_property
    def all_days(self) -> Days:
        """All paragraphs by day, counted once: an open index does not change."""
        return self._searcher.days(Request(tree=Everything()))

    def dates(self, tree: Node, chosen: Chosen) -> Dates:
        """The dates of the cables that a question finds.

        It is asked once more for them, unless no code changes its meaning within the dates of the whole index.
        """
        if self._whole is not None:
            return self._whole
        last = self._first("-date", tree, chosen)
        if last is None or last.year < LIST_CHANGED:
            return Dates(last=last)
        earlier = Request(tree=both(tree, Not(child=_LATER)), chosen=chosen, limit=0)
        return Dates(last=last, both=self._searcher.search(earlier).total > 0)

    @cached_property
    def _whole(self) -> Dates | None:
        """The dates of the index, where they are all of one era of every code."""
        first, last, undated = self._of_all
        if first is None or last is None:
            return UNKNOWN
        years = {first.year, last.year}
        if undated:
            years.add(UNDATED)
        eras = {tag.era for tags in self._tables.tags.values() for tag in tags}
        edges = {era.first for era in eras} | {era.last + 1 for era in eras}
        return None if any(min(years) < edge <= max(years) for edge in edges) else Dates(last=last)

    def _first(self, order: Order, tree: Node, chosen: Chosen = ()) -> date | None:
        """The date of the first cable in that order; those without one come last."""
        asked = Request(tree=tree, chosen=chosen, sort=order, limit=1)
        hits = self._searcher.search(asked).hits
        return self._cables.day(hits[0].cable_id) if hits else None
