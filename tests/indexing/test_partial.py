"""Checks that stop in time: each goes on where the one before stopped, none calls a part the whole."""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING

import pytest

from cablesearch.indexing.check import check
from cablesearch.indexing.partial import Limit, OutOfTimeError, Part, go_round
from tests.indexing.test_damage import flip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cablesearch.indexing.check import CheckReport, Finding
    from tests.indexing.world import World


def limited(world: World, seconds: float, *, deep: bool = False) -> CheckReport:
    """A check for which every look at the clock is a second."""
    limit = Limit(seconds=seconds, timer=itertools.count().__next__, memo_dir=world.top / "memo")
    return check(world.index, deep=deep, tools=world.tools(), limit=limit)


@pytest.fixture
def built(world: World) -> World:
    world.fill(12)
    world.build()
    return world


def test_in_time_enough_it_is_whole(built: World) -> None:
    report = limited(built, 10_000, deep=True)
    assert report.is_whole
    assert not report.findings
    assert [(part.part, part.seen) for part in report.parts][1:] == [
        ("catalogue", 1),
        ("cables", 12),
        ("sources", 12),
    ]
    assert check(built.index, tools=built.tools()).is_whole


def test_check_after_check_comes_to_everything(built: World) -> None:
    reports = [limited(built, 9, deep=True) for _ in range(12)]
    assert not any(report.is_whole for report in reports)
    whole = sum(part.of for part in reports[0].parts)
    assert sum(part.seen for report in reports for part in report.parts) < 2 * whole
    for place in range(4):
        assert sum(report.parts[place].seen for report in reports) >= reports[0].parts[place].of


def test_damage_that_hides_is_found_before_the_round_is_over(built: World) -> None:
    with built.open() as generation:
        files = [generation.path / entry.name for entry in generation.manifest.files]
    for path in files:
        sound, status = path.read_bytes(), path.stat()
        if path.name == "catalogue.sqlite3":
            continue  # without it nothing is found at all
        flip(path)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        found = [limited(built, 6) for _ in range(7)]
        assert any(report.is_damaged for report in found), path.name
        path.write_bytes(sound)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_sources_that_changed_are_found_on_the_way(built: World) -> None:
    built.write("003.txt", "08ZENDA3\nchanged")
    built.write("new.txt", "09ZENDA1\nnew")
    (built.corpus / "004.txt").unlink()
    messages = {
        finding.path.rpartition("/")[2]: finding.message
        for _ in range(12)
        for finding in limited(built, 9, deep=True).findings
    }
    assert messages == {
        "003.txt": "has changed since it was read",
        "004.txt": "is gone, its cables are still in the index",
        "new.txt": "is not in the index",
    }


def test_the_next_generation_is_gone_on_with(built: World) -> None:
    before = limited(built, 10)
    built.write("new.txt", "09ZENDA1\nnew")
    built.build()
    after = limited(built, 10)
    assert before.generation != after.generation
    assert not after.findings
    assert not after.is_whole


class TestRing:
    """The ring by itself, of parts of names."""

    seen: list[str]

    def parts(self, names: dict[str, str], slow: str = "") -> list[Part]:
        self.seen = []

        def look(key: str) -> Iterator[Finding]:
            if key == slow:
                raise OutOfTimeError
            self.seen.append(key)
            return iter(())

        return [Part(name=name, keys=list(keys), look=look) for name, keys in names.items()]

    def limit(self, memo_dir: Path | None) -> Limit:
        return Limit(seconds=1, timer=lambda: 0.0, memo_dir=memo_dir)

    @pytest.mark.parametrize(
        ("memo", "expected"),
        [
            ("a 2", "3xy12"),
            ("a 25", "3xy12"),
            ("a 9", "xy123"),
            ("b x", "y123x"),
            ("b y", "123xy"),
            ("b", "xy123"),
            ("gone q", "123xy"),
        ],
    )
    def test_it_begins_behind_the_last(self, tmp_path: Path, memo: str, expected: str) -> None:
        parts = self.parts({"a": "123", "b": "xy"})
        limit = self.limit(tmp_path)
        go_round(tmp_path / "index", self.parts({"a": "123", "b": "xy"}, slow="1"), limit)
        [path] = tmp_path.iterdir()
        path.write_text(memo)
        parts = self.parts({"a": "123", "b": "xy"})
        found = go_round(tmp_path / "index", parts, limit)
        assert "".join(self.seen) == expected
        assert [part.seen for part in found.parts] == [3, 2]
        assert not path.exists()

    def test_without_a_memory_it_begins_anywhere(self, tmp_path: Path) -> None:
        begun = set()
        for _ in range(200):
            go_round(tmp_path, self.parts({"a": "123", "b": "xy"}), self.limit(None))
            begun.add(self.seen[0])
            assert sorted(self.seen) == list("123xy")
        assert begun == set("123xy")

    def test_what_is_too_long_is_told_and_passed_over(self, tmp_path: Path) -> None:
        limit = self.limit(tmp_path)
        told = []
        for _ in range(6):
            parts = self.parts({"a": "12345"}, slow="3")
            told.append((go_round(tmp_path, parts, limit).too_long, "".join(self.seen)))
        assert ("a 3", "") in told
        assert (None, "4512") in told

    def test_nothing_to_look_at(self, tmp_path: Path) -> None:
        assert go_round(tmp_path, self.parts({"a": ""}), self.limit(None)).findings == []
