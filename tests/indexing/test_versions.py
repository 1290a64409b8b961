"""Several records of one cable id: which is searched, and that none is lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cablesearch.errors import NotFoundError, StrictError

if TYPE_CHECKING:
    from tests.indexing.world import World

SHORT = "08ZENDA1\nshort"
LONG = "08ZENDA1\nquite a bit longer"
OLD = "08ZENDA1\n@released 2010-01-01\nan old and very, very long release of it"
NEW = "08ZENDA1\n@released 2011-01-01\nnew"


@pytest.mark.parametrize(
    ("records", "searched"),
    [
        ([SHORT, LONG], LONG),
        ([LONG, SHORT], LONG),
        ([OLD, NEW], NEW),
        ([NEW, OLD, LONG], NEW),
        ([LONG, OLD], OLD),
        (["08ZENDA1\nsame size", "08ZENDA1\nsize same"], "08ZENDA1\nsame size"),
    ],
)
def test_the_later_release_then_the_longest_text(
    world: World, records: list[str], searched: str
) -> None:
    for number, record in enumerate(records):
        world.write(f"{number}.txt", record)
    report = world.build()
    assert world.texts() == {"08ZENDA1": [searched.split("\n")[-1]]}
    assert [d.cable_id for d in report.duplicates] == ["08ZENDA1"]
    assert len(report.duplicates[0].kept) == len(records) - 1


def test_identical_texts_fold_and_are_no_duplicates(world: World) -> None:
    world.write("a.txt", "08ZENDA1\nHe said “no”")
    world.write("b.txt", '08ZENDA1\nhe  SAID "no"')
    report = world.build()
    assert (report.cables, report.duplicates) == (1, ())
    with world.open() as generation:
        versions = generation.store.cable("08ZENDA1").versions
        assert {Path(v.path).name for v in versions} == {"a.txt", "b.txt"}
        assert {generation.store.read(v).paragraphs[0].text for v in versions} == {
            "He said “no”",
            'he  SAID "no"',
        }


def test_the_right_version_comes_up_again(world: World) -> None:
    world.fill(20)
    world.write("a.txt", "09ZENDA1\nthe first")
    world.build()
    world.write("b.txt", "09ZENDA1\nthe second, which is longer")
    assert world.build().updated == 1
    assert world.texts()["09ZENDA1"] == ["the second, which is longer"]
    world.write("b.txt", "09ZENDA1\ncut")
    assert world.build().updated == 1
    assert world.texts()["09ZENDA1"] == ["the first"]
    world.write("b.txt", "09ZENDA1\nthe second, longer once more")
    world.build()
    (world.corpus / "b.txt").unlink()
    report = world.build()
    assert (report.updated, report.removed) == (1, 0)
    assert world.texts()["09ZENDA1"] == ["the first"]
    assert world.added()["09ZENDA1"] == 1


def test_a_version_that_is_not_searched_leaves_the_engine_alone(world: World) -> None:
    world.write("a.txt", LONG)
    world.build()
    world.write("b.txt", SHORT)
    report = world.build()
    assert (report.published, report.updated, report.unchanged) == (True, 0, 1)
    with world.open() as generation:
        assert len(list(generation.engine_dir.iterdir())) == 1


def test_strict_refuses_two_texts_of_one_id(world: World) -> None:
    world.write("a.txt", LONG, SHORT)
    with pytest.raises(StrictError, match="08ZENDA1"):
        world.build(strict=True)


def test_an_unknown_id(world: World) -> None:
    world.fill(1)
    world.build()
    with world.open() as generation:
        assert "08ZENDA1" in generation.store
        assert "99ZENDA1" not in generation.store
        with pytest.raises(NotFoundError, match="99ZENDA1"):
            generation.store.cable("99ZENDA1")
