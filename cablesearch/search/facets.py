"""From an engine's counts to facets: order, labels, and the arguments that narrow to each value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.fields import FIELDS, UNMARKED
from cablesearch.query.ast import And, Between, Has, Not, OneOf, Or, Unscored
from cablesearch.search.dates import UNKNOWN, Dates
from cablesearch.search.labels import label_of
from cablesearch.search.page import Facet, FacetValue

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from cablesearch.cable.tables import Tables
    from cablesearch.engines.base import Counts
    from cablesearch.query.ast import Node

_SHORT: Final = {"marking": "--marking", "tags": "--tag", "embassy": "--embassy"}


def facet_of(
    field: str,
    counts: Counts,
    *,
    chosen: Node | None,
    tables: Tables,
    dates: Callable[[], Dates] = lambda: UNKNOWN,
) -> Facet:
    """The facet of a field in its order: a LEVEL by level, others by count down, then value.

    `dates` gives those of the counted cables, as of which codes are read. Values that were chosen stand in it even
    where they count nothing, so that a choice can be seen and undone.
    """
    return Facet(
        distinct=len(counts.counts),
        missing=counts.missing,
        make=lambda: tuple(_values(field, counts, chosen, tables, dates())),
    )


def _values(
    field: str, counts: Counts, chosen: Node | None, tables: Tables, dates: Dates
) -> Iterator[FacetValue]:
    by_value = dict(counts.counts)
    if field == "marking" and counts.missing:
        by_value[UNMARKED] = counts.missing
    picked = _picked(chosen)
    for value in picked:
        by_value.setdefault(value, 0)
    order = FIELDS[field].order
    rank = {value: at for at, value in enumerate(order)} if field != "zone" else {}
    values = sorted(by_value, key=lambda v: (rank.get(v, len(rank)), -by_value[v], v))
    for value in values:
        yield FacetValue(
            value=value,
            label=label_of(field, value, tables, dates),
            count=by_value[value],
            refine=refine(field, value),
            chosen=value in picked,
        )


def refine(field: str, value: str) -> tuple[str, ...]:
    """The arguments that narrow a search to this value.

    >>> refine("tags", "KTIP")
    ('--tag', 'KTIP')
    """
    short = _SHORT.get(field)
    return (short, value) if short else ("--only", f"{field}={value}")


def _picked(node: Node | None) -> Collection[str]:
    """The values that a choice names; a code that is chosen for some years names itself."""
    match node:
        case None | Between():
            return ()
        case OneOf(values=values):
            return values
        case Or(children=children) | And(children=children):
            return [value for child in children for value in _picked(child)]
        case Unscored(child=child):
            return _picked(child)
        case Not(child=Between() | Has(field="date")):
            return ()
        case _:
            return (UNMARKED,)
