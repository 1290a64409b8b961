"""The cable store of a generation, read: cables by id, every version of each, with the sources unplugged."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, Self

from msgspec import Struct
from msgspec.structs import replace

from cablesearch.cable.model import Cable, from_json
from cablesearch.cable.shared import number_of
from cablesearch.diagnostic import Diagnostic
from cablesearch.errors import DamagedError, NotFoundError
from cablesearch.indexing.catalogue import CATALOGUE, Catalogue
from cablesearch.indexing.frames import FrameReader
from cablesearch.indexing.manifest import DAMAGE_REMEDY
from cablesearch.indexing.version import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from cablesearch.indexing.catalogue import Place
    from cablesearch.indexing.version import Version


_AT_ONCE: Final = 256
"""So many cables are looked up together."""

_HELD: Final = 64
"""So many cables are held: hits of one cable often stand near each other."""


class StoredCable(Struct, frozen=True, kw_only=True):
    """A cable as it is searched.

    `added` is when its id first entered the index. `versions` are all records of it, the searched one first;
    `StoreReader.read` gives the cable of each. `others` are the ids of further cables that have its number.
    """

    cable: Cable
    added: datetime
    versions: tuple[Version, ...]
    others: tuple[str, ...] = ()


class StoreReader:
    """An open store; use it from one thread, close it."""

    def __init__(self, catalogue: Catalogue, frames: FrameReader) -> None:
        self._frames = frames
        self.catalogue = catalogue

    @classmethod
    def open(cls, directory: Path) -> Self:
        """The store of the generation, published or staged, in this directory."""
        return cls(Catalogue(directory / CATALOGUE), FrameReader(directory))

    def close(self) -> None:
        """Let go of the files."""
        self._frames.close()
        self.catalogue.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __contains__(self, cable_id: str) -> bool:
        return self.catalogue.content_of(cable_id) is not None

    def cable(self, cable_id: str) -> StoredCable:
        """The cable of this canonical id; NotFoundError where there is none."""
        records, versions = self._versions(cable_id)
        added = self.added(cable_id)
        cable = self.read(versions[0])
        others = []
        if any(v.nth != versions[0].nth for v in records):
            firsts = {v.nth: v for v in reversed(in_order(records))}
            cable = _told(cable, [firsts[nth] for nth in sorted(firsts)])
            others = [firsts[nth].cable_id for nth in sorted(firsts) if nth != versions[0].nth]
        return StoredCable(cable=cable, added=added, versions=tuple(versions), others=tuple(others))

    def searched(self, cable_id: str) -> tuple[Version, datetime]:
        """The version of a cable that is searched, and when its id was first published; NotFoundError."""
        return self._versions(cable_id)[1][0], self.added(cable_id)

    def _versions(self, cable_id: str) -> tuple[list[Version], list[Version]]:
        """All records of its number, and those of this cable, the one that is searched first; NotFoundError."""
        records = self.catalogue.records(number_of(cable_id))
        versions = in_order([v for v in records if v.cable_id == cable_id])
        if not versions:
            raise NotFoundError(f"no cable {cable_id} in this index")
        return records, versions

    def added(self, cable_id: str) -> datetime:
        """When the id of a cable of this store was first published."""
        added = self.catalogue.added(cable_id)
        if added is None:
            raise self._damaged(cable_id)
        return added

    def cables(self, cable_ids: Iterable[str]) -> Iterator[Cable]:
        """The cables of these ids as they are searched, in this order; DamagedError where one is not there.

        The ids are such as the index itself gave. Many are looked up together. One that is asked for again soon is
        read once.
        """
        read = lru_cache(maxsize=_HELD)(self._at)
        ids = iter(cable_ids)
        while some := list(islice(ids, _AT_ONCE)):
            places = self.catalogue.places(set(some))
            for cable_id in some:
                if cable_id not in places:
                    raise self._damaged(cable_id)
                yield read(places[cable_id])

    def ids(self) -> Iterator[str]:
        """The id of every cable, sorted."""
        return self.catalogue.ids()

    def iter(self) -> Iterator[Cable]:
        """Every cable as it is searched, sorted by id."""
        return self.cables(self.ids())

    def _at(self, place: Place) -> Cable:
        return self.cable(place.cable_id).cable if place.shared else self.read(place)

    def read(self, version: Version | Place) -> Cable:
        """The cable as this version has it, under the id that it has here."""
        data = self._frames.read(version.location)
        try:
            cable = from_json(data)
        except ValueError as error:
            raise self._damaged(version.cable_id) from error
        if cable.id != version.number:
            raise self._damaged(version.cable_id)
        return cable if version.nth == 1 else replace(cable, id=version.cable_id)

    def raw(self, version: Version) -> bytes:
        """The JSON of this version."""
        return self._frames.read(version.location)

    def cited_by(self, cable_id: str) -> tuple[str, ...]:
        """The cables that list this one's number as a reference, sorted."""
        return self.catalogue.citing(cable_id)

    def sharing(self, number: str) -> tuple[str, ...]:
        """The ids of the cables that have this number, in their order; empty where it is unknown."""
        return self.catalogue.sharing(number)

    def _damaged(self, cable_id: str) -> DamagedError:
        return DamagedError(
            f"{self.catalogue.path}: does not fit the cable store at {cable_id}",
            remedy=DAMAGE_REMEDY,
        )


_MOST_TOLD: Final = 6
"""Of the cables of one number so many are named."""


def _told(cable: Cable, sharing: list[Version]) -> Cable:
    """The cable with a Diagnostic that names the cables of its number; `sharing` are their searched versions."""
    named = [_described(version) for version in sharing[:_MOST_TOLD]]
    if len(sharing) > _MOST_TOLD:
        named.append("...")
    message = f"{sharing[0].number} is the number of {len(sharing)} cables: {'; '.join(named)}"
    told = Diagnostic(kind="id-shared", message=message)
    return replace(cable, diagnostics=(*cable.diagnostics, told))


def _described(version: Version) -> str:
    """An id, the hour of its date, the section where it is one: 76STATE290286~2 of 1976-12-01 14Z, section 2 of 2."""
    day, _, time = (version.date or "").partition("T")
    hour = "" if time.startswith("00:00") else f" {time[:2]}Z"
    date = f" of {day}{hour}" if day else ""
    section = f", section {version.section}" if version.section else ""
    return f"{version.cable_id}{date}{section}"
