"""Evaluates a resolved tree over all documents at once: for each node which documents it matches, and their scores.

A set of documents is an array of booleans by document number. Every node is asked only about documents `within` a set
that its neighbours have left over, which is what narrows the costly ones: AND asks its children in the order of their
cost. What a tree means stands in `query.match`; a phrase with gaps is looked for by the very functions it uses.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from cablesearch.engines.base import MOST_TERMS, RowSource, TooManyTermsError
from cablesearch.engines.ranking import saturation
from cablesearch.engines.rarity import rarity
from cablesearch.engines.ticks import ticks
from cablesearch.engines.whoosh_places import STRIDE, Places, follows, precedes
from cablesearch.engines.whoosh_schema import field_of
from cablesearch.fields import FIELDS
from cablesearch.query import ast
from cablesearch.query.ast import Form
from cablesearch.query.match import match
from cablesearch.query.patterns import literal_prefix, value_matcher, word_matcher
from cablesearch.text import stem

if TYPE_CHECKING:
    from cablesearch.engines.arrays import Array
    from cablesearch.engines.base import Key
    from cablesearch.engines.whoosh_postings import Reader

_FETCHED: Final = 500  # rows asked of the RowSource at a time


class Found(NamedTuple):
    """What a node matches among the documents it was asked about; scores are 0 elsewhere, null where there are none."""

    documents: Array
    scores: Array | None = None


class Evaluation:
    """One request's evaluation; counts what was verified and holds its patterns to MOST_TERMS together."""

    def __init__(self, reader: Reader, rows: RowSource) -> None:
        self._reader = reader
        self._places = Places(reader)
        self._columns = reader.columns
        self._rows = rows
        self._expanded: dict[tuple[ast.Shape, str, int, tuple[str, ...]], dict[str, list[str]]] = {}
        self._words: set[str] = set()
        self.verified = 0

    def find(self, node: ast.Node, within: Array, *, scored: bool) -> Found:
        """Which of the documents `within` the node matches."""
        match node:
            case ast.Everything():
                return Found(within)
            case ast.Nothing():
                return Found(np.zeros_like(within))
            case ast.And(children=children):
                return self._all(children, within, scored=scored)
            case ast.Or(children=children):
                return self._any(children, within, scored=scored)
            case ast.Not(child=child):
                return Found(within & ~self.find(child, within, scored=False).documents)
            case ast.Unscored(child=child):
                return self.find(child, within, scored=False)
            case ast.Term():
                return self._term(node, within, scored=scored)
            case ast.Expand():
                return self._expand(node, within, scored=scored)
            case ast.Phrase():
                return self._phrase(node, within, scored=scored)
            case ast.Near():
                return self._near(node, within, scored=scored)
            case _:
                return Found(within & self._value(node))

    def _all(self, children: tuple[ast.Node, ...], within: Array, *, scored: bool) -> Found:
        found = []
        for child in sorted(children, key=_cost):
            found.append(self.find(child, within, scored=scored))
            within = found[-1].documents
            if not within.any():
                return Found(within)
        scores = _sum([one.scores for one in found])
        return Found(within, None if scores is None else np.where(within, scores, 0.0))

    def _any(self, children: tuple[ast.Node, ...], within: Array, *, scored: bool) -> Found:
        found = [self.find(child, within, scored=scored) for child in children]
        documents = reduce(np.logical_or, [one.documents for one in found])
        return Found(documents, _sum([one.scores for one in found]))

    def _value(self, node: ast.Node) -> Array:
        columns = self._columns
        match node:
            case ast.OneOf(field=field, values=values):
                return columns.keyword(field).having(values)
            case ast.Like(field=field, shape=shape, pattern=pattern):
                return columns.keyword(field).fitting(value_matcher(shape, pattern))
            case ast.Has(field=field):
                return columns.present(field)
            case ast.Between(field=field, start=start, end=end):
                before = None if end is None else ticks(end) - 1
                return columns.between(field, None if start is None else ticks(start), before)
            case ast.Number(field=field, low=low, high=high):
                return columns.between(field, low, high)
            case _:
                raise TypeError(f"no evaluation for {type(node).__name__}")

    # -- words -----------------------------------------------------------------------------------------------------

    def _term(self, node: ast.Term, within: Array, *, scored: bool) -> Found:
        hits = _Hits(self, within, scored=scored)
        for name in node.fields:
            found = self._reader.postings(field_of(name, node.form), node.word)
            hits.add(name, found.documents, found.frequencies, rarity_of=[len(found.documents)])
        return hits.found()

    def _expand(self, node: ast.Expand, within: Array, *, scored: bool) -> Found:
        """The words that fit count as one word that stands once in each document holding any."""
        hits = _Hits(self, within, scored=scored)
        for name, words in self._fitting(node).items():
            held = np.zeros(len(within), dtype=bool)
            for word in words:
                held[self._reader.postings(field_of(name, Form.WORD), word).documents] = True
            documents = np.flatnonzero(held)
            hits.add(name, documents, np.ones(len(documents)), rarity_of=[len(documents)])
        return hits.found()

    def _fitting(self, node: ast.Expand) -> dict[str, list[str]]:
        """The words of each field that fit a pattern; TooManyTermsError where the query's come to too many."""
        key = (node.shape, node.pattern, node.edits, node.fields)
        if key not in self._expanded:
            fits = word_matcher(node.shape, node.pattern, node.edits)
            prefix = literal_prefix(node.shape, node.pattern)
            by_field: dict[str, list[str]] = {}
            for name in node.fields:
                by_field[name] = []
                for word in filter(fits, self._reader.lexicon(field_of(name, Form.WORD), prefix)):
                    by_field[name].append(word)
                    self._words.add(word)
                    if len(self._words) > MOST_TERMS:
                        raise TooManyTermsError(
                            f'with "{node.pattern}" this query stands for more than {MOST_TERMS:,} words',
                            remedy="write more letters of the word",
                        )
            self._expanded[key] = by_field
        return self._expanded[key]

    # -- places ----------------------------------------------------------------------------------------------------

    def _phrase(self, node: ast.Phrase, within: Array, *, scored: bool) -> Found:
        hits = _Hits(self, within, scored=scored)
        for name in node.fields:
            found = self._places.runs(node, name, self._places.holding(node, name, within))
            documents, frequencies = np.unique(found.first // STRIDE, return_counts=True)
            hits.add(name, documents, frequencies, rarity_of=self._holders(node, name))
        return hits.found()

    def _near(self, node: ast.Near, within: Array, *, scored: bool) -> Found:
        hits = _Hits(self, within, scored=scored)
        stems, exact = self._as_stems(node)
        for name in node.fields:
            candidates = self._places.holding(stems.left, name, within)
            candidates = self._places.holding(stems.right, name, candidates)
            left = self._places.runs(stems.left, name, candidates)
            right = self._places.runs(stems.right, name, candidates)
            near = follows(left, right, node.distance)
            if not node.ordered:
                near |= precedes(left, right, node.distance)
            documents, frequencies = np.unique(left.first[near] // STRIDE, return_counts=True)
            hits.add(name, documents, frequencies, rarity_of=self._holders(stems, name))
        return hits.found() if exact else self._verify(node, hits.found())

    def _as_stems(self, node: ast.Near) -> tuple[ast.Near, bool]:
        """The same over stems alone, which have places: where that is not the same, it matches at least as much."""
        exact = True

        def turned(operand: ast.Node) -> ast.Node:
            nonlocal exact
            match operand:
                case ast.Term(word=word, form=Form.WORD):
                    exact = False
                    return ast.Term(fields=node.fields, word=stem(word))
                case ast.Expand():
                    exact = False
                    fitting = self._fitting(
                        ast.Expand(
                            fields=node.fields,
                            shape=operand.shape,
                            pattern=operand.pattern,
                            edits=operand.edits,
                        )
                    )
                    found = {stem(word) for words in fitting.values() for word in words}
                    return ast.Or(
                        children=tuple(ast.Term(fields=node.fields, word=s) for s in sorted(found))
                    )
                case ast.Or(children=children):
                    return ast.Or(children=tuple(map(turned, children)))
                case _:
                    return operand

        left, right = turned(node.left), turned(node.right)
        return ast.Near(
            fields=node.fields, left=left, right=right, distance=node.distance, ordered=node.ordered
        ), exact

    def _holders(self, node: ast.Node, field: str) -> list[int]:
        """How many documents hold each of the words of a phrase or of NEAR: what its rarity is made of."""
        match node:
            case ast.Term(word=word):
                return [len(self._reader.postings(field, word).documents)]
            case ast.Phrase(words=words):
                return [len(self._reader.postings(field, word).documents) for word in words]
            case ast.Near(left=left, right=right):
                return [*self._holders(left, field), *self._holders(right, field)]
            case ast.Or(children=children):
                return [
                    min(
                        sum(sum(self._holders(c, field)) for c in children), self._columns.documents
                    )
                ]
            case _:
                raise TypeError(f"{type(node).__name__} has no places")

    # -- verifying -------------------------------------------------------------------------------------------------

    def _verify(self, node: ast.Node, found: Found) -> Found:
        """Of candidates, those that match on their text."""
        candidates = np.flatnonzero(found.documents)
        self.verified += len(candidates)
        documents = np.zeros_like(found.documents)
        for at in range(0, len(candidates), _FETCHED):
            some = candidates[at : at + _FETCHED]
            for document, row in zip(some, self._rows.rows(self.keys(some)), strict=True):
                documents[document] = match(node, row)
        return Found(
            documents, None if found.scores is None else np.where(documents, found.scores, 0.0)
        )

    def keys(self, documents: Array) -> list[Key]:
        """The cable id and ordinal of documents."""
        cables = self._columns.keyword("cable_id")
        codes = cables.codes[documents].tolist()
        ordinals = self._columns.numbers("ordinal")[documents].tolist()
        return [
            (cables.values[code], ordinal) for code, ordinal in zip(codes, ordinals, strict=True)
        ]

    def weigh(
        self, field: str, documents: Array, frequencies: Array, rarity_of: list[int]
    ) -> Array:
        """The scores of documents that hold something so often in a field; it is as rare as its words together."""
        columns = self._columns
        share = saturation(
            frequencies, columns.lengths(field)[documents], columns.mean_length(field)
        )
        rare = sum(rarity(columns.documents, holding) for holding in rarity_of)
        return np.asarray(FIELDS[field].weight * rare * share)


class _Hits:
    """Gathers what a leaf matches in one field after another."""

    def __init__(self, evaluation: Evaluation, within: Array, *, scored: bool) -> None:
        self._evaluation = evaluation
        self._within = within
        self._documents = np.zeros_like(within)
        self._scores = np.zeros(len(within)) if scored else None

    def add(self, field: str, documents: Array, frequencies: Array, rarity_of: list[int]) -> None:
        """Documents of one field, each once, and how often the leaf stands in each."""
        self._documents[documents] = True
        if self._scores is not None and len(documents):
            self._scores[documents] += self._evaluation.weigh(
                field, documents, frequencies, rarity_of
            )

    def found(self) -> Found:
        """What was gathered, within what was asked."""
        documents = self._documents & self._within
        if self._scores is not None:
            self._scores[~documents] = 0.0
        return Found(documents, self._scores)


def _sum(scores: list[Array | None]) -> Array | None:
    given = [one for one in scores if one is not None]
    return reduce(np.add, given) if given else None


_COSTS: Final[tuple[tuple[type[ast.Node], int], ...]] = (
    (ast.Term, 1),
    (ast.Expand, 2),
    (ast.Phrase, 3),
    (ast.Near, 4),
)


def _cost(node: ast.Node) -> int:
    """How dear a node is: columns, words, patterns, places, and last what may have to be verified."""
    match node:
        case ast.And(children=children) | ast.Or(children=children):
            return max(map(_cost, children), default=0)
        case ast.Not(child=child) | ast.Unscored(child=child):
            return _cost(child)
        case ast.Near(left=left, right=right) if not (_has_places(left) and _has_places(right)):
            return 5
    return next((cost for kind, cost in _COSTS if isinstance(node, kind)), 0)


def _has_places(node: ast.Node) -> bool:
    match node:
        case ast.Or(children=children):
            return all(map(_has_places, children))
        case ast.Term(form=form):
            return form is Form.STEM
        case _:
            return isinstance(node, ast.Phrase)
