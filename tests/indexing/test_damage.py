"""Opening an index: every file is what the manifest says, or the index is refused."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cablesearch.errors import (
    CablesearchError,
    DamagedError,
    IndexRefusedError,
    NoIndexError,
    RebuildError,
)
from cablesearch.indexing import manifest, trust
from cablesearch.indexing.check import check
from cablesearch.indexing.generation import Verify, open_generation
from cablesearch.indexing.rollback import rollback
from tests.indexing.world import engines, every_engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.indexing.world import World


@pytest.fixture
def built(world: World) -> World:
    world.fill(12)
    world.build()
    world.write("new.txt", "09ZENDA1\nnew")
    world.build()
    return world


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(data)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b" ")


def zero(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def link_away(path: Path) -> None:
    path.rename(path.with_suffix(".elsewhere"))
    path.symlink_to(path.with_suffix(".elsewhere"))


HARMS = [flip, truncate, append, zero, Path.unlink, link_away]


@every_engine
@pytest.mark.parametrize("harm", HARMS, ids=lambda h: h.__name__)
def test_harm_to_any_file_is_found(built: World, harm: Callable[[Path], None]) -> None:
    with built.open() as generation:
        files = [f.name for f in generation.manifest.files] + [manifest.MANIFEST]
    sound = built.top / "sound"
    shutil.copytree(built.index, sound)
    for name in files:
        path = built.index / "g000002" / name
        harm(path)
        with pytest.raises(DamagedError, match="rollback"):
            built.open()
        assert check(built.index, tools=built.tools()).is_damaged
        shutil.rmtree(built.index)
        shutil.copytree(sound, built.index)
    assert not check(built.index, tools=built.tools()).findings


@every_engine
def test_harm_that_hides_is_found_by_check(built: World) -> None:
    """Same size, same time: only the bytes tell."""
    with built.open() as generation:
        files = [f.name for f in generation.manifest.files]
    for name in files:
        path = built.index / "g000002" / name
        sound, status = path.read_bytes(), path.stat()
        flip(path)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        with pytest.raises(DamagedError):
            built.open(verify=Verify.FULL)
        path.write_bytes(sound)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert not check(built.index, tools=built.tools()).findings


@pytest.mark.parametrize("harm", [truncate, append, link_away], ids=lambda h: h.__name__)
def test_harm_that_keeps_the_time_is_found_at_a_glance(
    built: World, harm: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the size, or because it is no file any more; no byte is read for that."""
    path = built.index / "g000002" / "engine" / "commit-0000.json"
    status = path.stat()
    harm(path)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns), follow_symlinks=False)
    monkeypatch.setattr(manifest, "hash_flaws", lambda *_: [])
    with pytest.raises(
        DamagedError, match="no regular file" if harm is link_away else "bytes, not"
    ):
        built.open()


def test_a_frame_tells_of_damage_by_itself(built: World) -> None:
    with built.open() as generation:
        store = next(f.name for f in generation.manifest.files if f.name.startswith("cables-"))
        path = generation.path / store
        path.write_bytes(bytes(b ^ 0x10 for b in path.read_bytes()))
        with pytest.raises(DamagedError):
            list(generation.store.iter())


def test_a_manifest_nested_without_end() -> None:
    with pytest.raises(ValueError, match="nested"):
        manifest.decode(b"[" * 100_000)


def test_a_cable_that_the_index_gave_and_the_store_has_not(built: World) -> None:
    with built.open() as generation, pytest.raises(DamagedError, match="08STCTE1"):
        list(generation.store.cables(["08ZENDA1", "08STCTE1"]))


@every_engine
def test_what_hides_from_an_open_is_told_when_asked(built: World) -> None:
    with built.open() as generation:
        assert generation.damage() is None
        path = generation.path / generation.manifest.files[-1].name
        status = path.stat()
        flip(path)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        damage = generation.damage()
    assert damage is not None
    assert path.name in damage.message


@every_engine
def test_a_file_too_many_is_found(built: World) -> None:
    (built.index / "g000002" / "engine" / "commit-9999.json").write_text("{}")
    with pytest.raises(DamagedError, match="not in the manifest"):
        built.open()


def test_litter_of_the_engine_is_nothing(built: World) -> None:
    (built.index / "g000002" / "engine" / "LOCK").touch()
    assert len(built.texts()) == 13


def to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to("gone")


def to_itself(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def to_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def to_a_missing_generation(path: Path) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | {"generation": 77}))


def to_another_hash(path: Path) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | {"manifest_sha256": "0" * 64}))


def to_the_other_generation(path: Path) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | {"generation": 1}))


def below_all_generations(path: Path) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | {"generation": -1}))


