"""What an index holds, for `status`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cablesearch.indexing.exclusions import named
from cablesearch.indexing.generation import open_generation
from cablesearch.indexing.manifest import files_in
from cablesearch.indexing.pointer import generations
from cablesearch.indexing.refresh import refreshed_at
from cablesearch.indexing.tools import load_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from cablesearch.engines.base import Engine
    from cablesearch.indexing.report import Duplicate, Shared, Skipped
    from cablesearch.indexing.sources import Root


class Status(Struct, frozen=True, kw_only=True):
    """An index as it stands.

    `refreshed_at` is when the last run ended well, with news or without. `forms` are those that roots, and standard
    input, are always read as. `formats` counts cables by the format they were read from. `size` is in bytes on disk,
    the other generations' included, what they share counted once.
    """

    generation: int
    generations: tuple[int, ...]
    built_at: datetime
    refreshed_at: datetime
    engine: str
    engine_version: str
    schema_version: int
    analysis_version: int
    cablesearch_version: str
    cables: int
    paragraphs: int
    formats: Mapping[str, int]
    files: int
    roots: tuple[Root, ...]
    forms: Mapping[str, str]
    excluded: int
    skipped: tuple[Skipped, ...]
    duplicates: tuple[Duplicate, ...]
    shared: tuple[Shared, ...]
    size: int


def status(
    index_dir: Path,
    *,
    trust_owners: Sequence[str] = (),
    memo_dir: Path | None = None,
    engines: Callable[[str], Engine] = load_engine,
) -> Status:
    """What the index holds; raises as `open_generation` does."""
    with open_generation(
        index_dir, trust_owners=trust_owners, memo_dir=memo_dir, engines=engines
    ) as generation:
        found, catalogue = generation.manifest, generation.store.catalogue
        return Status(
            generation=generation.number,
            generations=generations(index_dir),
            built_at=found.built_at,
            refreshed_at=refreshed_at(index_dir, found.built_at),
            engine=found.engine,
            engine_version=found.engine_version,
            schema_version=found.schema_version,
            analysis_version=found.analysis_version,
            cablesearch_version=found.cablesearch_version,
            cables=found.cables,
            paragraphs=found.paragraphs,
            formats=found.formats,
            files=catalogue.one("SELECT count(*) FROM file"),
            roots=tuple(catalogue.roots()),
            forms={root.path: form for root, form in catalogue.forms().items()},
            excluded=len(named(catalogue.excluded())),
            skipped=tuple(catalogue.skips()),
            duplicates=catalogue.duplicates(),
            shared=catalogue.shared(),
            size=_size(index_dir),
        )


def _size(index_dir: Path) -> int:
    files = {(s.st_dev, s.st_ino): s.st_blocks * 512 for s in files_in(index_dir).values()}
    return sum(files.values())
