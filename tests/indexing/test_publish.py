"""Publishing: stopped at any step, the generation before answers and the next run clears up."""

from __future__ import annotations

import errno
import hashlib
import multiprocessing
import os
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cablesearch.errors import CablesearchError, DamagedError, LockedError, NoIndexError, WriteError
from cablesearch.indexing import durable, generation
from cablesearch.indexing.lock import build_lock
from cablesearch.indexing.report import PhaseStarted, Progress
from cablesearch.indexing.rollback import rollback
from tests.indexing.world import engines, every_engine

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.synchronize import Event

    from cablesearch.indexing import report
    from tests.indexing.world import World

CALLS = [
    "sync",
    "make_directory",
    "write_new",
    "rename",
    "replace_file",
    "link_or_copy",
    "copy",
    "remove_tree",
    "sync_path",
    "seal_file",
    "sha256_file",
]


class StopError(BaseException):
    """As a signal would stop it."""


def stop_at(
    patch: pytest.MonkeyPatch, nth: int, error: BaseException, *, after: bool
) -> Callable[[], int]:
    """Have the nth change to the disk fail, before or after it is made; how many were begun."""
    count = 0

    def wrap(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal count
            count += 1
            mine = count
            if mine == nth and not after:
                raise error
            result = real(*args, **kwargs)
            if mine == nth:
                raise error
            return result

        return call

    for name in CALLS:
        patch.setattr(durable, name, wrap(getattr(durable, name)))
    return lambda: count


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("error", [StopError(), OSError(errno.ENOSPC, "No space left on device")])
def test_stopped_at_every_change_to_the_disk(
    world: World, error: BaseException, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.fill(12)
    world.build()
    world.write("new.txt", "09ZENDA1\nnew")
    world.build()
    old = world.texts()
    world.write("003.txt", "08ZENDA3\nchanged")
    sound = world.top / "sound"
    shutil.copytree(world.index, sound, copy_function=shutil.copy2)

    for nth in range(1, 1000):
        with monkeypatch.context() as patch:
            begun = stop_at(patch, nth, error, after=after)
            try:
                world.build()
                done = True
            except (StopError, WriteError):
                done = False
        if done and begun() < nth:
            break
        texts = world.texts()
        new = texts["08ZENDA3"] == ["changed"]
        assert new or texts == old
        world.build()
        assert world.texts() == old | {"08ZENDA3": ["changed"]}
        assert world.litter() == []
        assert len(list(world.index.glob("g*"))) == 2
        shutil.rmtree(world.index)
        shutil.copytree(sound, world.index, copy_function=shutil.copy2)
    assert nth > 15


@every_engine
@pytest.mark.parametrize("phase", ["plan", "read", "index", "check", "publish", "prune"])
@pytest.mark.parametrize("first", [True, False], ids=["first", "later"])
def test_stopped_in_every_phase(world: World, phase: str, first: bool) -> None:
    world.fill(12)
    if not first:
        world.build()
        world.write("003.txt", "08ZENDA3\nchanged")

    def stop(event: report.Event) -> None:
        if isinstance(event, PhaseStarted) and event.phase == phase:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.build(on_event=stop)
    assert world.litter() == []
    if phase == "prune":
        assert len(world.texts()) == 12
    elif first:
        with pytest.raises(NoIndexError):
            world.open()
    else:
        assert world.texts()["08ZENDA3"] != ["changed"]
    world.build()
    assert len(world.texts()) == 12


@every_engine
def test_a_kill_leaves_litter_that_the_next_run_clears(world: World) -> None:
    world.fill(3)
    world.build()
    world.write("001.txt", "08ZENDA1\nchanged")
    child = multiprocessing.get_context("fork").Process(target=_killed_build, args=(world,))
    child.start()
    child.join(30)
    assert child.exitcode == -signal.SIGKILL
    assert world.litter() == ["stage-000002"]
    assert world.texts()["08ZENDA1"] != ["changed"]
    (world.index / "trash-000009").mkdir()
    (world.index / "current.new").touch()
    assert world.build().generation is not None
    assert world.litter() == []
    assert world.texts()["08ZENDA1"] == ["changed"]


def _killed_build(world: World) -> None:
    def die(event: report.Event) -> None:
        if isinstance(event, Progress) and event.phase == "index":
            os.kill(os.getpid(), signal.SIGKILL)

    world.build(on_event=die)


def test_a_kill_between_the_two_renames_of_a_first_build(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.fill(3)
    world.build()
    (world.index / "current").unlink()
    world.write("new.txt", "09ZENDA1\nnew")
    report = world.build()
    assert (report.generation, report.cables) == (2, 4)
    assert sorted(world.added().values()) == [1, 1, 1, 2]


@every_engine
def test_only_the_generation_replaced_is_kept(world: World) -> None:
    world.fill(12)
    for number in range(5):
        world.write("001.txt", f"08ZENDA1\n{number}")
        world.build()
    assert sorted(p.name for p in world.index.glob("g*")) == ["g000004", "g000005"]


def test_unchanged_files_are_links(world: World) -> None:
    world.fill(40)
    world.build()
    world.write("new.txt", "09ZENDA1\nnew")
    world.build()
    for name in ("cables-0001.zst", "engine/commit-0000.json"):
        old, new = world.index / "g000001" / name, world.index / "g000002" / name
        assert old.samefile(new)
    assert not list(world.index.rglob("LOCK"))


@every_engine
def test_copies_where_there_are_no_links(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    world.fill(12)
    world.build()
    monkeypatch.setattr(os, "link", refuse)
    world.write("new.txt", "09ZENDA1\nnew")
    world.build()
    assert len(world.texts()) == 13


def test_to_sync_is_to_wait_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """On macOS with the call that empties the drive's cache too, where the file system knows it."""
    asked: list[tuple[int, ...]] = []

    def fcntl(fd: int, command: int) -> None:
        asked.append((fd, command))
        if command == 99:
            raise OSError(errno.ENOTSUP, "Operation not supported")

    monkeypatch.setattr(os, "fsync", lambda fd: asked.append((fd,)))
    monkeypatch.setattr("fcntl.fcntl", fcntl)
    for full in (None, 51, 99):
        monkeypatch.setattr(durable, "_FULLFSYNC", full)
        durable.sync(7)
    assert asked == [(7,), (7, 51), (7, 99), (7,)]


def test_a_hash_is_of_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(bytes(range(256)) * 10_000)
    assert durable.sha256_file(path) == hashlib.sha256(path.read_bytes()).hexdigest()


def test_nothing_is_deleted_where_a_reader_looks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    deleted: list[str] = []
    real = shutil.rmtree

    def rmtree(path: Path, **options: Any) -> None:
        deleted.append(Path(path).name)
        real(path, **options)

    monkeypatch.setattr(shutil, "rmtree", rmtree)
    for number in range(4):
        world.write("001.txt", f"08ZENDA1\n{number}")
        world.build()
    assert "trash-000001" in deleted
    assert not [name for name in deleted if name.startswith("g")]


def test_what_counts_otherwise_is_not_published(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.fill(2)
    world.build()
    world.write("new.txt", "09ZENDA1\nnew")
    monkeypatch.setattr(
        "cablesearch.indexing.soundness.disagreements", lambda *_: ["one paragraph is lost"]
    )
    with pytest.raises(CablesearchError, match="not published: one paragraph is lost"):
        world.build()
    assert (len(world.texts()), world.litter()) == (2, [])


def test_what_is_published_was_synced(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files before their directory, that before the rename, the pointer last."""
    log: list[tuple[str, str]] = []
    real_sync, real_rename = durable.sync, durable.rename

    def sync(fd: int) -> None:
        real_sync(fd)
        log.append(("sync", str(Path(f"/proc/self/fd/{fd}").readlink())))

    def rename(old: Path, new: Path) -> None:
        log.append(("rename", new.name))
        real_rename(old, new)

    monkeypatch.setattr(durable, "sync", sync)
    monkeypatch.setattr(durable, "rename", rename)
    world.fill(3)
    world.build()
    at = {entry: n for n, entry in enumerate(log)}
    stage = f"{world.index}/stage-000001"
    published = at["rename", "g000001"]
    for path in (world.index / "g000001").rglob("*"):
        name = f"{stage}/{path.relative_to(world.index / 'g000001')}"
        assert at["sync", name] < published
        if path.is_file():
            assert at["sync", name] < at["sync", str(Path(name).parent)]
    assert at["sync", stage] < published
    parent = [n for n, entry in enumerate(log) if entry == ("sync", str(world.index))]
    assert published < parent[0] < at["sync", f"{world.index}/current.new"]
    assert at["sync", f"{world.index}/current.new"] < at["rename", "current"] < parent[-1]


@pytest.mark.parametrize("damaged", [True, False])
def test_what_is_staged_and_cannot_be_read(
    world: World, monkeypatch: pytest.MonkeyPatch, damaged: bool
) -> None:
    """No damage to the index that answers, unless it comes of that one."""
    world.fill(3)
    world.build()
    old = world.texts()
    world.write("001.txt", "08ZENDA1\nchanged")

    def stumble(*_: object) -> None:
        raise DamagedError("stage: malformed")

    monkeypatch.setattr("cablesearch.indexing.soundness.disagreements", stumble)
    if damaged:
        [path] = (world.index / "g000001").glob("cables-*")
        status, sound = path.stat(), path.read_bytes()
        path.write_bytes(bytes(len(sound)))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(
        DamagedError if damaged else WriteError, match="g000001" if damaged else "as it was"
    ):
        world.build()
    assert world.litter() == []
    if not damaged:
        assert world.texts() == old


@pytest.mark.parametrize("call", ["write_new", "rename", "sync_path"])
def test_a_pointer_that_cannot_be_replaced_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "current"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(durable, call, fail)
    with pytest.raises(OSError, match="Input"):
        durable.replace_file(path, b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["current"]


def test_a_first_index_is_found_again_after_a_power_loss(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The names of the folders made for it are synced before the first publish."""
    log: list[str] = []
    real_sync, real_rename = durable.sync, durable.rename

    def sync(fd: int) -> None:
        real_sync(fd)
        log.append(str(Path(f"/proc/self/fd/{fd}").readlink()))

    def rename(old: Path, new: Path) -> None:
        log.append("rename")
        real_rename(old, new)

    monkeypatch.setattr(durable, "sync", sync)
    monkeypatch.setattr(durable, "rename", rename)
    world.fill(1)
    world.build(index=world.top / "new" / "deep" / "index")
    before = log[: log.index("rename")]
    for made_in in (world.top, world.top / "new", world.top / "new" / "deep"):
        assert str(made_in) in before


class TestLocks:
    """One builder at a time; readers keep their generation."""

    def test_two_builders(self, world: World) -> None:
        world.fill(2)
        context = multiprocessing.get_context("fork")
        ready, go = context.Event(), context.Event()
        child = context.Process(target=_slow_build, args=(world, ready, go))
        child.start()
        try:
            assert ready.wait(30)
            with pytest.raises(LockedError, match=f"process {child.pid} on .* for 0 min"):
                world.build()
            with pytest.raises(LockedError):
                world.build(lock_wait=0.15)
            go.set()
            assert not world.build(lock_wait=30.0).published  # the other did it
        finally:
            go.set()
            child.join(30)
        assert child.exitcode == 0

    def test_a_rollback_is_a_builder_too(self, world: World) -> None:
        world.fill(2)
        world.build()
        world.write("new.txt", "09ZENDA1\nnew")
        world.build()
        with build_lock(world.index, now=world.now()), pytest.raises(LockedError):
            rollback(world.index, now=world.now, engines=engines)
        assert len(world.texts()) == 3

    def test_a_dead_builder_holds_nothing(self, world: World) -> None:
        world.fill(2)
        context = multiprocessing.get_context("fork")
        ready, go = context.Event(), context.Event()
        child = context.Process(target=_slow_build, args=(world, ready, go))
        child.start()
        assert ready.wait(30)
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        child.join(30)
        assert world.build().published

    def test_where_there_are_no_locks_nothing_is_built(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Readers go on: they hurt nobody."""
        world.fill(2)
        world.build()
        world.write("new.txt", "09ZENDA1\nnew")

        def refuse(*_: object) -> None:
            raise OSError(errno.ENOLCK, "No locks available")

        monkeypatch.setattr("fcntl.flock", refuse)
        with pytest.raises(WriteError, match="no locks"):
            world.build()
        assert len(world.texts()) == 2

    def test_a_pointer_that_moves_while_it_is_followed(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        world.fill(2)
        world.build()
        real = generation._lock
        moved: list[str] = []

        def lock(directory: Path) -> int | None:
            if not moved:
                moved.append(directory.name)
                world.write("new.txt", "09ZENDA1\nnew")
                world.build()
            return real(directory)

        monkeypatch.setattr(generation, "_lock", lock)
        with world.open() as opened:
            assert opened.number == 2
        assert moved == ["g000001"]

    def test_a_reader_keeps_its_generation(self, world: World) -> None:
        world.fill(12)
        world.build()
        with world.open() as reader:
            before = list(reader.store.iter())
            for number in range(4):
                world.write("001.txt", f"08ZENDA1\n{number}")
                world.build()
            assert list(reader.store.iter()) == before
            assert reader.path.exists()
        world.build()  # nothing to do, but this
        assert sorted(p.name for p in world.index.glob("g*")) == ["g000004", "g000005"]

    @pytest.mark.slow
    def test_readers_while_generations_come_and_go(self, world: World) -> None:
        world.fill(12)
        world.build()
        context = multiprocessing.get_context("fork")
        stop = context.Event()
        counts = context.Array("l", 2)
        readers = [
            context.Process(target=_read_on, args=(world, stop, counts, n)) for n in range(2)
        ]
        for reader in readers:
            reader.start()
        try:
            for number in range(30):
                world.write("001.txt", f"08ZENDA1\n{number}", f"10ZENDA1\n{number}")
                world.build()
        finally:
            stop.set()
            for reader in readers:
                reader.join(30)
        assert [reader.exitcode for reader in readers] == [0, 0]
        assert min(counts[0], counts[1]) > 30
        world.build()
        assert len(list(world.index.glob("g*"))) == 2


def _slow_build(world: World, ready: Event, go: Event) -> None:
    def wait(event: report.Event) -> None:
        if isinstance(event, PhaseStarted) and event.phase == "read":
            ready.set()
            go.wait(30)

    world.build(on_event=wait)


def _read_on(world: World, stop: Event, counts: Any, place: int) -> None:
    while not stop.is_set():
        with world.open() as generation:
            first = generation.store.cable("08ZENDA1").cable.paragraphs[0].text
            if "10ZENDA1" in generation.store:  # of one generation with the other
                assert generation.store.cable("10ZENDA1").cable.paragraphs[0].text == first
            counts[place] += 1
