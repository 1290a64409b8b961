"""Building and refreshing: what is added, updated, removed, kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cablesearch.errors import NoIndexError, SourceError, StrictError, UsageError
from cablesearch.indexing.status import status
from tests.indexing.world import engines, every_engine

if TYPE_CHECKING:
    from tests.indexing.world import World


@every_engine
def test_a_first_build_publishes_everything(world: World) -> None:
    world.write("a.txt", "08ZENDA1\none\ntwo", "08ZENDA2\nthree")
    world.write("deep/er/b.txt", "09ZENDA1\nfour")

    report = world.build()

    assert (report.published, report.generation, report.engine) == (True, 1, world.engine)
    assert (report.added, report.cables, report.paragraphs) == (3, 3, 4)
    assert world.texts() == {
        "08ZENDA1": ["one", "two"],
        "08ZENDA2": ["three"],
        "09ZENDA1": ["four"],
    }


@every_engine
def test_nothing_to_do_publishes_nothing(world: World) -> None:
    world.fill(3)
    world.build()
    before = sorted(world.index.iterdir())

    report = world.build()

    assert (report.published, report.generation, report.unchanged) == (False, 1, 3)
    assert world.opened == []
    assert sorted(world.index.iterdir()) == before


@every_engine
def test_a_refresh_reads_only_what_changed(world: World) -> None:
    world.fill(20)
    world.build()
    world.write("003.txt", "08ZENDA3\nanother text")
    world.write("new.txt", "09ZENDA1\nnew")
    (world.corpus / "004.txt").unlink()

    report = world.build()

    assert sorted(Path(p).name for p in world.opened) == ["003.txt", "new.txt"]
    assert (report.added, report.updated, report.removed, report.unchanged) == (1, 1, 1, 18)
    texts = world.texts()
    assert texts["08ZENDA3"] == ["another text"]
    assert "08ZENDA4" not in texts
    assert texts["09ZENDA1"] == ["new"]


@every_engine
def test_records_that_only_moved_in_their_file_are_not_indexed_again(world: World) -> None:
    records = [f"08ZENDA{n}\nthe rain of {n}" for n in range(1, 6)]
    world.write("dump.txt", *records)
    world.build()
    records[1] += " and of the day after"
    moved = world.write("dump.txt", *records).read_text().index("08ZENDA5")
    report = world.build()
    assert (report.added, report.updated, report.removed, report.unchanged) == (0, 1, 0, 4)
    assert world.texts()["08ZENDA2"] == ["the rain of 2 and of the day after"]
    with world.open() as generation:
        assert generation.store.cable("08ZENDA5").cable.source.offset == moved


def test_remembered_roots_are_refreshed_with_new_ones(world: World) -> None:
    world.write("a/1.txt", "08ZENDA1\none")
    world.write("b/2.txt", "08ZENDA2\ntwo")
    world.build(world.corpus / "a")
    world.write("a/3.txt", "08ZENDA3\nthree")
    world.build(world.corpus / "b")
    assert sorted(world.texts()) == ["08ZENDA1", "08ZENDA2", "08ZENDA3"]


def test_a_touched_file_is_hashed_and_not_read(world: World) -> None:
    world.fill(2)
    world.build()
    os.utime(world.corpus / "001.txt")
    report = world.build()
    assert (report.published, report.files.touched, world.opened) == (False, 1, [])


def test_rehash_finds_what_the_stamps_hide(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.fill(2)
    world.build()
    world.write("001.txt", "08ZENDA1\nreplaced")
    hidden = "cablesearch.indexing.sources.SourceState.same_stamp"
    monkeypatch.setattr(hidden, lambda *_: True)
    assert not world.build().published
    assert world.build(rehash=True).updated == 1


@pytest.mark.parametrize("rebuild", [False, True])
def test_added_is_when_an_id_was_first_published(world: World, rebuild: bool) -> None:
    world.fill(12)
    world.build()
    world.write("new.txt", "09ZENDA1\nnew")
    world.write("003.txt", "08ZENDA3\nchanged")
    world.build(rebuild=rebuild)
    (world.corpus / "004.txt").unlink()
    world.build(rebuild=rebuild)
    world.write("004.txt", "08ZENDA4\nback again")
    world.build(rebuild=rebuild)
    added = world.added()
    assert added.pop("09ZENDA1") == 2
    assert set(added.values()) == {1}
    assert len(added) == 12


@every_engine
def test_no_prune_keeps_what_is_gone(world: World) -> None:
    world.fill(12)
    world.build()
    (world.corpus / "001.txt").unlink()
    assert not world.build(no_prune=True).published
    assert world.build(no_prune=True, rebuild=True).cables == 12
    assert world.build().removed == 1


@every_engine
def test_forget_drops_a_root_and_its_cables(world: World) -> None:
    world.write("a/1.txt", "08ZENDA1\none")
    world.write("b/2.txt", "08ZENDA2\ntwo")
    world.build(world.corpus / "a", world.corpus / "b")
    report = world.build(world.corpus / "a", forget=(str(world.corpus / "b"),))
    assert report.removed == 1
    assert list(world.texts()) == ["08ZENDA1"]
    with pytest.raises(UsageError, match="not a root"):
        world.build(world.corpus / "a", forget=("/nowhere",))


class TestGuards:
    """A mishap is not taken for a wish."""

    def test_a_root_that_is_missing(self, world: World) -> None:
        world.write("a/1.txt", "08ZENDA1\none")
        world.write("b/2.txt", "08ZENDA2\ntwo")
        world.build(world.corpus / "a", world.corpus / "b")
        (world.corpus / "b").rename(world.top / "unmounted")
        with pytest.raises(SourceError, match="is missing"):
            world.build(world.corpus / "a")
        assert len(world.texts()) == 2
        assert world.build(world.corpus / "a", allow_removals=True).removed == 1

    def test_a_root_that_is_empty(self, world: World) -> None:
        world.corpus.mkdir()
        with pytest.raises(SourceError, match="no file"):
            world.build()
        with pytest.raises(NoIndexError):
            world.open()

    def test_a_path_that_is_not_there(self, world: World) -> None:
        with pytest.raises(SourceError, match="nowhere"):
            world.build(world.top / "nowhere", allow_removals=True)
        assert not world.index.exists()

    @pytest.mark.parametrize(("gone", "stopped"), [(2, False), (3, True)])
    def test_more_than_a_tenth(self, world: World, gone: int, stopped: bool) -> None:
        world.fill(20)
        world.build()
        for number in range(1, gone + 1):
            (world.corpus / f"{number:03d}.txt").unlink()
        if stopped:
            with pytest.raises(SourceError, match="3 of 20 cables"):
                world.build()
            assert len(world.texts()) == 20
            assert world.litter() == []
        assert world.build(allow_removals=stopped).removed == gone

    def test_a_changed_text_that_is_named_after_itself_has_not_vanished(self, world: World) -> None:
        world.write("1.txt", "x0123456789ab\none")
        world.write("2.txt", "xba9876543210\ntwo")
        world.build()
        world.write("1.txt", "x00000000000a\none more")
        report = world.build()
        assert (report.added, report.removed, report.cables) == (1, 1, 2)
        world.write("1.txt", "08ZENDA1\none more")
        with pytest.raises(SourceError, match="x00000000000a"):
            world.build()

    def test_files_that_are_only_renamed(self, world: World) -> None:
        world.fill(5)
        world.build()
        for path in sorted(world.corpus.iterdir()):
            path.rename(path.with_name("x" + path.name))
        report = world.build()
        assert (report.removed, report.updated) == (0, 5)  # their source is another

    def test_a_rebuild(self, world: World) -> None:
        world.fill(20)
        world.build()
        for number in range(1, 4):
            (world.corpus / f"{number:03d}.txt").unlink()
        with pytest.raises(SourceError, match="3 of 20"):
            world.build(rebuild=True)


class TestSkips:
    """Bad records are skipped and listed, and only new ones are news."""

    def test_the_rest_goes_on(self, world: World) -> None:
        world.write("a.txt", "08ZENDA1\none", "BAD", "08ZENDA2\nnever reached")
        world.write("b.txt", "BUG", "08ZENDA3\nthree")
        report = world.build()
        assert list(world.texts()) == ["08ZENDA1", "08ZENDA3"]
        assert [(Path(s.path).name, s.reason, s.bug) for s in report.skipped] == [
            ("a.txt", "not a cable", False),
            (
                "b.txt",
                "could not be parsed, which is a bug (ZeroDivisionError: of the parser)",
                True,
            ),
        ]
        assert report.new_skips == 2

    @pytest.mark.parametrize("rebuild", [False, True])
    def test_known_ones_are_no_news(self, world: World, rebuild: bool) -> None:
        bad = world.write("a.txt", "BAD")
        world.write("b.txt", "08ZENDA1\none")
        (world.corpus / "link").symlink_to(bad)
        assert world.build().new_skips == 2
        again = world.build(rebuild=rebuild)
        assert (again.published, again.new_skips, len(again.skipped)) == (rebuild, 0, 2)
        world.write("a.txt", "BAD", "but another")
        changed = world.build(rebuild=rebuild)
        assert (changed.new_skips, len(changed.skipped)) == (1, 2)
        bad.unlink()
        assert len(world.build(rebuild=rebuild).skipped) == 1

    def test_strict_publishes_nothing(self, world: World) -> None:
        world.write("a.txt", "BAD")
        world.write("b.txt", "08ZENDA1\none")
        with pytest.raises(StrictError, match="not a cable"):
            world.build(strict=True)
        with pytest.raises(NoIndexError):
            world.open()
        world.build()
        with pytest.raises(StrictError):
            world.build(strict=True)

    def test_a_file_turned_bad_loses_its_cables(self, world: World) -> None:
        world.fill(12)
        world.build()
        world.write("001.txt", "BAD")
        assert world.build().removed == 1

    @pytest.mark.usefixtures("modes_matter")
    def test_a_file_that_cannot_be_read_keeps_its_cables(self, world: World) -> None:
        world.fill(2)
        world.build()
        (world.corpus / "001.txt").chmod(0)
        report = world.build()
        assert (report.cables, report.new_skips) == (2, 1)
        assert world.build().new_skips == 0

    def test_reading_that_fails_keeps_the_cables(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = world.write("a.txt", "08ZENDA1\none")
        world.build()
        world.write("a.txt", "08ZENDA1\nanother")
        real = type(world)._read

        def failing(self: World, name: str) -> object:
            yield next(iter(real(self, name)))
            raise OSError(5, "Input/output error", name)

        with monkeypatch.context() as patch:
            patch.setattr(type(world), "_read", failing)
            report = world.build()
            assert [s.reason for s in report.skipped] == ["cannot be read: Input/output error"]
        assert world.texts() == {"08ZENDA1": ["one"]}
        assert world.build().skipped == ()
        assert world.texts() == {"08ZENDA1": ["another"]}
        assert path.exists()


class TestExclude:
    """Ids that are never indexed."""

    def test_it_is_remembered_and_lifted(self, world: World) -> None:
        world.fill(3)
        world.build(exclude=("08ZENDA1",))
        assert sorted(world.texts()) == ["08ZENDA2", "08ZENDA3"]
        assert not world.build().published
        assert world.build(exclude=("08ZENDA2", "08ZENDA3")).cables == 1
        assert sorted(world.texts()) == ["08ZENDA1"]
        assert world.build(exclude=()).cables == 3


class TestStandardInput:
    """Read once, kept since."""

    def test_it_adds_and_replaces(self, world: World) -> None:
        world.stdin = "08ZENDA1\none\n---\n08ZENDA2\ntwo"
        assert world.build("-").added == 2
        world.stdin = "08ZENDA2\nbetter\n---\n08ZENDA3\nthree"
        report = world.build("-")
        assert (report.added, report.updated, report.cables) == (1, 1, 3)
        assert world.texts()["08ZENDA2"] == ["better"]

    def test_a_version_that_is_not_searched_is_kept_too(self, world: World) -> None:
        world.write("a.txt", "08ZENDA1\nthe longer one")
        world.stdin = "08ZENDA1\nthe longer"
        world.build()
        assert world.build("-").published
        with world.open() as generation:
            assert len(generation.store.cable("08ZENDA1").versions) == 2

    def test_the_same_again_is_nothing(self, world: World) -> None:
        world.stdin = "08ZENDA1\none"
        world.build("-")
        assert not world.build("-").published

    def test_a_rebuild_carries_it(self, world: World) -> None:
        world.fill(1)
        world.stdin = "09ZENDA1\npiped"
        world.build(world.corpus, "-")
        world.build(world.corpus, rebuild=True)
        assert world.texts()["09ZENDA1"] == ["piped"]
        assert world.build(world.corpus, forget=("-",)).removed == 1


def test_a_dry_run_writes_nothing(world: World) -> None:
    world.fill(12)
    report = world.build(dry_run=True)
    assert report.planned is not None
    assert len(report.planned.new) == 12
    assert not world.index.exists()
    world.build()
    (world.corpus / "001.txt").unlink()
    world.write("002.txt", "08ZENDA2\nchanged")
    report = world.build(dry_run=True)
    assert report.planned is not None
    assert [len(report.planned.new), len(report.planned.changed), len(report.planned.gone)] == [
        0,
        1,
        1,
    ]
    assert len(world.texts()) == 12


def test_other_tables_read_everything_again(world: World) -> None:
    world.fill(3)
    world.build()
    tables = world.corpus / "tables"
    tables.mkdir()
    (tables / "posts.tsv").write_text("ZENDA\n")
    report = world.build()
    assert (report.updated, len(world.opened)) == (3, 3)
    assert not world.build().published


def test_the_engine_is_kept_or_changed_by_a_rebuild(world: World) -> None:
    world.fill(1)
    world.build()
    with pytest.raises(UsageError, match="--rebuild"):
        world.build(engine="other")


def test_a_file_that_changes_while_it_is_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.fill(2)
    world.build()
    world.write("001.txt", "08ZENDA1\nsecond state")
    real = type(world)._read
    turns = iter(range(100))

    def growing(self: World, name: str) -> object:
        records = list(real(self, name))
        with Path(name).open("a") as file:
            file.write(f"\nline {next(turns)}")
        return iter(records)

    with monkeypatch.context() as patch:
        patch.setattr(type(world), "_read", growing)
        report = world.build()
    assert [s.reason for s in report.skipped] == ["changes while it is being read"]
    assert world.texts()["08ZENDA1"] == ["the first of 1", "the second"]
    assert world.build().updated == 1
    assert world.texts()["08ZENDA1"] == ["second state", "line 0", "line 1", "line 2"]


@every_engine
def test_a_name_that_is_no_utf8(world: World) -> None:
    world.corpus.mkdir()
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        world.write(name, "08ZENDA1\none", "BAD")
    except OSError:
        pytest.skip("this file system refuses such names")
    assert world.build().new_skips == 1
    assert not world.build().published
    with world.open() as generation:
        assert generation.store.cable("08ZENDA1").cable.source.path.endswith("/caf\\xe9.txt")


def test_references_can_be_followed_back(world: World) -> None:
    world.write("a.txt", "08ZENDA1\n@cites 07ZENDA9\none")
    world.write("b.txt", "08ZENDA2\n@cites 07ZENDA9\n@cites 08ZENDA1\ntwo")
    world.build()
    with world.open() as generation:
        assert generation.store.cited_by("07ZENDA9") == ("08ZENDA1", "08ZENDA2")
        assert generation.store.catalogue.cited("08ZENDA2") == ("07ZENDA9", "08ZENDA1")
    world.write("b.txt", "08ZENDA2\ntwo")
    world.build()
    with world.open() as generation:
        assert generation.store.cited_by("07ZENDA9") == ("08ZENDA1",)


def test_another_form_is_read_anew_where_it_concerns(world: World) -> None:
    one = world.write("one/a.txt", "08ZENDA1\nthe first").parent
    two = world.write("two/b.txt", "08ZENDA2\nthe second").parent
    world.build(one, two)
    report = world.build(two, format="telegram")
    assert (world.opened, report.published, report.updated) == ([str(two / "b.txt")], True, 0)
    assert status(world.index, engines=engines).forms == {str(two): "telegram"}
    assert not world.build(two, format="telegram").published
    world.build(two, format="auto")
    assert world.opened == [str(two / "b.txt")]
    assert status(world.index, engines=engines).forms == {}
