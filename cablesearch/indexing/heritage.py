"""What a build takes over from the index before it, even where only a part of that can still be read."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct, field

from cablesearch.errors import CablesearchError
from cablesearch.indexing.catalogue import CATALOGUE, IDENTITY, Catalogue
from cablesearch.indexing.entered import all_counted
from cablesearch.indexing.pointer import directory_of, generations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from cablesearch.indexing.report import Skipped
    from cablesearch.indexing.sources import Root


class Heritage(Struct, frozen=True, kw_only=True):
    """Roots, the forms named for them, exclusions, when ids were first published, what was skipped, the identity."""

    roots: tuple[Root, ...] = ()
    forms: Mapping[Root, str] = field(default_factory=dict)
    excluded: frozenset[str] = frozenset()
    skips: tuple[Skipped, ...] = ()
    first_seen: tuple[tuple[str, str], ...] = ()
    entered: tuple[tuple[str, int, int], ...] = ()
    identity: str | None = None


def heritage_of(catalogue: Catalogue, *, first_seen: bool) -> Heritage:
    """What a sound catalogue leaves; the times are many, and only a rebuild needs them handed over."""
    return Heritage(
        roots=tuple(catalogue.roots()),
        forms=catalogue.forms(),
        excluded=catalogue.excluded(),
        skips=tuple(catalogue.skips()),
        first_seen=tuple(_seen(catalogue)) if first_seen else (),
        entered=tuple(all_counted(catalogue)) if first_seen else (),
        identity=catalogue.setting(IDENTITY),
    )


def salvage(index_dir: Path) -> tuple[Heritage, bool]:
    """What the newest readable catalogue leaves, of whatever schema or damage; whether there was one.

    One that is sound in itself is preferred. These tables keep their form from schema to schema.
    """
    for sound in (True, False):
        for number in reversed(generations(index_dir)):
            path = directory_of(index_dir, number) / CATALOGUE
            with suppress(CablesearchError, OSError, sqlite3.Error, ValueError, TypeError):
                found = _read(path, sound=sound)
                if found is not None:
                    return found, True
    return Heritage(), False


def _read(path: Path, *, sound: bool) -> Heritage | None:
    catalogue = Catalogue(path)
    try:
        if sound and catalogue.integrity():
            return None
        return heritage_of(catalogue, first_seen=True)
    finally:
        catalogue.close()


def _seen(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for cable_id, added in catalogue.each("SELECT cable_id, added FROM first_seen"):
        datetime.fromisoformat(added)  # a ValueError here is better than one in every search
        yield cable_id, added
