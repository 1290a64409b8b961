"""From exceptions to exit statuses, one test a row, and the last word in JSON."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest
import typer

from cablesearch import errors
from cablesearch.cli.exits import ClosedPipeError, StoppedError, outcome
from cablesearch.diagnostic import Problem
from cablesearch.errors import ExitStatus

if TYPE_CHECKING:
    from tests.cli.fakes import FakeIndex
    from tests.cli.world import World


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BrokenPipeError(), 0),
        (ClosedPipeError(), 0),
        (errors.NotFoundError("no cable"), 1),
        (errors.UsageError("so not"), 2),
        (errors.ConfigError("so not"), 2),
        (typer.BadParameter("so not"), 2),
        (errors.QueryError("x", (Problem(kind="k", message="m", span=(0, 1)),)), 2),
        (errors.RecordError("no cable"), 3),
        (errors.NoIndexError("none"), 4),
        (errors.IndexRefusedError("eve's"), 4),
        (errors.RebuildError("old"), 5),
        (errors.DamagedError("bad"), 6),
        (errors.StaleError("old"), 6),
        (errors.StrictError("doubtful"), 65),
        (errors.SourceError("gone"), 66),
        (errors.CablesearchError("?"), 70),
        (ValueError("?"), 70),
        (AssertionError(), 70),
        (RecursionError(), 70),
        (errors.WriteError("full"), 74),
        (OSError(errno.ENOSPC, "No space"), 74),
        (PermissionError(errno.EACCES, "denied", "/x"), 74),
        (MemoryError(), 74),
        (errors.LockedError("busy"), 75),
        (StoppedError(ExitStatus.HANGUP), 129),
        (KeyboardInterrupt(), 130),
        (typer.Abort(), 130),
        (StoppedError(ExitStatus.TERMINATED), 143),
    ],
)
def test_status_of(error: BaseException, status: int) -> None:
    lines, found = outcome(error)
    assert found == status
    assert bool(lines) == (status != 0)


def test_a_message_names_the_path() -> None:
    lines, _ = outcome(PermissionError(errno.EACCES, "Permission denied", "/srv/x"))
    assert lines == ["/srv/x: Permission denied"]


def test_a_bug_is_one_line(world: World, index: FakeIndex) -> None:
    r = world.run("query", "bug")
    assert r.status is ExitStatus.BUG
    [line] = r.stderr.splitlines()
    assert line.startswith("error: this is a bug in cablesearch")
    assert "Traceback" in world.run("query", "bug", "--verbose").stderr


def test_the_last_word_in_json(world: World, index: FakeIndex) -> None:
    for argv, kind, status in (
        (("query", "x"), "summary", 0),
        (("query", "nowhere"), "summary", 1),
        (("query", "form:x"), "error", 2),
        (("query", "bug"), "error", 70),
        (("qery",), "error", 2),
        (("query", "-tags:PREL"), "error", 2),
    ):
        last = world.run(*argv, "--log-json").events[-1]
        assert (last["type"], last["exit"]) == (kind, status)
        assert last["ts"] == "2026-11-01T12:00:00Z"
        assert last["level"] == ("error" if kind == "error" else "info")


def test_no_index(world: World) -> None:
    for argv in (
        ("query", "x"),
        ("show", "x"),
        ("facets", "tags"),
        ("audit",),
        ("status",),
        ("check",),
        ("rollback",),
    ):
        assert world.run(*argv).status is ExitStatus.NO_INDEX


def test_messages_are_harmless(world: World) -> None:
    r = world.run("show\x1b[31m\u202e")
    assert "\x1b" not in r.stderr
    assert "\u202e" not in r.stderr
