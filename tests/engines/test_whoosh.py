"""The Whoosh engine: the contract, and what is its own."""

from __future__ import annotations

import resource
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import pytest
from msgspec.structs import replace

from cablesearch.engines import whoosh_search, whoosh_writer
from cablesearch.engines.base import Request
from cablesearch.engines.columns import Columns
from cablesearch.engines.registry import ENGINES, engine
from cablesearch.errors import RebuildError, WriteError
from cablesearch.query.ast import Everything
from tests.engines.collection import ROWS, Rows, build
from tests.engines.contract import Contract, rows_of_one_cable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class TestWhoosh(Contract):
    """All of the contract."""

    name = "whoosh"


USED = engine("whoosh")
ALL = Request(tree=Everything(), limit=0)


def total(directory: Path) -> int:
    searcher = USED.open(directory, Rows(ROWS))
    found = searcher.search(ALL).total
    searcher.close()
    return found


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_told_and_the_last_commit_stays(tmp_path: Path) -> None:
    build(USED, tmp_path / "index", ROWS).close()
    before = {path.name for path in (tmp_path / "index").iterdir()}
    writer = USED.append(tmp_path / "index")
    writer.add(rows_of_one_cable(500))
    with files_no_larger_than(2_000), pytest.raises(WriteError, match="index"):
        writer.commit()
    with pytest.raises(WriteError, match="broken"):
        writer.commit()
    writer.abort()
    assert {path.name for path in (tmp_path / "index").iterdir()} == before
    assert total(tmp_path / "index") == len(ROWS)


def test_after_a_failure_nothing_is_committed(tmp_path: Path) -> None:
    build(USED, tmp_path / "index", ROWS).close()
    writer = USED.append(tmp_path / "index")
    writer.add([replace(ROWS[0], cable_id="11NEW1")])
    with pytest.raises(AttributeError):
        writer.add([replace(ROWS[0], cable_id="11NEW2", text=cast("Any", 7))])
    with pytest.raises(WriteError, match="broken"):
        writer.add([replace(ROWS[0], cable_id="11NEW3")])
    with pytest.raises(WriteError, match="broken"):
        writer.commit()
    writer.abort()
    assert total(tmp_path / "index") == len(ROWS)


def test_an_aborted_new_index_leaves_an_empty_directory(tmp_path: Path) -> None:
    writer = USED.create(tmp_path / "index")
    writer.add([ROWS[0]])
    writer.abort()
    assert list((tmp_path / "index").iterdir()) == []


def test_a_cable_is_added_once(tmp_path: Path) -> None:
    writer = USED.create(tmp_path / "index")
    writer.add([ROWS[0]])
    with pytest.raises(ValueError, match="08STRELSAU12"):
        writer.add([ROWS[0]])
    writer.commit()
    assert total(tmp_path / "index") == 1


def test_litter(tmp_path: Path) -> None:
    writer = USED.create(tmp_path / "index")
    writer.add([ROWS[0]])
    during = {path.name for path in (tmp_path / "index").iterdir()}
    writer.commit()
    after = {path.name for path in (tmp_path / "index").iterdir()}
    assert not any(map(USED.is_litter, after))
    assert {"MAIN_WRITELOCK", "MAIN.tmp"} <= {name for name in during if USED.is_litter(name)}
    assert USED.is_litter("_MAIN_3.toc.1790000000.25")
    assert not USED.is_litter("_MAIN_3.toc")


def test_segments_stay_few(tmp_path: Path) -> None:
    build(USED, tmp_path / "index", ROWS).close()
    for i in range(20):
        writer = USED.append(tmp_path / "index")
        writer.add([replace(ROWS[0], cable_id=f"11NEW{i}")])
        writer.commit()
        segments = Columns(tmp_path / "index" / "columns").facts["segments"]
        sizes = [size for _, size in segments]
        assert len(sizes) <= 6, sizes
    assert total(tmp_path / "index") == len(ROWS) + 20


def test_postings_spilled_to_runs_are_all_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_writer, "_MEMORY", 20_000)
    whole = build(USED, tmp_path / "index", ROWS)
    assert whole.search(ALL).total == len(ROWS)
    whole.close()
    assert not any(map(USED.is_litter, (path.name for path in (tmp_path / "index").iterdir())))


def test_files_of_two_commits_do_not_pass_for_one(tmp_path: Path) -> None:
    build(USED, tmp_path / "one", ROWS).close()
    build(USED, tmp_path / "other", ROWS).close()
    (tmp_path / "other" / "columns").replace(tmp_path / "one" / "columns")
    with pytest.raises(Exception, match="do not belong together"):
        USED.open(tmp_path / "one", Rows(ROWS))


def test_cables_beyond_what_is_always_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_search, "MOST_COUNTED", 10)
    searcher = build(USED, tmp_path / "index", ROWS)
    assert searcher.search(ALL).cables is None
    assert searcher.search(replace(ALL, cables=True)).cables == 7
    assert searcher.search(replace(ALL, by_cable=True)).cables == 7
    searcher.close()


def test_the_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    assert engine("whoosh").name == "whoosh"
    assert engine("whoosh").version.startswith("2.7")
    assert set(ENGINES) >= {"whoosh"}
    with pytest.raises(RebuildError, match="xapian"):
        engine("xapian")
    monkeypatch.setitem(sys.modules, "cablesearch.engines.whoosh_engine", None)
    with pytest.raises((RebuildError, ModuleNotFoundError)):
        engine("whoosh")


def test_the_registry_imports_no_engine() -> None:
    code = (
        "import sys; import cablesearch.engines.registry, cablesearch.engines.base;"
        "assert not {'whoosh', 'numpy'} & set(sys.modules);"
        "cablesearch.engines.registry.engine('whoosh');"
        "assert 'whoosh.qparser' not in sys.modules and 'whoosh.query' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
