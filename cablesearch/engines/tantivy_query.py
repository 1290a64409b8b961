"""Compiles a resolved tree to a query of tantivy that matches the same paragraphs.

Nearly everything is a query of tantivy's own. What is not (words as written or patterns near others, phrases near
others, phrases of three and more words with gaps) is narrowed by one, and what is left is verified on the text; the
paragraphs that pass, or those that do not, are named in the query by cable and ordinal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tantivy import FieldType, Occur, Query

from cablesearch.engines.base import MOST_TERMS, RowSource, TooManyTermsError
from cablesearch.engines.rarity import rarity
from cablesearch.engines.tantivy_own import is_own_word_rule, only_elsewhere
from cablesearch.engines.tantivy_places import Operand, Places
from cablesearch.engines.tantivy_reader import Reader, all_of, any_of, unscored
from cablesearch.engines.tantivy_schema import (
    CABLE,
    COLUMNS,
    HELD,
    ORDINAL,
    field_of,
    held,
    shown,
)
from cablesearch.engines.ticks import ticks
from cablesearch.fields import FIELDS
from cablesearch.query import ast
from cablesearch.query.ast import Form
from cablesearch.query.match import match
from cablesearch.query.patterns import value_matcher
from cablesearch.text import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tantivy import DocAddress

    from cablesearch.fields import Row

_FETCHED: Final = 500  # rows asked of the RowSource at a time
_KEPT: Final = 2_000  # rows that were verified, for the next node

_FEW: Final = 32  # terms, which are quicker to find one by one than as a set

_MOST_PAIRS: Final = 64
"""Of what the operands of one NEAR can be; more are looked for together, or narrowed by words alone."""

Place = tuple[int, int]
"""A paragraph: its cable's rank by id, its ordinal."""

Within = tuple[Query, ...]
"""What restricts a node from outside: only there need anything be verified."""


def has_score(node: ast.Node) -> bool:
    """Whether anything in a tree gives paragraphs a score."""
    match node:
        case ast.And(children=children) | ast.Or(children=children):
            return any(map(has_score, children))
        case _:
            return isinstance(node, ast.Term | ast.Phrase | ast.Expand | ast.Near)