def nest(path: Path) -> None:
    path.write_text("[" * 4000)


POINTERS = [Path.unlink, truncate, zero, to_nothing, to_itself, to_a_folder]
POINTERS += [to_a_missing_generation, to_another_hash, to_the_other_generation]
POINTERS += [below_all_generations, nest]


@pytest.mark.parametrize("harm", POINTERS, ids=lambda h: h.__name__)
def test_a_damaged_pointer_is_found_and_rolled_back(
    built: World, harm: Callable[[Path], None]
) -> None:
    path = built.index / "current"
    harm(path)
    if harm is truncate:  # the line's end: still whole
        path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedError):
        built.open()
    assert check(built.index, tools=built.tools()).is_damaged
    number = rollback(built.index, now=built.now, engines=engines)
    assert number == (1 if harm is to_another_hash else 2)
    assert len(built.texts()) == {1: 12, 2: 13}[number]


@pytest.mark.parametrize("harm", [to_a_folder, nest], ids=lambda h: h.__name__)
def test_a_manifest_that_is_none(built: World, harm: Callable[[Path], None]) -> None:
    harm(built.index / "g000002" / manifest.MANIFEST)
    with pytest.raises(DamagedError, match=r"manifest\.json"):
        built.open()
    assert rollback(built.index, now=built.now, engines=engines) == 1


@pytest.mark.parametrize("harm", POINTERS[2:], ids=lambda h: h.__name__)
def test_a_rebuild_replaces_a_damaged_pointer(built: World, harm: Callable[[Path], None]) -> None:
    harm(built.index / "current")
    with pytest.raises(DamagedError):
        built.build()
    report = built.build(rebuild=True)
    assert (report.generation, report.cables) == (78 if harm is to_a_missing_generation else 3, 13)
    assert len(list(built.index.glob("g*"))) == 2
    assert sorted(set(built.added().values())) == [1, 2]
    assert built.litter() == []


@every_engine
def test_roll_back_and_on(built: World) -> None:
    assert rollback(built.index, now=built.now, engines=engines) == 1
    assert len(built.texts()) == 12
    with pytest.raises(NoIndexError, match="go back to"):
        rollback(built.index, now=built.now, engines=engines)
    report = built.build()
    assert (report.generation, report.added) == (3, 1)  # the counter never goes back
    assert len(built.texts()) == 13
    assert sorted(p.name for p in built.index.glob("g*")) == ["g000001", "g000003"]


def test_nothing_sound_to_go_back_to(built: World) -> None:
    flip(built.index / "g000001" / "catalogue.sqlite3")
    with pytest.raises(DamagedError, match="rebuild"):
        rollback(built.index, now=built.now, engines=engines)
    assert len(built.texts()) == 13


def test_no_index(world: World) -> None:
    for place in (world.top / "nothing", world.top):
        with pytest.raises(NoIndexError, match="no index"):
            open_generation(place)


@pytest.mark.parametrize("key", ["schema_version", "analysis_version"])
def test_another_version_is_to_be_rebuilt(built: World, key: str) -> None:
    path = built.index / "g000002" / manifest.MANIFEST
    values = json.loads(path.read_text()) | {key: 99}
    path.write_text(json.dumps(values))
    pointer = {"generation": 2, "manifest_sha256": manifest.sha256(path.read_bytes())}
    (built.index / "current").write_text(json.dumps(pointer))
    with pytest.raises(RebuildError, match="99"):
        built.open()
    with pytest.raises(RebuildError):
        built.build()
    report = built.build(rebuild=True)
    assert report.cables == 13
    assert "built upon" in report.notes[0]
    assert set(built.added().values()) == {1, 2}  # still known


@every_engine
@pytest.mark.parametrize("name", ["catalogue.sqlite3", "cables-0001.zst", manifest.MANIFEST])
def test_a_rebuild_heals(built: World, name: str) -> None:
    for number in (1, 2):
        path = built.index / f"g{number:06d}" / name
        if path.exists():
            path.unlink()
    for path in built.index.glob("g000002/cables-*"):
        truncate(path)
    with pytest.raises(DamagedError):
        built.build()
    assert built.build(rebuild=True).cables == 13
    assert len(built.texts()) == 13


