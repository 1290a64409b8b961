"""Scores and orders over all documents at once: BM25, the best of many, the best of each cable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cablesearch.engines.ticks import MISSING

if TYPE_CHECKING:
    from cablesearch.engines.arrays import Array
    from cablesearch.engines.columns import Columns
    from cablesearch.query.ast import Order

# The usual values (Robertson and Zaragoza 2009), those of Lucene and tantivy too.
K1: Final = 1.2
B: Final = 0.75


def saturation(frequencies: Array, lengths: Array, mean_length: float) -> Array:
    """BM25's share of how often a term stands in documents of these lengths; at most K1 + 1."""
    damping = K1 * (1 - B + B * lengths / mean_length)
    return np.asarray(frequencies * (K1 + 1) / (frequencies + damping))


def sort_key(order: Order, columns: Columns, scores: Array | None, documents: Array) -> Array:
    """What these documents are sorted by, smallest first, before their rank by cable id and ordinal."""
    if order == "relevance" and scores is not None:
        return np.asarray(-scores[documents])
    if order in ("date", "-date"):
        dates = columns.numbers("date")[documents]
        missing = dates == MISSING
        key = np.negative(dates, where=~missing, out=dates.copy()) if order == "-date" else dates
        return np.where(missing, np.iinfo(np.int64).max, key)
    return np.zeros(len(documents), dtype=np.int8)


def ordered(key: Array, rank: Array) -> Array:
    """The places of all documents in order."""
    return np.lexsort((rank, key))


def best(key: Array, rank: Array, count: int) -> Array:
    """The places of the first `count` documents in order, without sorting the rest."""
    if count >= len(key):
        return ordered(key, rank)
    if count <= 0:
        return np.empty(0, dtype=np.int64)
    last = np.partition(key, count - 1)[count - 1]
    before = np.flatnonzero(key < last)
    ties = np.flatnonzero(key == last)
    room = count - len(before)
    if room < len(ties):
        ties = ties[np.argpartition(rank[ties], room - 1)[:room]]
    chosen = np.concatenate([before, ties])
    return np.asarray(chosen[ordered(key[chosen], rank[chosen])])


def best_of_each(order: Array, cables: Array) -> tuple[Array, Array]:
    """Of documents (places in order, and the cable of each): the first of each cable in order, and how many further
    ones each cable has."""
    _, first, counts = np.unique(cables[order], return_index=True, return_counts=True)
    by_place = np.argsort(first)
    return order[first[by_place]], counts[by_place] - 1
