"""A world to run commands in, and a false index in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cablesearch.cli.session import Session
from tests.cli.fakes import FakeIndex
from tests.cli.world import World

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A working directory without an index, no terminal."""
    return World(cwd=tmp_path, environ={"HOME": str(tmp_path / "home")})


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> FakeIndex:
    """Every index that is opened is this one."""
    fake = FakeIndex()

    monkeypatch.setattr(Session, "open_index", lambda _session: fake)
    return fake
