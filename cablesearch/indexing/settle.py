"""Settling the numbers that a build touched: which records are of one cable, its id, the version that is searched."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from cablesearch.cable.model import from_json
from cablesearch.cable.shared import nth_id, split_id
from cablesearch.indexing.fold import fold, text_of
from cablesearch.indexing.frames import FrameReader
from cablesearch.indexing.version import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from cablesearch.cable.model import Cable
    from cablesearch.indexing.catalogue_writer import CatalogueWriter
    from cablesearch.indexing.decide import Work
    from cablesearch.indexing.exclusions import Exclusions
    from cablesearch.indexing.fold import Text
    from cablesearch.indexing.store import StoreReader
    from cablesearch.indexing.version import Version


class Settled(Struct, kw_only=True):
    """The ids of cables by what happened to them, and those to be indexed, which are partly the same."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    write: list[str] = field(default_factory=list)


def settle(
    stage: Path,
    work: Work,
    generation: int,
    catalogue: CatalogueWriter,
    exclusions: Exclusions,
    touched: Iterable[str],
) -> Settled:
    """Give every cable of these numbers its id and its searched version, in a generation of this number."""
    found = Settled()
    with closing(FrameReader(stage)) as frames:
        for number in sorted(touched):
            cables = number_cables(catalogue, frames, exclusions, number)
            _compare(work, generation, catalogue, frames, number, cables, found)
    if work.fresh and work.base is not None:
        known = work.base.store.ids()
        found.removed = [id for id in known if catalogue.content_of(id) is None]
    return found


def number_cables(
    catalogue: CatalogueWriter, frames: FrameReader, exclusions: Exclusions, number: str
) -> dict[str, list[Version]]:
    """The cables of a number by id, each with its versions; those that are excluded go, their places stay empty."""
    records = catalogue.records(number)
    if len(records) == 1 == records[0].nth and not exclusions.single(number):
        return {number: records}  # nearly every number
    groups = _groups(records, frames)
    empty = [(rank, None) for rank in exclusions.ranks(number)]
    filled = [(min(v.rank for v in versions), versions) for versions in groups]
    cables = {}
    for nth, (_, versions) in enumerate(sorted([*empty, *filled], key=itemgetter(0)), 1):
        if versions is None:
            continue
        if out := next((id for id in exclusions.waiting(number) if split_id(id)[1] == nth), None):
            exclusions.remember(out, versions)
            catalogue.withhold_all(out, versions)
            continue
        catalogue.set_nth([v for v in versions if v.nth != nth], nth)
        cables[nth_id(number, nth)] = in_order([replace(v, nth=nth) for v in versions])
    return cables


def _groups(records: Sequence[Version], frames: FrameReader) -> list[list[Version]]:
    """The records of one number by cable. Only where several say different things are their texts looked at."""
    same: dict[tuple[datetime | None, str], list[Version]] = defaultdict(list)
    for version in records:
        same[version.hour, version.text_digest].append(version)
    if len(same) < 2:
        return list(same.values())
    texts = [_text(versions, frames) for versions in same.values()]
    return [[v for text in cable for v in same[text.hour, text.digest]] for cable in fold(texts)]


def _text(versions: Sequence[Version], frames: FrameReader) -> Text:
    """What decides of records that say the same; one of them may be marked as corrected."""
    frame_of = {v.content_digest: v for v in versions}.values()
    found = [text_of(from_json(frames.read(v.location)), v.text_digest) for v in frame_of]
    return replace(
        found[0],
        corrected=any(text.corrected for text in found),
        section=min(text.section or 0 for text in found) or None,
    )


def _compare(
    work: Work,
    generation: int,
    catalogue: CatalogueWriter,
    frames: FrameReader,
    number: str,
    cables: dict[str, list[Version]],
    found: Settled,
) -> None:
    """Enter the cables of a number, and tell them from those that had it before."""
    store = work.base.store if work.base is not None else None
    base = store.catalogue if store is not None else None
    for cable_id in base.sharing(number) if base else ():
        if cable_id not in cables:
            catalogue.drop_cable(cable_id)
            if not work.fresh:
                found.removed.append(cable_id)
    for cable_id, versions in cables.items():
        before = base.content_of(cable_id) if base else None
        catalogue.set_cable(versions[0])
        catalogue.see(cable_id, work.now, generation)
        same = before == versions[0].content_digest or (
            store is not None
            and before is not None
            and not work.fresh
            and _has_but_moved(store, frames, cable_id, versions[0])
        )
        if before is None:
            found.added.append(cable_id)
        elif not same:
            found.updated.append(cable_id)
            assert base is not None
            if base.versions(cable_id)[0].text_digest != versions[0].text_digest:
                catalogue.change(cable_id, generation)
        if work.fresh or not same:
            found.write.append(cable_id)
        elif work.reread:
            found.updated.append(cable_id)
            found.write.append(cable_id)


def _has_but_moved(store: StoreReader, frames: FrameReader, cable_id: str, now: Version) -> bool:
    """Whether a cable is what it was but for its place in its file, by which nothing is searched.

    One row of a dump that grows by a letter moves all that are behind it.
    """
    before = store.catalogue.versions(cable_id)[0]
    if (before.path, before.text_digest) != (now.path, now.text_digest):
        return False
    return _unplaced(store.raw(before)) == _unplaced(frames.read(now.location))


def _unplaced(data: bytes) -> Cable:
    cable = from_json(data)
    return replace(cable, source=replace(cable.source, offset=None))