class Compiler:
    """One request's; counts what was verified and holds its patterns to MOST_TERMS together."""

    def __init__(self, reader: Reader, rows: RowSource) -> None:
        self._reader = reader
        self._schema = reader.schema
        self._rows = rows
        self._words: set[str] = set()
        self._looked_at: set[Place] = set()
        self._kept: dict[Place, Row] = {}

    @property
    def verified(self) -> int:
        """How many paragraphs were looked at."""
        return len(self._looked_at)

    def query(self, node: ast.Node, within: Within = (), *, scored: bool) -> Query:
        """The query of a node."""
        match node:
            case ast.And(children=(*children, ast.Unscored(child=ast.Or() as rule))) if (
                is_own_word_rule(rule)
            ):
                return self._with_own_word(tuple(children), rule, within, scored=scored)
            case ast.And(children=children):
                return self._all(children, within, scored=scored)
            case ast.Or(children=children):
                return any_of([self.query(child, within, scored=scored) for child in children])
            case ast.Not(child=child):
                return self._all((node,), within, scored=scored)
            case ast.Unscored(child=child):
                found = self.query(child, within, scored=False)
                return unscored(found) if scored else found
            case ast.Term():
                return self._term(node, scored=scored)
            case ast.Expand():
                return self._expand(node, scored=scored)
            case ast.Phrase() | ast.Near():
                return self._places(node, within, scored=scored)
            case _:
                found = self._value(node)
                return unscored(found) if scored else found

    def _all(self, children: tuple[ast.Node, ...], within: Within, *, scored: bool) -> Query:
        """All of the children; those that may have to be verified are asked last, within the others."""
        clauses: list[tuple[Occur, Query]] = []
        for child in sorted(children, key=_dearness):
            if isinstance(child, ast.Not):
                clauses.append((Occur.MustNot, self.query(child.child, within, scored=False)))
            else:
                found = self.query(child, within, scored=scored)
                clauses.append((Occur.Must, found))
                within = (*within, found)
        if all(occur == Occur.MustNot for occur, _ in clauses):
            everything = Query.all_query()
            clauses.append((Occur.Must, unscored(everything) if scored else everything))
        return clauses[0][1] if len(clauses) == 1 else Query.boolean_query(clauses)

    def _with_own_word(
        self, children: tuple[ast.Node, ...], rule: ast.Or, within: Within, *, scored: bool
    ) -> Query:
        """What the children match but for what breaks the rule of `query.own`: there, words stand in the subject alone,
        which is rare, so that it is quicker to find than what keeps it."""
        match children, rule.children:
            case (ast.Term() | ast.Expand() as leaf,), (first, own) if not scored:
                elsewhere = only_elsewhere(leaf, rule)
                if elsewhere != leaf:
                    there = ast.And(children=(elsewhere, first))
                    return self.query(ast.Or(children=(own, there)), scored=False)
        if max(map(_dearness, children)) == _VERIFIED:  # once is enough
            kept = ast.Unscored(child=rule)
            return self._all((*children, kept), within, scored=scored)
        found = self._all(children, within, scored=scored)
        breaking = (*(only_elsewhere(child, rule) for child in children), ast.Not(child=rule))
        broken = self._all(breaking, within, scored=False)
        return Query.boolean_query([(Occur.Must, found), (Occur.MustNot, broken)])

    # -- values ----------------------------------------------------------------------------------------------------

    def _value(self, node: ast.Node) -> Query:
        match node:
            case ast.Everything():
                return Query.all_query()
            case ast.Nothing():
                return Query.empty_query()
            case ast.OneOf(field="cable_id", values=values):
                numbers = map(self._reader.cables.number, values)
                return self._any_term(CABLE, [n for n in numbers if n is not None])
            case ast.OneOf(field=field, values=values):
                return self._any_term(field, list(map(held, values)))
            case ast.Like():
                return self._like(node)
            case ast.Has(field=field):
                return self._has(field)
            case ast.Between(field=field, start=start, end=end):
                before = None if end is None else ticks(end) - 1
                return self._between(field, None if start is None else ticks(start), before)
            case ast.Number(field=field, low=low, high=high):
                return self._between(field, low, high)
            case _:
                raise TypeError(f"no query for {type(node).__name__}")

    def _like(self, node: ast.Like) -> Query:
        fits = value_matcher(node.shape, node.pattern)
        if node.field == "cable_id":
            cables = self._reader.cables
            pairs = zip(cables, cables.numbers, strict=True)
            return self._any_term(CABLE, [number for cable_id, number in pairs if fits(cable_id)])
        known = self._reader.words.beginning(node.field, "")
        return self._any_term(node.field, [value for value in known if fits(shown(value))])

    def _any_term(self, field: str, values: list[str] | list[int]) -> Query:
        if len(values) == 1:
            return Query.term_query(self._schema, field, values[0], index_option="basic")
        return Query.term_set_query(self._schema, field, values) if values else Query.empty_query()

    def _has(self, field: str) -> Query:
        if field in ("cable_id", ORDINAL):
            return Query.all_query()
        if field in COLUMNS:
            return Query.exists_query(field)
        return self._any_term(HELD, [field])

    def _between(self, field: str, low: int | None, high: int | None) -> Query:
        if low is None and high is None:
            return self._has(field)
        if low is not None and high is not None and low > high:
            return Query.empty_query()
        if field == ORDINAL and low == high and low is not None:
            return self._any_term(ORDINAL, [low])
        return Query.range_query(self._schema, field, FieldType.Integer, low, high)

    # -- words -----------------------------------------------------------------------------------------------------

    def _term(self, node: ast.Term, *, scored: bool) -> Query:
        option = "freq" if scored and node.form is Form.STEM else "basic"
        return any_of(
            [
                _weighted(
                    Query.term_query(
                        self._schema, field_of(name, node.form), node.word, index_option=option
                    ),
                    name,
                    scored=scored,
                )
                for name in node.fields
            ]
        )

    def _expand(self, node: ast.Expand, *, scored: bool) -> Query:
        """The words that fit count as one word that stands once in each paragraph holding any."""
        parts = []
        for name, words in self._fitting(node).items():
            if not words:
                continue
            field = field_of(name, Form.WORD)
            part = self._any_term(field, list(words))
            if scored:
                documents = self._reader.documents
                holding = min(sum(words.values()), documents)
                weight = FIELDS[name].weight * rarity(documents, holding)
                part = Query.const_score_query(part, weight)
            parts.append(part)
        return any_of(parts) if parts else Query.empty_query()

    def _fitting(self, node: ast.Expand) -> dict[str, dict[str, int]]:
        """The words of each field that fit a pattern, each with how many documents have it; TooManyTermsError where the
        query's come to too many."""
        by_field: dict[str, dict[str, int]] = {}
        for name in node.fields:
            by_field[name] = self._reader.words.fitting(
                field_of(name, Form.WORD), node.shape, node.pattern, node.edits
            )
            self._words.update(by_field[name])
            if len(self._words) > MOST_TERMS:
                raise TooManyTermsError(
                    f'with "{node.pattern}" this query stands for more than {MOST_TERMS:,} words',
                    remedy="write more letters of the word",
                )
        return by_field

    # -- places ----------------------------------------------------------------------------------------------------

    def _places(self, node: ast.Phrase | ast.Near, within: Within, *, scored: bool) -> Query:
        """What needs no verifying as it is, and what does after it was verified."""
        sure: list[Query] = []
        unsure: list[Query] = []
        for name in node.fields:
            for found, exact in self._in_field(node, name):
                (sure if exact else unsure).append(_weighted(found, name, scored=scored))
        if unsure:
            candidates = all_of([any_of(unsure), *within])
            if sure:
                candidates = Query.boolean_query(
                    [(Occur.Must, candidates), *((Occur.MustNot, found) for found in sure)]
                )
            sure.append(
                self._verified(any_of(unsure), *self._verify(node, candidates), scored=scored)
            )
        return any_of(sure) if sure else Query.empty_query()

    def _in_field(self, node: ast.Phrase | ast.Near, field: str) -> Iterable[tuple[Query, bool]]:
        """Queries any of which matches, and of each whether it matches nothing else."""
        places = Places(self._schema, field)
        if isinstance(node, ast.Phrase):
            return [places.phrase(node.words, node.slop)]
        left, right = (
            list(dict.fromkeys(self._operands(operand, field, node.fields)))
            for operand in (node.left, node.right)
        )
        if not left or not right:
            return []
        if len(left) * len(right) > _MOST_PAIRS:
            return _many_near(places, node, left, right)
        return [
            places.near(one, other, node.distance, ordered=node.ordered)
            for one in left
            for other in right
        ]

    def _operands(
        self, operand: ast.Node, field: str, fields: tuple[str, ...]
    ) -> Iterable[Operand]:
        match operand:
            case ast.Term(word=word, form=Form.STEM):
                return [Operand((word,))]
            case ast.Term(word=word):
                return self._written(field, [word])
            case ast.Phrase(words=words, slop=slop):
                return [Operand(words, slop if len(words) > 1 else 0)]
            case ast.Expand(shape=shape, pattern=pattern, edits=edits):
                wanted = ast.Expand(fields=fields, shape=shape, pattern=pattern, edits=edits)
                return self._written(field, list(self._fitting(wanted)[field]))
            case ast.Or(children=children):
                return [o for child in children for o in self._operands(child, field, fields)]
            case _:
                raise TypeError(f"{type(operand).__name__} has no places")

    def _written(self, field: str, words: list[str]) -> Iterable[Operand]:
        """Words as written have no places, their stems have."""
        by_stem: dict[str, list[str]] = {}
        for word in words:
            by_stem.setdefault(stem(word), []).append(word)
        for one, found in sorted(by_stem.items()):
            exact = self._reader.words.family(field, one) <= set(found)
            yield Operand((one,), 0, tuple(found) if not exact else (), exact)

    # -- verifying -------------------------------------------------------------------------------------------------

    def _verified(
        self, unsure: Query, passed: list[Place], failed: list[Place], *, scored: bool
    ) -> Query:
        """What is left of a query. Most of what is looked at passes, so that it is shorter to name what does not."""
        if not passed:
            return Query.empty_query()
        if not failed:
            return unsure
        if len(failed) < len(passed):
            return Query.boolean_query([(Occur.Must, unsure), (Occur.MustNot, self._named(failed))])
        named = self._named(passed)
        return all_of([unsure, unscored(named) if scored else named])

    def _named(self, places: list[Place]) -> Query:
        by_ordinal: dict[int, list[int]] = {}
        numbers = self._reader.cables.numbers
        for rank, ordinal in places:
            by_ordinal.setdefault(ordinal, []).append(numbers[rank])
        return any_of(
            [
                all_of([self._any_term(ORDINAL, [ordinal]), self._of_cables(cables)])
                for ordinal, cables in by_ordinal.items()
            ]
        )

    def _of_cables(self, numbers: list[int]) -> Query:
        if len(numbers) > _FEW:
            return self._any_term(CABLE, numbers)
        return any_of([self._any_term(CABLE, [number]) for number in numbers])

    def _verify(self, node: ast.Node, candidates: Query) -> tuple[list[Place], list[Place]]:
        """The candidates that match on their text, and those that do not."""
        passed: list[Place] = []
        failed: list[Place] = []
        count = self._reader.count(candidates)
        if not count:
            return passed, failed
        found = self._reader.find(candidates, count, by=CABLE)
        addresses: list[DocAddress] = [address for _, address in found.hits]
        for at in range(0, count, _FETCHED):
            for place, row in self._fetch(self._reader.places(addresses[at : at + _FETCHED])):
                (passed if match(node, row) else failed).append(place)
        return passed, failed

    def _fetch(self, places: list[Place]) -> Iterator[tuple[Place, Row]]:
        """The rows of paragraphs; what the rule of own words asks for again is mostly at hand."""
        wanted = [place for place in places if place not in self._kept]
        fetched = dict(zip(wanted, self._rows.rows(self._reader.keys(wanted)), strict=True))
        for place in places:
            yield place, fetched.get(place) or self._kept[place]
        self._looked_at.update(places)
        if len(self._kept) < _KEPT:
            self._kept |= fetched


