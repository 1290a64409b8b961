"""In which generation an id was first published, and when its searched text changed: counted, not clocked."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from cablesearch.indexing.catalogue import CATALOGUE, Catalogue
from cablesearch.indexing.entered import entered_after
from cablesearch.indexing.pointer import directory_of
from cablesearch.indexing.rollback import rollback
from tests.indexing.world import World, engines

if TYPE_CHECKING:
    from collections.abc import Sequence


def after(world: World, generation: int, *, changed: bool = False) -> set[str]:
    with world.open() as opened:
        return set(entered_after(opened.store.catalogue, generation, changed=changed))


def identity(world: World) -> str | None:
    with world.open() as opened:
        return opened.store.catalogue.setting("identity")


@pytest.fixture
def three(world: World) -> World:
    """An index of three generations: two cables, one more, one of the first with another text."""
    world.write("a.txt", "09ZENDA1\none", "09ZENDA2\ntwo")
    world.build()
    world.write("b.txt", "09ZENDA3\nthree")
    world.build()
    world.write("a.txt", "09ZENDA1\none", "09ZENDA2\ntwo and more")
    world.build()
    return world


EXPECTED: Sequence[tuple[int, set[str], set[str]]] = (
    (0, {"09ZENDA1", "09ZENDA2", "09ZENDA3"}, {"09ZENDA1", "09ZENDA2", "09ZENDA3"}),
    (1, {"09ZENDA3"}, {"09ZENDA3", "09ZENDA2"}),
    (2, set(), {"09ZENDA2"}),
    (3, set(), set()),
)


def check(world: World) -> None:
    for generation, entered, changed in EXPECTED:
        assert after(world, generation) == entered
        assert after(world, generation, changed=True) == changed


def test_they_are_told_apart(three: World) -> None:
    check(three)


def test_a_rebuild_changes_neither(three: World) -> None:
    who = identity(three)
    assert three.build(rebuild=True).generation == 4
    check(three)
    assert identity(three) == who


def test_what_is_salvaged_keeps_both(three: World) -> None:
    who = identity(three)
    manifest = directory_of(three.index, 3) / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"schema', '"scheme'))
    assert "not built upon" in three.build(rebuild=True).notes[0]
    check(three)
    assert identity(three) == who


def test_a_file_that_moves_changes_nothing(three: World) -> None:
    (three.corpus / "b.txt").rename(three.corpus / "c.txt")
    assert three.build().generation == 4
    check(three)


def test_clocks_do_not_matter(world: World) -> None:
    world.write("a.txt", "09ZENDA1\none")
    world.build()
    world.days = -500
    world.write("b.txt", "09ZENDA2\ntwo")
    world.build()
    assert after(world, 1) == {"09ZENDA2"}


def test_a_cable_that_comes_back_is_not_new(three: World) -> None:
    (three.corpus / "b.txt").unlink()
    three.build(allow_removals=True)
    assert after(three, 1) == set()
    three.write("d.txt", "09ZENDA3\nthree")
    three.build()
    assert after(three, 3) == set()
    assert after(three, 1) == {"09ZENDA3"}


def test_a_purged_cable_is_new_when_it_is_let_in_again(three: World) -> None:
    report = three.purge("09ZENDA3", allow_again=True)
    assert report.proof is not None
    assert not report.proof.found
    three.build()
    assert after(three, 4) == {"09ZENDA3"}


def test_after_a_rollback_the_count_goes_on(three: World) -> None:
    three.write("d.txt", "09ZENDA4\nfour")
    three.build()
    assert rollback(three.index, now=three.now, engines=engines) == 3
    check(three)
    assert three.build().generation == 5
    assert after(three, 3) == {"09ZENDA4"}
    assert after(three, 4) == {"09ZENDA4"}


def test_an_index_from_before_this_was_counted(three: World) -> None:
    """It has no table and no identity; built upon, it counts from then on."""
    published = directory_of(three.index, 3) / CATALOGUE
    before = published.stat()
    with closing(sqlite3.connect(published)) as db:
        db.execute("DROP TABLE entered")
        db.execute("DELETE FROM setting WHERE name = 'identity'")
        db.commit()
    assert before.st_ino == published.stat().st_ino
    with closing(Catalogue(published)) as catalogue:
        assert entered_after(catalogue, 1) == ()
        assert len(entered_after(catalogue, 0)) == 3
    shutil.rmtree(directory_of(three.index, 2))
    three.write("d.txt", "09ZENDA4\nfour")
    three.build(rebuild=True)
    assert after(three, 3) == {"09ZENDA4"}
    assert identity(three)


def test_two_indexes_are_told_apart(three: World, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = World(tmp_path_factory.mktemp("other"))
    other.write("a.txt", "09ZENDA1\none")
    other.build()
    assert identity(other) != identity(three)
