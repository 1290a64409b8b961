"""`cablesearch batch` on an index of an invented archive."""

from __future__ import annotations

import csv
import importlib
import io
import json
from typing import TYPE_CHECKING

import pytest

from cablesearch.api import open_index
from cablesearch.cli.queries import of_column, of_lines
from cablesearch.engines.registry import ENGINES
from cablesearch.errors import ExitStatus
from tests.cli.world import World
from tests.search.linked import write_linked

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module", params=sorted(ENGINES))
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp(f"batch-{request.param}")
    write_linked(place / "archive")
    r = World(cwd=place).run("index", "archive", "-q", "--jobs", "0", "--engine", request.param)
    assert r.status is ExitStatus.OK, r.stderr
    return place


@pytest.fixture
def world(place: Path) -> World:
    return World(cwd=place)


LINES = b"""\
\xef\xbb\xbf# what we look for
party

grain\tharvest grain

  minister OR harvest
none\tzither
"""
SUMMARIES = """\
party\tparty\t2\t2\t2009-01-12\t2009-01-13
grain\tharvest grain\t1\t1\t1976-11-30\t1976-11-30
minister OR harvest\tminister OR harvest\t4\t4\t1976-11-30\t2009-01-11
none\tzither\t0\t0\t\t
"""


def test_lines(world: World) -> None:
    r = world.run("batch", "-", stdin=LINES)
    assert (r, r.status) == (SUMMARIES, ExitStatus.OK)
    assert r.stderr == "1 of 4 queries found nothing\n"
    (world.cwd / "queries.txt").write_bytes(LINES)
    assert world.run("batch", "queries.txt", "-q") == SUMMARIES


def test_it_counts_what_query_counts(world: World) -> None:
    """Counted by hand from all hits."""
    rows = world.run("batch", "-", "--since", "1976", stdin=LINES).splitlines()
    with open_index(world.cwd / "index") as index:
        for row in rows:
            _, query, paragraphs, cables, first, last = row.split("\t")
            hits = list(index.scan(query, since="1976"))
            dates = sorted(f"{hit.cable.date:%Y-%m-%d}" for hit in hits)
            assert (int(paragraphs), int(cables)) == (len(hits), len({h.cable.id for h in hits}))
            assert [first, last] == ([dates[0], dates[-1]] if dates else ["", ""])


def test_options_apply_to_all(world: World) -> None:
    rows = world.run("batch", "-", "-e", "ZENDA", "-f", "cites:09ZENDA2", stdin=LINES)
    assert [row.split("\t")[2] for row in rows.splitlines()] == ["1", "0", "1", "0"]


def test_facets(world: World) -> None:
    argv = ("batch", "-", "--facet", "embassy,tags", "--facet-size", "1")
    rows = world.run(*argv, stdin=b"party\n")
    assert rows.rstrip("\n").split("\t")[6:] == ["STRELSAU 1", "PREL 2"]
    [row] = world.run(*argv, "--json", stdin=b"party\n").json["queries"]
    assert row["embassy"] == {"STRELSAU": 1, "ZENDA": 1}


BAD = b"party\none\tform:x AND\n\nminister\ncut\tab\xff\n"


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(world: World) -> None:
    r = world.run("batch", "-", stdin=BAD)
    assert r.status is ExitStatus.SKIPPED
    assert [row.split("\t")[0] for row in r.splitlines()] == ["party", "minister"]
    assert r.stderr.startswith(
        "stdin:2: 2 things in this query cannot be read\n"
        "  form:x AND\n"
        '  ^^^^ no field "form"; did you mean "from"?  (cablesearch fields)\n'
    )
    assert "stdin:5: 1 thing in this query cannot be read\n" in r.stderr
    found = world.run("batch", "-", "--json", stdin=BAD).json
    assert [(u["line"], u["name"]) for u in found["unread"]] == [(2, "one"), (5, "cut")]
    assert "did you mean" in found["unread"][0]["message"]
    events = world.run("batch", "-", "--log-json", stdin=BAD).events
    assert [e["line"] for e in events if e["type"] == "skipped"] == [2, 5]
    assert events[-1] | {"ts": ""} == {
        "ts": "", "level": "info", "type": "summary", "queries": 4, "empty": 0, "unread": 2, "exit": 3,
    }  # fmt: skip


@pytest.mark.parametrize("argv", [(), ("--all",), ("--hits", "2")])
def test_too_many_words_of_one_pattern_do_not_end_it(
    world: World, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...]
) -> None:
    for engine in ENGINES:
        importlib.import_module(f"cablesearch.engines.{engine}_query")
        monkeypatch.setattr(f"cablesearch.engines.{engine}_query.MOST_TERMS", 1)
    r = world.run("batch", "-", *argv, stdin=b"t*\nminister\n")
    assert r.status is ExitStatus.SKIPPED
    assert r.startswith("minister\t")
    assert 'stdin:1: with "t*" this query stands for more than 1 words' in r.stderr


@pytest.mark.parametrize(
    ("stdin", "argv", "said"),
    [
        (b"zither\n", (), "1 of 1 queries found nothing\n"),
        (b"# only a remark\n", (), "no queries in stdin\n"),
        (b"", (), "no queries in stdin\n"),
        (b"", ("--all",), "no queries in stdin\n"),
        (b"query\n", ("--column", "query"), "no queries in stdin\n"),
    ],
)
def test_nothing_at_all(world: World, stdin: bytes, argv: tuple[str, ...], said: str) -> None:
    r = world.run("batch", "-", *argv, stdin=stdin)
    assert (r.status, r.stderr) == (ExitStatus.NOTHING_FOUND, said)


