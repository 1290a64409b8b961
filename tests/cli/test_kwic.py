"""`cablesearch kwic` as a person and as a program sees it, on an index of the sample cables."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from cablesearch.errors import ExitStatus
from cablesearch.output.cells import width
from tests.cli.world import World

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with an index of the sample cables in `index`."""
    place = tmp_path_factory.mktemp("kwic")
    done = World(cwd=place).run("index", str(CORPUS), "-q")
    assert done.status is ExitStatus.OK, done.stderr
    return place


@pytest.fixture
def world(place: Path) -> World:
    return World(cwd=place)


def test_an_index_without_a_model(tmp_path: Path) -> None:
    world = World(cwd=tmp_path)
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "one.txt").write_text(
        "UNCLAS ZENDA 000012\nSUBJECT: RAIN\n\n¶1. It rained. No snow fell. It was warm.\n"
    )
    assert world.run("index", "-q").status is ExitStatus.OK
    r = world.run("kwic", "snow", "--within", "sentence", "-F", "tsv")
    assert r.split("\t")[5:8] == ["No ", "snow", " fell."]
    assert "no model of its sentences" in r.stderr
    assert "no model" not in world.run("kwic", "snow").stderr


def test_forms(world: World) -> None:
    lines = [line.split("\t") for line in world.run("kwic", "shelter", "--all").splitlines()]
    rows = list(csv.reader(io.StringIO(world.run("kwic", "shelter", "--all", "--csv"))))
    assert rows[0][:3] == ["cite", "cable_id", "ordinal"]
    assert rows[1:] == lines
    found = world.run("kwic", "shelter", "--all", "--json").json
    assert found["returned"] == len(lines)
    assert [found[key] for key in ("format_version", "query", "width")] == [1, "shelter", 60]
    objects = [json.loads(r) for r in world.run("kwic", "shelter", "--all", "--jsonl").splitlines()]
    assert objects == found["lines"]
    assert [[str(value) for value in row.values()] for row in objects] == lines


@pytest.mark.parametrize("columns", [30, 80, 132])
@pytest.mark.parametrize("query", ["shelter", '"victims of trafficking"', "são OR police"])
def test_nodes_stand_under_each_other(place: Path, columns: int, query: str) -> None:
    shown = World(cwd=place, terminal=True, columns=columns).run(
        "kwic", query, "--all", "--color", "never"
    )
    lines = shown.splitlines()
    assert len(lines) > 1
    assert len({width(line.partition("⟦")[0]) for line in lines}) == 1
    assert max(map(width, lines)) <= columns


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("shelter",), "the first 20 matches, 27 paragraphs found; --all for the rest\n"),
        (("shelter", "--all"), "28 matches in 27 paragraphs\n"),
        (("shelter", "-n", "1"), "the first 1 match, 27 paragraphs found; --all for the rest\n"),
        (("shelter", "--sample", "5"), "a sample of 5 of 28 matches in 27 paragraphs\n"),
        (("shelter", "--sample", "5", "--all"), "a sample of 5 of 28 matches in 27 paragraphs\n"),
        (
            ("shelter", "--sample", "5", "-n", "1"),
            "1 of a sample of 5 of 28 matches in 27 paragraphs; --all for the rest\n",
        ),
        (("shelter", "--sample", "99"), "28 matches in 27 paragraphs\n"),
        (("shelter", "--all", "-q"), ""),
        (("shelter", "--all", "--within", "sentence"), "28 matches in 27 paragraphs\n"),
    ],
)
def test_what_is_said(world: World, argv: tuple[str, ...], said: str) -> None:
    r = world.run("kwic", *argv)
    assert (r.status, r.stderr) == (ExitStatus.OK, said)


def test_the_width_asked_for_is_obeyed_where_no_terminal_ends(place: Path) -> None:
    argv = ("kwic", "shelter", "-F", "table", "--width", "200", "--color", "never")
    lines = World(cwd=place).run(*argv).splitlines()
    tsv = World(cwd=place).run("kwic", "shelter", "--width", "200", "-F", "tsv").splitlines()
    for line, row in zip(lines, tsv, strict=True):
        left, node, right = row.split("\t")[5:8]
        assert f"{left}⟦{node}⟧{right}".strip() in line
    r = World(cwd=place, terminal=True, columns=80).run(*argv)
    assert "room for about 25 of 200 characters a side" in r.stderr
    r = World(cwd=place, terminal=True, columns=80).run(*argv[:4], "--width", "20")
    assert "room for" not in r.stderr


@pytest.mark.parametrize(
    ("argv", "status", "said"),
    [
        (("uraniun",), ExitStatus.NOTHING_FOUND, "nothing found"),
        (("subject:fisheries",), ExitStatus.USAGE, "no word in the text"),
        ((), ExitStatus.USAGE, "no word in the text"),
        (("shelter", "--all", "-n", "3"), ExitStatus.USAGE, "--all and --limit"),
        (("shelter", "--width", "0"), ExitStatus.USAGE, "--width"),
    ],
)
def test_nothing(world: World, argv: tuple[str, ...], status: ExitStatus, said: str) -> None:
    r = world.run("kwic", *argv)
    assert (r.status, r) == (status, "")
    assert said in r.stderr
