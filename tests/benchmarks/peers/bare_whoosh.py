"""Whoosh as it comes: the floor of our whoosh engine. Facets are counted with numpy over columns read once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from whoosh import index, query
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import ID, KEYWORD, NUMERIC, STORED, TEXT, Schema
from whoosh.sorting import FieldFacet

from cablesearch.fields import FIELDS, TEXT_FIELDS
from tests.benchmarks.fed import KEYWORDS, NUMBERS, read
from tests.benchmarks.peers.base import FACETS, HITS, Answer, Asked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

_LIMIT_MB: Final = 512
_BETWEEN: Final = "\x1f"


def _schema() -> Schema:
    split = SpaceSeparatedTokenizer()
    fields = {}
    for name in TEXT_FIELDS:
        fields[name] = TEXT(analyzer=split)
        fields[f"{name}_word"] = TEXT(analyzer=split, phrase=False)
    for name in KEYWORDS:
        multi = FIELDS[name].multi
        fields[name] = (
            KEYWORD(sortable=FIELDS[name].facet) if multi else ID(sortable=FIELDS[name].facet)
        )
    for name in NUMBERS:
        fields[name] = NUMERIC(bits=64, signed=True)
    return Schema(shown=STORED, **fields)


def build(documents: Path, place: Path) -> None:
    """One segment in one process; what is counted is stored beside it."""
    made = index.create_in(str(place), _schema())
    writer = made.writer(limitmb=_LIMIT_MB, compound=False)
    for document in read(documents):
        values = {
            name: " ".join(v.replace(" ", "_") for v in value) if FIELDS[name].multi else value[0]
            for name, value in document.items()
            if name in KEYWORDS
        }
        shown = {name: document.get(name, []) for name in (*FACETS, "cable_id")}
        writer.add_document(**{**document, **values}, shown=shown)
    writer.commit()


class _Column:
    """The values of one facet by documents: codes of all values, one after the other, and where each document's end."""

    def __init__(self, shown: list[list[str]]) -> None:
        codes: dict[str, int] = {}
        held = [codes.setdefault(value, len(codes)) for values in shown for value in values]
        self._codes = np.array(held, dtype=np.int64)
        self._starts = np.cumsum([0, *map(len, shown)])
        self._values = list(codes)

    def counts(self, documents: NDArray[np.int64]) -> dict[str, int]:
        """How many of the documents have each value."""
        starts, lengths = self._starts[documents], np.diff(self._starts)[documents]
        ends = np.cumsum(lengths)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(
            starts - ends + lengths, lengths
        )
        found = np.bincount(self._codes[places], minlength=len(self._values))
        return {self._values[at]: int(found[at]) for at in np.flatnonzero(found)}


def wanted(asked: Asked) -> query.Query:
    """What is asked, as Whoosh's own."""
    if asked.phrase:
        return query.Phrase("text", list(asked.stems))
    parts = [query.Term("text", stem) for stem in asked.stems]
    return parts[0] if len(parts) == 1 else query.And(parts)


def opened(place: Path) -> Callable[[Asked], Answer]:
    """Hits by a search, total and facets by the set of documents that match."""
    searcher = index.open_dir(str(place)).searcher()
    shown = [fields["shown"] for _, fields in searcher.reader().iter_docs()]
    columns = {name: _Column([one[name] for one in shown]) for name in FACETS}

    def ask(asked: Asked) -> Answer:
        base = wanted(asked)
        found = searcher.search(base, limit=HITS)
        documents = np.fromiter(base.docs(searcher), dtype=np.int64)
        hits = tuple(hit["shown"]["cable_id"][0] for hit in found)
        facets = {name: column.counts(documents) for name, column in columns.items()}
        return Answer(total=len(documents), hits=hits, facets=facets)

    return ask


def grouped(place: Path) -> Callable[[Asked], Answer]:
    """The facets in the way that Whoosh has for them."""
    searcher = index.open_dir(str(place)).searcher()

    def ask(asked: Asked) -> Answer:
        by = {name: FieldFacet(name, allow_overlap=FIELDS[name].multi) for name in FACETS}
        found = searcher.search(wanted(asked), limit=HITS, groupedby=by)
        facets = {
            name: {value: len(places) for value, places in found.groups(name).items() if value}
            for name in FACETS
        }
        return Answer(total=len(found), facets=facets)

    return ask
