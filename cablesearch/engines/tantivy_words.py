"""The terms of an open index of tantivy, and those that fit a pattern: an index does not change, so both are kept."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from cablesearch.engines.base import MOST_TERMS
from cablesearch.engines.tantivy_files import reading
from cablesearch.engines.tantivy_schema import field_of
from cablesearch.query.ast import Form, Shape
from cablesearch.query.patterns import literal_prefix, pieces_of, word_matcher
from cablesearch.text import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tantivy import Searcher

_LISTS_KEPT: Final = 16  # in memory
_PATTERNS_KEPT: Final = 256


class Words:
    """See above. `field` is always one of tantivy's."""

    def __init__(self, searcher: Searcher, directory: Path) -> None:
        self._searcher = searcher
        self._directory = directory
        self.beginning = lru_cache(maxsize=_LISTS_KEPT)(self.read)
        self.fitting = lru_cache(maxsize=_PATTERNS_KEPT)(self._fitting)
        self._lines = lru_cache(maxsize=_LISTS_KEPT)(self._lines_of)
        self._families = lru_cache(maxsize=_LISTS_KEPT)(self._families_of)

    def read(self, field: str, prefix: str) -> dict[str, int]:
        """The terms that begin so, each with how many documents have it (at least); `beginning` keeps some lists."""
        with reading(self._directory):
            return dict(self._searcher.terms_with_prefix(field, prefix))

    def holding(self, field: str, words: Iterable[str]) -> dict[str, int]:
        """How many documents have each of these words, as `read` counts them."""
        with reading(self._directory):
            return {word: self._searcher.doc_freq(field, word) for word in words}

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
        fits = word_matcher(shape, pattern, edits)
        if shape is Shape.FUZZY:
            near = islice(
                filter(fits, self._with_any(field, pieces_of(pattern, edits))), MOST_TERMS + 1
            )
            with reading(self._directory):
                return {word: self._searcher.doc_freq(field, word) for word in near}
        known = self.beginning(field, literal_prefix(shape, pattern))
        return {word: known[word] for word in islice(filter(fits, known), MOST_TERMS + 1)}

    def _with_any(self, field: str, pieces: Iterable[str]) -> Iterator[str]:
        """The words that hold any of these pieces, found at the speed at which one long text is looked through."""
        lines = self._lines(field)
        seen = set()
        for piece in pieces:
            at = lines.find(piece, 1)
            while 0 < at < len(lines):
                end = lines.index("\n", at)
                word = lines[lines.rindex("\n", 0, at) + 1 : end]
                if word not in seen:
                    seen.add(word)
                    yield word
                at = lines.find(piece, end + 1)

    def _lines_of(self, field: str) -> str:
        """All words of a field in one text, a line feed before and after each."""
        return "\n".join(("", *self.read(field, ""), ""))
