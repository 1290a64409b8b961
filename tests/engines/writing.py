"""What every engine's writer must do where something goes wrong: one class of tests, inherited as the contract is."""

from __future__ import annotations

import resource
import sys
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, cast

import pytest
from msgspec.structs import replace

from cablesearch.engines.base import Request
from cablesearch.errors import WriteError
from cablesearch.query.ast import Everything
from tests.engines.collection import ROWS, Rows, build
from tests.engines.contract import rows_of_one_cable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cablesearch.engines.base import Engine

ALL = Request(tree=Everything(), limit=0)


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def total(used: Engine, directory: Path) -> int:
    with closing(used.open(directory, Rows(ROWS))) as searcher:
        return searcher.search(ALL).total


class WritingContract:
    """The tests; `name` is the engine's in the registry."""

    name: str

    def test_a_full_disk_is_told_and_the_last_commit_stays(
        self, used: Engine, tmp_path: Path
    ) -> None:
        build(used, tmp_path / "index", ROWS).close()
        before = _names(used, tmp_path / "index")
        writer = used.append(tmp_path / "index")
        writer.add(rows_of_one_cable(500))
        with files_no_larger_than(2_000), pytest.raises(WriteError, match="index"):
            writer.commit()
        with pytest.raises(WriteError, match="broken"):
            writer.commit()
        writer.abort()
        assert _names(used, tmp_path / "index") == before
        assert total(used, tmp_path / "index") == len(ROWS)

    def test_after_a_failure_nothing_is_committed(self, used: Engine, tmp_path: Path) -> None:
        build(used, tmp_path / "index", ROWS).close()
        writer = used.append(tmp_path / "index")
        writer.add([replace(ROWS[0], cable_id="11NEW1")])
        with pytest.raises(AttributeError):
            writer.add([replace(ROWS[0], cable_id="11NEW2", text=cast("Any", 7))])
        with pytest.raises(WriteError, match="broken"):
            writer.add([replace(ROWS[0], cable_id="11NEW3")])
        with pytest.raises(WriteError, match="broken"):
            writer.commit()
        writer.abort()
        assert total(used, tmp_path / "index") == len(ROWS)

    def test_an_aborted_new_index_leaves_an_empty_directory(
        self, used: Engine, tmp_path: Path
    ) -> None:
        writer = used.create(tmp_path / "index")
        writer.add([ROWS[0]])
        writer.abort()
        assert list((tmp_path / "index").iterdir()) == []

    def test_a_cable_is_added_once(self, used: Engine, tmp_path: Path) -> None:
        writer = used.create(tmp_path / "index")
        writer.add([ROWS[0]])
        with pytest.raises(ValueError, match="08STRELSAU12"):
            writer.add([ROWS[0]])
        writer.commit()
        assert total(used, tmp_path / "index") == 1

    def test_cables_beyond_what_is_always_counted(
        self, used: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with closing(build(used, tmp_path / "index", ROWS)) as searcher:
            monkeypatch.setattr(sys.modules[type(searcher).__module__], "MOST_COUNTED", 10)
            assert searcher.search(ALL).cables is None
            assert searcher.search(replace(ALL, cables=True)).cables == 7
            assert searcher.search(replace(ALL, by_cable=True)).cables == 7

    def test_names_of_files_that_are_no_text(self, used: Engine, tmp_path: Path) -> None:
        row = replace(ROWS[0], source="caf\udce9.txt", signers=("\ud800", "\ufdd0dce9", "é"))
        with closing(build(used, tmp_path / "index", [row])) as searcher:
            found = searcher.search(Request(tree=Everything(), facets=("signers",)))
            assert dict(found.facets["signers"].counts) == dict.fromkeys(row.signers, 1)


def _names(used: Engine, directory: Path) -> set[str]:
    return {path.name for path in directory.iterdir() if not used.is_litter(path.name)}
