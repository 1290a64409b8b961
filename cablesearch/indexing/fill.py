"""Filling a stage from its own store: cables handed to the engine's writer, store files written together anew."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from cablesearch.indexing.frames import FrameReader, FrameWriter, store_files, store_name
from cablesearch.indexing.report import Progress
from cablesearch.indexing.store import StoreReader

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from cablesearch.engines.base import Writer
    from cablesearch.indexing.catalogue_writer import CatalogueWriter
    from cablesearch.indexing.report import Event
    from cablesearch.indexing.tools import Pipeline


def enter_cables(
    stage: Path,
    catalogue: CatalogueWriter,
    cable_ids: Sequence[str],
    writer: Writer,
    pipeline: Pipeline,
    on_event: Callable[[Event], None],
) -> None:
    """Give cables to the engine; what each cites is entered in the catalogue on the way."""
    with closing(FrameReader(stage)) as frames:
        store = StoreReader(catalogue, frames)
        for done, cable_id in enumerate(cable_ids, 1):
            stored = store.cable(cable_id)
            cites = {r.cable_id for r in stored.cable.references if r.cable_id}
            catalogue.set_citations(cable_id, sorted(cites))
            rows = pipeline.rows(stored.cable, stored.added)
            if rows:
                writer.add(rows)
            on_event(Progress(phase="index", done=done, total=len(cable_ids)))


def rewrite(stage: Path, catalogue: CatalogueWriter, numbers: Collection[int]) -> None:
    """Write what is in use of these store files into one new file, and drop them."""
    if not numbers:
        return
    last = max(file.number for file in store_files(stage, {}))
    with (
        closing(FrameReader(stage)) as old,
        closing(FrameWriter(stage, last + 1)) as new,
    ):
        moves = [
            (where, new.write_packed(old.packed(where)))
            for number in sorted(numbers)
            for where in catalogue.frames_in(number)
        ]
    catalogue.moved(moves)
    for number in numbers:
        (stage / store_name(number)).unlink()
