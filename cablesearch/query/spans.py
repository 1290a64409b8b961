"""Highlights: the places in a field's text of the words that a tree asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.query import ast
from cablesearch.query.runs import analyse, inside, pairs, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.errors import Span
    from cablesearch.query.runs import Analysed


def spans(node: ast.Node, text: str | None, field: str) -> list[Span]:
    """Half-open code-point spans in that field's text of matched words, in order, none overlapping.

    What stands under NOT, and what only restricts (Unscored), is not shown. Words of a phrase or of NEAR are shown
    only where it matches as a whole.
    """
    if not text:
        return []
    analysed = analyse(text)
    positions = set(_positions(node, analysed, field))
    return _merged(sorted(analysed.places[p] for p in positions))


def _positions(node: ast.Node, text: Analysed, field: str) -> Iterator[int]:
    match node:
        case ast.And(children=children) | ast.Or(children=children):
            for child in children:
                yield from _positions(child, text, field)
        case ast.Term() | ast.Phrase() | ast.Expand() if field in node.fields:
            for run in runs(node, text):
                yield from inside(node, run, text)
        case ast.Near() if field in node.fields:
            for left, right in pairs(node, text):
                yield from inside(node.left, left, text)
                yield from inside(node.right, right, text)
        case _:
            return


def _merged(places: list[Span]) -> list[Span]:
    # Two words can come of one character: "½" is 1 and 2.
    merged: list[Span] = []
    for start, end in places:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
