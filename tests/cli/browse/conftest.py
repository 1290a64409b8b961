"""Indexes of the sample cables, one an engine, for whoever browses in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from cablesearch.errors import ExitStatus
from tests.cli.world import World

CORPUS = Path(__file__).parents[3] / "corpus"


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The directories of the indexes by engine."""
    folder = tmp_path_factory.mktemp("browse")
    world = World(cwd=folder, environ={"HOME": str(folder)})
    for engine in ("whoosh", "tantivy"):
        r = world.run("index", str(CORPUS), "-I", engine, "--engine", engine, "--jobs", "0")
        assert r.status is ExitStatus.OK, r.stderr
    return {engine: folder / engine for engine in ("whoosh", "tantivy")}


@pytest.fixture(scope="session")
def place(places: dict[str, Path]) -> Path:
    """One of them, where the engine is all the same."""
    return places["tantivy"]
