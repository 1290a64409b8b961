"""The cable store of a generation, read: cables by id, every version of each, with the sources unplugged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from cablesearch.cable.model import Cable, from_json
from cablesearch.errors import DamagedError, NotFoundError
from cablesearch.indexing.catalogue import CATALOGUE, Catalogue, Version
from cablesearch.indexing.frames import FrameReader
from cablesearch.indexing.manifest import DAMAGE_REMEDY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCable:
    """A cable as it is searched.

    `added` is when its id first entered the index. `versions` are all records of it, the searched one first;
    `StoreReader.read` gives the cable of each.
    """

    cable: Cable
    added: datetime
    versions: tuple[Version, ...]


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
        versions = self.catalogue.versions(cable_id)
        if not versions:
            raise NotFoundError(f"no cable {cable_id} in this index")
        return self._stored(versions)

    def cables(self, cable_ids: Iterable[str]) -> Iterator[StoredCable]:
        """The cables of these ids, in this order."""
        return map(self.cable, cable_ids)

    def ids(self) -> Iterator[str]:
        """The id of every cable, sorted."""
        return self.catalogue.ids()

    def iter(self) -> Iterator[StoredCable]:
        """Every cable, sorted by id."""
        return self.cables(self.ids())

    def read(self, version: Version) -> Cable:
        """The cable as this version has it."""
        data = self._frames.read(version.location)
        try:
            cable = from_json(data)
        except ValueError as error:
            raise self._damaged(version) from error
        if cable.id != version.cable_id:
            raise self._damaged(version)
        return cable

    def raw(self, version: Version) -> bytes:
        """The JSON of this version."""
        return self._frames.read(version.location)

    def cited_by(self, cable_id: str) -> tuple[str, ...]:
        """The cables that list this one as a reference, sorted."""
        return self.catalogue.citing(cable_id)

    def _stored(self, versions: list[Version]) -> StoredCable:
        added = self.catalogue.added(versions[0].cable_id)
        if added is None:
            raise self._damaged(versions[0])
        return StoredCable(cable=self.read(versions[0]), added=added, versions=tuple(versions))

    def _damaged(self, version: Version) -> DamagedError:
        return DamagedError(
            f"{self.catalogue.path}: does not fit the cable store at {version.cable_id}",
            remedy=DAMAGE_REMEDY,
        )
