"""Phrases and NEAR as tantivy's phrase queries, which take an offset for every word and a slop.

For two words a and b, offsets 0 and k and slop s match where b stands k places behind a, give or take s: the places are
p and q with |q - p - k| <= s. (Measured against all texts of few words; the tests do it again.) So `BEFORE/n`, which is
1 <= q - p <= n + 1, is one such query where n is even and two where it is odd, and `NEAR/n` of two different words is
the one with k = 0 and s = n + 1. For more words slop has another meaning than ours. In a phrase of regular expressions
each may stand for any of many words, and offsets and slop mean the same; none is longer than some 1,000 letters.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from tantivy import Query

from cablesearch.engines.tantivy_reader import all_of, any_of
from cablesearch.engines.tantivy_schema import field_of
from cablesearch.query.ast import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tantivy import Schema

_LONGEST: Final = 700
"""Bytes of the words in one regular expression."""


class Operand(NamedTuple):
    """One way in which an operand of NEAR can match: stems in a sequence with at most `slop` words between.

    Where it came of words as written, `written` are those: one of them has the stem, and `exact` says whether nothing
    else in the field has it.
    """

    words: tuple[str, ...]
    slop: int = 0
    written: tuple[str, ...] = ()
    exact: bool = True

    @property
    def is_short(self) -> bool:
        """Whether it is one word that a regular expression can hold."""
        return len(self.words) == 1 and len(self.words[0].encode()) < _LONGEST


class Places:
    """Makes queries for the places of stems in one text field."""

    def __init__(self, schema: Schema, field: str) -> None:
        self._schema = schema
        self._field = field

    def phrase(self, words: tuple[str, ...], slop: int) -> tuple[Query, bool]:
        """A phrase, and whether the query matches nothing else."""
        if len(words) == 1:
            return self._holding(words[0]), True
        if slop == 0:
            return Query.phrase_query(self._schema, self._field, list(words)), True
        if len(words) == 2:
            return self._before(words[0], words[1], slop), True
        pairs = [self._before(one, other, slop) for one, other in pairwise(words)]
        whole = self._before(words[0], words[-1], slop + len(words) - 2)
        return all_of([*pairs, whole]), False

    def near(
        self, left: Operand, right: Operand, distance: int, *, ordered: bool
    ) -> tuple[Query, bool]:
        """Two operands near each other, and whether the query matches nothing else."""
        one, other = left.words[-1], right.words[0]
        if len(left.words) == len(right.words) == 1 and one != other and not ordered:
            near = Query.phrase_query(
                self._schema, self._field, [(0, one), (0, other)], distance + 1
            )
        else:
            ways = [self._before(one, other, distance)]
            if not ordered and left != right:
                ways.append(self._before(right.words[-1], left.words[0], distance))
            near = any_of(ways)
        needed = [near]
        exact = True
        for operand in (left, right):
            if len(operand.words) > 1:
                exact = False
                needed.append(self.phrase(operand.words, operand.slop)[0])
            if not operand.exact:
                exact = False
                words = field_of(self._field, Form.WORD)
                needed.append(Query.term_set_query(self._schema, words, list(operand.written)))
        return all_of(needed), exact

    def any_near(
        self, left: Iterable[str], right: Iterable[str], distance: int, *, ordered: bool
    ) -> Query:
        """Any of these stems near any of those."""
        ways = []
        others = list(_expressions(right))
        for one in _expressions(left):
            for other in others:
                ways += self._any_before(one, other, distance)
                if not ordered:
                    ways += self._any_before(other, one, distance)
        return any_of(ways) if ways else Query.empty_query()

    def _any_before(self, one: str, other: str, distance: int) -> list[Query]:
        return [
            Query.regex_phrase_query(self._schema, self._field, [(0, one), (offset, other)], slop)
            for offset, slop in _offsets(distance)
        ]

    def apart(self, left: list[Operand], right: list[Operand]) -> Query:
        """What NEAR of any of these cannot do without."""
        return all_of([any_of([self._all_words(o) for o in side]) for side in (left, right)])

    def _before(self, one: str, other: str, distance: int) -> Query:
        return any_of(
            [
                Query.phrase_query(self._schema, self._field, [(0, one), (offset, other)], slop)
                for offset, slop in _offsets(distance)
            ]
        )

    def _all_words(self, operand: Operand) -> Query:
        return all_of([self._holding(word) for word in sorted(set(operand.words))])

    def _holding(self, word: str) -> Query:
        return Query.term_query(self._schema, self._field, word, index_option="freq")


def _offsets(distance: int) -> Iterator[tuple[int, int]]:
    """The offsets of a second word, each with its slop, that together are BEFORE with so many words between."""
    half, odd = divmod(distance, 2)
    for offset in range(half + 1, half + 2 + odd):
        yield offset, half


def _expressions(words: Iterable[str]) -> Iterator[str]:
    """Regular expressions that stand for these words, which are letters and digits alone; as few as may be."""
    held: list[str] = []
    size = 0
    for word in words:
        long = len(word.encode()) + 1
        if held and size + long > _LONGEST:
            yield "|".join(held)
            held, size = [], 0
        held.append(word)
        size += long
    if held:
        yield "|".join(held)
