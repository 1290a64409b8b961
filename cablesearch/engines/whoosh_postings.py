"""Reads an index of Whoosh: a term's documents, how often it stands in them and where, and the lexicon.

Whoosh's matchers step through postings one by one in Python. Here each block of them is decoded at once.
"""

from __future__ import annotations

from bisect import bisect_left
from contextlib import contextmanager
from heapq import merge
from itertools import groupby, islice, repeat, takewhile
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from whoosh.index import FileIndex
from whoosh.reading import TermNotFound

from cablesearch.engines.columns import Columns
from cablesearch.engines.edits import ByLength
from cablesearch.engines.failures import refused
from cablesearch.engines.whoosh_files import Files
from cablesearch.engines.whoosh_schema import PLACE, counts_of, field_of
from cablesearch.errors import CablesearchError, DamagedError, NoIndexError
from cablesearch.text import stem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from cablesearch.engines.arrays import Array
    from cablesearch.query.ast import Form

COLUMNS: Final = "columns"
"""The name of our own file beside Whoosh's."""

_MOST_KEPT: Final = 4_000_000  # postings kept decoded: about 32 MB


class Postings(NamedTuple):
    """The documents that hold a term, ascending, removed ones left out, and how often each holds it."""

    documents: Array
    frequencies: Array


@contextmanager
def reading(directory: Path) -> Iterator[None]:
    """Whatever Whoosh raises while reading means that its files are not what it wrote."""
    try:
        yield
    except CablesearchError:
        raise
    except PermissionError as error:
        raise NoIndexError(f"{directory} cannot be opened: {error.strerror}") from error
    except Exception as error:  # unpickling damaged bytes raises anything at all
        if refusal := refused(directory, error):
            raise refusal from error
        raise DamagedError(
            f"the index in {directory} cannot be read: {error}", remedy="use --rebuild"
        ) from error