@pytest.mark.parametrize(
    ("text", "column", "line"),
    [
        ('query,x\nparty,1\nminister,"2\nharvest,3\n', "query", 3),
        ('party,1\n"minister,2\nharvest,3\n', "1", 2),
        ('query\nparty\n"min"ister\n', "query", 3),
        ('query,"x\nparty,1\n', "query", 1),
    ],
)
def test_an_unclosed_quote_swallows_nothing(
    world: World, text: str, column: str, line: int
) -> None:
    r = world.run("batch", "-", "--column", column, stdin=text.encode())
    assert r.status is ExitStatus.USAGE
    assert f"line {line} is no CSV: " in r.stderr


def test_hits(world: World) -> None:
    argv = ("batch", "-", "--fields", "cable_id,date")
    r = world.run(*argv, "--hits", "1", stdin=LINES)
    assert [row.split("\t")[0] for row in r.splitlines()] == [
        "party",
        "grain",
        "minister OR harvest",
    ]
    assert r.stderr == "1 of 4 queries found nothing; 2 had more hits; --all for the rest\n"
    every = world.run(*argv, "--all", stdin=LINES)
    assert every.splitlines()[:2] == [
        "party\t09STRELSAU3\t2009-01-12T09:00:00Z",
        "party\t09ZENDA4\t2009-01-13T09:00:00Z",
    ]
    assert len(every.splitlines()) == 7
    rows = world.run("batch", "-", "--all", "--jsonl", stdin=b"p\tparty\n").splitlines()
    row = json.loads(rows[0])
    assert (row["name"], row["cite"], row["ordinal"]) == ("p", "09STRELSAU3 ¶1", 1)
    found = csv.DictReader(io.StringIO(world.run("batch", "-", "--all", "--csv", stdin=b"party\n")))
    assert [row["cite"] for row in found] == ["09STRELSAU3 ¶1", "09ZENDA4 ¶1"]


def test_for_people(world: World) -> None:
    world.terminal = True
    table = world.run("batch", "-", "--color", "never", stdin=LINES)
    assert table.splitlines()[:3] == [
        "paragraphs  cables  first       last        query",
        "         2       2  2009-01-12  2009-01-13  party",
        "         1       1  1976-11-30  1976-11-30  grain: harvest grain",
    ]
    hits = world.run("batch", "-", "--hits", "1", "--color", "never", stdin=LINES)
    assert "\nnone\nnothing found\n" in hits
    assert "party\n 1  09" in hits


@pytest.mark.parametrize(
    ("text", "column", "names", "expected"),
    [
        ("id,query\na,oil\nb,gas\n", "query", None, [("oil", "oil", 2), ("gas", "gas", 3)]),
        ("id,query\na,oil\nb,gas\n", "query", "id", [("a", "oil", 2), ("b", "gas", 3)]),
        ("\ufeffquery;id\noil;\n;b\n", "query", "id", [("oil", "oil", 2)]),
        ("a\toil\nb\tgas\n", "2", "1", [("a", "oil", 1), ("b", "gas", 2)]),
        ('query,x\n"a\nb",1\nc,2\n', "query", None, [("a\nb", "a\nb", 2), ("c", "c", 4)]),
        ('query\n"""law of the sea"""\n', "query", None, [('"law of the sea"', '"law of the sea"', 2)]),
        ("query,x\noil\n\n,y\n", "query", "x", [("oil", "oil", 2)]),
    ],
)  # fmt: skip
def test_columns(
    text: str, column: str, names: str | None, expected: list[tuple[str, str, int]]
) -> None:
    assert list(of_column(io.StringIO(text, newline=""), column, names)) == expected


def test_a_name_without_a_query_is_the_query() -> None:
    assert [(a.name, a.query) for a in of_lines(["oil\t", "\tgas", "a\tb\tc"])] == [
        ("oil", "oil"), ("gas", "gas"), ("a", "b\tc"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("-", "--all", "--hits", "2"), "contradict"),
        (("-", "--fields", "cite"), "are about hits"),
        (("-", "--by", "cable"), "are about hits"),
        (("-", "--all", "--facet", "tags"), "hits have no facets"),
        (("-", "--name-column", "x"), "needs --column"),
        (("-", "--name-column", ""), "needs --column"),
        (("-", "--column", ""), 'no column ""; there is: party'),
        (("-", "--facet-size", "3"), "--facet-size needs --facet"),
        (("-", "--column", "query"), 'no column "query"; there is: party'),
        (("-", "--column", "2"), "no column 2; the first row has 1"),
        (("-", "-m", "XX"), "XX"),
        (("-", "--all", "-F", "table", "--fields", "cite"), "table has no --fields"),
        (("missing.txt",), "missing.txt: No such file"),
    ],
)
def test_what_makes_no_sense_is_refused(world: World, argv: tuple[str, ...], said: str) -> None:
    r = world.run("batch", *argv, stdin=b"party\n")
    assert (r, r.status) == ("", ExitStatus.USAGE)
    assert said in r.stderr
