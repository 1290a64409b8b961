"""`cablesearch refs` on an index of an invented archive."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import networkx
import pytest

from cablesearch.cable.model import Cable, Reference
from cablesearch.errors import ExitStatus
from cablesearch.formats.record import Source
from cablesearch.output.graphs import write_dot, write_graphml
from cablesearch.output.sink import Sink
from cablesearch.search.refs import walk
from tests.cli.world import World
from tests.search.linked import write_linked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("refs")
    write_linked(place / "archive")
    r = World(cwd=place).run("index", "archive", "-q", "--jobs", "0")
    assert r.status is ExitStatus.OK, r.stderr
    return place


@pytest.fixture
def world(place: Path) -> World:
    return World(cwd=place)


SECOND = """\
cites\t1\t09ZENDA1\t2009-01-10T09:00:00Z\tZENDA\tTHE FIRST CABLE\tA\ttrue\tcable\tZENDA 1\tfalse\t09ZENDA2
cites\t1\t\t\t\t\tB\t\temail\tTARLENHEIM-SAPT E-MAIL OF 1/9/09\tfalse\t09ZENDA2
cites\t1\t08STATE77\t\tSTATE\t\tC\tfalse\tcable\t08 STATE 77 (NOTAL)\tfalse\t09ZENDA2
cites\t1\t09ZENDA2\t2009-01-11T09:00:00Z\tZENDA\tTHE SECOND CABLE\tD\ttrue\tcable\t09 ZENDA 2\tfalse\t09ZENDA2
cited-by\t1\t09ZENDA2\t2009-01-11T09:00:00Z\tZENDA\tTHE SECOND CABLE\tD\ttrue\tcable\t09 ZENDA 2\tfalse\t09ZENDA2
cited-by\t1\t09STRELSAU3\t2009-01-12T09:00:00Z\tSTRELSAU\tTHE "THIRD" <CABLE> & CO\tA\ttrue\tcable\tZENDA 2\tfalse\t09ZENDA2
cited-by\t1\t09ZENDA4\t2009-01-13T09:00:00Z\tZENDA\tTHE FOURTH CABLE\tA\ttrue\tcable\tZENDA 2\tfalse\t09ZENDA2
"""  # noqa: E501, rows


def test_in_a_pipe(world: World) -> None:
    r = world.run("refs", "09ZENDA2")
    assert (r, r.status, r.stderr) == (SECOND, ExitStatus.OK, "")
    headed = world.run("refs", "09ZENDA2", "--header")
    assert headed.startswith("direction\tdistance\tcable_id\tdate\t")
    found = list(csv.DictReader(io.StringIO(world.run("refs", "09ZENDA2", "--csv"))))
    assert [row["cable_id"] for row in found] == [
        line.split("\t")[2] for line in SECOND.splitlines()
    ]


def test_json(world: World) -> None:
    found = world.run("refs", "09ZENDA2", "--json").json
    assert (found["format_version"], found["ids"], found["depth"]) == (1, ["09ZENDA2"], 1)
    assert found["index"]["generation"] == 1
    assert (found["returned"], found["beyond"]) == (7, 0)
    assert found["refs"][2] == {
        "direction": "cites", "distance": 1, "cable_id": "08STATE77", "date": None, "embassy": "STATE",
        "subject": None, "letter": "C", "held": False, "kind": "cable", "written": "08 STATE 77 (NOTAL)",
        "shared": False, "via": "09ZENDA2",
    }  # fmt: skip
    assert {node["cable_id"]: node["direction"] for node in found["nodes"]}["09ZENDA2"] == "self"
    lines = world.run("refs", "09ZENDA2", "--jsonl").splitlines()
    assert list(map(json.loads, lines)) == found["refs"]


TABLE = """\
09ZENDA2  2009-01-11  ZENDA  THE SECOND CABLE

cites
A  09ZENDA1   2009-01-10  ZENDA  THE FIRST CABLE
B                                TARLENHEIM-SAPT E-MAIL OF 1/9/09 (email)
C  08STATE77              STATE  (not here)
D  09ZENDA2   2009-01-11  ZENDA  THE SECOND CABLE

