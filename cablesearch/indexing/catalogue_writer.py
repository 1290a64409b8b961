"""The catalogue of a generation, written: in the staging directory only, then never again."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from cablesearch.indexing import durable
from cablesearch.indexing.catalogue import (
    DATES,
    ENTERED,
    FORMS,
    IDENTITY,
    SCHEMA,
    Catalogue,
    sqlite_errors,
)
from cablesearch.indexing.version import Location

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from cablesearch.indexing.catalogue import Totals
    from cablesearch.indexing.report import Skipped
    from cablesearch.indexing.sources import Root, SourceState
    from cablesearch.indexing.version import Version


class CatalogueWriter(Catalogue):
    """A catalogue in the making, new or a copy of the last one.

    One transaction, no journal: a build that does not come to its end throws the file away.
    """

    def __init__(self, path: Path) -> None:
        new = not path.exists()
        super().__init__(path, read_only=False)
        with sqlite_errors(path):
            self._db.execute("PRAGMA journal_mode = OFF").fetchall()
            self._db.execute("PRAGMA synchronous = OFF")
            self._db.execute("PRAGMA temp_store = MEMORY")
            self._db.executescript(SCHEMA if new else ENTERED)
            self._db.execute("BEGIN")

    def commit(self) -> Totals:
        """Have everything in the file, what it comes to included; the catalogue can still be read."""
        totals = self.totals()
        self.set_setting(DATES, json.dumps([totals.first, totals.last, totals.undated]))
        with sqlite_errors(self.path):
            self._db.execute("COMMIT")
        return totals

    def vacuum(self) -> None:
        """After the commit: write the file anew, so that nothing deleted is left in it.

        Into a new file that takes its place, for sqlite's own way there is a temporary one elsewhere.
        """
        beside = self.path.with_suffix(".new")
        with sqlite_errors(self.path):
            self._db.execute("VACUUM INTO ?", (str(beside),))
        self.close()
        durable.rename(beside, self.path)

    def do(self, sql: str, *values: Any) -> int:
        """Run one statement; the id of a row it inserted."""
        with sqlite_errors(self.path):
            return self._db.execute(sql, values).lastrowid or 0

    def many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Run one statement for each row."""
        with sqlite_errors(self.path):
            self._db.executemany(sql, rows)

    def set_setting(self, name: str, value: str) -> None:
        """Remember a setting."""
        self.do("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, value)

    def set_roots(self, roots: Iterable[Root]) -> None:
        """Remember these roots and no others."""
        self.do("DELETE FROM root")
        self.many("INSERT INTO root VALUES (?, ?)", ((os.fsencode(r.path), r.kind) for r in roots))

    def set_forms(self, forms: Mapping[Root, str]) -> None:
        """Remember the forms named for roots, and no others."""
        rows = sorted((root.path, root.kind, form) for root, form in forms.items())
        self.set_setting(FORMS, json.dumps(rows))

    def set_excluded(self, cable_ids: Iterable[str]) -> None:
        """Remember these ids and no others as never to be indexed."""
        self.do("DELETE FROM excluded")
        self.many("INSERT INTO excluded VALUES (?)", ((id,) for id in cable_ids))

    def set_skips(self, skipped: Iterable[Skipped]) -> None:
        """Remember these as the whole list of what was skipped."""
        self.do("DELETE FROM skip")
        rows = ((os.fsencode(s.path), s.reason, s.sha256, int(s.bug)) for s in skipped)
        self.many("INSERT INTO skip VALUES (?, ?, ?, ?)", rows)

    def set_first_seen(self, seen: Iterable[tuple[str, str]]) -> None:
        """Take over when ids were first published; what is known already stands."""
        self.many("INSERT OR IGNORE INTO first_seen VALUES (?, ?)", seen)

    def set_entered(self, entered: Iterable[tuple[str, int, int]]) -> None:
        """Take over in which generations ids were first published and changed; what is known already stands."""
        self.many("INSERT OR IGNORE INTO entered VALUES (?, ?, ?)", entered)

    def be(self, identity: str) -> None:
        """Remember what tells this index from others, unless it is known."""
        if self.setting(IDENTITY) is None:
            self.set_setting(IDENTITY, identity)

    def see(self, cable_id: str, now: datetime, generation: int) -> None:
        """Remember when and in which generation an id was first published, unless it is known."""
        with sqlite_errors(self.path):
            sql = "INSERT OR IGNORE INTO first_seen VALUES (?, ?)"
            new = self._db.execute(sql, (cable_id, now.isoformat())).rowcount > 0
        if new and generation > 1:
            self.set_entered([(cable_id, generation, 0)])

    def change(self, cable_id: str, generation: int) -> None:
        """Remember in which generation the searched text of a cable changed."""
        sql = """INSERT INTO entered VALUES (?, 0, ?) ON CONFLICT (cable_id) DO UPDATE SET changed = excluded.changed"""
        self.do(sql, cable_id, generation)

    def forget_first_seen(self, number: str, but: Collection[str]) -> None:
        """Forget when the cables of a number were first published, but for these ids."""
        for table in ("first_seen", "entered"):
            # ":" is what follows on the digits behind "~"
            sql = f"SELECT cable_id FROM {table} WHERE cable_id = ? OR cable_id BETWEEN ? AND ?"  # noqa: S608
            for (cable_id,) in self.all(sql, number, f"{number}~", f"{number}~:"):
                if cable_id not in but:
                    self.do(f"DELETE FROM {table} WHERE cable_id = ?", cable_id)  # noqa: S608

    def put_file(self, path: str, state: SourceState) -> int:
        """Remember a source and its state; its id."""
        row = (state.size, state.mtime_ns, state.ctime_ns, str(state.inode), state.sha256)
        self.do(
            """INSERT INTO file (path, size, mtime_ns, ctime_ns, inode, sha256) VALUES (?, ?, ?, ?, ?, ?)
               ON CONFLICT (path) DO UPDATE SET (size, mtime_ns, ctime_ns, inode, sha256)
               = (excluded.size, excluded.mtime_ns, excluded.ctime_ns, excluded.inode, excluded.sha256)""",
            os.fsencode(path),
            *row,
        )
        found: int = self.one("SELECT id FROM file WHERE path = ?", os.fsencode(path))
        return found

    def drop_file(self, file_id: int) -> set[str]:
        """Forget a source and its versions; the numbers it gave."""
        touched = self.drop_versions(file_id)
        self.do("DELETE FROM withheld WHERE file_id = ?", file_id)
        self.do("DELETE FROM file WHERE id = ?", file_id)
        return touched

    def last_version(self) -> int:
        """The highest version id so far: later versions have higher ones."""
        return self.one("SELECT max(id) FROM version") or 0

    def locations(self, file_id: int) -> dict[str, Location]:
        """Where the frames of a source's versions stand, by content digest."""
        sql = "SELECT content_digest, store, at, size FROM version WHERE file_id = ?"
        return {
            sha: Location(store=store, at=at, size=size)
            for sha, store, at, size in self.each(sql, file_id)
        }

    def drop_versions(
        self, file_id: int, *, up_to: int | None = None, after: int | None = None
    ) -> set[str]:
        """Forget a source's versions, all or those whose id is at most `up_to` or above `after`; their numbers."""
        sql = "{} FROM version WHERE file_id = ? AND id <= coalesce(?, id) AND id > coalesce(?, 0)"
        ids = self.all(sql.format("SELECT DISTINCT number"), file_id, up_to, after)
        self.do(sql.format("DELETE"), file_id, up_to, after)
        return {row[0] for row in ids}

    def add_version(self, file_id: int, version: Version, where: Location) -> None:
        """Add a version whose frame stands there; its own id, path and location are not looked at."""
        v = version
        self.do(
            """INSERT INTO version (number, nth, file_id, place, member, format, date, released, section, length,
               paragraphs, text_digest, content_digest, store, at, size)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            *(v.number, v.nth, file_id, v.place, v.member, v.format, v.date, v.released, v.section),
            *(v.length, v.paragraphs, v.text_digest, v.content_digest),
            *(where.store, where.at, where.size),
        )

    def set_nth(self, versions: Iterable[Version], nth: int) -> None:
        """Have these versions be of the `nth` cable of their number."""
        self.many("UPDATE version SET nth = ? WHERE id = ?", ((nth, v.id) for v in versions))

    def withhold(self, cable_id: str, file_id: int) -> None:
        """Remember that a source holds a cable that is never to be indexed."""
        self.do("INSERT OR IGNORE INTO withheld VALUES (?, ?)", cable_id, file_id)

    def withhold_all(self, cable_id: str, versions: Iterable[Version]) -> None:
        """Take these versions out under an excluded id, remembering the sources."""
        ids = [(version.id,) for version in versions]
        sql = "INSERT OR IGNORE INTO withheld SELECT ?, file_id FROM version WHERE id = ?"
        self.many(sql, ((cable_id, *id) for id in ids))
        self.many("DELETE FROM version WHERE id = ?", ids)

    def set_cable(self, version: Version) -> None:
        """Have this version searched."""
        self.do("INSERT OR REPLACE INTO cable VALUES (?, ?)", version.cable_id, version.id)

    def drop_cable(self, cable_id: str) -> None:
        """A cable is no longer there."""
        self.do("DELETE FROM cable WHERE id = ?", cable_id)
        self.set_citations(cable_id, ())

    def set_citations(self, cable_id: str, cited: Iterable[str]) -> None:
        """What a cable lists as references."""
        self.do("DELETE FROM citation WHERE citing = ?", cable_id)
        self.many(
            "INSERT OR IGNORE INTO citation VALUES (?, ?)", ((other, cable_id) for other in cited)
        )

    def live(self) -> Mapping[int, int]:
        """How many bytes of each store file are in use."""
        sql = "SELECT store, sum(size) FROM (SELECT DISTINCT store, at, size FROM version) GROUP BY store"
        return dict(self.all(sql))

    def frames_in(self, store: int) -> list[Location]:
        """The frames of a store file that are in use, in its order."""
        sql = "SELECT DISTINCT at, size FROM version WHERE store = ? ORDER BY at"
        return [Location(store=store, at=at, size=size) for at, size in self.each(sql, store)]

    def moved(self, moves: Iterable[tuple[Location, Location]]) -> None:
        """Frames stand elsewhere now."""
        self.many(
            "UPDATE version SET store = ?, at = ? WHERE store = ? AND at = ?",
            ((new.store, new.at, old.store, old.at) for old, new in moves),
        )
