"""Ids never to be indexed, and which records each of them stands for.

`76STATE290286` keeps every cable of that number out. `76STATE290286~2` keeps out the one that had this id when it was
excluded, whatever comes after it. So that it is known again, hashes of what its records say are remembered beside it,
and its rank among the cables of its number, whose place stays empty: the others keep their ids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.cable.ident import canonical_id
from cablesearch.cable.shared import nth_id, split_id
from cablesearch.indexing.version import Rank, digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cablesearch.cable.tables import Tables
    from cablesearch.indexing.version import Version

# An entry is an id, or an id and behind one sign the hash of a record, behind two the rank of the cable.
_SAID: Final = "#"
_RANK: Final = "##"


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
    """The entries for these ids; `before` are the entries until now.

    A cable that was excluded before stays the one it was; of another, `versions` gives those it has now.
    """
    entries = set()
    for id in ids:
        number, nth = split_id(id)
        entries |= {id} if id not in before else {e for e in before if id_of(e) == id}
        if nth is not None and id not in before:
            entries |= entries_for(id, versions(nth_id(number, nth)))
    return frozenset(entries)


def entries_for(id: str, versions: Sequence[Version]) -> set[str]:
    """The entries beside the id of one cable that keep these, which are all of its versions, out."""
    if not versions:
        return set()
    rank = min(version.rank for version in versions)
    return {f"{id}{_RANK}{rank.written}", *(f"{id}{_SAID}{_hash(v)}" for v in versions)}


def id_of(entry: str) -> str:
    """The id of an entry, as somebody gave it."""
    return entry.partition(_SAID)[0]


def named(entries: Iterable[str]) -> frozenset[str]:
    """The ids among the entries."""
    return frozenset(map(id_of, entries))


class Exclusions:
    """The entries of one build; those for single cables may become more while their records come in."""

    def __init__(self, entries: Iterable[str]) -> None:
        self.entries: set[str] = set()
        self._waiting: dict[str, set[str]] = {}
        self._said: dict[tuple[str, str], str] = {}
        self._ranks: dict[str, set[Rank]] = {}
        self._add(entries)

    def _add(self, entries: Iterable[str]) -> None:
        for entry in sorted(entries):  # an id before what stands beside it
            self.entries.add(entry)
            id = id_of(entry)
            number, nth = split_id(id)
            if nth is None:
                continue
            waiting = self._waiting.setdefault(number, set())
            if entry == id:
                waiting.add(id)
            elif _RANK in entry:
                rank = Rank.read(entry.partition(_RANK)[2])
                self._ranks.setdefault(number, set()).add(rank)
                waiting.discard(id)
            else:
                self._said[number, entry.partition(_SAID)[2]] = id

    def id_for(self, version: Version) -> str | None:
        """The excluded id that keeps this record out, null where none does."""
        if version.number in self.entries:
            return version.number
        if version.number not in self._waiting:
            return None
        return self._said.get((version.number, _hash(version)))

    def single(self, number: str) -> bool:
        """Whether a cable of this number is to be kept out by itself."""
        return number in self._waiting

    def ranks(self, number: str) -> frozenset[Rank]:
        """The ranks of those cables of a number that are kept out by themselves."""
        return frozenset(self._ranks.get(number, ()))

    def waiting(self, number: str) -> frozenset[str]:
        """The ids of single cables of this number that were excluded before they were there."""
        return frozenset(self._waiting.get(number, ()))

    def remember(self, id: str, versions: Sequence[Version]) -> None:
        """These are all the versions of the cable that this id stands for."""
        self._add(entries_for(id, versions))


def _hash(version: Version) -> str:
    """What a record says and the hour of its date, as a hash."""
    hour = (version.date or "")[:13]
    return digest_of(f"{hour}{_SAID}{version.text_digest}".encode())
