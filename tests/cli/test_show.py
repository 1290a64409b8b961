"""`cablesearch show`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cablesearch.errors import ExitStatus
from tests.output.sample import check_golden

if TYPE_CHECKING:
    from tests.cli.fakes import FakeIndex
    from tests.cli.world import World


def test_a_cable(world: World, index: FakeIndex) -> None:
    r = world.run("show", "08ZENDA457")
    assert r.status is ExitStatus.OK
    check_golden("show-pipe.txt", r)
    world.terminal, world.columns = True, 60
    check_golden(
        "show-terminal.txt", world.run("show", "08ZENDA457", "09STRELSAU12", "--color", "never")
    )


def test_one_paragraph(world: World, index: FakeIndex) -> None:
    r = world.run("show", "08ZENDA457/5")
    assert "5. (SBU) The ministry" in r
    assert "The law stalls" not in r
    assert len(world.run("show", "08ZENDA457/5", "--json").json[0]["paragraphs"]) == 1


def test_an_unknown_id_is_named_and_the_others_are_shown(world: World, index: FakeIndex) -> None:
    r = world.run("show", "08ZENDA458", "08ZENDA457", "--jsonl")
    assert r.status is ExitStatus.NOTHING_FOUND
    assert json.loads(r)["id"] == "08ZENDA457"
    assert r.stderr.endswith('no cable "08ZENDA458" in this index; like it: 08ZENDA457\n')


def test_what_else_goes_by_its_name_is_said(world: World, index: FakeIndex) -> None:
    r = world.run("show", "08ZENDA457", "09STRELSAU12")
    assert r.stderr == (
        "08ZENDA457 has 2 texts: --versions lists, --diff compares them\n"
        "09STRELSAU12 is the number of 9 cables: also 09STRELSAU12~2, 09STRELSAU12~3, 09STRELSAU12~4, "
        "09STRELSAU12~5, 09STRELSAU12~6, ...\n"
    )
    assert world.run("show", "08ZENDA457", "-q").stderr == ""


def test_versions(world: World, index: FakeIndex) -> None:
    r = world.run("show", "08ZENDA457", "--versions")
    assert r.status is ExitStatus.OK
    check_golden("versions-pipe.tsv", r)
    check_golden("versions.jsonl", world.run("show", "08ZENDA457", "--versions", "--jsonl"))
    rows = world.run("show", "08ZENDA457", "--versions", "-F", "json").json
    assert [(row["version"], row["searched"], row["same_text_as"]) for row in rows] == [
        (1, True, None),
        (2, False, None),
        (3, False, 1),
    ]
    world.terminal, world.columns = True, 100
    table = world.run("show", "08ZENDA457", "--versions", "--color", "never")
    check_golden("versions-terminal.txt", table)


@pytest.mark.parametrize("option", [("--version", "2"), ("--version=2",), ("--as-version", "2")])
def test_one_version(world: World, index: FakeIndex, option: tuple[str, ...]) -> None:
    r = world.run("show", "08ZENDA457", *option, "--jsonl")
    assert r.json["source"]["member"] == "08ZENDA457.html"
    assert world.run("show", *option, "08ZENDA457", "--jsonl") == r


def test_the_programs_version_is_still_told(world: World) -> None:
    assert world.run("show", "--version").startswith("cablesearch ")
    assert world.run("show", "08ZENDA457", "--version").startswith("cablesearch ")


def test_differences(world: World, index: FakeIndex) -> None:
    r = world.run("show", "08ZENDA457", "--diff")
    assert r.status is ExitStatus.OK
    check_golden("diff-pipe.txt", r)
    check_golden("diff.jsonl", world.run("show", "08ZENDA457", "--diff", "--jsonl"))
    assert world.run("show", "08ZENDA457", "--diff", "--version", "2") == r
    world.terminal, world.columns = True, 60
    check_golden("diff-terminal.txt", world.run("show", "08ZENDA457", "--diff"))


def test_no_difference_is_said(world: World, index: FakeIndex) -> None:
    same = "08ZENDA457: versions 1 and 1 say the same\n"
    r = world.run("show", "08ZENDA457", "--diff", "--version", "1")
    assert (r, r.stderr, r.status) == (same, "", ExitStatus.OK)
    r = world.run("show", "08ZENDA457", "--diff", "--version", "1", "--jsonl")
    assert (r, r.stderr, r.status) == ("", same, ExitStatus.OK)


def test_versions_that_are_not_there(world: World, index: FakeIndex) -> None:
    for options in (("--version", "7"), ("--diff", "--version", "7")):
        r = world.run("show", "08ZENDA457", *options)
        assert r.status is ExitStatus.NOTHING_FOUND
        assert r.stderr == "08ZENDA457 has 2 versions, no version 7\n"
    assert world.run("show", "08ZENDA457", "--versions", "--diff").status is ExitStatus.USAGE
    assert world.run("show", "08ZENDA457", "--version", "0").status is ExitStatus.USAGE
