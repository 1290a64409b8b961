"""Filling a stage from its own store: cables handed to the engine's writer, store files written together anew."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from cablesearch.cable.model import from_json
from cablesearch.errors import CablesearchError, DamagedError
from cablesearch.indexing.frames import FrameReader, FrameWriter, store_files, store_name
from cablesearch.indexing.report import Progress
from cablesearch.indexing.store import StoreReader
from cablesearch.indexing.workers import Lost

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime
    from pathlib import Path

    from cablesearch.engines.base import Writer
    from cablesearch.indexing.catalogue_writer import CatalogueWriter
    from cablesearch.indexing.report import Event
    from cablesearch.indexing.spread import Context, Spread
    from cablesearch.indexing.version import Location

_TOLD_EVERY: Final = 50  # cables
_HANDLING: Final = 500
"""What a cable costs beside its text, as so many characters."""


class _Entry(Struct, frozen=True):
    """A cable to be indexed: where it stands in which stage, its number and the id it has here, when that was first
    published."""

    stage: Path
    where: Location
    number: str
    cable_id: str
    added: datetime
    length: int


class _Prepared(Struct, frozen=True):
    """What it cites, and what the engine's writer is to be given; null where it has no paragraphs."""

    cites: list[str]
    rows: bytes | None


def enter_cables(
    stage: Path,
    catalogue: CatalogueWriter,
    cable_ids: Sequence[str],
    writer: Writer,
    spread: Spread,
    on_event: Callable[[Event], None],
) -> None:
    """Give cables to the engine; what each cites is entered in the catalogue on the way."""
    with closing(FrameReader(stage)) as frames:
        store = StoreReader(catalogue, frames)
        entries = (_entry(store, stage, cable_id) for cable_id in cable_ids)
        for done, (entry, found) in enumerate(spread.each(_prepare, entries, _weigh), 1):
            if isinstance(found, Lost):
                raise CablesearchError(
                    f"{entry.cable_id}: indexing it ends the process that does",
                    remedy="leave it out by --exclude, and report it",
                )
            catalogue.set_citations(entry.cable_id, found.cites)
            if found.rows is not None:
                writer.enter(found.rows)
            if done % _TOLD_EVERY == 0 or done == len(cable_ids):
                on_event(Progress(phase="index", done=done, total=len(cable_ids), cables=done))


def _entry(store: StoreReader, stage: Path, cable_id: str) -> _Entry:
    version, added = store.searched(cable_id)
    return _Entry(stage, version.location, version.number, cable_id, added, version.length)


def _weigh(entry: _Entry) -> int:
    return entry.length + _HANDLING


def _prepare(context: Context, entry: _Entry) -> _Prepared:
    data = context.frames(entry.stage).read(entry.where)
    try:
        cable = from_json(data)
    except ValueError as error:
        raise DamagedError(f"{entry.stage}: {entry.cable_id} cannot be read back") from error
    if cable.id != entry.number:  # a sound frame, but another one
        raise DamagedError(f"{entry.stage}: does not hold {entry.cable_id} where it should")
    if cable.id != entry.cable_id:
        cable = replace(cable, id=entry.cable_id)
    rows = context.pipeline.rows(cable, entry.added)
    cites = sorted({r.cable_id for r in cable.references if r.cable_id})
    return _Prepared(cites, context.engine.prepare(rows) if rows else None)


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
