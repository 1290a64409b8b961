"""What an open index holds, looked up by id: cables, their versions, where they came from."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from cablesearch.opened.base import Opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from cablesearch.cable.model import Cable, Paragraph
    from cablesearch.formats.record import Record
    from cablesearch.indexing.version import Version


class Holdings(Opened):
    """The cables of an open index."""

    def cable(self, cable_id: str) -> Cable:
        """The cable of an id in any spelling; NotFoundError, with ids that are like it."""
        return self._lookup.cable(cable_id).cable

    def others(self, cable_id: str) -> tuple[str, ...]:
        """The ids of further cables that have this one's number, as 76STATE290286~2."""
        return self._lookup.cable(cable_id).others

    def versions(self, cable_id: str) -> tuple[Version, ...]:
        """Every record of a cable, from whatever files and forms; the first is the one that is searched."""
        return self._lookup.cable(cable_id).versions

    def version(self, cable_id: str, number: int) -> Cable:
        """The cable as one of its versions has it, counted from 1; NotFoundError."""
        return self._lookup.version(self._lookup.cable(cable_id), number)

    def form(self, cable_id: str) -> str | None:
        """The form (`cablesearch help formats`) that a cable (by its canonical id) was read in; null where unknown."""
        return self._generation.store.catalogue.form(cable_id)

    def form_of(self, cable: Cable) -> str | None:
        """The form that any version of a cable of this index was read in; null where unknown."""
        place = (cable.source.path, cable.source.member)
        forms = (v.format for v in self.versions(cable.id) if (v.path, v.member) == place)
        return next(forms, None)

    def added(self, cable_id: str) -> datetime | None:
        """When a cable (by its canonical id) first entered the index, UTC."""
        return self._generation.store.catalogue.added(cable_id)

    @cached_property
    def identity(self) -> str | None:
        """What tells this index from every other one, its copies excepted; null in one that has not learnt it yet."""
        from cablesearch.indexing.catalogue import IDENTITY

        return self._generation.store.catalogue.setting(IDENTITY)

    def find(self, spec: str, *, version: int | None = None) -> tuple[Cable, tuple[Paragraph, ...]]:
        """What a citation names: a cable and all of its paragraphs, or one of them.

        Takes 09BAKU911, "09BAKU911 ¶5", "09BAKU911 ¶5[2]", "09BAKU911 ¶[7]", 09BAKU911/5 (number) and 09BAKU911:7
        (ordinal). `version` is one of `versions`, counted from 1. Raises NotFoundError.
        """
        return self._lookup.find(spec, version=version)

    def original(self, cable: Cable) -> Record:
        """The record of a source that a cable of this index was read from, read again: its text with nothing taken out.

        Raises SourceError where the file is gone or what stood there has changed.
        """
        from cablesearch.indexing.original import original

        return original(cable, self.form_of(cable))

    def cables(self) -> Iterator[Cable]:
        """Every cable of the index, in id order."""
        return self._generation.store.iter()
