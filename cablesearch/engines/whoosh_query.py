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
from cablesearch.engines.columns import ticks
from cablesearch.engines.ranking import rarity, saturation
from cablesearch.engines.whoosh_schema import field_of
from cablesearch.fields import FIELDS
from cablesearch.query import ast
from cablesearch.query.ast import Form
from cablesearch.query.match import match
from cablesearch.query.patterns import literal_prefix, value_matcher, word_matcher
from cablesearch.query.runs import Analysed, runs
from cablesearch.text import stem

if TYPE_CHECKING:
    from cablesearch.engines.arrays import Array
    from cablesearch.engines.base import Key
    from cablesearch.engines.whoosh_postings import Reader

_FETCHED: Final = 500  # rows asked of the RowSource at a time

_STRIDE: Final = 1 << 32  # a place in a document, as one number: document * _STRIDE + place


class Found(NamedTuple):
    """What a node matches among the documents it was asked about; scores are 0 elsewhere, null where there are none."""

    documents: Array
    scores: Array | None = None


class _Runs(NamedTuple):
    """Runs of words that an operand matches: first and last place of each, as numbers with their document."""

    first: Array
    last: Array


class Evaluation:
    """One request's evaluation; counts what was verified and holds its patterns to MOST_TERMS together."""

    def __init__(self, reader: Reader, rows: RowSource) -> None:
        self._reader = reader
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
            found = self._runs(node, name, self._holding(node, name, within))
            documents, frequencies = np.unique(found.first // _STRIDE, return_counts=True)
            hits.add(name, documents, frequencies, rarity_of=self._holders(node, name))
        return hits.found()

    def _near(self, node: ast.Near, within: Array, *, scored: bool) -> Found:
        hits = _Hits(self, within, scored=scored)
        stems, exact = self._as_stems(node)
        for name in node.fields:
            candidates = self._holding(stems.left, name, within)
            candidates = self._holding(stems.right, name, candidates)
            left = self._runs(stems.left, name, candidates)
            right = self._runs(stems.right, name, candidates)
            near = _follows(left, right, node.distance)
            if not node.ordered:
                near |= _precedes(left, right, node.distance)
            documents, frequencies = np.unique(left.first[near] // _STRIDE, return_counts=True)
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

    def _holding(self, operand: ast.Node, field: str, within: Array) -> Array:
        """Of the documents `within`, those whose field has the words that an operand cannot do without."""
        match operand:
            case ast.Term(word=word):
                held = np.zeros_like(within)
                held[self._reader.postings(field, word).documents] = True
                return within & held
            case ast.Phrase(words=words):
                for word in set(words):
                    within = self._holding(ast.Term(fields=(field,), word=word), field, within)
                return within
            case ast.Or(children=children):
                found = (self._holding(child, field, within) for child in children)
                return reduce(np.logical_or, found, np.zeros_like(within))
            case _:
                raise TypeError(f"{type(operand).__name__} has no places")

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

    def _runs(self, operand: ast.Node, field: str, candidates: Array) -> _Runs:
        """Every run of an operand in these documents."""
        match operand:
            case ast.Term(word=word):
                at = self._places(field, word, candidates)
                return _Runs(at, at)
            case ast.Phrase(words=words, slop=0):
                holding = self._holding(operand, field, candidates)
                at = self._places(field, words[0], holding)
                for i, word in enumerate(words[1:], start=1):
                    at = at[np.isin(at + i, self._places(field, word, holding))]
                return _Runs(at, at + len(words) - 1)
            case ast.Phrase():
                return self._loose(operand, field, self._holding(operand, field, candidates))
            case ast.Or(children=children):
                found = [self._runs(child, field, candidates) for child in children]
                empty = np.empty(0, dtype=np.int64)
                both = np.stack(
                    [
                        np.concatenate([empty, *(one.first for one in found)]),
                        np.concatenate([empty, *(one.last for one in found)]),
                    ]
                )
                first, last = np.unique(both, axis=1)
                return _Runs(first, last)
            case _:
                raise TypeError(f"{type(operand).__name__} has no places")

    def _places(self, field: str, word: str, candidates: Array) -> Array:
        """Where a stem stands in those of the documents that hold it, ascending."""
        held = self._reader.postings(field, word).documents
        documents = held[candidates[held]]
        owner, places = self._reader.places(field, word, documents)
        return documents[owner] * _STRIDE + places

    def _loose(self, phrase: ast.Phrase, field: str, candidates: Array) -> _Runs:
        """The runs of a phrase with gaps, one document after another."""
        by_document: dict[int, dict[str, list[int]]] = {}
        for word in dict.fromkeys(phrase.words):
            at = self._places(field, word, candidates)
            pairs = zip((at // _STRIDE).tolist(), (at % _STRIDE).tolist(), strict=True)
            for document, place in pairs:
                by_document.setdefault(document, {}).setdefault(word, []).append(place)
        found = [
            (document * _STRIDE + first, document * _STRIDE + last)
            for document, stems in by_document.items()
            for first, last in runs(
                phrase,
                Analysed(places=(), words={}, stems={w: tuple(at) for w, at in stems.items()}),
            )
        ]
        pairs_found = np.array(found, dtype=np.int64).reshape(-1, 2)
        return _Runs(pairs_found[:, 0], pairs_found[:, 1])

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


def _follows(left: _Runs, right: _Runs, distance: int) -> Array:
    """Which runs on the left have one on the right behind them with at most so many words between.

    Documents lie further apart than any distance.
    """
    starts = np.sort(right.first)
    at = np.searchsorted(starts, left.last, side="right")
    near = np.zeros(len(at), dtype=bool)
    some = np.flatnonzero(at < len(starts))
    near[some] = starts[at[some]] - left.last[some] - 1 <= distance
    return near


def _precedes(left: _Runs, right: _Runs, distance: int) -> Array:
    """Which runs on the left have one on the right before them with at most so many words between."""
    ends = np.sort(right.last)
    at = np.searchsorted(ends, left.first, side="left") - 1
    near = np.zeros(len(at), dtype=bool)
    some = np.flatnonzero(at >= 0)
    near[some] = left.first[some] - ends[at[some]] - 1 <= distance
    return near


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
