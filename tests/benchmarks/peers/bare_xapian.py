"""Xapian, the facets by its spies on values; several TAGS of a paragraph are one value, taken apart afterwards."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import xapian

from tests.benchmarks.fed import read
from tests.benchmarks.peers.base import FACETS, HITS, Answer, Asked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_BETWEEN: Final = "\x1f"


def build(documents: Path, place: Path) -> None:
    """Stems with their places under no prefix, headings and subjects under one each."""
    database = xapian.WritableDatabase(str(place), xapian.DB_CREATE_OR_OPEN | xapian.DB_NO_SYNC)
    for one in read(documents):
        document = xapian.Document()
        document.set_data(one["cable_id"][0])
        for prefix, name in (("", "text"), ("H", "heading"), ("S", "subject")):
            for at, stem in enumerate(one.get(name, "").split(), 1):
                document.add_posting(prefix + stem, at)
        for slot, name in enumerate(FACETS):
            document.add_value(slot, _BETWEEN.join(one.get(name, [])))
        database.add_document(document)
    database.commit()
    database.close()


def opened(place: Path) -> Callable[[Asked], Answer]:
    """One search with all spies; it looks at every match, else the counts would be guesses."""
    database = xapian.Database(str(place))

    def ask(asked: Asked) -> Answer:
        way = xapian.Query.OP_PHRASE if asked.phrase else xapian.Query.OP_AND
        enquire = xapian.Enquire(database)
        enquire.set_query(xapian.Query(way, list(asked.stems)))
        spies = [xapian.ValueCountMatchSpy(slot) for slot in range(len(FACETS))]
        for spy in spies:
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, HITS, database.get_doccount())
        facets = {}
        for name, spy in zip(FACETS, spies, strict=True):
            counts: Counter[str] = Counter()
            for item in spy.values():
                for value in item.term.decode().split(_BETWEEN):
                    counts[value] += item.termfreq
            facets[name] = {value: n for value, n in counts.items() if value}
        hits = tuple(match.document.get_data().decode() for match in found)
        return Answer(total=found.get_matches_estimated(), hits=hits, facets=facets)

    return ask
