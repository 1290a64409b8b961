"""`index`, `status`, `check`, `rollback`, `parse` on a few real files."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cablesearch.errors import ExitStatus

if TYPE_CHECKING:
    from tests.cli.world import World

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture
def corpus(world: World) -> Path:
    """Three cables of the samples."""
    folder = world.cwd / "corpus"
    folder.mkdir()
    for path in sorted(p for p in (CORPUS / "1974", CORPUS / "1975") if p.is_dir()):
        for file in sorted(path.iterdir())[:2]:
            shutil.copy(file, folder)
    assert any(folder.iterdir())
    return folder


def test_a_first_index_and_the_next(world: World, corpus: Path) -> None:
    r = world.run("index")
    assert r.status is ExitStatus.OK, r.stderr
    assert r == ""
    assert "added" in r.stderr.splitlines()[-1]
    assert "nothing to do" in world.run("index").stderr
    quiet = world.run("index", "-q")
    assert (quiet, quiet.stderr, quiet.status) == ("", "", ExitStatus.OK)
    assert world.run("status").startswith("index")
    assert world.run("check", "--deep").startswith("sound, and matches its sources")


def test_a_skipped_record_is_told_of_once(world: World, corpus: Path) -> None:
    (corpus / "junk.txt").write_text("this is no cable\n")
    r = world.run("index", "-q", "--errors", "skipped.jsonl")
    assert r.status is ExitStatus.SKIPPED
    [line] = r.stderr.splitlines()
    assert line.startswith(f"skipped {corpus}/junk.txt: ")
    [skipped] = map(json.loads, (world.cwd / "skipped.jsonl").read_text().splitlines())
    assert skipped["path"] == str(corpus / "junk.txt")
    again = world.run("index", "-q")
    assert (again.stderr, again.status) == ("", ExitStatus.OK)
    assert "junk.txt" in world.run("status")
    events = world.run("index", "--rebuild", "--log-json").events
    assert events[-1]["type"] == "summary"
    assert events[-1]["exit"] == 0
    assert {e["type"] for e in events} <= {"progress", "skipped", "summary"}
    strict = world.run("index", "--strict")
    assert strict.status is ExitStatus.STRICT


def test_a_dry_run_publishes_nothing(world: World, corpus: Path) -> None:
    r = world.run("index", "--dry-run")
    assert r.status is ExitStatus.OK
    assert all(line.startswith("new\t") for line in r.splitlines())
    assert not (world.cwd / "index" / "current").exists()


def test_sources_that_are_missing(world: World, corpus: Path) -> None:
    assert world.run("index", "nowhere").status is ExitStatus.SOURCE_MISSING
    assert world.run("index").status is ExitStatus.OK
    shutil.rmtree(corpus)
    assert world.run("index").status is ExitStatus.SOURCE_MISSING
    assert world.run("check").status is ExitStatus.OK


def test_nothing_to_index(world: World) -> None:
    assert world.run("index").status is ExitStatus.SOURCE_MISSING


def test_age(world: World, corpus: Path) -> None:
    world.run("index")
    assert world.run("status", "--max-age", "26h", "--json").json["age_seconds"] == 0
    assert world.run("status", "--max-age", "1q").status is ExitStatus.USAGE


def test_an_index_is_as_old_as_the_last_run_that_ended_well(world: World, corpus: Path) -> None:
    built = world.now
    world.run("index")
    world.now = built + timedelta(days=3)
    r = world.run("status", "--max-age", "26h")
    assert r.status is ExitStatus.DAMAGED
    assert "refreshed 3 days ago, longer than 26h" in r.stderr
    assert world.run("index", "-q").stderr == ""  # no news
    r = world.run("status", "--max-age", "26h")
    assert r.status is ExitStatus.OK
    assert re.search(r"^built .* 3 days ago$", r, re.MULTILINE)
    assert re.search(r"^refreshed .* 0 seconds ago$", r, re.MULTILINE)
    world.now = built
    r = world.run("status", "--max-age", "26h")
    assert r.status is ExitStatus.DAMAGED
    assert "refreshed in 3 days from now" in r.stderr
    assert world.run("status").status is ExitStatus.OK


def test_damage(world: World, corpus: Path) -> None:
    world.run("index")
    [store] = (world.cwd / "index").glob("g*/cables-*")
    with store.open("r+b") as file:
        file.seek(20)
        file.write(b"\xff\xfe\xfd")
    r = world.run("check")
    assert r.status is ExitStatus.DAMAGED
    assert "rollback" in r.stderr


def test_rollback(world: World, corpus: Path) -> None:
    world.run("index")
    assert world.run("rollback").status is ExitStatus.NO_INDEX
    world.run("index", "--rebuild")
    assert "generation 1 answers now" in world.run("rollback").stderr


def test_parse(world: World, corpus: Path) -> None:
    count = len(list(corpus.iterdir()))
    r = world.run("parse", "corpus")
    assert (r.status, len(r.splitlines())) == (ExitStatus.OK, count)
    cables = [json.loads(line) for line in world.run("parse", "corpus", "--jsonl").splitlines()]
    assert [c["id"] for c in cables] == [
        c["id"] for c in world.run("parse", "corpus", "--json").json
    ]
    (corpus / "junk.txt").write_text("this is no cable\n")
    r = world.run("parse", "corpus")
    assert (r.status, len(r.splitlines())) == (ExitStatus.SKIPPED, count)
    assert len(r.stderr.splitlines()) == 1
    first = sorted(corpus.iterdir())[0]
    assert (
        world.run("parse", "-", "--jsonl", stdin=first.read_bytes()).json["source"]["path"] == "-"
    )
    world.terminal = True
    assert world.run("parse", "corpus", "--color", "never").startswith("id  ")


def test_a_parse_report(world: World, corpus: Path) -> None:
    count = len(list(corpus.iterdir()))
    (corpus / "junk.txt").write_text("this is no cable\n")
    r = world.run("parse", "corpus", "--report")
    assert r.status is ExitStatus.SKIPPED
    rows = [line.split("\t") for line in r.splitlines()]
    found = {row[1]: row[4] for row in rows if row[:3:2] == ["telegram", "found"]}
    assert found["id"] == found["subject"] == str(count)
    [skipped] = [row for row in rows if row[2] == "skipped"]
    assert skipped[5] == "1"
    assert skipped[7].startswith(f"{corpus}/junk.txt: ")
    whole = world.run("parse", "corpus", "--report", "--json", "-n", "0").json
    assert (whole["cables"], whole["skipped"], whole["skips"][0]["examples"]) == (count, 1, [])
    assert world.run("parse", "corpus", "--report", "--jsonl").status is ExitStatus.USAGE
    assert world.run("parse", "corpus", "-n", "3").status is ExitStatus.USAGE
    world.terminal = True
    shown = world.run("parse", "corpus", "--report", "--color", "never")
    assert shown.startswith(f"telegram: {count} cables, 0 with doubts\n")
    assert "skipped: 1\n" in shown


DOUBTFUL = "UNCLAS ZENDA 000457\n\nTAGS: PREL\nSUBJECT: RAIN\n\n1. (U) It rained.\n\n3. (U) It stopped.\n\nDOE\n"


def test_strict_parsing(world: World, corpus: Path) -> None:
    good = world.run("parse", "corpus", "--strict")
    assert (good.status, good.stderr) == (ExitStatus.OK, "")
    (corpus / "zenda.txt").write_text(DOUBTFUL)
    count = len(list(corpus.iterdir()))
    r = world.run("parse", "corpus", "--strict", "-o", "cables.tsv")
    assert r.status is ExitStatus.STRICT
    assert r.stderr.splitlines() == [
        f"{corpus}/zenda.txt:8: number-skipped: ¶3 follows ¶1",
        f"error: 1 of {count} cables doubtful, 0 skipped",
    ]
    assert len((world.cwd / "cables.tsv").read_text().splitlines()) == count
    lenient = world.run("parse", "corpus")
    assert (lenient.status, lenient.stderr) == (ExitStatus.OK, "")
    report = world.run("parse", "corpus", "--strict", "--report")
    assert report.status is ExitStatus.STRICT
    assert report.stderr == f"error: 1 of {count} cables doubtful, 0 skipped\n"
    assert "number-skipped" in report
    (corpus / "zenda.txt").write_text("this is no cable\n")
    skipped = world.run("parse", "corpus", "--strict", "--log-json")
    assert skipped.status is ExitStatus.STRICT
    assert [e["type"] for e in skipped.events] == ["skipped", "error"]
    assert skipped.events[-1]["exit"] == 65


def test_fields(world: World) -> None:
    assert world.run("fields", "origin").split("\t")[0] == "embassy"
    assert len(world.run("fields", "--json").json) == len(world.run("fields").splitlines())
    assert world.run("fields", "embasy").status is ExitStatus.USAGE
    world.terminal = True
    assert "U < SBU < LOU < C < S < TS" in " ".join(world.run("fields", "marking").split())


def test_tables_of_an_index_that_cannot_be_read_are_damage(world: World, corpus: Path) -> None:
    (corpus / "tables").mkdir()
    (corpus / "tables" / "tags.tsv").write_bytes((CORPUS / "tables" / "tags.tsv").read_bytes())
    world.run("index")
    [path] = (world.cwd / "index").glob("g*/tables/*/tags.tsv")
    status = path.stat()
    path.write_bytes(b"\xff" * status.st_size)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    r = world.run("query", "minister")
    assert r.status is ExitStatus.DAMAGED
    assert f"{path}: does not hold what was written; " in r.stderr


@pytest.mark.parametrize("damaged", [True, False])
def test_what_breaks_a_search_may_be_damage(
    world: World, corpus: Path, monkeypatch: pytest.MonkeyPatch, damaged: bool
) -> None:
    """Bytes of another value, of the same number and time: an open does not see them, an engine stumbles over them."""
    world.run("index", "--engine", "whoosh")
    [path] = (world.cwd / "index").glob("g*/engine/*.pst")
    if damaged:
        status = path.stat()
        path.write_bytes(bytes(status.st_size))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    def stumble(*_: object) -> None:
        raise IndexError("tuple index out of range")

    monkeypatch.setattr("cablesearch.engines.whoosh_search.best", stumble)
    r = world.run("query", "minister")
    assert r.status is (ExitStatus.DAMAGED if damaged else ExitStatus.BUG)
    assert ("--rebuild" in r.stderr) is damaged


def test_a_check_that_stops_in_time_calls_no_part_sound(
    world: World, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.run("index")
    assert world.run("check", "--max-seconds", "60").startswith("sound: generation 1")
    monkeypatch.setattr("tests.cli.world._ticks", lambda: itertools.count(step=0.3))
    seen = 0
    for _ in range(8):
        r = world.run("check", "--deep", "--max-seconds", "1")
        assert r.status is ExitStatus.OK
        assert r.startswith("partly looked at, nothing wrong so far: generation 1, ")
        assert "sound" not in r
        report = world.run("check", "--deep", "--max-seconds", "1", "--json").json
        assert not report["whole"]
        seen += sum(part["seen"] for part in report["parts"])
    assert seen > 8
    assert world.run("check", "--max-seconds", "0").status is ExitStatus.USAGE
    assert world.run("check", "--json").json["whole"]
