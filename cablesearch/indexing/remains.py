"""What an index holds of the cables that are to be purged: in every generation, in use or not."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from cablesearch.cable.model import from_json
from cablesearch.cable.shared import nth_id, split_id
from cablesearch.errors import DamagedError
from cablesearch.indexing.exclusions import Exclusions, entries_for, id_of, named
from cablesearch.indexing.frames import store_files, store_name, walk
from cablesearch.indexing.pointer import directory_of, generations
from cablesearch.indexing.take import Read, version_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cablesearch.cable.model import Cable
    from cablesearch.indexing.catalogue import Catalogue
    from cablesearch.indexing.frames import Frame
    from cablesearch.indexing.generation import Generation
    from cablesearch.indexing.version import Version

_ID: Final = re.compile(rb'\{"id":"([^"\\]*)"')  # how every cable's JSON begins


class Targets:
    """Which records are meant by ids: every one of a number, or those of its ~2 as it is now.

    Where there is no such ~2, it is the one that was kept out under this id before: a purge that was killed goes on.
    """

    def __init__(self, ids: Sequence[str], catalogue: Catalogue) -> None:
        self.ids = tuple(dict.fromkeys(ids))
        before = catalogue.excluded()
        entries = set(self.ids)
        for id in self.ids:
            number, nth = split_id(id)
            if nth is not None:
                now = entries_for(id, catalogue.versions(nth_id(number, nth)))
                entries |= now or {entry for entry in before if id_of(entry) == id}
        self.entries = frozenset(entries)
        self._exclusions = Exclusions(self.entries)
        self._numbers = {split_id(id)[0].encode() for id in ids}

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers that the ids name, each once."""
        return tuple(dict.fromkeys(split_id(id)[0] for id in self.ids))

    def of_version(self, version: Version) -> str | None:
        """The id that means this record, null where none does."""
        return self._exclusions.id_for(version)

    def of_frame(self, frame: Frame) -> tuple[str, Cable] | None:
        """The id that means the record in a frame, and its cable; null where none does."""
        begin = _ID.match(frame.data)
        if begin is not None and begin[1] not in self._numbers:
            return None
        cable = from_json(frame.data)
        version = version_of(Read(format="", cable=cable, data=frame.data), "", 0)
        id = self.of_version(version)
        return None if id is None else (id, cable)


class Remains(Struct, frozen=True, kw_only=True):
    """Records to be purged: `versions` of the generation that answers, by the ids that they have there.

    `frames` are theirs in the store files of all generations, `cables` what these say, `files` where they stand.
    `unknown` are ids of which nothing is here, and that were not excluded before.
    """

    versions: tuple[Version, ...]
    frames: tuple[bytes, ...]
    cables: tuple[Cable, ...]
    files: tuple[Path, ...]
    unknown: tuple[str, ...]


def find_remains(index_dir: Path, base: Generation, targets: Targets) -> Remains:
    """Look for the targets in every store file; DamagedError where one of the generation that answers is damaged."""
    catalogue = base.store.catalogue
    versions = [v for n in targets.numbers for v in catalogue.records(n) if targets.of_version(v)]
    known = {targets.of_version(v) for v in versions} | named(catalogue.excluded())
    frames: dict[bytes, None] = {}
    cables: list[Cable] = []
    files = []
    for path in _store_files(index_dir, first=base.number):
        here = len(cables)
        # of the others nothing will be left, damaged or not
        with suppress(*([] if path.parent == base.path else [DamagedError, ValueError])):
            for frame in walk(path):
                if found := targets.of_frame(frame):
                    known.add(found[0])
                    frames.setdefault(frame.packed)
                    cables.append(found[1])
        if len(cables) > here:
            files.append(path)
    return Remains(
        versions=tuple(sorted(versions, key=lambda v: (v.number, v.nth, v.path, v.place))),
        frames=tuple(frames),
        cables=tuple(cables),
        files=tuple(files),
        unknown=tuple(id for id in targets.ids if id not in known),
    )


def _store_files(index_dir: Path, *, first: int) -> list[Path]:
    """The store files of all generations, each inode once, those of this generation before all others."""
    found: dict[tuple[int, int], Path] = {}
    for number in sorted(generations(index_dir), key=lambda n: (n != first, n)):
        directory = directory_of(index_dir, number)
        for file in store_files(directory, {}):
            path = directory / store_name(file.number)
            status = path.lstat()
            found.setdefault((status.st_dev, status.st_ino), path)
    return list(found.values())
