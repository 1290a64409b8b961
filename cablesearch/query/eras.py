"""Codes that had a meaning for some years only -> nodes: the code AND a date in those years, as an ordinary tree."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cablesearch.cable.eras import EVER, UNDATED, Era
from cablesearch.query import ast
from cablesearch.query.combine import any_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cablesearch.errors import Span


def codes_in_eras(
    field: str, codes: Mapping[str, tuple[Era, ...]], span: Span | None = None
) -> ast.Node:
    """A field holds one of the codes, and the cable is of an era in which it counts; the codes are at least one."""
    alike: dict[tuple[Era, ...], list[str]] = {}
    for code, eras in codes.items():
        alike.setdefault(eras, []).append(code)
    nodes = []
    for eras, values in alike.items():
        one_of = ast.OneOf(field=field, values=tuple(values), span=span)
        dated = any_of(_in_era(era, span) for era in eras)
        assert dated is not None
        whole = isinstance(dated, ast.Everything)
        both = ast.And(children=(one_of, dated), span=span)
        # one filter to those who tell what emptied a query: not flattened into the AND around it
        nodes.append(one_of if whole else ast.Unscored(child=both, span=span))
    found = any_of(nodes, span)
    assert found is not None
    return found


def _in_era(era: Era, span: Span | None) -> ast.Node:
    """The cables of these years; those without a date are read as of the year UNDATED."""
    start = datetime(era.first, 1, 1, tzinfo=UTC) if era.first else None
    end = datetime(era.last + 1, 1, 1, tzinfo=UTC) if era.last < EVER.last else None
    if start is None and end is None:
        return ast.Everything(span=span)
    within = ast.Between(field="date", start=start, end=end, span=span)
    if UNDATED not in era:
        return within
    if start is None:  # all that are not later
        later = ast.Between(field="date", start=end, span=span)
        return ast.Not(child=later, span=span)
    undated = ast.Not(child=ast.Has(field="date", span=span), span=span)
    return ast.Or(children=(within, undated), span=span)
