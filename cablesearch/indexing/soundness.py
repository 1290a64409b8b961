"""Whether the catalogue, the store and the engine of one generation agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.engines.base import Request
from cablesearch.errors import CablesearchError
from cablesearch.indexing.manifest import ENGINE_DIR
from cablesearch.indexing.version import digest_of
from cablesearch.query.ast import Everything

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from cablesearch.engines.base import Engine, Key
    from cablesearch.fields import Row
    from cablesearch.indexing.catalogue import Totals
    from cablesearch.indexing.store import StoreReader


class _NoRows:
    """Counting everything verifies no text."""

    def rows(self, keys: Sequence[Key]) -> Iterable[Row]:
        raise AssertionError(f"{len(keys)} rows asked for in order to count")


def disagreements(directory: Path, engine: Engine, totals: Totals) -> list[str]:
    """What the engine counts otherwise than the catalogue, whose totals these are."""
    searcher = engine.open(directory / ENGINE_DIR, _NoRows())
    try:
        found = searcher.search(Request(tree=Everything(), limit=0, cables=True))
    finally:
        searcher.close()
    wrong = []
    for what, stored, indexed in (
        ("paragraphs", totals.paragraphs, found.total),
        ("cables with paragraphs", totals.searched, found.cables),
    ):
        if stored != indexed:
            wrong.append(f"the store holds {stored:,} {what}, the engine {indexed:,}")
    return wrong


def store_faults(store: StoreReader) -> Iterator[str]:
    """What is wrong with the catalogue and with any cable in the store; reads all of it."""
    yield from store.catalogue.integrity()
    for cable_id in store.ids():
        yield from cable_faults(store, cable_id)


def cable_faults(store: StoreReader, cable_id: str) -> Iterator[str]:
    """What is wrong with one cable in the store, all its versions included."""
    try:
        stored = store.cable(cable_id)
        for version in stored.versions:
            if digest_of(store.raw(version)) != version.content_digest:
                yield f"{cable_id}: is not the cable that was stored"
        if len(stored.cable.paragraphs) != stored.versions[0].paragraphs:
            yield f"{cable_id}: has another number of paragraphs"
    except CablesearchError as error:
        yield f"{cable_id}: {error.message}"
