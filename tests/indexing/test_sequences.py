"""Whatever happens to the sources between builds, a refreshed index equals one built from nothing."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cablesearch.cable.shared import number_of
from cablesearch.engines.registry import ENGINES
from cablesearch.indexing.check import check
from cablesearch.indexing.entered import entered_after
from tests.indexing.world import World

IDS = [f"08ZENDA{n}" for n in range(1, 5)]
NAMES = ["a.txt", "b.txt", "in/c.txt", "in/d.txt"]

HALVES = [
    "the harvest failed in the north and grain is dear",
    "no minister would see us before the new law was passed",
]
WHOLE = " ".join(HALVES)

records = st.one_of(
    st.builds(
        lambda id, date, more, text: f"{id}\n{date}{more}{text}",
        st.sampled_from(IDS),
        st.sampled_from(
            ["", "", *(f"@date 2008-02-0{day}\n" for day in ("1", "1T07:10", "1T09:20", "2T07:00"))]
        ),
        st.sampled_from(
            [
                "",
                "@released 2010-01-01\n",
                "@released 2011-01-01\n",
                "@cites 08ZENDA1\n",
                "@corrected yes\n",
            ]
        ),
        st.sampled_from(
            [
                "one",
                "two words",
                "ONE",
                "a longer text than the others",
                "a longer text than any",
                "",
                *HALVES,
                WHOLE,
            ]
        ),
    ),
    st.sampled_from(["BAD", "BUG"]),
)
steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("write"), st.sampled_from(NAMES), st.lists(records, min_size=1, max_size=3)
        ),
        st.tuples(st.just("remove"), st.sampled_from(NAMES), st.just([])),
        st.tuples(st.just("rename"), st.sampled_from(NAMES), st.just([])),
        st.tuples(st.just("exclude"), st.sampled_from([*IDS, ""]), st.just([])),
        st.tuples(st.just("purge"), st.sampled_from(IDS), st.just([])),
        st.tuples(st.just("build"), st.sampled_from(["", "", "rebuild", "rehash"]), st.just([])),
    ),
    min_size=3,
    max_size=25,
)


class Model:
    """What must hold: the day on which each id was first published, and what is excluded."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.excluded: set[str] = set()
        self.first_seen: dict[str, int] = {}
        self.entered: dict[str, int] = {}

    def step(self, kind: str, name: str, texts: list[str]) -> None:
        path = self.world.corpus / (name or "none")
        if kind == "write":
            self.world.write(name, *texts)
        elif kind == "remove":
            path.unlink(missing_ok=True)
        elif kind == "rename" and path.exists():
            path.rename(path.with_suffix(".moved"))
        elif kind == "exclude":
            self.excluded = {name} if name else set()
        elif kind == "purge" and self.world.index.exists():
            self.purge(name)
        elif kind == "build":
            self.build(**({name: True} if name else {}))

    def purge(self, number: str) -> None:
        """A build without the number, which makes the index forget when its cables came."""
        before = self.world.texts()
        found = self.world.purge(number)
        if found.proof is None:
            assert found.unknown == (number,)
            return
        assert found.proof.found == ()
        gone = {id for id in {*before, *self.first_seen} if number_of(id) == number}
        assert self.world.texts() == {id: before[id] for id in before if id not in gone}
        self.excluded.add(number)
        self.first_seen = {id: day for id, day in self.first_seen.items() if id not in gone}
        self.entered = {id: number for id, number in self.entered.items() if id not in gone}

    def build(self, **options: Any) -> None:
        world, exclude = self.world, tuple(self.excluded)
        report = world.build(allow_removals=True, exclude=exclude, **options)
        fresh = World(world.top / "fresh", engine=world.engine)
        shutil.rmtree(fresh.top, ignore_errors=True)
        fresh.top.mkdir()
        expected = fresh.build(world.corpus, allow_removals=True, exclude=exclude)

        texts = world.texts()
        assert texts == fresh.texts()
        assert world.told() == fresh.told()
        assert (report.cables, report.paragraphs) == (expected.cables, expected.paragraphs)
        assert report.duplicates == expected.duplicates
        key = [(s.path, s.reason, s.sha256) for s in report.skipped]
        assert key == [(s.path, s.reason, s.sha256) for s in expected.skipped]
        for cable_id in texts:
            self.first_seen.setdefault(cable_id, world.days)
            self.entered.setdefault(cable_id, report.generation or 0)
        assert world.added() == {id: self.first_seen[id] for id in texts}
        with world.open() as mine, fresh.open() as other:
            for number in range(1, (report.generation or 0) + 1):
                new = {id for id in texts if self.entered[id] > number}
                assert set(entered_after(mine.store.catalogue, number)) == new
            for cable_id in [*IDS, *texts]:
                assert mine.store.cited_by(cable_id) == other.store.cited_by(cable_id)
                mine_cited = mine.store.catalogue.cables_cited(cable_id)
                assert mine_cited == other.store.catalogue.cables_cited(cable_id)
        assert world.litter() == []
        assert check(world.index, tools=world.tools()).findings == ()
        again = world.build(allow_removals=True)
        assert (again.published, again.new_skips) == (False, 0)


@pytest.mark.slow
@pytest.mark.parametrize(("engine", "examples"), [("fake", 40), *((name, 6) for name in ENGINES)])
def test_any_sequence_equals_a_fresh_build(engine: str, examples: int) -> None:
    @settings(max_examples=examples, deadline=None)
    @given(steps)
    def equal(sequence: list[tuple[str, str, list[str]]]) -> None:
        with tempfile.TemporaryDirectory() as top:
            world = World(Path(top), engine=engine)
            world.corpus.mkdir()
            model = Model(world)
            for kind, name, texts in [*sequence, ("build", "", [])]:
                model.step(kind, name, texts)

    equal()


@pytest.mark.slow
def test_many_small_builds_leave_few_store_files(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.fill(1)
    for number in range(2, 60):
        world.write(f"{number:03d}.txt", f"08ZENDA{number}\nthe first of {number}\nthe second")
        world.build()
    with world.open() as generation:
        stores = [f for f in generation.manifest.files if f.name.startswith("cables-")]
        assert len(stores) <= 7  # about the logarithm
        assert max(int(f.name[7:11]) for f in stores) >= 59
    assert len(world.texts()) == 59


def test_what_is_dead_is_compacted_away(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.fill(40)
    world.build()
    for number in range(1, 31):
        (world.corpus / f"{number:03d}.txt").unlink()
    world.build(allow_removals=True)
    with world.open() as generation:
        assert [f.name for f in generation.manifest.files if "cables" in f.name] == [
            "cables-0002.zst"
        ]
    assert len(world.texts()) == 10
