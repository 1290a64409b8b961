"""Purging: nothing of a cable is left anywhere, and what proves it finds what is."""

from __future__ import annotations

import errno
import multiprocessing
import os
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import zstandard

from cablesearch.errors import LockedError, NoIndexError, UsageError, WriteError
from cablesearch.indexing.check import check
from cablesearch.indexing.frames import DICTIONARY, FrameReader
from cablesearch.indexing.lock import build_lock
from cablesearch.indexing.report import PhaseStarted, Progress
from tests.indexing.test_publish import StopError, stop_at
from tests.indexing.world import every_engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from cablesearch.indexing import report
    from tests.indexing.world import World

ODD = "brumbledoxy of quillifant wazzock"
OLDER = "brumbledoxy of quillifant zorbulence"


@pytest.fixture
def built(world: World) -> World:
    """Cables among which is one of odd words, in two files and with an older text that is in the store still."""
    world.fill(20)
    world.write("odd.txt", f"08ZENDA457\n@released 2010-01-01\n{OLDER}")
    world.build()
    world.write("odd.txt", f"08ZENDA457\n@released 2010-01-01\n{ODD}")
    world.write("in/other.txt", f"08ZENDA457\n{ODD} trundlewick", "09ZENDA1\nin the same file")
    world.build()
    return world


def remains(world: World, *words: str) -> list[str]:
    """Where anything of these words is found: in raw bytes, frames unpacked, and whatever sqlite reads."""
    found = []
    for path in sorted(p for p in world.index.rglob("*") if p.is_file()):
        data = path.read_bytes()
        texts = [data.lower()]
        if path.suffix == ".zst":
            dictionary = zstandard.ZstdCompressionDict(DICTIONARY.read_bytes())
            reader = zstandard.ZstdDecompressor(dict_data=dictionary).stream_reader(
                data, read_across_frames=True
            )
            texts.append(reader.read().lower())
        if path.suffix == ".sqlite3":
            with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as db:
                assert db.execute("PRAGMA freelist_count").fetchone() == (0,)
                dump = "\n".join(db.iterdump())
            texts.append(dump.lower().encode())
        found += [
            f"{word} in {path.name}"
            for word in words
            for text in texts
            if word.lower().encode() in text
        ]
    return found


ODD_WORDS = ("brumbledoxy", "quillifant", "wazzock", "trundlewick", "zorbulence")


@every_engine
def test_nothing_is_left(built: World) -> None:
    assert remains(built, *ODD_WORDS)
    packed = frames_of(built, "08ZENDA457")
    assert len(packed) == 2

    found = built.purge("08ZENDA457")

    assert remains(built, *ODD_WORDS) == []
    everything = b"".join(p.read_bytes() for p in built.index.rglob("*") if p.is_file())
    assert not any(frame in everything for frame in packed)
    assert {Path(v.path).name for v in found.versions} == {"odd.txt", "other.txt"}
    assert (found.cables, found.unknown, found.dropped) == (21, (), (1, 2))
    proof = found.proof
    assert proof is not None
    assert (proof.found, proof.frames, proof.named) == ((), 3, ())
    assert proof.words == len(ODD_WORDS)
    assert proof.files == sum(p.is_file() for p in built.index.rglob("*"))
    assert [p.name for p in built.index.glob("g*")] == ["g000003"]
    assert built.litter() == []
    assert len(built.texts()) == 21
    assert check(built.index, deep=True, tools=built.tools()).findings == ()


def frames_of(world: World, number: str) -> list[bytes]:
    """The frames of a number's records, as they stand in the store."""
    with world.open() as generation, closing(FrameReader(generation.path)) as frames:
        return [frames.packed(v.location) for v in generation.store.catalogue.records(number)]


@every_engine
def test_it_stays_out(built: World) -> None:
    built.purge("08ZENDA457")
    assert not built.build().published
    assert "08ZENDA457" not in built.texts()
    built.build(rebuild=True)
    assert "08ZENDA457" not in built.texts()
    assert built.build(exclude=()).added == 1
    assert built.texts()["08ZENDA457"] == [ODD]


def test_it_comes_back_where_it_is_allowed_to(built: World) -> None:
    built.purge("08ZENDA457", allow_again=True)
    assert remains(built, *ODD_WORDS) == []
    assert built.build().added == 1
    assert built.texts()["08ZENDA457"] == [ODD]


def test_its_sources_are_not_needed(built: World) -> None:
    shutil.rmtree(built.corpus)
    built.purge("08ZENDA457")
    assert remains(built, *ODD_WORDS) == []
    assert len(built.texts()) == 21


