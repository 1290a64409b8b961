"""The configuration: its chain, its errors, the index it finds, durations."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cablesearch.cli.config import KEYS
from cablesearch.cli.durations import parse_duration
from cablesearch.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.world import World


def user_file(world: World, text: str) -> Path:
    path = world.cwd / "home" / ".config" / "cablesearch" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return path


def shown(world: World, *argv: str) -> dict[str, tuple[str, str]]:
    r = world.run("config", "show", *argv)
    assert r.status is ExitStatus.OK, r.stderr
    rows = (line.split("\t") for line in r.splitlines())
    return {key: (value, origin) for key, value, origin in rows}


def test_the_chain(world: World) -> None:
    assert shown(world)["limit"] == ("20", "built in")
    mine = user_file(world, "limit = 1\nfacet_size = 1\ncolor = 'never'\nindex = 'mine'\n")
    theirs = world.cwd / "cablesearch.toml"
    theirs.write_text("facet_size = 2\ncolor = 'always'\n")
    world.environ["CABLESEARCH_COLOR"] = "auto"
    found = shown(world, "--index", "flag")
    assert found["limit"] == ("1", str(mine))
    assert found["facet_size"] == ("2", str(theirs))
    assert found["color"] == ("auto", "CABLESEARCH_COLOR")
    assert found["index"] == (str(world.cwd / "flag"), "--index")
    assert shown(world)["index"] == (str(mine.parent / "mine"), str(mine))
    assert world.run("config", "path").splitlines() == [str(mine), str(theirs)]
    assert set(found) == set(KEYS)


def test_xdg_config_home(world: World) -> None:
    folder = world.cwd / "xdg" / "cablesearch"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("limit = 7")
    world.environ["XDG_CONFIG_HOME"] = str(world.cwd / "xdg")
    assert shown(world)["limit"][0] == "7"


def test_without_a_home(world: World) -> None:
    world.environ.clear()
    assert shown(world)["limit"][0] == "20"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("limt = 3", 'no setting "limt"; did you mean "limit"?'),
        ("limit = -1", "limit is a number, 0 or more, not -1"),
        ("limit = true", "limit is a number"),
        ("color = 'red'", "color is one of auto, always, never"),
        ("limit = ", "cablesearch.toml"),
        ("trust_owners = ['eve']", "may stand in your own configuration only"),
    ],
)
def test_what_cannot_be_used(world: World, text: str, says: str) -> None:
    (world.cwd / "cablesearch.toml").write_text(text)
    r = world.run("config", "show")
    assert r.status is ExitStatus.USAGE
    assert says in r.stderr
    assert len(r.stderr.splitlines()) == 1


def test_trusted_owners_are_the_users_own_choice(world: World) -> None:
    user_file(world, "trust_owners = ['archive', 'root']")
    assert shown(world)["trust_owners"][0] == "archive;root"
    world.environ["CABLESEARCH_TRUST_OWNERS"] = "a, b"
    assert shown(world)["trust_owners"][0] == "a;b"


def test_the_nearest_index_upward(world: World) -> None:
    (world.cwd / "index").mkdir()
    (world.cwd / "index" / "current").write_text("{}")
    deep = world.cwd / "a" / "b"
    (deep / "index").mkdir(parents=True)
    top = world.cwd
    world.cwd = deep
    assert shown(world)["index"] == (str(top / "index"), "found from here")
    (top / "index" / "current").unlink()
    assert shown(world)["index"][0] == str(deep / "index")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("10m", 600), ("26h", 93_600), ("7d", 604_800), ("2w", 1_209_600), ("5", 5), (" 1 H ", 3600)],
)  # fmt: skip
def test_durations(text: str, seconds: int) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "h", "-1h", "1.5h", "1y", "1h30m", "٣h²", "9" * 30])
def test_no_durations(text: str) -> None:
    with pytest.raises(UsageError):
        parse_duration(text)
