"""Gathers rows into columns: those of a former commit, those added since, without those removed."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import numpy as np

from cablesearch.engines.arrays import Array, pack_strings, write_arrays
from cablesearch.engines.columns import DATES, KEYWORDS, NUMBERS, Columns
from cablesearch.engines.ticks import MISSING, ticks
from cablesearch.fields import TEXT_FIELDS, values_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cablesearch.fields import Row


class Gatherer:
    """Columns in the making.

    Documents have provisional numbers: first those of the former columns, then the added ones in order. `write` takes
    them in the order that the engine will number them in.
    """

    def __init__(self, former: Columns | None) -> None:
        self._former = former
        self.first_new = len(former) if former else 0
        self._lists: dict[str, dict[tuple[str, ...], int]] = {
            field: {values: i for i, values in enumerate(former.keyword(field).lists())}
            if former
            else {}
            for field in KEYWORDS
        }
        self._codes = {field: array("i") for field in KEYWORDS}
        self._numbers = {field: array("q") for field in (*NUMBERS, *DATES)}
        self._lengths = {field: array("i") for field in TEXT_FIELDS}
        self._live = np.array(former.live) if former else np.empty(0, dtype=bool)
        self._dead_new: set[int] = set()
        self._added: dict[str, range] = {}
        self._by_cable: Array | None = None

    @property
    def count(self) -> int:
        """How many provisional numbers there are."""
        return self.first_new + len(self._codes["cable_id"])

    def add(self, row: Row, lengths: Mapping[str, int]) -> None:
        """One more document; `lengths` are the numbers of words of its text fields that are not empty."""
        number = self.count
        for field, lists in self._lists.items():
            self._codes[field].append(lists.setdefault(values_of(row, field), len(lists)))
        for field in NUMBERS:
            value = getattr(row, field)
            self._numbers[field].append(MISSING if value is None else value)
        for field in DATES:
            self._numbers[field].append(ticks(getattr(row, field)))
        for field in TEXT_FIELDS:
            self._lengths[field].append(lengths.get(field, -1))
        begun = self._added.get(row.cable_id, range(number, number))
        self._added[row.cable_id] = range(begun.start, number + 1)

    def holds(self, cable_id: str) -> bool:
        """Whether any document of that cable is there."""
        return cable_id in self._added or len(self._old(cable_id)) > 0

    def remove(self, cable_id: str) -> None:
        """Take the documents of that cable out; they keep their numbers."""
        self._live[self._old(cable_id)] = False
        self._dead_new.update(self._added.pop(cable_id, range(0)))

    def live(self) -> Array:
        """Which provisional numbers are of documents still there."""
        live = np.ones(self.count, dtype=bool)
        live[: self.first_new] = self._live
        live[list(self._dead_new)] = False
        return live

    def write(self, path: Path, order: Array, facts: Mapping[str, Any]) -> None:
        """Write the columns to a new file; `order` lists provisional numbers by the engine's own."""
        arrays: dict[str, Array] = {"live": self.live()[order]}
        for field in KEYWORDS:
            arrays |= self._keyword_arrays(field, order)
        for field, numbers in self._numbers.items():
            former = self._former.numbers(field) if self._former else np.empty(0, "<i8")
            arrays[f"{field}.numbers"] = _joined(former, numbers)[order]
        for field, lengths in self._lengths.items():
            former = self._former.lengths(field) if self._former else np.empty(0, "<i4")
            arrays[f"{field}.lengths"] = _joined(former, lengths)[order]
        by_key = np.lexsort((arrays["ordinal.numbers"], arrays["cable_id.codes"]))
        rank = np.empty(len(order), dtype="<i4")
        rank[by_key] = np.arange(len(order), dtype="<i4")
        arrays["rank"] = rank
        write_arrays(path, facts, arrays)

    def _keyword_arrays(self, field: str, order: Array) -> dict[str, Array]:
        former = self._former.keyword(field).codes if self._former else np.empty(0, "<i4")
        codes = _joined(former, self._codes[field])[order]
        lists = list(self._lists[field])
        used = sorted(np.unique(codes).tolist(), key=lists.__getitem__)
        renumbered = np.zeros(len(lists), dtype="<i4")
        renumbered[used] = np.arange(len(used), dtype="<i4")
        # a value named twice in one row counts once
        kept = [tuple(dict.fromkeys(lists[i])) for i in used]
        values = sorted({value for one in kept for value in one})
        number_of = {value: i for i, value in enumerate(values)}
        text, ends = pack_strings(values)
        return {
            f"{field}.codes": renumbered[codes],
            f"{field}.offsets": np.cumsum([0, *map(len, kept)], dtype="<i8"),
            f"{field}.members": np.array([number_of[v] for one in kept for v in one], dtype="<i4"),
            f"{field}.values": text,
            f"{field}.ends": ends,
        }

    def _old(self, cable_id: str) -> Array:
        """The former numbers of a cable's documents that are still there."""
        code = self._lists["cable_id"].get((cable_id,))
        if self._former is None or code is None:
            return np.empty(0, dtype=np.int64)
        codes = self._former.keyword("cable_id").codes
        if self._by_cable is None:
            self._by_cable = np.argsort(codes, kind="stable")
        sorted_codes = codes[self._by_cable]
        start, end = np.searchsorted(sorted_codes, [code, code + 1])
        numbers = self._by_cable[start:end]
        return np.asarray(numbers[self._live[numbers]])


def _joined(former: Array, added: array[int]) -> Array:
    return np.concatenate([former, np.frombuffer(added, dtype=former.dtype)])