def _many_near(
    places: Places, node: ast.Near, left: list[Operand], right: list[Operand]
) -> Iterable[tuple[Query, bool]]:
    """Queries of which one at least matches where any of many operands is near another; and whether no more does."""

    def near(*, exact: bool) -> Query:
        one, other = (
            dict.fromkeys(o.words[0] for o in side if o.is_short and (o.exact or not exact))
            for side in (left, right)
        )
        return places.any_near(one, other, node.distance, ordered=node.ordered)

    if not all(operand.is_short for operand in (*left, *right)):
        yield places.apart(left, right), False
    elif not all(operand.exact for operand in (*left, *right)):
        yield near(exact=False), False
    yield near(exact=True), True


def _weighted(query: Query, field: str, *, scored: bool) -> Query:
    return Query.boost_query(query, FIELDS[field].weight) if scored else query


_VERIFIED: Final = 2


def _dearness(node: ast.Node) -> int:
    """Words and values first, then what has places, last what may have to be verified."""
    match node:
        case ast.And(children=children) | ast.Or(children=children):
            return max(map(_dearness, children), default=0)
        case ast.Not(child=child) | ast.Unscored(child=child):
            return _dearness(child)
        case ast.Near(left=left, right=right):
            return 1 if _is_of_stems(left) and _is_of_stems(right) else _VERIFIED
        case ast.Phrase(words=words, slop=slop):
            return _VERIFIED if slop and len(words) > 2 else 1
        case _:
            return 0


def _is_of_stems(operand: ast.Node) -> bool:
    match operand:
        case ast.Or(children=children):
            return all(map(_is_of_stems, children))
        case _:
            return isinstance(operand, ast.Term) and operand.form is Form.STEM
