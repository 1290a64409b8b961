"""`cablesearch similar` and `query --fold-similar`, on an index of the sample cables."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from cablesearch.errors import ExitStatus
from tests.cli.world import World

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with an index of the sample cables in `index`."""
    place = tmp_path_factory.mktemp("similar")
    done = World(cwd=place).run("index", str(CORPUS), "-q")
    assert done.status is ExitStatus.OK, done.stderr
    return place


@pytest.fixture
def world(place: Path) -> World:
    return World(cwd=place)


@pytest.mark.parametrize(
    ("argv", "key"), [(("09ZENDA118",), "similar"), (("--duplicates", "--all"), "copies")]
)
def test_forms(world: World, argv: tuple[str, ...], key: str) -> None:
    lines = [line.split("\t") for line in world.run("similar", *argv).splitlines()]
    names, *rows = csv.reader(io.StringIO(world.run("similar", *argv, "--csv")))
    assert rows == lines
    found = world.run("similar", *argv, "--json").json
    assert (found["format_version"], found["returned"]) == (1, len(lines))
    assert list(found[key][0]) == names
    assert [row["cable_id"] for row in found[key]] == [line[1] for line in lines]
    assert "09ZENDA121" in [row["cable_id"] for row in found[key]]


def test_on_a_terminal(place: Path) -> None:
    world = World(cwd=place, terminal=True, columns=60)
    lines = world.run("similar", "09ZENDA118", "-n", "2", "--color", "never").splitlines()
    assert lines[0].split()[1:] == ["09ZENDA121", "2009-02-12", "ZENDA"]
    assert max(map(len, lines)) <= 60
    lines = world.run("similar", "--duplicates", "--color", "never").splitlines()
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == [
        "09ZENDA118", "09ZENDA121"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("argv", "status", "said"),
    [
        (("--duplicates",), ExitStatus.OK, "1 group of 2 cables"),
        (("--duplicates", "-n", "0"), ExitStatus.USAGE, "--limit"),
        (("09ZENDA118", "-n", "0"), ExitStatus.USAGE, "--limit"),
        (("--duplicates", "--since", "2010"), ExitStatus.NOTHING_FOUND, "no cable is a near-copy"),
        (("--duplicates", "--share", "1"), ExitStatus.NOTHING_FOUND, "no cable is a near-copy"),
        (("09NOWHERE1",), ExitStatus.NOTHING_FOUND, 'no cable "09NOWHERE1"'),
        (("09ZENDA118", "--since", "2030"), ExitStatus.NOTHING_FOUND, "shares a telling word"),
        ((), ExitStatus.USAGE, "one of the two"),
        (("09ZENDA118", "--duplicates"), ExitStatus.USAGE, "one of the two"),
        (("09ZENDA118", "--share", "0.7"), ExitStatus.USAGE, "are for --duplicates"),
        (("--duplicates", "--by", "cable"), ExitStatus.USAGE, "no --by"),
        (("--duplicates", "--share", "0.4"), ExitStatus.USAGE, "--share"),
    ],
)
def test_what_is_said(world: World, argv: tuple[str, ...], status: ExitStatus, said: str) -> None:
    r = world.run("similar", *argv)
    assert r.status == status
    assert said in r.stderr


def test_hits_fold(place: Path) -> None:
    world = World(cwd=place, columns=120)
    plain = world.run("query", "kiln manager court", "--json").json
    folded = world.run("query", "kiln manager court", "--fold-similar", "--json").json
    away = [name for hit in folded["hits"] for name in hit["similar"]]
    assert away
    assert plain["total"] == folded["total"] == len(folded["hits"]) + len(away)
    r = world.run("query", "kiln manager court", "--fold-similar", "-F", "table")
    assert f"+{len(folded['hits'][0]['similar'])} similar" in r
    assert f"{len(away)} of these folded" in r.stderr
    assert "--all for the rest" not in r.stderr
    r = world.run("query", "kiln manager court", "--fold-similar", "--fields", "cite,similar")
    assert r.splitlines()[0].split("\t")[1] == ";".join(folded["hits"][0]["similar"])
    r = world.run("query", "kiln", "--fold-similar", "--all")
    assert r.status is ExitStatus.USAGE
