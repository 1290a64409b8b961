"""`cablesearch query -F cite|ris|csl|bibtex` on an index of sample cables in the forms of three collections."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cablesearch.errors import ExitStatus
from cablesearch.output.formats import CITING
from tests.cli.world import World

CORPUS = Path(__file__).parents[2] / "corpus"
ENDS = {
    "10HENTZAU3": "10HENTZAU3, WikiLeaks, Cablegate.",
    "73VELISHTA2211": "Record Group 59, National Archives (AAD).",
    "08PORTLORENZ61": "08PORTLORENZ61, 08PORTLORENZ61.txt.",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    place = tmp_path_factory.mktemp("citing")
    (place / "in").mkdir()
    shutil.copytree(CORPUS / "aad", place / "in/aad")
    for name in ("pages/10HENTZAU3.html", "2008/08PORTLORENZ61.txt"):
        shutil.copy(CORPUS / name, place / "in")
    found = World(cwd=place)
    assert found.run("index", "in", "-q").status is ExitStatus.OK
    return found


@pytest.mark.parametrize("cable_id", ENDS)
def test_the_collection_is_that_of_the_form(world: World, cable_id: str) -> None:
    r = world.run("query", f"id:{cable_id}", "-F", "cite", "-n", "1")
    assert r.rstrip("\n").endswith(ENDS[cable_id])
    assert r.startswith("US ")
    assert "; --all for the rest" not in r


@pytest.mark.parametrize("how", [how.value for how in CITING])
def test_all_hits_are_cited(world: World, how: str) -> None:
    total = int(world.run("query", "--count"))
    r = world.run("query", "--all", "-F", how)
    counts = {
        "cite": r.count("\n"),
        "ris": r.count("\nER  - \n"),
        "csl": r.count('"type": "manuscript"'),
        "bibtex": r.count("@misc{"),
    }
    assert counts[how] == total
    assert total > 20
    limited = world.run("query", "-n", "2", "-F", how)
    assert limited.stderr == f"2 of {total}; --all for the rest\n"


def test_keys_are_the_ids_that_are_printed(world: World) -> None:
    ids = world.run("query", "--all", "-F", "ids").split()
    items = json.loads(world.run("query", "--all", "-F", "csl"))
    assert [item["id"] for item in items] == ids


@pytest.mark.parametrize("how", [how.value for how in CITING])
def test_refused_and_nothing(world: World, how: str) -> None:
    r = world.run("query", "-F", how, "--fields", "cite")
    assert (r.status, "has no --fields" in r.stderr) == (ExitStatus.USAGE, True)
    r = world.run("query", "nowhereatall", "-F", how)
    assert (r.status, r) == (ExitStatus.NOTHING_FOUND, "[]\n" if how == "csl" else "")
