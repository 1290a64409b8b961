"""`cablesearch show`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

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
    assert r.stderr == 'no cable "08ZENDA458" in this index; like it: 08ZENDA457\n'
