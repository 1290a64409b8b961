"""What each node of a resolved tree means for one paragraph, in plain Python: what engines must agree with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.fields import values_of
from cablesearch.query import ast
from cablesearch.query.patterns import value_matcher
from cablesearch.query.runs import Analysed, analyse, pairs, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.fields import Row


def match(node: ast.Node, row: Row) -> bool:
    """Whether the paragraph is among those that the tree asks for."""
    match node:
        case ast.Everything():
            return True
        case ast.Nothing():
            return False
        case ast.And(children=children):
            return all(match(child, row) for child in children)
        case ast.Or(children=children):
            return any(match(child, row) for child in children)
        case ast.Not(child=child):
            return not match(child, row)
        case ast.Unscored(child=child):
            return match(child, row)
        case ast.Term() | ast.Phrase() | ast.Expand():
            return any(runs(node, text) for text in _texts(node.fields, row))
        case ast.Near():
            return any(any(pairs(node, text)) for text in _texts(node.fields, row))
        case _:
            return _match_value(node, row)


def _match_value(node: ast.Node, row: Row) -> bool:
    match node:
        case ast.OneOf(field=field, values=values):
            return any(value in values for value in values_of(row, field))
        case ast.Like(field=field, shape=shape, pattern=pattern):
            return any(map(value_matcher(shape, pattern), values_of(row, field)))
        case ast.Has(field=field):
            return getattr(row, field) not in (None, "", ())
        case ast.Between(field=field, start=start, end=end):
            moment = getattr(row, field)
            if moment is None:
                return False
            return (start is None or start <= moment) and (end is None or moment < end)
        case ast.Number(field=field, low=low, high=high):
            number = getattr(row, field)
            if number is None:
                return False
            return (low is None or low <= number) and (high is None or number <= high)
        case _:
            raise TypeError(f"no meaning for {type(node).__name__}")


def _texts(fields: tuple[str, ...], row: Row) -> Iterator[Analysed]:
    for field in fields:
        text = getattr(row, field)
        if text:
            yield analyse(text)
