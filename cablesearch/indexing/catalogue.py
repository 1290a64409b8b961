"""The catalogue of a generation, read: which cable stands where, from which file; the roots and what was skipped."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from msgspec import Struct

from cablesearch.cable.shared import nth_id, number_of, split_id
from cablesearch.errors import DamagedError, WriteError
from cablesearch.indexing.manifest import DAMAGE_REMEDY
from cablesearch.indexing.report import Duplicate, Shared, Skipped
from cablesearch.indexing.sources import Root, SourceState
from cablesearch.indexing.version import Location, Version, in_order

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

CATALOGUE: Final = "catalogue.sqlite3"

# Paths are blobs, for a file's name need not be UTF-8; inodes are text, for they may pass 63 bits.
# The tables root, excluded, first_seen, entered and skip are read across schema versions by a rebuild: they keep their
# form.
# A version is of the `nth` cable of its number; every other table names cables by their ids, which are made of both.
# `cited` is a number, for references name no more. `excluded` holds what exclusions.py writes.
ENTERED: Final = """
CREATE TABLE IF NOT EXISTS entered (
    cable_id TEXT PRIMARY KEY, generation INTEGER NOT NULL, changed INTEGER NOT NULL
) WITHOUT ROWID;
"""
"""The number of the generation in which an id was first published, and of that in which its searched text last
changed; 0 is before the second generation, and so are ids that are not listed."""

SCHEMA: Final = (
    ENTERED
    + """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE root (path BLOB PRIMARY KEY, kind TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE excluded (cable_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE first_seen (cable_id TEXT PRIMARY KEY, added TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE skip (path BLOB NOT NULL, reason TEXT NOT NULL, sha256 TEXT, bug INTEGER NOT NULL);
CREATE TABLE file (
    id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL, inode TEXT NOT NULL, sha256 TEXT
);
CREATE TABLE withheld (cable_id TEXT NOT NULL, file_id INTEGER NOT NULL, PRIMARY KEY (cable_id, file_id)) WITHOUT ROWID;
CREATE TABLE version (
    id INTEGER PRIMARY KEY, number TEXT NOT NULL, nth INTEGER NOT NULL DEFAULT 1, file_id INTEGER NOT NULL,
    place INTEGER NOT NULL, member TEXT, format TEXT NOT NULL, date TEXT, released TEXT, section TEXT,
    length INTEGER NOT NULL, paragraphs INTEGER NOT NULL, text_digest TEXT NOT NULL, content_digest TEXT NOT NULL,
    store INTEGER NOT NULL, at INTEGER NOT NULL, size INTEGER NOT NULL
);
CREATE INDEX version_of_number ON version (number, nth);
CREATE INDEX version_of_second ON version (number, nth) WHERE nth > 1;
CREATE INDEX version_of_file ON version (file_id, place);
CREATE INDEX version_in_store ON version (store, at, size);
CREATE TABLE cable (id TEXT PRIMARY KEY, version_id INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE citation (cited TEXT NOT NULL, citing TEXT NOT NULL, PRIMARY KEY (cited, citing)) WITHOUT ROWID;
CREATE INDEX citation_by ON citation (citing);
"""
)

FORMS: Final = "forms"
"""The setting that holds the forms named for roots."""

IDENTITY: Final = "identity"
"""The setting that holds what tells an index from every other one; its copies have it too."""

DATES: Final = "dates"
"""The setting that holds the first and the last date of any cable, and how many have none."""

_VERSION: Final = """
SELECT v.id, v.number, v.nth, f.path, v.place, v.member, v.format, v.date, v.released, v.section, v.length,
       v.paragraphs, v.text_digest, v.content_digest, v.store, v.at, v.size
FROM version v JOIN file f ON f.id = v.file_id
"""


_PLACE: Final = """
SELECT c.id, v.number, v.nth, v.store, v.at, v.size,
       EXISTS (SELECT 1 FROM version o WHERE o.number = v.number AND o.nth <> v.nth)
FROM cable c JOIN version v ON v.id = c.version_id
"""
_MOST_NAMED: Final = 500  # ids in one statement; sqlite has a limit


class Place(Struct, frozen=True, kw_only=True):
    """Where the searched version of a cable stands, the `nth` that has this `number`; `shared` says that others have
    it too."""

    number: str
    nth: int
    location: Location
    shared: bool

    @property
    def cable_id(self) -> str:
        """The id of the cable."""
        return nth_id(self.number, self.nth)


class KnownFile(Struct, frozen=True, kw_only=True, gc=False):
    """A source as it was when it was read."""

    id: int
    path: str
    state: SourceState


class Totals(Struct, frozen=True, kw_only=True):
    """The cables of an index, those of them that have paragraphs, and these; the first and the last date as ISO text,
    and how many have none; cables by the format of the searched version."""

    cables: int
    paragraphs: int
    searched: int
    undated: int
    first: str | None
    last: str | None
    formats: dict[str, int]


@contextlib.contextmanager
def sqlite_errors(path: Path) -> Iterator[None]:
    """What sqlite raises, in our own terms."""
    try:
        yield
    except sqlite3.Error as error:
        if error.sqlite_errorcode & 0xFF in (
            sqlite3.SQLITE_FULL,
            sqlite3.SQLITE_IOERR,
            sqlite3.SQLITE_READONLY,
            sqlite3.SQLITE_CANTOPEN,
        ):
            raise WriteError(f"{path}: {error}") from error
        raise DamagedError(f"{path}: {error}", remedy=DAMAGE_REMEDY) from error


class Catalogue:
    """An open catalogue. Subclasses write; readers use it read-only and from one thread."""

    def __init__(self, path: Path, *, read_only: bool = True) -> None:
        self.path = path
        # immutable=1: no locks, no journal looked for; a published catalogue never changes
        options = "mode=ro&immutable=1" if read_only else "mode=rwc"
        with sqlite_errors(path):
            self._db = sqlite3.connect(
                f"file:{quote(os.fsencode(path))}?{options}", uri=True, isolation_level=None
            )
            self._db.execute("PRAGMA trusted_schema = OFF")
            self._db.execute("PRAGMA cell_size_check = ON")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def each(self, sql: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a SELECT, one after the other."""
        with sqlite_errors(self.path):
            # not the cursor itself: a reader who leaves early would close it after the database
            yield from map(tuple, self._db.execute(sql, values))

    def all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a SELECT."""
        with sqlite_errors(self.path):
            return self._db.execute(sql, values).fetchall()

    def one(self, sql: str, *values: Any) -> Any:
        """The first value of a SELECT's first row, or None."""
        found = self.all(sql, *values)
        return found[0][0] if found else None

    def integrity(self) -> list[str]:
        """What sqlite's own checker finds wrong."""
        return [row[0] for row in self.all("PRAGMA integrity_check") if row[0] != "ok"]

    def setting(self, name: str) -> str | None:
        """A remembered setting."""
        found: str | None = self.one("SELECT value FROM setting WHERE name = ?", name)
        return found

    def roots(self) -> list[Root]:
        """The remembered roots, by path."""
        rows = self.all("SELECT path, kind FROM root ORDER BY path")
        return [Root(path=os.fsdecode(path), kind=kind) for path, kind in rows]

    def forms(self) -> dict[Root, str]:
        """The roots whose files are read as a named form."""
        found = json.loads(self.setting(FORMS) or "[]")
        return {Root(path=path, kind=kind): form for path, kind, form in found}

    def dates(self) -> tuple[date | None, date | None, int]:
        """The first and the last day of any cable, and how many cables have no date."""
        first, last, undated = json.loads(self.setting(DATES) or "[null, null, 0]")
        days = [datetime.fromisoformat(one).date() if one else None for one in (first, last)]
        return days[0], days[1], undated or 0

    def excluded(self) -> frozenset[str]:
        """Ids never to be indexed."""
        return frozenset(row[0] for row in self.all("SELECT cable_id FROM excluded"))

    def skips(self) -> list[Skipped]:
        """What was skipped, by path."""
        rows = self.all("SELECT path, reason, sha256, bug FROM skip ORDER BY path, rowid")
        return [
            Skipped(path=os.fsdecode(path), reason=reason, sha256=sha, bug=bool(bug), known=True)
            for path, reason, sha, bug in rows
        ]

    def files(self) -> dict[str, KnownFile]:
        """Every source by path."""
        sql = "SELECT id, path, size, mtime_ns, ctime_ns, inode, sha256 FROM file"
        found = {}
        with sqlite_errors(self.path):
            for id, path, size, mtime, ctime, inode, sha in self._db.execute(sql):
                state = SourceState(
                    size=size, mtime_ns=mtime, ctime_ns=ctime, inode=int(inode), sha256=sha
                )
                name = os.fsdecode(path)
                found[name] = KnownFile(id=id, path=name, state=state)
        return found

    def records(self, number: str) -> list[Version]:
        """Every version of every cable that has this number."""
        return [_version(row) for row in self.each(f"{_VERSION} WHERE v.number = ?", number)]

    def versions(self, cable_id: str) -> list[Version]:
        """Every version of a cable, the searched one first; empty where the id is unknown."""
        return in_order([v for v in self.records(number_of(cable_id)) if v.cable_id == cable_id])

    def sharing(self, number: str) -> tuple[str, ...]:
        """The ids of the cables that have this number, in their order; empty where it is unknown."""
        sql = "SELECT DISTINCT nth FROM version WHERE number = ? ORDER BY nth"
        return tuple(nth_id(number, nth) for (nth,) in self.all(sql, number))

    def versions_of_file(self, path: str) -> list[Version]:
        """The versions that a source gave, in its order."""
        where = "WHERE f.path = ? ORDER BY v.place"
        return [_version(row) for row in self.all(f"{_VERSION} {where}", os.fsencode(path))]

    def ids(self) -> Iterator[str]:
        """The id of every cable, sorted."""
        return (row[0] for row in self.each("SELECT id FROM cable ORDER BY id"))

    def places(self, cable_ids: Collection[str]) -> dict[str, Place]:
        """Where the searched versions of these cables stand, those that there are."""
        found: dict[str, Place] = {}
        ids = iter(cable_ids)
        while some := list(islice(ids, _MOST_NAMED)):
            marks = ", ".join("?" * len(some))
            for id, number, nth, store, at, size, shared in self.all(
                f"{_PLACE} WHERE c.id IN ({marks})", *some
            ):
                location = Location(store=store, at=at, size=size)
                found[id] = Place(number=number, nth=nth, location=location, shared=bool(shared))
        return found

    def text_digests(self, cable_ids: Collection[str]) -> dict[str, str]:
        """The text digests of the searched versions of these cables, those that there are."""
        found: dict[str, str] = {}
        ids = iter(cable_ids)
        while some := list(islice(ids, _MOST_NAMED)):
            marks = ", ".join("?" * len(some))
            sql = "SELECT c.id, v.text_digest FROM cable c JOIN version v ON v.id = c.version_id"
            found.update(self.all(f"{sql} WHERE c.id IN ({marks})", *some))
        return found

    def day(self, cable_id: str) -> date | None:
        """The day of a cable's searched version; None where it has none, and for an unknown id."""
        sql = "SELECT v.date FROM cable c JOIN version v ON v.id = c.version_id WHERE c.id = ?"
        found = self.one(sql, cable_id)
        return datetime.fromisoformat(found).date() if found else None

    def content_of(self, cable_id: str) -> str | None:
        """The content digest of a cable's searched version."""
        sql = """SELECT v.content_digest FROM cable c JOIN version v ON v.id = c.version_id WHERE c.id = ?"""
        found: str | None = self.one(sql, cable_id)
        return found

    def form(self, cable_id: str) -> str | None:
        """The form of the record that a cable's searched version was read from; null for an unknown id."""
        sql = "SELECT v.format FROM cable c JOIN version v ON v.id = c.version_id WHERE c.id = ?"
        found: str | None = self.one(sql, cable_id)
        return found

    def added(self, cable_id: str) -> datetime | None:
        """When the cable id was first published."""
        found = self.one("SELECT added FROM first_seen WHERE cable_id = ?", cable_id)
        return datetime.fromisoformat(found) if found else None

    def citing(self, cable_id: str) -> tuple[str, ...]:
        """The cables that list this one's number as a reference, sorted."""
        sql = "SELECT citing FROM citation WHERE cited = ? ORDER BY citing"
        return tuple(row[0] for row in self.all(sql, number_of(cable_id)))

    def cited(self, cable_id: str) -> tuple[str, ...]:
        """The numbers that a cable lists as references, in the index or not, sorted.

        Of an id without ~2 those of every cable that has this number, for so references name it.
        """
        number, nth = split_id(cable_id)
        ids = self.sharing(number) if nth is None else (nth_id(number, nth),)
        sql = "SELECT cited FROM citation WHERE citing = ?"
        return tuple(sorted({row[0] for one in ids for row in self.all(sql, one)}))

    def citations(
        self, citing: Iterable[str] | None = None, *, held: bool | None = None
    ) -> Iterator[tuple[str, str]]:
        """The number cited and the cable that lists it as a reference: all, or those of some citing cables.

        `held` true or false leaves out the numbers of which there is no cable here, or one.
        """
        there = "EXISTS (SELECT 1 FROM version WHERE number = cited)"
        kept = "" if held is None else f"AND {there if held else f'NOT {there}'}"
        sql = f"SELECT cited, citing FROM citation WHERE {{}} {kept}"  # noqa: S608, of our own words
        if citing is None:
            yield from ((cited, by) for cited, by in self.each(sql.format("true")))
            return
        ids = iter(citing)
        while some := list(islice(ids, _MOST_NAMED)):
            named = f"citing IN ({', '.join('?' * len(some))})"
            yield from ((cited, by) for cited, by in self.all(sql.format(named), *some))

    def cables_cited(self, cable_id: str) -> tuple[str, ...]:
        """As `cited`, with the ids of all cables in the index that have one of these numbers."""
        return tuple(
            id for number in self.cited(cable_id) for id in self.sharing(number) or (number,)
        )

    def totals(self) -> Totals:
        """What all cables come to, counted in one pass over them: a second or so in a quarter of a million."""
        sql = """SELECT v.format, count(*), sum(v.paragraphs), sum(v.paragraphs > 0), sum(v.date IS NULL),
                        min(v.date), max(v.date)
                 FROM cable c JOIN version v ON v.id = c.version_id GROUP BY v.format ORDER BY v.format"""
        rows = self.all(sql)
        return Totals(
            cables=sum(r[1] for r in rows),
            paragraphs=sum(r[2] for r in rows),
            searched=sum(r[3] for r in rows),
            undated=sum(r[4] for r in rows),
            first=min((r[5] for r in rows if r[5]), default=None),
            last=max((r[6] for r in rows if r[6]), default=None),
            formats={r[0]: r[1] for r in rows},
        )

    def duplicates(self) -> tuple[Duplicate, ...]:
        """The cables that several records give with different texts."""
        # the inner one reads an index alone: few cables have several records
        sql = """SELECT number, nth FROM (SELECT number, nth FROM version GROUP BY number, nth HAVING count(*) > 1) s
                 WHERE (SELECT count(DISTINCT text_digest) FROM version v
                        WHERE v.number = s.number AND v.nth = s.nth) > 1
                 ORDER BY number, nth"""
        found = []
        for number, nth in self.all(sql):
            first, *others = self.versions(nth_id(number, nth))
            kept = tuple(dict.fromkeys(v.path for v in others))
            found.append(Duplicate(cable_id=first.cable_id, searched=first.path, kept=kept))
        return tuple(found)

    def shared(self) -> tuple[Shared, ...]:
        """The numbers that several cables have."""
        sql = "SELECT DISTINCT number FROM version WHERE nth > 1 ORDER BY number"
        counts = [(number, len(self.sharing(number))) for (number,) in self.all(sql)]
        return tuple(Shared(number=number, cables=count) for number, count in counts if count > 1)


def _version(row: tuple[Any, ...]) -> Version:
    id, number, nth, path, place, member, format, date, released, section, *rest = row
    length, paragraphs, text, content, store, at, size = rest
    return Version(
        id=id,
        number=number,
        nth=nth,
        path=os.fsdecode(path),
        place=place,
        member=member,
        format=format,
        date=date,
        released=released,
        section=section,
        length=length,
        paragraphs=paragraphs,
        text_digest=text,
        content_digest=content,
        location=Location(store=store, at=at, size=size),
    )
