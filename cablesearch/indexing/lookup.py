"""Finding cables, paragraphs and versions in a store by whatever a person calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cablesearch.cable.cite import readings, select
from cablesearch.cable.shared import named_id, nth_id, number_of, split_id
from cablesearch.errors import NotFoundError

if TYPE_CHECKING:
    from cablesearch.cable.model import Cable, Paragraph
    from cablesearch.cable.tables import Tables
    from cablesearch.indexing.store import StoredCable, StoreReader


class Lookup(Struct, frozen=True):
    """A store, and the code tables that know the spellings of posts."""

    store: StoreReader
    tables: Tables

    def cable(self, name: str) -> StoredCable:
        """The cable of an id in any spelling; NotFoundError, with ids that are like it."""
        found = self._cable(name)
        if found is None:
            raise NotFoundError(f'no cable "{name}" in this index', remedy=self._like(name))
        return found

    def _cable(self, name: str) -> StoredCable | None:
        written, nth = split_id(name.strip())
        for id in (nth_id(written, nth or 1), named_id(name, tables=self.tables)):
            if id is not None and id in self.store:
                return self.store.cable(id)
        return None

    def mentioned(self, spec: str) -> str:
        """The id of a cable, however cited, or the number of one that is not here but cited here; NotFoundError."""
        try:
            return self.find(spec)[0].id
        except NotFoundError:
            written = spec.strip()
            for id in (written, named_id(written, tables=self.tables)):
                if id is not None and self.store.cited_by(id):
                    return number_of(id)
            raise

    def find(self, spec: str, *, version: int | None = None) -> tuple[Cable, tuple[Paragraph, ...]]:
        """A cable and what a citation names of it: all of its paragraphs, or one; NotFoundError.

        `version` counts from 1, the one that is searched.
        """
        for name, selector in readings(spec):
            stored = self._cable(name)
            if stored is None:
                continue
            cable = stored.cable if version is None else self.version(stored, version)
            if selector is None:
                return cable, cable.paragraphs
            paragraph = select(cable, selector)
            if paragraph is None:
                raise NotFoundError(
                    f"{cable.id} has no such paragraph: {spec}",
                    remedy=f"`cablesearch show {cable.id}` shows the whole cable",
                )
            return cable, (paragraph,)
        raise NotFoundError(f'no cable "{spec}" in this index', remedy=self._like(spec))

    def version(self, stored: StoredCable, number: int) -> Cable:
        """One version of a cable, counted from 1, the one that is searched; NotFoundError."""
        if number == 1:
            return stored.cable
        if not 1 <= number <= len(stored.versions):
            count = len(stored.versions)
            has = "one version only" if count == 1 else f"{count} versions"
            raise NotFoundError(f"{stored.cable.id} has {has}, no version {number}")
        return self.store.read(stored.versions[number - 1])

    def _like(self, spec: str) -> str | None:
        from difflib import get_close_matches

        name = readings(spec)[-1][0]
        wanted = named_id(name, tables=self.tables) or name.upper()
        near = get_close_matches(wanted, list(self.store.ids()), n=3, cutoff=0.75)
        return f"like it: {', '.join(near)}" if near else None
