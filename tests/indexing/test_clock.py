"""The clock may jump: the order of generations, what has changed and what is monitored do not hang on it."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cablesearch.errors import WriteError
from cablesearch.indexing.refresh import REFRESHED, refreshed_at
from cablesearch.indexing.rollback import rollback
from cablesearch.indexing.status import status
from tests.indexing.world import EPOCH, engines, every_engine

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.indexing.world import World

YEAR = 365
JUMPS = {
    "a year back": -YEAR,
    "ten years on": 10 * YEAR,
    "beyond 2038": 30 * YEAR,
    "before 1970": -61 * YEAR,
}


@every_engine
@pytest.mark.parametrize("days", JUMPS.values(), ids=JUMPS)
def test_the_order_of_generations_is_no_clocks(world: World, days: int) -> None:
    world.fill(12)
    world.build()
    world.days += days
    world.write("001.txt", "08ZENDA1\nchanged")
    world.write("new.txt", "09ZENDA1\nnew")
    assert world.build().generation == 2
    assert world.texts()["08ZENDA1"] == ["changed"]
    assert world.added() == {f"08ZENDA{n}": 1 for n in range(1, 13)} | {"09ZENDA1": 2 + days}
    world.days -= days
    world.write("001.txt", "08ZENDA1\nchanged again")
    assert world.build().generation == 3
    assert world.texts()["08ZENDA1"] == ["changed again"]
    assert rollback(world.index, now=world.now, engines=engines) == 2
    assert world.texts()["08ZENDA1"] == ["changed"]


TIMES = {
    "in 1970": 0,
    "before 1970": -86_400,
    "in 2038": 2**31,
    "in a hundred years": 100 * YEAR * 86_400,
}


@pytest.mark.parametrize("seconds", TIMES.values(), ids=TIMES)
@pytest.mark.parametrize("jump", [0, -YEAR, 10 * YEAR])
def test_what_has_changed_is_found_whatever_the_files_are_dated(
    world: World, seconds: int, jump: int
) -> None:
    """Also where a file has the size and the time of the one before it."""
    world.fill(12)
    path = world.corpus / "001.txt"
    os.utime(path, (seconds, seconds))
    world.build()
    world.days += jump
    assert not world.build().published
    path.write_text(path.read_text().replace("first", "FIRST"))
    os.utime(path, (seconds, seconds))
    assert world.build().updated == 1
    assert world.texts()["08ZENDA1"][0] == "the FIRST of 1"


def refreshed(world: World) -> datetime:
    return status(world.index, engines=engines).refreshed_at


class TestRefreshed:
    """A run without news publishes nothing, and yet the index is fresh."""

    def test_a_run_without_news(self, world: World) -> None:
        world.fill(2)
        world.build()
        assert refreshed(world) == world.now() == EPOCH + timedelta(days=1)
        assert not world.build().published
        assert refreshed(world) == world.now() == EPOCH + timedelta(days=2)
        assert status(world.index, engines=engines).built_at == EPOCH + timedelta(days=1)
        assert (world.index / REFRESHED).stat().st_mode & 0o777 == 0o644
        assert world.litter() == []

    def test_a_run_dates_anew_what_a_wrong_clock_has_dated(self, world: World) -> None:
        world.fill(2)
        world.days = 30 * YEAR
        world.build()
        world.days = 0
        assert not world.build().published
        assert refreshed(world) == world.now() == EPOCH + timedelta(days=1)

    def test_neither_a_dry_run_nor_one_that_fails(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.fill(2)
        world.build()
        world.build(dry_run=True)
        world.write("new.txt", "09ZENDA1\nnew")
        with monkeypatch.context() as patch:
            patch.setattr("cablesearch.indexing.durable.rename", _refuse)
            with pytest.raises(WriteError):
                world.build()
        assert refreshed(world) == EPOCH + timedelta(days=1)

    def test_where_it_cannot_be_noted_the_run_has_ended_well(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.fill(2)
        world.build()
        with monkeypatch.context() as patch:
            patch.setattr("cablesearch.indexing.durable.rename", _refuse)
            assert not world.build().published
        assert refreshed(world) == EPOCH + timedelta(days=1)

    @pytest.mark.parametrize("noted", ["", "yesterday", "2030-01-05", "\xff\x00"])
    def test_a_note_that_says_nothing(self, world: World, noted: str) -> None:
        world.fill(2)
        world.build()
        (world.index / REFRESHED).write_text(noted, encoding="latin-1")
        assert refreshed(world) == world.now()

    @pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to(path)])
    def test_what_is_no_note(self, world: World, make: Callable[[Path], None]) -> None:
        world.fill(2)
        world.build()
        path = world.index / REFRESHED
        path.unlink()
        make(path)
        assert refreshed_at(world.index, EPOCH) == EPOCH
        assert not world.build().published


def _refuse(*_: object) -> None:
    raise OSError(28, "No space left on device")
