"""Several texts of one cable, and several cables of one number, from files to what is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cablesearch.errors import ExitStatus

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.world import World

TELEGRAM = """\
R {dtg}
FM SECSTATE WASHDC
TO AMEMBASSY ZENDA

UNCLAS STATE 290286

E.O. 11652: N/A
TAGS: EAGR, UK
SUBJECT: {subject}

REF: {ref}

{text}
NNNN
"""
HARVEST = """\
1. THE HARVEST FAILED IN THE NORTH OF RURITANIA AND GRAIN IS DEAR.

2. KILN OWNERS HAVE HIRED BACK THEIR MEN, AND STRELSAU IS CALM.
"""
VISIT = """\
1. THE DELEGATION OF MINISTER SAPT ARRIVES ON MONDAY.

2. PLEASE MEET AND ASSIST, AND RESERVE TEN ROOMS AT THE GOLDEN LION.
"""


@pytest.fixture
def shared(world: World) -> World:
    """Two cables of one number, one of them in two versions, and one that cites the number."""
    folder = world.cwd / "corpus"
    folder.mkdir()
    first = {"dtg": "301402Z NOV 76", "subject": "GRAIN", "ref": "ZENDA 1402"}
    later = {"dtg": "011210Z DEC 76", "subject": "VISIT", "ref": "ZENDA 1501"}
    write(folder / "grain.txt", text=HARVEST, **first)
    write(folder / "visit.txt", text=VISIT, **later)
    write(folder / "visit-again.txt", text=VISIT.replace("TEN ROOMS", "SIX ROOMS"), **later)
    citing = TELEGRAM.replace("STATE 290286", "STATE 290300").replace("{ref}", "STATE 290286")
    text = citing.format(text="1. REFTEL IS RESCINDED.\n", dtg="031210Z DEC 76", subject="LION")
    (folder / "citing.txt").write_text(text)
    r = world.run("index")
    assert r.status is ExitStatus.OK
    assert "numbers that several cables have: 1" in r.stderr
    assert "cables of which there are several texts: 1" in r.stderr
    return world


def write(path: Path, **facts: str) -> None:
    path.write_text(TELEGRAM.format(**facts))


def test_each_goes_by_an_id_of_its_own(shared: World) -> None:
    r = shared.run("show", "STATE 290286", "76STATE290286", "--jsonl")
    assert r.status is ExitStatus.NOTHING_FOUND  # without a year it is nobody's
    assert r.json["subject"] == "GRAIN"
    assert "76STATE290286 is the number of 2 cables: also 76STATE290286~2\n" in r.stderr
    for spelling in ("76STATE290286~2", "1976 STATE 290286~2", "76STATE0290286 ~2"):
        assert shared.run("show", spelling, "--jsonl").json["subject"] == "VISIT"
    [told] = [
        one["message"]
        for one in shared.run("show", "76STATE290286~2", "--jsonl").json["diagnostics"]
        if one["kind"] == "id-shared"
    ]
    assert told == (
        "76STATE290286 is the number of 2 cables: 76STATE290286 of 1976-11-30 14Z; "
        "76STATE290286~2 of 1976-12-01 12Z"
    )
    assert "shared      76STATE290286: 2 cables\n" in shared.run("status")


@pytest.mark.parametrize("spec", ["76STATE290286~2 ¶2", "76STATE290286~2/2", "76STATE290286~2:2"])
def test_a_paragraph_of_the_second(shared: World, spec: str) -> None:
    r = shared.run("show", spec)
    assert "2. PLEASE MEET AND ASSIST" in r
    assert "DELEGATION" not in r


def test_hits_are_cited_by_that_id(shared: World) -> None:
    found = shared.run("query", "delegation", "--fields", "cite,cable_id", "-F", "tsv")
    assert found == "76STATE290286~2 ¶1\t76STATE290286~2\n"
    ids = shared.run("query", "delegation", "-F", "ids")
    assert ids == "76STATE290286~2:1\n"
    assert "DELEGATION" in shared.run("show", ids.strip())


@pytest.mark.parametrize(
    ("query", "cables"),
    [
        ("id:76STATE290286", ["76STATE290286"]),
        ("id:76STATE290286~1", ["76STATE290286"]),
        ("id:76STATE290286~2", ["76STATE290286~2"]),
        ('id:"1976 STATE 290286~2"', ["76STATE290286~2"]),
        ("id:76STATE290286*", ["76STATE290286", "76STATE290286~2"]),
        ("id:(76STATE290286 OR 76STATE290286~2)", ["76STATE290286", "76STATE290286~2"]),
        ("cites:76STATE290286", ["76STATE290300"]),
        ("cites:76STATE290286~2", ["76STATE290300"]),
        ("cited-by:76STATE290300", ["76STATE290286", "76STATE290286~2"]),
        ("cites:76ZENDA1501", ["76STATE290286~2"]),
        ("NOT id:76STATE290286~2 NOT cites:76STATE290286", ["76STATE290286"]),
    ],
)
def test_queries(shared: World, query: str, cables: list[str]) -> None:
    found = shared.run("query", query, "--all", "--fields", "cable_id", "-F", "tsv")
    assert sorted(set(found.splitlines())) == cables, found.stderr


def test_the_versions_of_the_second(shared: World) -> None:
    rows = shared.run("show", "76STATE290286~2", "--versions", "-F", "json").json
    assert [row["cable_id"] for row in rows] == ["76STATE290286~2"] * 2
    r = shared.run("show", "76STATE290286~2", "--diff")
    assert "@@ 76STATE290286~2 ¶2 @@\n" in r
    assert "[-SIX-]" in r or "[-TEN-]" in r
    other = shared.run("show", "76STATE290286~2/2", "--version", "2")
    assert ("TEN ROOMS" in other) != ("TEN ROOMS" in shared.run("show", "76STATE290286~2/2"))
    r = shared.run("show", "76STATE290286", "--version", "0")
    assert (r, r.status) == ("", ExitStatus.USAGE)
    assert "--version N counts from 1" in r.stderr
    r = shared.run("show", "76STATE290286", "--diff")
    assert (r, r.status) == (
        "76STATE290286: one version only, nothing to compare\n",
        ExitStatus.OK,
    )


def test_excluding_one_of_them(shared: World) -> None:
    (shared.cwd / "out.txt").write_text("# visits\n1976 State 290286~2\n")
    r = shared.run("index", "--exclude", "out.txt")
    assert r.status is ExitStatus.OK
    assert shared.run("query", "delegation").status is ExitStatus.NOTHING_FOUND
    assert shared.run("query", "harvest").status is ExitStatus.OK
    assert "nothing to do" in shared.run("index", "--exclude", "out.txt").stderr
    assert "excluded    1 ids\n" in shared.run("status")
    (shared.cwd / "out.txt").write_text("76STATE290286\n")
    assert shared.run("index", "--exclude", "out.txt").status is ExitStatus.OK
    assert shared.run("query", "harvest").status is ExitStatus.NOTHING_FOUND
    (shared.cwd / "out.txt").write_text("")
    assert shared.run("index", "--exclude", "out.txt").status is ExitStatus.OK
    assert shared.run("show", "76STATE290286~2").status is ExitStatus.OK
