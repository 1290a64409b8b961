"""`cablesearch collocates` as a person and as a program sees it, on an index of the sample cables."""

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
    place = tmp_path_factory.mktemp("collocates")
    done = World(cwd=place).run("index", str(CORPUS), "-q")
    assert done.status is ExitStatus.OK, done.stderr
    return place


@pytest.fixture
def world(place: Path) -> World:
    return World(cwd=place)


def test_forms(world: World) -> None:
    asked = ("collocates", "victims", "--min-count", "2", "--all")
    lines = [line.split("\t") for line in world.run(*asked).splitlines()]
    names, *rows = csv.reader(io.StringIO(world.run(*asked, "--csv")))
    assert rows == lines
    found = world.run(*asked, "--json").json
    assert [list(map(str, row.values())) for row in found["collocates"]] == lines
    assert list(found["collocates"][0]) == names
    assert found["returned"] == len(lines)
    assert found["words"] > found["window"] > len(lines)


def test_on_a_terminal(place: Path) -> None:
    lines = (
        World(cwd=place, terminal=True)
        .run("collocates", "victims", "--color", "never")
        .splitlines()
    )
    assert lines[0].split() == ["word", "count", "expected", "log-lik.", "pmi", "paragraphs"]
    assert len(set(map(len, lines))) == 1
    assert lines[1].startswith("trafficking  ")


@pytest.mark.parametrize(
    ("argv", "status", "said"),
    [
        (("victims",), ExitStatus.OK, " words near "),
        (("victims", "-n", "1"), ExitStatus.OK, "1 of 3 words near "),
        (("victims", "--min-count", "999"), ExitStatus.NOTHING_FOUND, "no word is near "),
        (("uraniun",), ExitStatus.NOTHING_FOUND, "nothing found"),
        (("tags:PREL",), ExitStatus.USAGE, "no word in the text"),
        (("victims", "--all", "-n", "3"), ExitStatus.USAGE, "--all and --limit"),
        (("victims", "--span", "0"), ExitStatus.USAGE, "--span"),
    ],
)
def test_what_is_said(world: World, argv: tuple[str, ...], status: ExitStatus, said: str) -> None:
    r = world.run("collocates", *argv)
    assert r.status == status
    assert said in r.stderr
