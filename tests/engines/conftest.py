"""The engine that a class of tests names, and an index of the collection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cablesearch.engines.registry import engine
from tests.engines.collection import ROWS, build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.engines.base import Engine, Searcher


@pytest.fixture(scope="class")
def used(request: pytest.FixtureRequest) -> Engine:
    return engine(request.cls.name)


@pytest.fixture(scope="class")
def searcher(used: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    found = build(used, tmp_path_factory.mktemp(used.name) / "index", ROWS)
    yield found
    found.close()
