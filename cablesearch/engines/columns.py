"""What is asked of a paragraph beside its words, as numpy arrays by document number: filters, facets, sorting.

Nothing here knows an engine: a document number is a place in the engine's own order. A keyword field holds, for each
document, the number of its list of values, and each distinct list once: paragraphs of one cable share most lists, so
that counting a facet is two passes of `bincount`.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from cablesearch.engines.arrays import Array, Arrays, Strings
from cablesearch.engines.base import Counts, Days
from cablesearch.engines.ticks import DAY, MISSING, day_of
from cablesearch.fields import FIELDS, TEXT_FIELDS, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

KEYWORDS: Final = tuple(f.name for f in FIELDS.values() if f.kind in (Kind.KEYWORD, Kind.LEVEL))
NUMBERS: Final = tuple(f.name for f in FIELDS.values() if f.kind is Kind.NUMBER)
DATES: Final = tuple(f.name for f in FIELDS.values() if f.kind is Kind.DATE)


class KeywordColumn:
    """One keyword field: `codes` is each document's list, `members` the values of all lists one after another.

    Lists are numbered in the order of their values: where each holds one value, `codes` sort as the values do.
    """

    def __init__(self, codes: Array, offsets: Array, members: Array, values: Strings) -> None:
        self.codes = codes
        self.offsets = offsets
        self.members = members
        self.values = values

    def having(self, values: Iterable[str]) -> Array:
        """Which documents hold at least one of these values."""
        wanted = np.zeros(len(self.values), dtype=bool)
        for value in values:
            at = bisect_left(self.values, value)
            if at < len(self.values) and self.values[at] == value:
                wanted[at] = True
        return self._with_any(wanted)

    def fitting(self, fits: Callable[[str], bool]) -> Array:
        """Which documents hold a value that passes the test."""
        return self._with_any(
            np.fromiter(map(fits, self.values), dtype=bool, count=len(self.values))
        )

    def present(self) -> Array:
        """Which documents hold any value."""
        return np.asarray((np.diff(self.offsets) > 0)[self.codes])

    def counts(self, documents: Array) -> Counts:
        """How many of these documents (their numbers) hold each value, and how many hold none."""
        lists = np.bincount(self.codes[documents], minlength=len(self.offsets) - 1)
        sizes = np.diff(self.offsets)
        # exact: a count of documents is far below 2**53
        by_value = np.bincount(
            self.members, weights=np.repeat(lists, sizes), minlength=len(self.values)
        )
        held = np.flatnonzero(by_value)
        return Counts(
            counts={self.values[int(i)]: int(by_value[i]) for i in held},
            missing=int(lists[sizes == 0].sum()),
        )

    def lists(self) -> list[tuple[str, ...]]:
        """Every distinct list by its number."""
        values = list(self.values)
        bounds = self.offsets.tolist()
        members = self.members.tolist()
        return [tuple(values[m] for m in members[start:end]) for start, end in pairwise(bounds)]

    def _with_any(self, wanted: Array) -> Array:
        owner = np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))
        lists = np.zeros(len(self.offsets) - 1, dtype=bool)
        lists[owner[wanted[self.members]]] = True
        return np.asarray(lists[self.codes])


class Columns:
    """All columns of an index, as its last commit wrote them.

    `live` is false for documents that were removed but still have their number; `rank` orders documents by cable id
    and ordinal.
    """

    def __init__(self, path: Path) -> None:
        self._arrays = Arrays(path)
        self.facts: dict[str, Any] = self._arrays.facts
        self.live = self._arrays["live"]
        self.rank = self._arrays["rank"]
        self.keyword = cache(self._keyword)
        self.mean_length = cache(self._mean_length)

    def _keyword(self, field: str) -> KeywordColumn:
        read = self._arrays
        return KeywordColumn(
            read[f"{field}.codes"],
            read[f"{field}.offsets"],
            read[f"{field}.members"],
            Strings(read[f"{field}.values"], read[f"{field}.ends"]),
        )

    def __len__(self) -> int:
        """How many document numbers there are, those of removed documents too."""
        return len(self.live)

    @cached_property
    def documents(self) -> int:
        """How many documents there are."""
        return int(np.count_nonzero(self.live))

    def numbers(self, field: str) -> Array:
        """A number or date field; MISSING where there is none."""
        return self._arrays[f"{field}.numbers"]

    def lengths(self, field: str) -> Array:
        """How many words a text field has; -1 where there is no text."""
        return self._arrays[f"{field}.lengths"]

    def _mean_length(self, field: str) -> float:
        """The mean number of words of a text field over the documents that have any."""
        lengths = self.lengths(field)
        held = lengths[self.live & (lengths > 0)]
        return float(held.mean()) if len(held) else 1.0

    def present(self, field: str) -> Array:
        """Which documents hold any value of the field."""
        if field in TEXT_FIELDS:
            return np.asarray(self.lengths(field) >= 0)
        if field in KEYWORDS:
            return self.keyword(field).present()
        return np.asarray(self.numbers(field) != MISSING)

    def days(self, documents: Array) -> Days:
        """These documents (their numbers) by the day of their date."""
        moments = self.numbers("date")[documents]
        dated = moments[moments != MISSING]
        numbers, counts = np.unique(dated // DAY, return_counts=True)
        return Days(
            counts=dict(zip(map(day_of, numbers.tolist()), counts.tolist(), strict=True)),
            undated=len(moments) - len(dated),
        )

    def between(self, field: str, low: int | None, high: int | None) -> Array:
        """Which documents have a number from `low` to `high`, both included; null is open."""
        numbers = self.numbers(field)
        found = numbers != MISSING
        if low is not None:
            found &= numbers >= low
        if high is not None:
            found &= numbers <= high
        return np.asarray(found)