def test_all_that_an_index_holds(world: World) -> None:
    world.write("odd.txt", f"08ZENDA457\n{ODD}")
    world.build()
    assert world.purge("08ZENDA457").cables == 0
    assert remains(world, *ODD_WORDS) == []
    assert world.texts() == {}
    assert not world.build().published


def test_an_id_that_another_cable_names(built: World) -> None:
    built.write("citing.txt", "09ZENDA7\n@cites 08ZENDA457\nsee the reference")
    built.build()
    proof = built.purge("08ZENDA457").proof
    assert proof is not None
    assert (proof.named, proof.found) == (("08ZENDA457",), ())
    assert remains(built, *ODD_WORDS) == []
    with built.open() as generation:
        assert generation.store.catalogue.cited("09ZENDA7") == ("08ZENDA457",)


def test_one_that_was_excluded_is_still_in_the_store_until_then(built: World) -> None:
    built.build(exclude=("08ZENDA457",))
    assert remains(built, "wazzock")
    found = built.purge("08ZENDA457")
    assert (found.unknown, found.versions) == ((), ())
    assert found.proof is not None
    assert found.proof.words == len(ODD_WORDS)
    assert remains(built, *ODD_WORDS) == []


@every_engine
def test_one_that_only_an_older_generation_has(built: World) -> None:
    (built.corpus / "odd.txt").unlink()
    built.write("in/other.txt", "09ZENDA1\nin the same file")
    built.build()
    assert "08ZENDA457" not in built.texts()
    assert built.purge("08ZENDA457").unknown == ()
    assert remains(built, *ODD_WORDS) == []


def test_a_dry_run_changes_nothing(built: World) -> None:
    before = sorted((p, p.stat().st_mtime_ns) for p in built.index.rglob("*"))
    found = built.purge("08ZENDA457", "99ZENDA1", dry_run=True)
    assert (len(found.versions), found.unknown, found.dropped) == (2, ("99ZENDA1",), (1,))
    assert {path.name for path in found.files} >= {"cables-0001.zst"}
    assert sorted((p, p.stat().st_mtime_ns) for p in built.index.rglob("*")) == before


def test_unknown_ids(built: World) -> None:
    assert built.purge("99ZENDA1").unknown == ("99ZENDA1",)
    assert sorted(p.name for p in built.index.glob("g*")) == ["g000001", "g000002"]
    found = built.purge("99ZENDA1", "08ZENDA457")
    assert (found.unknown, len(found.versions)) == (("99ZENDA1",), 2)
    assert remains(built, *ODD_WORDS) == []


def test_no_index(world: World) -> None:
    with pytest.raises(NoIndexError):
        world.purge("08ZENDA457")
    assert not world.index.exists()


class TestSharedNumbers:
    """A number goes with all its cables; one of them goes alone, and the others keep their ids."""

    TEXTS = (
        "alphatic bravado charivari",
        "deltoidal echolalia foxtrotter",
        "golfbag hotelier indigenous",
    )

    @pytest.fixture
    def three(self, world: World) -> World:
        for day, text in enumerate(self.TEXTS, 1):
            world.write(f"{day}.txt", f"76STATE9\n@date 1976-12-0{day}\n{text}")
        world.fill(10)
        world.build()
        return world

    def test_all(self, three: World) -> None:
        assert three.purge("76STATE9").cables == 10
        assert remains(three, *" ".join(self.TEXTS).split()) == []
        assert not three.build().published

    @pytest.mark.parametrize("nth", [1, 2, 3])
    def test_one(self, three: World, nth: int) -> None:
        id = f"76STATE9~{nth}"
        kept = {n: text for n, text in enumerate(self.TEXTS, 1) if n != nth}
        expected = {"76STATE9" if n == 1 else f"76STATE9~{n}": [text] for n, text in kept.items()}
        done = three.purge(id)
        assert (done.cables, done.proof and done.proof.found) == (12, ())
        assert remains(three, *self.TEXTS[nth - 1].split()) == []
        for build in (lambda: None, three.build, lambda: three.build(rebuild=True)):
            build()
            texts = {i: text for i, text in three.texts().items() if i.startswith("76")}
            assert texts == expected
        again = three.purge(id)
        assert (again.unknown, again.versions, again.cables) == ((), (), 12)
        assert check(three.index, deep=True, tools=three.tools()).findings == ()

    def test_one_cannot_be_allowed_again(self, three: World) -> None:
        with pytest.raises(UsageError, match="76STATE9~2: only all cables"):
            three.purge("76STATE9~2", allow_again=True)