class Reader:
    """An open index: Whoosh's segments, one after another, and the columns."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.columns = Columns(directory / COLUMNS)
        self._files = Files(directory)
        self._kept: dict[tuple[str, str], Postings] = {}
        self._lexicons: dict[str, list[str]] = {}
        self._by_length: dict[str, ByLength] = {}
        self._families: dict[tuple[str, str], dict[str, set[str]]] = {}
        self._room = _MOST_KEPT
        try:
            self.segments = self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> list[tuple[int, Any]]:
        """The first document number of each segment and Whoosh's reader of it."""
        with reading(self.directory):
            leaves = FileIndex(self._files.storage).reader().leaf_readers()
            segments = [(base, leaf) for leaf, base in leaves if leaf.doc_count_all() > 0]
            found = [[leaf.segment().segment_id(), leaf.doc_count_all()] for _, leaf in segments]
        if found != self.columns.facts.get("segments"):
            raise DamagedError(
                f"the files of the index in {self.directory} do not belong together",
                remedy="use --rebuild",
            )
        return segments

    def close(self) -> None:
        """Let go of the files."""
        self._kept.clear()
        self._lexicons.clear()
        self._by_length.clear()
        self._families.clear()
        self._files.close()

    def postings(self, field: str, term: str) -> Postings:
        """The postings of a term in one of Whoosh's fields."""
        known = self._kept.get((field, term))
        if known is None:
            known = self._decode(field, term)
            if len(known.documents) > self._room:
                self._kept.clear()
                self._room = _MOST_KEPT
            self._room -= len(known.documents)
            self._kept[field, term] = known
        return known

    def places(self, field: str, term: str, documents: Array) -> tuple[Array, Array]:
        """Where a term stands in these documents, which all hold it: two arrays, the document of each place (as an
        index into `documents`) and the place, in order."""
        owners = [np.empty(0, dtype=np.int64)]
        found = [np.empty(0, dtype=np.int64)]
        with reading(self.directory):
            for base, leaf in self.segments:
                for ids, held in blocks(leaf, field, term, documents - base):
                    at = np.searchsorted(documents, ids + base)
                    at[at == len(documents)] = 0
                    wanted = documents[at] == ids + base
                    counts = counts_of(held)
                    owners.append(np.repeat(at[wanted], counts[wanted]))
                    found.append(held[np.repeat(wanted, counts)].astype(np.int64) >> 1)
        return np.concatenate(owners), np.concatenate(found)

    def lexicon(self, field: str, prefix: str = "") -> Iterator[str]:
        """The terms of one of Whoosh's fields that begin so, sorted; all of them are kept once they were asked for."""
        if not prefix and field not in self._lexicons:
            self._lexicons[field] = list(self._listed(field, prefix))
        if field not in self._lexicons:
            return self._listed(field, prefix)
        terms = self._lexicons[field]
        found = islice(terms, bisect_left(terms, prefix), None)
        return takewhile(lambda term: term.startswith(prefix), found) if prefix else found

    def by_length(self, field: str) -> ByLength:
        """All terms of a field, to look for those some edits away."""
        if field not in self._by_length:
            self._by_length[field] = ByLength(self.lexicon(field))
        return self._by_length[field]

    def family(self, field: str, stem_: str) -> Collection[str]:
        """The terms of a field of words that have this stem; a word and its stem begin with the same letter."""
        letter = stem_[:1]
        if (field, letter) not in self._families:
            families: dict[str, set[str]] = {}
            for word in self.lexicon(field, letter):
                families.setdefault(stem(word), set()).add(word)
            self._families[field, letter] = families
        return self._families[field, letter].get(stem_, ())

    def _listed(self, field: str, prefix: str) -> Iterator[str]:
        with reading(self.directory):
            leaves = [self._terms(leaf, field, prefix) for _, leaf in self.segments]
            last = None
            for term in merge(*leaves):
                if term != last:
                    last = term
                    yield term

    def vocabulary(
        self, form: Form, prefix: str, names: Iterable[str]
    ) -> Iterator[tuple[str, int]]:
        """The terms of text fields and in how many documents (of the field that has most) each stands."""
        fields = [field_of(name, form) for name in names]
        entries = merge(*(zip(self.lexicon(field, prefix), repeat(field)) for field in fields))
        for term, group in groupby(entries, key=lambda entry: entry[0]):
            count = max(self._document_count(field, term) for _, field in group)
            if count:
                yield term, count

    def holding(self, field: str, terms: Iterable[str]) -> dict[str, int]:
        """How many documents hold each of these terms of one of Whoosh's fields."""
        return {term: self._document_count(field, term) for term in terms}

    def _document_count(self, field: str, term: str) -> int:
        if self.columns.documents < len(self.columns):  # Whoosh counts removed documents too
            return len(self.postings(field, term).documents)
        with reading(self.directory):
            return sum(int(leaf.doc_frequency(field, term)) for _, leaf in self.segments)

    def _terms(self, leaf: Any, field: str, prefix: str) -> Iterator[str]:
        if field in leaf.indexed_field_names():
            for term in leaf.expand_prefix(field, prefix.encode()):
                yield term.decode()

    def _decode(self, field: str, term: str) -> Postings:
        documents = [np.empty(0, dtype=np.int64)]
        frequencies = [np.empty(0, dtype=np.int64)]
        with reading(self.directory):
            for base, leaf in self.segments:
                for ids, held in blocks(leaf, field, term):
                    documents.append(ids + base)
                    frequencies.append(
                        np.ones(len(ids), dtype=np.int64) if held is None else counts_of(held)
                    )
            found, often = np.concatenate(documents), np.concatenate(frequencies)
            if len(found) != len(often):
                raise ValueError("a posting has no places")
            live = self.columns.live[found]
        if live.all():
            return Postings(found, often)
        return Postings(found[live], often[live])


def blocks(
    leaf: Any, field: str, term: str | bytes, wanted: Array | None = None
) -> Iterator[tuple[Array, Any]]:
    """The postings of a term in one of Whoosh's segments, many at a time (those alone that can hold a wanted
    document): document numbers in the segment, and their places as they are held, null in a field without."""
    try:
        # not `leaf.postings`, which steps over removed documents one by one before it gives anything
        text = term.encode() if isinstance(term, str) else term
        matcher = leaf._terms.matcher(field, text, leaf.schema[field].format)
    except TermNotFound:
        return
    before = -1
    while matcher.is_active():
        last = matcher.block_max_id()
        if wanted is None or _any_within(wanted, before, last):
            # these names, not public, are the same in whoosh-reloaded and whoosh3
            matcher._read_data()
            gaps, _, values = matcher._data
            ids = np.cumsum(np.array(gaps, dtype=np.int64))
            yield ids, None if values is None else np.frombuffer(values, dtype=PLACE)
        before = last
        matcher._next_block()


def _any_within(wanted: Array, after: int, last: int) -> bool:
    start, end = np.searchsorted(wanted, [after, last], side="right")
    return bool(end > start)
