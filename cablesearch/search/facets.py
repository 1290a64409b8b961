"""From an engine's counts to facets: order, labels, and the arguments that narrow to each value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.cable.meaning import meaning
from cablesearch.fields import FIELDS, UNMARKED
from cablesearch.query.ast import OneOf, Or
from cablesearch.search.page import Facet, FacetValue

if TYPE_CHECKING:
    from collections.abc import Collection

    from cablesearch.cable.tables import Tables
    from cablesearch.engines.base import Counts
    from cablesearch.query.ast import Node

_SHORT: Final = {"marking": "--marking", "tags": "--tag", "embassy": "--embassy"}

_LEVEL_LABELS: Final = {
    "U": "Unclassified",
    "SBU": "Sensitive but unclassified",
    "LOU": "Limited official use",
    "C": "Confidential",
    "S": "Secret",
    "TS": "Top secret",
    UNMARKED: "no portion mark of its own",
}


def facet_of(field: str, counts: Counts, *, chosen: Node | None, tables: Tables) -> Facet:
    """The facet of a field in its order: a LEVEL by level, others by count down, then value.

    Values that were chosen stand in it even where they count nothing, so that a choice can be seen and undone.
    """
    by_value = dict(counts.counts)
    if field == "marking" and counts.missing:
        by_value[UNMARKED] = counts.missing
    picked = _picked(chosen)
    for value in picked:
        by_value.setdefault(value, 0)
    order = FIELDS[field].order
    rank = {value: at for at, value in enumerate(order)} if field != "zone" else {}
    values = sorted(by_value, key=lambda v: (rank.get(v, len(rank)), -by_value[v], v))
    return Facet(
        values=tuple(
            FacetValue(
                value=value,
                label=label_of(field, value, tables),
                count=by_value[value],
                refine=refine(field, value),
                chosen=value in picked,
            )
            for value in values
        ),
        distinct=len(counts.counts),
        missing=counts.missing,
    )


def refine(field: str, value: str) -> tuple[str, ...]:
    """The arguments that narrow a search to this value.

    >>> refine("tags", "KTIP")
    ('--tag', 'KTIP')
    """
    short = _SHORT.get(field)
    return (short, value) if short else ("--only", f"{field}={value}")


def label_of(field: str, value: str, tables: Tables) -> str | None:
    """What a value means in words, where a code table or the field says so."""
    if field == "marking":
        return _LEVEL_LABELS.get(value)
    if field == "tags":
        return meaning(value, tables)
    if field in ("embassy", "to", "info"):
        post = tables.posts.get(value)
        return post.name or None if post else None
    if field == "country":
        return next((p.country for p in tables.posts.values() if p.country_code == value), None)
    return None


def _picked(node: Node | None) -> Collection[str]:
    """The values that a choice names."""
    if node is None:
        return ()
    if isinstance(node, OneOf):
        return node.values
    if isinstance(node, Or):
        return [value for child in node.children for value in _picked(child)]
    return (UNMARKED,)
