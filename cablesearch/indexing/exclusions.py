"""Ids never to be indexed, and which records each of them stands for.

`76STATE290286` keeps every cable of that number out. `76STATE290286~2` keeps out the one that had this id when it was
excluded, whatever is numbered ~2 after it: what it said is remembered beside it, as a hash
(`76STATE290286~2#0f3a...`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.cable.ident import canonical_id
from cablesearch.cable.shared import nth_id, split_id
from cablesearch.indexing.version import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cablesearch.cable.tables import Tables
    from cablesearch.indexing.version import Version

_SAID = "#"


def excluded_id(text: str, tables: Tables) -> str:
    """What a person names for exclusion: a number in any spelling, or with ~1, ~2 ... one of its cables.

    Ids of other archives (frus1917-72PubDip/d10) are no spelling of a cable's and stay as they are.
    """
    written, nth = split_id(text.strip())
    number = canonical_id(written, tables=tables) or written
    return number if nth is None else f"{number}~{nth}"


def chosen(
    ids: Iterable[str], before: frozenset[str], versions: Callable[[str], Sequence[Version]]
) -> frozenset[str]:
    """The entries for these ids; `versions` gives those of a cable as it is now, `before` are the entries until now."""
    entries = set()
    for id in ids:
        entries.add(id)
        number, nth = split_id(id)
        if nth is None:
            continue
        if id in before:
            entries |= {entry for entry in before if entry.startswith(id + _SAID)}
        else:
            entries |= {_entry(id, version) for version in versions(nth_id(number, nth))}
    return frozenset(entries)


def named(entries: Iterable[str]) -> frozenset[str]:
    """The ids among the entries, as somebody gave them."""
    return frozenset(entry.partition(_SAID)[0] for entry in entries)


class Exclusions:
    """The entries of one build; those for single cables may become more while their records come in."""

    def __init__(self, entries: Iterable[str]) -> None:
        self.entries = set(entries)
        self._said: dict[tuple[str, str], str] = {}
        self._single: dict[str, set[str]] = {}
        for entry in entries:
            id, _, mark = entry.partition(_SAID)
            number, nth = split_id(id)
            if nth is not None:
                self._single.setdefault(number, set()).add(id)
                if mark:
                    self._said[number, mark] = id

    def id_for(self, version: Version) -> str | None:
        """The excluded id that keeps this record out, null where none does."""
        if version.number in self.entries:
            return version.number
        if version.number not in self._single:
            return None
        return self._said.get((version.number, _mark(version)))

    def waiting(self, number: str) -> list[tuple[int, str]]:
        """The ids of single cables of this number whose records were not there yet, each behind its place."""
        ids = self._single.get(number, set()) - set(self._said.values())
        return sorted((split_id(id)[1] or 1, id) for id in ids)

    def remember(self, id: str, versions: Iterable[Version]) -> None:
        """These are the records that this id stands for."""
        for version in versions:
            self.entries.add(_entry(id, version))
            self._said[version.number, _mark(version)] = id


def _mark(version: Version) -> str:
    """What a record says and the hour of its date, as a hash."""
    hour = (version.date or "")[:13]
    return digest_of(f"{hour}{_SAID}{version.text_digest}".encode())


def _entry(id: str, version: Version) -> str:
    return f"{id}{_SAID}{_mark(version)}"
