"""A small engine over JSON files, which keeps every rule of the seam: immutable files, a lock that is litter."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cablesearch.engines.base import Counts, Days, Found, Hit, Request
from cablesearch.engines.prepared import pack_rows, unpack_rows
from cablesearch.errors import DamagedError
from cablesearch.query.ast import Everything, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from cablesearch.engines.base import RowSource
    from cablesearch.fields import Row
    from cablesearch.query.ast import Form, Node

LOCK = "LOCK"


class FakeEngine:
    """Words of the text only."""

    name = "fake"
    version = "1"

    def create(self, directory: Path) -> FakeWriter:
        assert not list(directory.iterdir())
        return FakeWriter(directory)

    def append(self, directory: Path) -> FakeWriter:
        return FakeWriter(directory)

    def prepare(self, rows: Sequence[Row]) -> bytes:
        return pack_rows(rows)

    def open(self, directory: Path, rows: RowSource) -> FakeSearcher:
        return FakeSearcher(load(directory))

    def is_litter(self, name: str) -> bool:
        return name == LOCK


class FakeWriter:
    """One more file a commit: cables removed, then rows added."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._rows: list[list[object]] = []
        self._removed: list[str] = []
        self._here = {row[0] for row in load(directory)}
        (directory / LOCK).touch()

    def add(self, rows: Sequence[Row]) -> None:
        cable_id = rows[0].cable_id
        assert cable_id not in self._here or cable_id in self._removed, "added twice"
        self._here.add(cable_id)
        for row in rows:
            assert row.cable_id == cable_id
            assert row.added is not None
            self._rows.append([row.cable_id, row.ordinal, row.text, row.added.isoformat()])

    def enter(self, prepared: bytes) -> None:
        self.add(unpack_rows(prepared))

    def remove(self, cable_id: str) -> None:
        self._removed.append(cable_id)

    def commit(self) -> None:
        number = len(list(self._directory.glob("*.json")))
        commit = {"removed": self._removed, "rows": self._rows}
        (self._directory / f"commit-{number:04d}.json").write_text(json.dumps(commit))

    def abort(self) -> None:
        (self._directory / LOCK).unlink(missing_ok=True)


def load(directory: Path) -> list[tuple[str, int, str, str]]:
    """Every row that the engine holds: cable id, ordinal, text, added."""
    rows: list[tuple[str, int, str, str]] = []
    for path in sorted(directory.glob("*.json")):
        try:
            commit = json.loads(path.read_bytes())
            rows = [row for row in rows if row[0] not in commit["removed"]]
            rows += [(r[0], r[1], r[2], r[3]) for r in commit["rows"]]
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise DamagedError(f"{path}: cannot be read") from error
    return sorted(rows)


class FakeSearcher:
    """Answers for Everything and for single words."""

    def __init__(self, rows: list[tuple[str, int, str, str]]) -> None:
        self._rows = rows

    def search(self, request: Request) -> Found:
        hits = self._hits(request.tree)
        return Found(
            total=len(hits),
            count_cables=lambda: len({hit.cable_id for hit in hits}),
            hits=tuple(hits[request.offset : request.offset + request.limit]),
            facets={field: Counts(counts={}, missing=len(hits)) for field in request.facets},
        )

    def scan(self, request: Request) -> Iterator[Hit]:
        return iter(self._hits(request.tree))

    def days(self, request: Request) -> Days:
        return Days(counts={}, undated=len(self._hits(request.tree)))

    def vocabulary(
        self, form: Form, prefix: str = "", field: str | None = None
    ) -> Iterator[tuple[str, int]]:
        return iter(())

    def holding(self, form: Form, field: str, words: Iterable[str]) -> dict[str, int]:
        return dict.fromkeys(words, 0)

    def describe(self, node: Node) -> str:
        return repr(node)

    def close(self) -> None:
        pass

    def _hits(self, tree: Node) -> list[Hit]:
        if isinstance(tree, Everything):
            return [Hit(cable_id=row[0], ordinal=row[1]) for row in self._rows]
        assert isinstance(tree, Term)
        return [Hit(cable_id=r[0], ordinal=r[1]) for r in self._rows if tree.word in r[2].split()]
