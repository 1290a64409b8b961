"""The world of the index tests, in a directory of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.indexing.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    """Of the small engine, or of the one that a test names (see world.every_engine)."""
    return World(tmp_path, engine=getattr(request, "param", "fake"))


@pytest.fixture
def modes_matter(tmp_path: Path) -> None:
    """Skip where a file's mode keeps nobody out, as for root."""
    path = tmp_path / "closed"
    path.touch(mode=0)
    try:
        path.read_bytes()
    except PermissionError:
        return
    pytest.skip("this user may read everything")


@pytest.fixture(scope="package", autouse=True)
def quick_disk() -> Iterator[None]:
    """No test here cuts the power: waiting for the disk would take three quarters of their time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda fd: None)
        yield
