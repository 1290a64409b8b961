"""Evaluates a resolved tree over all documents at once: for each node which documents it matches, and their scores.

A set of documents is an array of booleans by document number. Every node is asked only about documents `within` a set
that its neighbours have left over, which is what narrows the costly ones: AND asks its children in the order of their
cost. What a tree means stands in `query.match`; a phrase with gaps is looked for by the very functions it uses.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from msgspec.structs import replace

from cablesearch.engines.base import MOST_TERMS, RowSource, TooManyTermsError
from cablesearch.engines.ranking import saturation
from cablesearch.engines.rarity import rarity
from cablesearch.engines.ticks import ticks
from cablesearch.engines.whoosh_places import STRIDE, Places
from cablesearch.engines.whoosh_schema import field_of
from cablesearch.fields import FIELDS
from cablesearch.query import ast
from cablesearch.query.ast import Form
from cablesearch.query.combine import any_of
from cablesearch.query.match import match
from cablesearch.query.patterns import literal_prefix, value_matcher, word_matcher
from cablesearch.text import stem

if TYPE_CHECKING:
    from collections.abc import Iterator

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
            by_field: dict[str, list[str]] = {}
            for name in node.fields:
                by_field[name] = []
                for word in self._words_of(node, field_of(name, Form.WORD)):
                    by_field[name].append(word)
                    self._words.add(word)
                    if len(self._words) > MOST_TERMS:
                        raise TooManyTermsError(
                            f'with "{node.pattern}" this query stands for more than {MOST_TERMS:,} words',
                            remedy="write more letters of the word",
                        )
            self._expanded[key] = by_field
        return self._expanded[key]

    def _words_of(self, node: ast.Expand, field: str) -> Iterator[str]:
        """The words of one of Whoosh's fields that fit a pattern."""
        if node.shape is ast.Shape.FUZZY:
            return self._reader.by_length(field).near(node.pattern, node.edits)
        fits = word_matcher(node.shape, node.pattern)
        return filter(fits, self._reader.lexicon(field, literal_prefix(node.shape, node.pattern)))

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
        sure = np.zeros_like(within)
        for name in node.fields:
            wide, exact = self._of_stems(node, name)
            documents, frequencies = self._places.near(wide, name, within)
            hits.add(name, documents, frequencies, rarity_of=self._holders(wide, name))
            if exact is not None:
                if exact != wide:
                    documents, _ = self._places.near(exact, name, within)
                sure[documents] = True
        found = hits.found()
        return self._verify(node, found, sure)

    def _of_stems(self, node: ast.Near, field: str) -> tuple[ast.Near, ast.Near | None]:
        """The same over stems alone, which have places: one that matches at least as much in a field, and one that
        matches nothing else, null where there is none."""
        sides = [self._operand(operand, field, node.fields) for operand in (node.left, node.right)]
        (left, sure_left), (right, sure_right) = ((any_of(w), any_of(s)) for w, s in sides)
        wide = replace(node, left=left or ast.Or(children=()), right=right or ast.Or(children=()))
        if sure_left is None or sure_right is None:
            return wide, None
        return wide, replace(node, left=sure_left, right=sure_right)

    def _operand(
        self, operand: ast.Node, field: str, fields: tuple[str, ...]
    ) -> tuple[list[ast.Node], list[ast.Node]]:
        """What an operand of NEAR can be in a field, over stems, and what of that matches nothing else."""
        match operand:
            case ast.Term(word=word, form=Form.WORD):
                return self._stems_of([word], field)
            case ast.Expand():
                return self._stems_of(self._fitting(replace(operand, fields=fields))[field], field)
            case ast.Or(children=children):
                found = [self._operand(child, field, fields) for child in children]
                return [w for wide, _ in found for w in wide], [
                    s for _, sure in found for s in sure
                ]
            case _:
                return [operand], [operand]

    def _stems_of(self, words: list[str], field: str) -> tuple[list[ast.Node], list[ast.Node]]:
        """The stems of words as written, and those of them that no other word of the field has."""
        given = set(words)
        terms: list[ast.Node] = []
        sure: list[ast.Node] = []
        for one in sorted(set(map(stem, given))):
            terms.append(ast.Term(fields=(field,), word=one))
            if given.issuperset(self._reader.family(field_of(field, Form.WORD), one)):
                sure.append(terms[-1])
        return terms, sure

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

    def _verify(self, node: ast.Node, found: Found, sure: Array) -> Found:
        """Of candidates, those that are sure or match on their text."""
        candidates = np.flatnonzero(found.documents & ~sure)
        self.verified += len(candidates)
        documents = found.documents & sure
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
