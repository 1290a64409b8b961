"""Where the words of phrases and of NEAR stand, from Whoosh's postings: runs of places, and runs that are close."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from cablesearch.query import ast

if TYPE_CHECKING:
    from cablesearch.engines.arrays import Array
    from cablesearch.engines.whoosh_postings import Reader

STRIDE: Final = 1 << 32  # a place in a document, as one number: document * STRIDE + place


class Runs(NamedTuple):
    """Runs of words that an operand matches: first and last place of each, as numbers with their document."""

    first: Array
    last: Array


class Places:
    """Finds the runs of operands, all of stems, in the documents of a field."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def holding(self, operand: ast.Node, field: str, within: Array) -> Array:
        """Of the documents `within`, those whose field has the words that an operand cannot do without."""
        match operand:
            case ast.Term(word=word):
                held = np.zeros_like(within)
                held[self._reader.postings(field, word).documents] = True
                return within & held
            case ast.Phrase(words=words):
                for word in set(words):
                    within = self.holding(ast.Term(fields=(field,), word=word), field, within)
                return within
            case ast.Or(children=children):
                found = (self.holding(child, field, within) for child in children)
                return reduce(np.logical_or, found, np.zeros_like(within))
            case _:
                raise TypeError(f"{type(operand).__name__} has no places")

    def near(self, node: ast.Near, field: str, within: Array) -> tuple[Array, Array]:
        """The documents `within` in which two operands stand near each other, and how often in each."""
        candidates = self.holding(node.left, field, within)
        candidates = self.holding(node.right, field, candidates)
        left = self.runs(node.left, field, candidates)
        right = self.runs(node.right, field, candidates)
        near = _follows(left, right, node.distance)
        if not node.ordered:
            near |= _precedes(left, right, node.distance)
        return np.unique(left.first[near] // STRIDE, return_counts=True)

    def runs(self, operand: ast.Node, field: str, candidates: Array) -> Runs:
        """Every run of an operand in these documents."""
        match operand:
            case ast.Term(word=word):
                at = self._places(field, word, candidates)
                return Runs(at, at)
            case ast.Phrase(words=words, slop=0):
                holding = self.holding(operand, field, candidates)
                at = self._places(field, words[0], holding)
                for i, word in enumerate(words[1:], start=1):
                    at = at[np.isin(at + i, self._places(field, word, holding))]
                return Runs(at, at + len(words) - 1)
            case ast.Phrase():
                return self._loose(operand, field, self.holding(operand, field, candidates))
            case ast.Or(children=children):
                return _each_once(
                    [self.runs(child, field, candidates) for child in dict.fromkeys(children)],
                    apart=all(isinstance(child, ast.Term) for child in children),
                )
            case _:
                raise TypeError(f"{type(operand).__name__} has no places")

    def _places(self, field: str, word: str, candidates: Array) -> Array:
        """Where a stem stands in those of the documents that hold it, ascending."""
        held = self._reader.postings(field, word).documents
        documents = held[candidates[held]]
        owner, places = self._reader.places(field, word, documents)
        return documents[owner] * STRIDE + places

    def _loose(self, phrase: ast.Phrase, field: str, candidates: Array) -> Runs:
        """The runs of a phrase with gaps, as `query.runs` has them: from each first word the earliest place of each
        that follows, then every last word that is not too far away. Documents lie further apart than any gap."""
        places = {w: self._places(field, w, candidates) for w in dict.fromkeys(phrase.words)}
        first = at = places[phrase.words[0]]
        if len(phrase.words) == 1:
            return Runs(at, at)
        for word in phrase.words[1:-1]:
            found = np.searchsorted(places[word], at, side="right")
            some = found < len(places[word])
            first, at = first[some], places[word][found[some]]
        ends = places[phrase.words[-1]]
        start = np.searchsorted(ends, at, side="right")
        farthest = first + (len(phrase.words) - 1 + phrase.slop)
        counts = np.maximum(np.searchsorted(ends, farthest, side="right") - start, 0)
        # the numbers start, start + 1, ... of each first word, one after another
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        return Runs(np.repeat(first, counts), ends[np.repeat(start, counts) + within])


def _each_once(found: list[Runs], *, apart: bool) -> Runs:
    """The runs of several operands; where they lie apart, as those of different stems do, none comes twice."""
    empty = np.empty(0, dtype=np.int64)
    first = np.concatenate([empty, *(one.first for one in found)])
    last = np.concatenate([empty, *(one.last for one in found)])
    if apart:
        return Runs(first, last)
    order = np.lexsort((last, first))
    first, last = first[order], last[order]
    new = np.ones(len(first), dtype=bool)
    new[1:] = (np.diff(first) != 0) | (np.diff(last) != 0)
    return Runs(first[new], last[new])


def _follows(left: Runs, right: Runs, distance: int) -> Array:
    """Which runs on the left have one on the right behind them with at most so many words between.

    Documents lie further apart than any distance.
    """
    starts = np.sort(right.first)
    at = np.searchsorted(starts, left.last, side="right")
    near = np.zeros(len(at), dtype=bool)
    some = np.flatnonzero(at < len(starts))
    near[some] = starts[at[some]] - left.last[some] - 1 <= distance
    return near


def _precedes(left: Runs, right: Runs, distance: int) -> Array:
    """Which runs on the left have one on the right before them with at most so many words between."""
    ends = np.sort(right.last)
    at = np.searchsorted(ends, left.first, side="left") - 1
    near = np.zeros(len(at), dtype=bool)
    some = np.flatnonzero(at >= 0)
    near[some] = left.first[some] - ends[at[some]] - 1 <= distance
    return near