cited by
D  09ZENDA2     2009-01-11  ZENDA     THE SECOND CABLE
A  09STRELSAU3  2009-01-12  STRELSAU  THE "THIRD" <CABLE> & CO
A  09ZENDA4     2009-01-13  ZENDA     THE FOURTH CABLE
"""
TREE = """\
09ZENDA2  2009-01-11  ZENDA  THE SECOND CABLE
cites
├─ A  09ZENDA1  2009-01-10  ZENDA  THE FIRST CABLE
│  └─ 09ZENDA4  2009-01-13  ZENDA  THE FOURTH CABLE
│     ├─ A  09ZENDA2  (a ring)  2009-01-11  ZENDA  THE SECOND CABLE
│     └─ B  09STRELSAU3  2009-01-12  STRELSAU  THE "THIRD" <CABLE> & CO
│        ├─ A  09ZENDA2  (a ring)  2009-01-11  ZENDA  THE SECOND CABLE
│        ├─ B  76STATE9  1976-11-30  STATE  GRAIN
│        │  └─ 76ZENDA5  ZENDA  (not here)
│        └─ B  76STATE9~2  1976-12-01  STATE  A LAW
│           └─ TELCON OF 11/30/76
├─ B  TARLENHEIM-SAPT E-MAIL OF 1/9/09
├─ C  08STATE77  STATE  (not here)
└─ D  09ZENDA2  (a ring)  2009-01-11  ZENDA  THE SECOND CABLE
"""


def test_for_people(world: World) -> None:
    world.terminal = True
    assert world.run("refs", "09ZENDA2", "--color", "never") == TABLE
    argv = ("refs", "09ZENDA2", "--cites", "--depth", "9", "--tree", "--color", "never")
    assert world.run(*argv) == TREE
    far = world.run("refs", "09ZENDA2", "--cites", "--depth", "2", "--color", "never")
    assert "step  via       ref  cable" in far
    assert "2     09ZENDA1       09ZENDA4   2009-01-13  THE FOURTH CABLE\n" in far
    world.columns = 40
    assert max(map(len, world.run(*argv).splitlines())) <= 40


def test_a_tree_draws_nothing_twice(world: World) -> None:
    drawn = world.run("refs", "09ZENDA4", "--cites", "--depth", "9", "--tree")
    assert drawn.count("├─ A  09ZENDA2  (drawn above)") == 1
    assert drawn.count("TARLENHEIM") == 1


def test_a_graph_that_is_full_says_so(world: World) -> None:
    r = world.run("refs", "09ZENDA2", "--limit", "3")
    assert r.stderr == "3 cables, 2 more next to them; --limit N for more\n"
    assert len(r.splitlines()) == 5


def test_graphml_reads_back(world: World) -> None:
    r = world.run("refs", "09ZENDA2", "--depth", "9", "--graphml")
    graph = networkx.parse_graphml(r)
    rows = world.run("refs", "09ZENDA2", "--depth", "9", "--json").json
    assert set(graph.nodes) == {node["cable_id"] for node in rows["nodes"]}
    for node in rows["nodes"]:
        known = {name: value for name, value in node.items() if value is not None}
        assert graph.nodes[known.pop("cable_id")] == known
    assert graph.edges["09ZENDA2", "08STATE77"] == {
        "letter": "C", "written": "08 STATE 77 (NOTAL)", "kind": "cable", "shared": False,
    }  # fmt: skip
    assert set(graph.edges) == {
        (row["via"], row["cable_id"])[:: 1 if row["direction"] == "cites" else -1]
        for row in rows["refs"]
        if row["cable_id"]
    }


NASTY = '"] <b>&amp;\x1b[31m\x00\ufffe\ud800\\" ]]> \u202e'


class Shelf:
    """A cable with nasty texts, which cites itself and another one."""

    def cables(self, cable_ids: Iterable[str]) -> Iterator[Cable]:
        for id in cable_ids:
            items = (
                Reference(letter='"', text=NASTY, kind="cable", cable_id=id),
                Reference(text="x", kind="document", cable_id='frus"<1>/d1'),
            )
            yield Cable(id=id, subject=NASTY, references=items, source=Source(path="a.txt"))

    def sharing(self, number: str) -> tuple[str, ...]:
        return (number,) if number == "a&<b>" else ()

    def cited_by(self, cable_id: str) -> tuple[str, ...]:
        return ()


def test_no_text_breaks_a_graph() -> None:
    graph = walk(Shelf(), ["a&<b>"], depth=2)
    stream = io.StringIO()
    write_graphml(graph, Sink(stream=stream))
    written = stream.getvalue()
    written.encode()
    read = networkx.parse_graphml(written)
    assert set(read.nodes) == {"a&<b>", 'frus"<1>/d1'}
    assert "<b>&amp;" in read.nodes["a&<b>"]["subject"]
    stream = io.StringIO()
    write_dot(graph, Sink(stream=stream))
    without = re.sub(r'"(?:[^"\\]|\\.)*"', "TEXT", stream.getvalue())
    assert re.fullmatch(
        r"digraph refs \{\n(?:  (?:TEXT|rankdir=LR|node|TEXT -> TEXT)(?: \[[\w=, ]+\])?;\n)+\}\n",
        without,
    )
    assert "style=dashed" in without


def test_top_and_missing(world: World) -> None:
    top = world.run("refs", "--top", "-n", "1")
    assert top == (
        "09ZENDA2\t3\t2009-01-11T09:00:00Z\tZENDA\tTHE SECOND CABLE\ttrue\t09STRELSAU3;09ZENDA2;09ZENDA4\n"
    )
    assert top.stderr == "1 of 7; --all for the rest\n"
    assert len(world.run("refs", "--top", "--all").splitlines()) == 7
    missing = world.run("refs", "--missing", "--json").json
    assert [(m["cable_id"], m["by"]) for m in missing["cited"]] == [
        ("08STATE77", ["09ZENDA2"]), ("76ZENDA5", ["76STATE9"]),
    ]  # fmt: skip
    assert (missing["total"], missing["returned"]) == (2, 2)
    chosen = world.run("refs", "--missing", "--until", "1980")
    assert chosen.split("\t")[0] == "76ZENDA5"
    own = world.run("refs", "09ZENDA2", "--missing")
    assert [line.split("\t")[2] for line in own.splitlines()] == ["08STATE77"]
    found = world.run("refs", "09ZENDA2", "--missing", "--json").json
    assert {node["cable_id"] for node in found["nodes"]} == {"08STATE77", "09ZENDA2"}
    assert world.run("refs", "09ZENDA1", "--missing", "--json").json["nodes"] == []
    world.terminal = True
    table = world.run("refs", "--top", "-n", "1", "--color", "never")
    assert "    3  09ZENDA2  2009-01-11  THE SECOND CABLE  09STRELSAU3, 09ZENDA2 +1 more\n" in table


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("08STATE77", "--cites"), "08STATE77: no references either way"),
        (("09ZENDA1", "--missing"), "09ZENDA1: no reference that is not here"),
        (("--missing", "-e", "STRELSAU"), "nothing found"),
        (("08STATE78",), 'no cable "08STATE78" in this index'),
    ],
)
def test_nothing(world: World, argv: tuple[str, ...], said: str) -> None:
    r = world.run("refs", *argv)
    assert (r, r.status) == ("", ExitStatus.NOTHING_FOUND)
    assert said in r.stderr


@pytest.mark.parametrize(
    "argv",
    [
        (),
        ("09ZENDA2", "--top"),
        ("09ZENDA2", "-e", "ZENDA"),
        ("09ZENDA2", "--tree", "--json"),
        ("09ZENDA2", "--dot", "--header"),
        ("09ZENDA2", "--missing", "--cited-by"),
        ("09ZENDA2", "--missing", "--cited-by", "--cites"),
        ("--top", "--depth", "2"),
        ("--top", "--tree"),
        ("--top", "--all", "-n", "3"),
        ("--missing", "--only", "marking=X"),
        ("09ZENDA2", "--depth", "0"),
    ],
)
def test_what_makes_no_sense_is_refused(world: World, argv: tuple[str, ...]) -> None:
    r = world.run("refs", *argv)
    assert (r, r.status) == ("", ExitStatus.USAGE)
    assert r.stderr.startswith("error: ")