class TestProof:
    """What is searched for is found where it is."""

    @pytest.mark.parametrize(
        "plant",
        [
            lambda packed: packed,
            lambda packed: b"some WAZZOCK in capitals",
            lambda packed: b"\0" * ((1 << 22) - 3) + b"wazzock over the edge of a block",
            lambda packed: b"the id 08ZENDA457",
        ],
        ids=["frame", "word", "far", "id"],
    )
    def test_something_was_left(self, built: World, plant: Callable[[bytes], bytes]) -> None:
        packed = frames_of(built, "08ZENDA457")[0]
        (built.index / "left.bin").write_bytes(plant(packed))
        proof = built.purge("08ZENDA457").proof
        assert proof is not None
        assert [place.partition(": ")[0] for place in proof.found] == [f"{built.index}/left.bin"]

    def test_in_a_frame_of_a_store_file(
        self, built: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As if the store had not been written anew."""
        monkeypatch.setattr("cablesearch.indexing.purge.rewrite", lambda *_: None)
        proof = built.purge("08ZENDA457").proof
        assert proof is not None
        assert any("record in the frame" in place for place in proof.found)

    def test_in_the_catalogue(self, built: World, monkeypatch: pytest.MonkeyPatch) -> None:
        """As if sqlite's free pages had been left as they were."""
        writer = "cablesearch.indexing.catalogue_writer.CatalogueWriter"
        monkeypatch.setattr(f"{writer}.vacuum", lambda self: None)
        monkeypatch.setattr(f"{writer}.forget_first_seen", lambda *_: None)
        proof = built.purge("08ZENDA457").proof
        assert proof is not None
        assert any("08ZENDA457, beside exclusions" in place for place in proof.found)

    def test_words_that_hold_by_chance_are_not_searched_for(self, world: World) -> None:
        """Those of other cables, parts of them, short ones, and what an index says of itself."""
        world.write(
            "a.txt",
            "08ZENDA1\nshelters decade 123456 zyx paragraphs removed cables catalogue telegram",
        )
        world.write("b.txt", "08ZENDA2\nmany telegrams and no SHELTERS")
        world.build()
        proof = world.purge("08ZENDA1").proof
        assert proof is not None
        assert (proof.words, proof.found) == (0, ())


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("error", [StopError(), OSError(errno.ENOSPC, "No space left on device")])
def test_stopped_at_every_change_to_the_disk(
    built: World, error: BaseException, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = built.texts()
    new = {id: text for id, text in old.items() if id != "08ZENDA457"}
    sound = built.top / "sound"
    shutil.copytree(built.index, sound, copy_function=shutil.copy2)
    for nth in range(1, 1000):
        with monkeypatch.context() as patch:
            begun = stop_at(patch, nth, error, after=after)
            try:
                built.purge("08ZENDA457")
                done = True
            except (StopError, WriteError):
                done = False
        if done and begun() < nth:
            break
        assert built.texts() in (old, new)
        found = built.purge("08ZENDA457")
        assert found.unknown == ()
        assert found.proof is not None
        assert found.proof.found == ()
        assert remains(built, *ODD_WORDS) == []
        assert built.texts() == new
        assert built.litter() == []
        assert len(list(built.index.glob("g*"))) == 1
        shutil.rmtree(built.index)
        shutil.copytree(sound, built.index, copy_function=shutil.copy2)
    assert nth > 15


@every_engine
def test_killed(built: World) -> None:
    old = built.texts()
    child = multiprocessing.get_context("fork").Process(target=_killed_purge, args=(built,))
    child.start()
    child.join(30)
    assert child.exitcode == -signal.SIGKILL
    assert built.texts() == old
    built.purge("08ZENDA457")
    assert remains(built, *ODD_WORDS) == []
    assert built.litter() == []


def _killed_purge(world: World) -> None:
    def die(event: report.Event) -> None:
        if isinstance(event, Progress) and event.phase == "index":
            os.kill(os.getpid(), signal.SIGKILL)

    world.purge("08ZENDA457", on_event=die)


class TestLocks:
    """Builders exclude one another; readers are waited for, and then no longer."""

    def test_another_builder(self, built: World) -> None:
        with (
            build_lock(built.index, now=built.now()),
            pytest.raises(LockedError),
        ):
            built.purge("08ZENDA457")
        assert remains(built, "wazzock")

    def test_a_generation_that_is_being_read(self, built: World) -> None:
        with built.open() as reader:
            stored = reader.store.cable("08ZENDA457").cable
            found = built.purge("08ZENDA457", lock_wait=0.15)
            assert found.read == (2,)
            assert remains(built, *ODD_WORDS) == []
            assert reader.store.cable("08ZENDA457").cable == stored
        assert len(built.texts()) == 21

    def test_it_is_waited_for(self, built: World) -> None:
        reader = built.open()

        def let_go(event: report.Event) -> None:
            if isinstance(event, PhaseStarted) and event.phase == "prune":
                reader.close()

        assert built.purge("08ZENDA457", lock_wait=30.0, on_event=let_go).read == ()
