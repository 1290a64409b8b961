"""An index of the sample cables by each engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cablesearch.api import Index, open_index
from cablesearch.engines.registry import ENGINES
from tests.cli.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="session", params=list(ENGINES))
def archive_dir(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of an index of the sample cables."""
    place = tmp_path_factory.mktemp(f"archive-{request.param}")
    done = World(cwd=place).run("index", str(CORPUS), "--engine", request.param, "-q")
    assert not done.status, done.stderr
    return place / "index"


@pytest.fixture(scope="session")
def archive(archive_dir: Path) -> Iterator[Index]:
    """The same, open."""
    with open_index(archive_dir) as index:
        yield index