class TestCopies:
    """A copied index has other times: it is read once, not every time."""

    @pytest.fixture
    def reads(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        real, seen = manifest.hash_flaws, []

        def counted(directory: Path, found: manifest.Manifest) -> list[manifest.Flaw]:
            seen.append(directory.name)
            return real(directory, found)

        monkeypatch.setattr(manifest, "hash_flaws", counted)
        return seen

    def copy(self, built: World) -> Path:
        target = built.top / "copy"
        shutil.copytree(built.index, target, copy_function=shutil.copyfile)
        return target

    def test_times_are_set_back(self, built: World, reads: list[str]) -> None:
        target = self.copy(built)
        for _ in range(3):
            open_generation(target, engines=engines).close()
        assert reads == ["g000002"]

    def test_a_note_is_kept_where_they_cannot_be(
        self, built: World, reads: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = self.copy(built)

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError

        monkeypatch.setattr(os, "utime", refuse)
        for _ in range(3):
            open_generation(target, engines=engines, memo_dir=built.top / "memo").close()
        assert reads == ["g000002"]
        open_generation(target, engines=engines).close()
        assert len(reads) == 2

    def test_damage_under_a_new_time_is_found(self, built: World) -> None:
        target = self.copy(built)
        flip(target / "g000002" / "catalogue.sqlite3")
        with pytest.raises(DamagedError):
            open_generation(target, engines=engines)


class TestTrust:
    """An index that others can write is refused, and one with pickles of a stranger's."""

    @pytest.mark.parametrize(
        "name", [".", "g000002", "g000002/engine", "g000002/catalogue.sqlite3"]
    )
    @pytest.mark.parametrize("mode", [0o020, 0o002])
    def test_writable_by_others(self, built: World, name: str, mode: int) -> None:
        path = built.index / name
        path.chmod(path.stat().st_mode | mode)
        with pytest.raises(IndexRefusedError, match="others"):
            built.open()

    def test_a_builder_puts_its_own_right(self, world: World) -> None:
        world.fill(1)
        world.index.mkdir()
        world.index.chmod(0o775)
        (world.index / "README.md").touch()
        world.build()
        assert world.index.stat().st_mode & 0o777 == 0o755

    def test_but_not_a_folder_with_other_things_in_it(self, world: World) -> None:
        world.fill(1)
        world.index.mkdir()
        world.index.chmod(0o777)
        (world.index / "thesis.doc").touch()
        with pytest.raises(IndexRefusedError):
            world.build()
        assert world.index.stat().st_mode & 0o777 == 0o777

    @pytest.mark.parametrize(
        ("owners", "fine"), [((), False), (("4242",), True), (("no-such-user",), False)]
    )
    def test_a_stranger(
        self,
        built: World,
        owners: tuple[str, ...],
        fine: bool,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        if os.geteuid():
            pytest.skip("only root may give a file away")
        monkeypatch.setattr(trust, "RUNS_CODE", {"fake"})
        built.open().close()
        os.chown(built.index / "g000002" / "engine" / "commit-0000.json", 4242, 4242)
        if fine:
            built.open(trust_owners=owners).close()
        else:
            with pytest.raises(IndexRefusedError, match="4242"):
                built.open(trust_owners=owners)

    @pytest.mark.usefixtures("modes_matter")
    def test_no_right_to_read(self, built: World) -> None:
        (built.index / "current").chmod(0)
        with pytest.raises(NoIndexError, match="denied"):
            built.open()

    @every_engine
    def test_modes_whatever_the_umask(self, world: World) -> None:
        world.fill(2)
        before = os.umask(0o077)
        try:
            world.build()
        finally:
            os.umask(before)
        for path in [world.index, *world.index.rglob("*")]:
            if path.name.endswith(".lock") and path.name != "build.lock":
                continue  # an engine's own, which it takes away when it likes
            wanted = 0o755 if path.is_dir() else 0o644
            assert (path.name, path.stat().st_mode & 0o777) == (path.name, wanted)


class TestCheck:
    """`check` and `check --deep`."""

    def test_deep_compares_with_the_sources(self, built: World) -> None:
        assert check(built.index, deep=True, tools=built.tools()).findings == ()
        built.write("001.txt", "08ZENDA1\nchanged")
        (built.corpus / "002.txt").unlink()
        built.write("more.txt", "09ZENDA7\nmore")
        assert check(built.index, tools=built.tools()).findings == ()
        report = check(built.index, deep=True, tools=built.tools())
        assert not report.is_damaged
        assert [(Path(f.path).name, f.message.split(",")[0]) for f in report.findings] == [
            ("more.txt", "is not in the index"),
            ("001.txt", "has changed since it was read"),
            ("002.txt", "is gone"),
        ]

    def test_an_engine_that_counts_otherwise(self, built: World) -> None:
        with built.open() as generation:
            path = next(generation.engine_dir.iterdir())
            path.write_text(json.dumps({"removed": [], "rows": []}))
        with pytest.raises(CablesearchError):
            built.open()
        assert check(built.index, tools=built.tools()).is_damaged
