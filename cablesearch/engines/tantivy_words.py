"""The terms of an open index of tantivy, and those that fit a pattern: an index does not change, so both are kept."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from tantivy import Query

from cablesearch.engines.base import MOST_TERMS
from cablesearch.engines.edits import ByLength
from cablesearch.engines.tantivy_files import reading
from cablesearch.engines.tantivy_schema import field_of
from cablesearch.query.ast import Form, Shape
from cablesearch.query.patterns import literal_prefix, word_matcher
from cablesearch.text import stem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tantivy import Schema, Searcher

_LISTS_KEPT: Final = 16  # in memory
_PATTERNS_KEPT: Final = 256


class Words:
    """See above. `field` is always one of tantivy's.

    tantivy's own counts are of removed documents too, as long as these are in its files: where there are any
    (`has_removed`), documents are counted.
    """

    def __init__(
        self, searcher: Searcher, schema: Schema, directory: Path, *, has_removed: bool
    ) -> None:
        self._searcher = searcher
        self._schema = schema
        self._directory = directory
        self._counted = Query.all_query() if has_removed else None
        self.beginning = lru_cache(maxsize=_LISTS_KEPT)(self.read)
        self.fitting = lru_cache(maxsize=_PATTERNS_KEPT)(self._fitting)
        self._by_length = lru_cache(maxsize=_LISTS_KEPT)(self._by_length_of)
        self._families = lru_cache(maxsize=_LISTS_KEPT)(self._families_of)

    def read(self, field: str, prefix: str) -> dict[str, int]:
        """The terms that begin so, each with how many documents have it; `beginning` keeps some lists."""
        with reading(self._directory):
            found = self._searcher.terms_with_prefix(field, prefix, self._counted)
            return {word: count for word, count in found if count}

    def holding(self, field: str, words: Iterable[str]) -> dict[str, int]:
        """How many documents have each of these words, as `read` counts them."""
        with reading(self._directory):
            return {word: self._count(field, word) for word in words}

    def _count(self, field: str, word: str) -> int:
        if self._counted is None:
            return self._searcher.doc_freq(field, word)
        query = Query.term_query(self._schema, field, word, index_option="basic")
        found: Any = self._searcher.search(query, limit=1)
        return int(found.count)

    def close(self) -> None:
        """Let go of the searcher."""
        self.__dict__.pop("_searcher", None)

    def family(self, field: str, stem_: str) -> frozenset[str]:
        """The words of a text field that have this stem; a word and its stem begin with the same letter."""
        return self._families(field, stem_[:1]).get(stem_, frozenset())

    def _families_of(self, field: str, letter: str) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for word in self.beginning(field_of(field, Form.WORD), letter):
            found.setdefault(stem(word), set()).add(word)
        return {one: frozenset(words) for one, words in found.items()}

    def _fitting(self, field: str, shape: Shape, pattern: str, edits: int) -> dict[str, int]:
        """The words that fit a pattern, each with how many documents have it; one more than MOST_TERMS of those that
        are too many."""
        if shape is Shape.FUZZY:
            near = islice(self._by_length(field).near(pattern, edits), MOST_TERMS + 1)
            return self.holding(field, near)
        fits = word_matcher(shape, pattern, edits)
        known = self.beginning(field, literal_prefix(shape, pattern))
        return {word: known[word] for word in islice(filter(fits, known), MOST_TERMS + 1)}

    def _by_length_of(self, field: str) -> ByLength:
        return ByLength(self.read(field, ""))
