"""Near-copies among the cables of an index: retransmissions, corrected copies, the same text under two numbers.

Two cables are near-copies where they share enough of their sequences of five words (`shingles.share`, over the texts
of all paragraphs, one after another). So that not every pair need be compared, each cable is given 126 minima of
hashes of its sequences (minhash, with the one permutation of Li, Owen and Zhang 2012), in 42 bands of three: cables
that agree in a band are compared. Of pairs that share half 99.6 in a hundred do, of those that share two thirds all but
one in a million.

A cable joins the group of the first one, in the order of ids, that it shares most with, or begins one. Of a cable some
hundred numbers are held, of those that agree in a band a few more.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from msgspec import Struct

from cablesearch.search.page import iso
from cablesearch.search.shingles import SIZE
from cablesearch.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import numpy.typing as npt

    from cablesearch.cable.model import Cable

    Hashes = npt.NDArray[np.uint64]
    Minima = npt.NDArray[np.uint32]

LEAST_SHARE: Final = 0.5
"""Pairs that share less may escape notice."""

_BINS: Final = 128
_BIN_BITS: Final = 7
_ROWS: Final = 3
_BANDS: Final = _BINS // _ROWS
_COMPARED: Final = 32
"""A cable is compared with at most so many first ones of groups, those that its minima are most like."""
_HELD: Final = 256
_WORDS_KEPT: Final = 500_000


class Copy(Struct, frozen=True, kw_only=True):
    """A cable of a group of near-copies, and the share of its text that it has with the first of them (1 for that).

    Groups count from 1 in the order of their first cables. `date` is ISO 8601 with Z.
    """

    group: int
    cable_id: str
    date: str | None
    embassy: str | None
    subject: str | None
    share: float

    def to_dict(self) -> dict[str, Any]:
        """The row as JSON values."""
        values = {name: getattr(self, name) for name in COLUMNS}
        return {**values, "share": round(self.share, 3)}


COLUMNS: Final = Copy.__struct_fields__


def copies(
    cables: Iterable[Cable], again: Callable[[Sequence[str]], Iterator[Cable]], least: float
) -> Iterator[Copy]:
    """Every cable that is a near-copy of another, by groups; within one in the order of ids.

    `cables` come in the order of ids, `again` gives cables of ids once more.
    """
    ids, minima = _minima_of_all(cables)

    @lru_cache(maxsize=_HELD)
    def hashes(at: int) -> Hashes:
        return _hashes(next(again([ids[at]])))

    groups = _groups(minima, hashes, least)
    found = [(number, at, share) for number, group in enumerate(groups, 1) for at, share in group]
    for (number, _, share), cable in zip(
        found, again([ids[at] for _, at, _ in found]), strict=True
    ):
        yield Copy(
            group=number,
            cable_id=cable.id,
            date=iso(cable.date),
            embassy=cable.embassy,
            subject=cable.about,
            share=share,
        )


def _minima_of_all(cables: Iterable[Cable]) -> tuple[list[str], Minima]:
    """The ids of the cables that have five words and more, and a row of minima for each."""
    ids: list[str] = []
    rows = bytearray()
    for cable in cables:
        hashes = _hashes(cable)
        if len(hashes):
            ids.append(cable.id)
            rows += _minima(hashes).tobytes()
    return ids, np.frombuffer(rows, dtype=np.uint32).reshape(len(ids), _BINS)


def _groups(
    minima: Minima, hashes: Callable[[int], Hashes], least: float
) -> list[list[tuple[int, float]]]:
    """The groups of two and more: rows of the minima, each with its share with the first."""
    runs = list(_runs(minima))
    of_row: dict[int, list[int]] = defaultdict(list)
    for number, rows in enumerate(runs):
        for row in rows.tolist():
            of_row[row].append(number)
    firsts: dict[int, list[int]] = defaultdict(list)  # by run
    groups: dict[int, list[tuple[int, float]]] = {}
    for at in sorted(of_row):
        near = {first for run in of_row[at] for first in firsts[run]}
        likeliest = sorted(near, key=lambda first: (-_agreeing(minima, at, first), first))
        shares = [(_share(hashes(at), hashes(first)), -first) for first in likeliest[:_COMPARED]]
        best, first = max(shares, default=(0.0, 0))
        if best >= least:
            groups[-first].append((at, best))
        else:
            groups[at] = [(at, 1.0)]
            for run in of_row[at]:
                firsts[run].append(at)
    return [group for _, group in sorted(groups.items()) if len(group) > 1]


def _runs(minima: Minima) -> Iterator[npt.NDArray[np.int64]]:
    """The rows that agree in a band, ascending, two and more."""
    for band in range(_BANDS):
        keys = np.zeros(len(minima), dtype=np.uint64)
        for column in range(band * _ROWS, (band + 1) * _ROWS):
            keys = _mixed(keys ^ minima[:, column])
        order = np.argsort(keys, kind="stable")
        ends = np.flatnonzero(np.diff(keys[order])) + 1
        yield from (run for run in np.split(order, ends) if len(run) > 1)


def _agreeing(minima: Minima, one: int, other: int) -> int:
    return int(np.count_nonzero(minima[one] == minima[other]))


def _share(one: Hashes, other: Hashes) -> float:
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / (len(one) + len(other) - both)


def _hashes(cable: Cable) -> Hashes:
    """The sequences of a cable's words as numbers of 64 bits, ascending."""
    found = [word for paragraph in cable.paragraphs for word in words(paragraph.text)]
    if len(found) < SIZE:
        return np.empty(0, dtype=np.uint64)
    numbers = np.array([_WORDS[word] for word in found], dtype=np.uint64)
    mixed = numbers[: len(numbers) - SIZE + 1]
    for at in range(1, SIZE):
        mixed = _mixed(mixed) ^ numbers[at : len(numbers) - SIZE + 1 + at]
    return np.unique(_mixed(mixed))


def _mixed(values: Hashes) -> Hashes:
    """Each number stirred (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Hashes = values ^ (values >> np.uint64(31))
    return mixed


def _minima(hashes: Hashes) -> Minima:
    """The least number of each bin, an empty one's is that of the next that is not, stirred by how far it is."""
    edges = np.arange(_BINS, dtype=np.uint64) << np.uint64(64 - _BIN_BITS)
    starts = np.searchsorted(hashes, edges)
    is_full = np.diff(np.append(starts, len(hashes))) > 0
    full = np.flatnonzero(is_full)
    taken = full[np.searchsorted(full, np.arange(_BINS)) % len(full)]
    distance = ((taken - np.arange(_BINS)) % _BINS).astype(np.uint64)
    values = hashes[starts[taken]] + distance * np.uint64(0x9E3779B97F4A7C15)
    return (values >> np.uint64(64 - _BIN_BITS - 32)).astype(np.uint32)


class _Words(dict[str, int]):
    """A number for each word, the same on every machine."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _WORDS_KEPT:
            self.clear()
        digest = blake2b(word.encode(errors="surrogatepass"), digest_size=8).digest()
        found = self[word] = int.from_bytes(digest, "big")
        return found


_WORDS: Final = _Words()
