"""What a question finds, in one line: paragraphs, cables, the first and the last day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from msgspec.structs import replace

from cablesearch.search.run import Wanted, search

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from cablesearch.query.ast import Order
    from cablesearch.search.page import Facet
    from cablesearch.search.question import Understood
    from cablesearch.search.run import Bench

_FIRST: Final[Order] = "date"
_LAST: Final[Order] = "-date"


class Summary(Struct, frozen=True, kw_only=True):
    """How many paragraphs a question finds, in how many cables, both exact; the day of the earliest and of the latest
    of these cables (null where none has a date), and the facets that were asked for."""

    query: str
    paragraphs: int
    cables: int
    first: date | None
    last: date | None
    facets: Mapping[str, Facet] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def summarise(bench: Bench, understood: Understood, facets: tuple[str, ...] = ()) -> Summary:
    """The summary of a question; no cable is read for it."""
    wanted = Wanted(facets=facets, sort=_FIRST, limit=1, cables=True)
    page = search(bench, understood, wanted)
    first = last = bench.cables.day(page.keys[0][0]) if page.keys else None
    if page.total > 1:
        again = search(bench, understood, replace(wanted, facets=(), sort=_LAST, cables=False))
        last = bench.cables.day(again.keys[0][0])
    return Summary(
        query=understood.question.query,
        paragraphs=page.total,
        cables=page.cables or 0,
        first=first,
        last=last,
        facets=page.facets,
        notes=page.notes,
    )
