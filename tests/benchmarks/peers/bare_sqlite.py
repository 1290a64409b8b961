"""SQLite FTS5, the facets by SQL over tables beside it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

from tests.benchmarks.fed import read
from tests.benchmarks.peers.base import FACETS, HITS, Answer, Asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_FILE: Final = "fts5.sqlite3"
_SCHEMA: Final = """
CREATE VIRTUAL TABLE words USING fts5 (text, heading, subject, content='', tokenize='unicode61');
CREATE TABLE paragraph (id INTEGER PRIMARY KEY, cable_id TEXT, marking TEXT, embassy TEXT, date INTEGER);
CREATE TABLE tag (id INTEGER, tags TEXT, PRIMARY KEY (id, tags)) WITHOUT ROWID;
"""
_TABLES: Final = {"marking": "paragraph", "embassy": "paragraph", "tags": "tag"}


def build(documents: Path, place: Path) -> None:
    """One transaction, then one segment."""
    connection = sqlite3.connect(place / _FILE)
    connection.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA}")
    tags: list[tuple[int, str]] = []

    def paragraphs() -> Iterator[tuple[object, ...]]:
        for number, one in enumerate(read(documents), 1):
            texts = [one.get(name, "") for name in ("text", "heading", "subject")]
            connection.execute(
                "INSERT INTO words (rowid, text, heading, subject) VALUES (?,?,?,?)",
                (number, *texts),
            )
            tags.extend((number, tag) for tag in one.get("tags", []))
            first = [one.get(name, [None])[0] for name in ("cable_id", "marking", "embassy")]
            yield number, *first, one.get("date")

    connection.execute("BEGIN")
    connection.executemany("INSERT INTO paragraph VALUES (?,?,?,?,?)", paragraphs())
    connection.executemany("INSERT INTO tag VALUES (?,?)", tags)
    connection.execute("INSERT INTO words (words) VALUES ('optimize')")
    connection.commit()
    connection.close()


def opened(place: Path) -> Callable[[Asked], Answer]:
    """A statement for the hits, one for the total, one for each facet."""
    connection = sqlite3.connect(place / _FILE)

    def ask(asked: Asked) -> Answer:
        said = " ".join(asked.stems)
        match = f'text : "{said}"' if asked.phrase else f"text : ({said})"
        where = "JOIN words ON words.rowid = t.id WHERE words MATCH ?"
        hits = connection.execute(
            f"SELECT t.cable_id FROM paragraph t {where} ORDER BY rank LIMIT {HITS}", (match,)
        ).fetchall()
        (total,) = connection.execute(
            "SELECT count(*) FROM words WHERE words MATCH ?", (match,)
        ).fetchone()
        facets = {}
        for name in FACETS:
            sql = f"SELECT t.{name}, count(*) FROM {_TABLES[name]} t {where} GROUP BY t.{name}"
            facets[name] = {value: n for value, n in connection.execute(sql, (match,)) if value}
        return Answer(total=total, hits=tuple(one for (one,) in hits), facets=facets)

    return ask
