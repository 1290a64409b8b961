"""Gives Whoosh a term's postings all at once instead of one by one: the same bytes in half of the time."""

from __future__ import annotations

from array import array
from itertools import accumulate, chain, groupby
from operator import itemgetter, sub
from typing import TYPE_CHECKING, Any, Final

from cablesearch.engines.whoosh_schema import BLOCK

if TYPE_CHECKING:
    from collections.abc import Iterable

Postings = tuple[str, bytes, "array[int]", "array[int]", bytes]
"""All postings of a term: field, term, documents, numbers of places in each (none in a field without), places."""

_PLACE: Final = 4  # bytes
_WEIGHT: Final = array("f", [1.0])


class TermWriter:
    """Stands where Whoosh's writer has its field writer. The names in it that are not public are the same in
    whoosh-reloaded and whoosh3."""

    def __init__(self, plain: Any) -> None:
        self._plain = plain

    @property
    def is_closed(self) -> bool:
        return bool(self._plain.is_closed)

    def close(self) -> None:
        self._plain.close()

    def add_postings(self, schema: Any, _lengths: object, items: Iterable[Postings]) -> None:
        """Write terms, sorted by field and term."""
        plain = self._plain
        for field, terms in groupby(items, key=itemgetter(0)):
            plain.start_field(field, schema[field])
            writer = plain._postwriter
            writer._mini_weights = _no_weights
            for _, word, documents, counts, places in terms:
                plain.start_term(word)
                _add_blocks(writer, documents, counts, places)
                plain.finish_term()
            plain.finish_field()


def _add_blocks(writer: Any, documents: array[int], counts: array[int], places: bytes) -> None:
    """Write all blocks of a term but the last, which is left for the end of the term."""
    ends = [0, *accumulate(counts)]
    for start in range(0, len(documents), BLOCK):
        if start:
            writer._write_block()
        some = documents[start : start + BLOCK]
        writer._ids = some
        writer._mini_ids = lambda ids=some: tuple(map(sub, ids, chain((0,), ids)))
        writer._weights = _WEIGHT * len(some)
        writer._maxweight = 1.0
        if counts:
            end = ends[start + len(some)]
            writer._values = [places[_PLACE * ends[start] : _PLACE * end]]


def _no_weights() -> None:
    """Every weight is 1."""
