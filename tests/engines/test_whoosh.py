"""The Whoosh engine: the contract, and what is its own."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from whoosh.index import EmptyIndexError

from cablesearch.engines import whoosh_writer
from cablesearch.engines.columns import Columns
from cablesearch.engines.registry import ENGINES, engine
from cablesearch.errors import RebuildError, WriteError
from cablesearch.fields import Row
from cablesearch.query.ast import Form, Phrase, Term
from tests.engines.collection import ROWS, Rows, build, keys_of
from tests.engines.contract import Contract
from tests.engines.writing import ALL, WritingContract, total

if TYPE_CHECKING:
    from pathlib import Path


class TestWhoosh(Contract):
    """All of the contract."""

    name = "whoosh"


class TestWhooshWriting(WritingContract):
    """All of it."""

    name = "whoosh"


USED = engine("whoosh")


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
    assert total(USED, tmp_path / "index") == len(ROWS) + 20


def test_postings_spilled_to_runs_are_all_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_writer, "_MEMORY", 20_000)
    whole = build(USED, tmp_path / "index", ROWS)
    assert whole.search(ALL).total == len(ROWS)
    whole.close()
    assert not any(map(USED.is_litter, (path.name for path in (tmp_path / "index").iterdir())))


@pytest.mark.parametrize("removed", [1, 1_200, 2_400])
def test_a_word_of_more_postings_than_a_block_holds(tmp_path: Path, removed: int) -> None:
    rows = [
        Row(cable_id=f"08ZENDA{n // 2}", ordinal=n % 2 + 1, text="rain " * (1 + n % 3))
        for n in range(5_000)
    ]
    build(USED, tmp_path / "index", rows).close()
    writer = USED.append(tmp_path / "index")
    for n in range(removed):  # of the larger numbers, more than a third is merged anew
        writer.remove(f"08ZENDA{n}")
    writer.commit()
    left = {(row.cable_id, row.ordinal) for row in rows[2 * removed :]}
    with closing(USED.open(tmp_path / "index", Rows(rows))) as searcher:
        for tree in (
            Term(fields=("text",), word="rain"),
            Term(fields=("text",), word="rain", form=Form.WORD),
        ):
            assert keys_of(searcher, tree) == left
        twice = Phrase(fields=("text",), words=("rain", "rain"), slop=0)
        assert keys_of(searcher, twice) == {
            (row.cable_id, row.ordinal) for row in rows[2 * removed :] if row.text != "rain "
        }


def test_files_of_two_commits_do_not_pass_for_one(tmp_path: Path) -> None:
    build(USED, tmp_path / "one", ROWS).close()
    build(USED, tmp_path / "other", ROWS).close()
    (tmp_path / "other" / "columns").replace(tmp_path / "one" / "columns")
    with pytest.raises(Exception, match="do not belong together"):
        USED.open(tmp_path / "one", Rows(ROWS))


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


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoosh takes it for one without an index."""
    writer = USED.create(tmp_path / "index")

    def fail(*_: object) -> None:
        raise EmptyIndexError("Index 'MAIN' does not exist")

    monkeypatch.setattr(whoosh_writer, "add_terms", fail)
    with pytest.raises(WriteError, match="does not exist"):
        writer.add([ROWS[0]])
    writer.abort()
