"""Postings gathered for a new segment, by term, in a tenth of the memory and time of Whoosh's own pool.

Whoosh keeps a tuple for every posting and sorts them all. Documents come in order, so nothing but the terms needs
sorting. What grows past a limit goes to files in the segment's temporary directory and is merged from there.
"""

from __future__ import annotations

from array import array
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from cablesearch.engines.whoosh_schema import counts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from cablesearch.engines.arrays import Array
    from cablesearch.engines.whoosh_terms import Postings

_TERM_BYTES: Final = 600  # of a term that has one posting: its entry, arrays and the term itself

_SIZE: Final = 8  # bytes of the size before each entry of a run

Packed = tuple[str, bytes, bytes, bytes, bytes]
"""A term's postings in one run: field, term, documents, numbers of places, places (each four bytes)."""


class _Term:
    """The postings of one term: its documents, in each how many places, all places; no places in a field without."""

    __slots__ = ("counts", "documents", "places")

    def __init__(self) -> None:
        self.documents = array("I")
        self.counts = array("I")
        self.places = array("I")


class Pool:
    """Stands where Whoosh's writer has its pool; `iter_postings` and `cleanup` are what Whoosh calls."""

    def __init__(self, directory: Path, limit: int) -> None:
        self._directory = directory
        self._limit = limit
        self._fields: dict[str, dict[bytes, _Term]] = {}
        self._size = 0
        self._runs: list[Path] = []

    def add(self, posting: object) -> None:
        """What Whoosh's writer asks for; a document of ours brings it nothing to add."""
        raise AssertionError(posting)

    def add_words(self, field: str, document: int, words: Iterable[bytes]) -> None:
        """Terms of a document in a field without places, each once."""
        terms = self._fields.setdefault(field, {})
        for word in words:
            term = terms.get(word) or self._new(terms, word)
            term.documents.append(document)
            self._size += 4

    def add_places(
        self, field: str, document: int, places: Iterable[tuple[bytes, list[int]]]
    ) -> None:
        """Terms of a document in a field with places, each once with all of its places, marked (whoosh_schema)."""
        terms = self._fields.setdefault(field, {})
        for word, at in places:
            term = terms.get(word) or self._new(terms, word)
            term.documents.append(document)
            term.counts.append(len(at))
            term.places.extend(at)
            self._size += 8 + 4 * len(at)

    def add_block(self, field: str, word: bytes, documents: Array, places: Array | None) -> None:
        """Many postings of one term, as they are read from a segment that is merged."""
        terms = self._fields.setdefault(field, {})
        term = terms.get(word) or self._new(terms, word)
        term.documents.frombytes(documents.astype(np.uint32).tobytes())
        self._size += 4 * len(documents)
        if places is not None:
            term.counts.frombytes(counts_of(places).astype(np.uint32).tobytes())
            term.places.frombytes(places.tobytes())
            self._size += 4 * len(documents) + 4 * len(places)

    def _new(self, terms: dict[bytes, _Term], word: bytes) -> _Term:
        term = terms[word] = _Term()
        self._size += _TERM_BYTES
        return term

    def spill(self) -> None:
        """Write a run where too much has gathered."""
        if self._size > self._limit:
            path = self._directory / f"{len(self._runs)}.run"
            with path.open("xb") as file:
                for packed in self._packed():
                    data = msgspec.msgpack.encode(packed)
                    file.write(len(data).to_bytes(_SIZE, "little") + data)
            self._runs.append(path)
            self._fields.clear()
            self._size = 0

    def iter_postings(self) -> Iterator[Postings]:
        """The postings of each term, by field and term, as TermWriter takes them."""
        runs = [*map(_read, self._runs), self._packed()]
        # runs were written one after another, so that documents of a term are in order from run to run
        for (field, word), group in groupby(
            merge(*runs, key=itemgetter(0, 1)), key=itemgetter(0, 1)
        ):
            _, _, documents, counts, places = zip(*group, strict=True)
            yield (
                field,
                word,
                array("I", b"".join(documents)),
                array("I", b"".join(counts)),
                b"".join(places),
            )

    def cleanup(self) -> None:
        """Remove the runs."""
        for path in self._runs:
            path.unlink(missing_ok=True)

    def _packed(self) -> Iterator[Packed]:
        for field, terms in sorted(self._fields.items()):
            for word, term in sorted(terms.items(), key=itemgetter(0)):
                yield (
                    field,
                    word,
                    term.documents.tobytes(),
                    term.counts.tobytes(),
                    term.places.tobytes(),
                )


def _read(path: Path) -> Iterator[Packed]:
    with path.open("rb") as file:
        while size := file.read(_SIZE):
            yield msgspec.msgpack.decode(file.read(int.from_bytes(size, "little")), type=Packed)
