"""One way through with the real reader, parser and engine."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cablesearch.engines.base import Request
from cablesearch.engines.registry import ENGINES
from cablesearch.indexing.build import BuildOptions, build
from cablesearch.indexing.check import check
from cablesearch.indexing.generation import open_generation
from cablesearch.indexing.rollback import rollback
from cablesearch.indexing.status import status
from cablesearch.query.ast import OneOf

if TYPE_CHECKING:
    from cablesearch.fields import Row
    from cablesearch.indexing.report import Event

CORPUS = Path(__file__).parents[2] / "corpus"


def now() -> datetime:
    return datetime(2030, 1, 1, tzinfo=UTC)


def ignore(_: Event) -> None:
    pass


class NoRows:
    def rows(self, keys: object) -> tuple[Row, ...]:
        return ()


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_the_sample_cables(engine: str, tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    shutil.copytree(CORPUS, corpus)

    asked = BuildOptions(paths=(str(corpus),), engine=engine)
    first = build(index, asked, now=now, on_event=ignore)
    assert (first.published, first.engine, first.skipped) == (True, engine, ())
    assert first.cables >= 60
    assert not build(index, BuildOptions(), now=now, on_event=ignore).published
    assert check(index, deep=True).findings == ()

    with open_generation(index) as generation:
        cable = next(generation.store.iter())
        searcher = generation.engine().open(generation.engine_dir, NoRows())
        found = searcher.search(Request(tree=OneOf(field="cable_id", values=(cable.id,))))
        assert found.total == len(cable.paragraphs)
        searcher.close()

    Path(cable.source.path).unlink()
    second = build(index, BuildOptions(), now=now, on_event=ignore)
    assert (second.removed, second.cables) == (1, first.cables - 1)
    assert check(index, deep=True).findings == ()
    seen = status(index)
    assert (seen.generation, seen.cables, seen.roots[0].path) == (2, second.cables, str(corpus))
    assert rollback(index, now=now) == 1
    assert status(index).cables == first.cables
