"""Filling the engine from the store: a frame of another cable is never indexed in its place."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from cablesearch.cable.model import Cable, to_json
from cablesearch.errors import DamagedError
from cablesearch.formats.record import Source
from cablesearch.indexing.fill import _Entry, _prepare
from cablesearch.indexing.frames import FrameWriter
from cablesearch.indexing.spread import Context
from cablesearch.indexing.tools import real_tools
from tests.indexing.fake_engine import FakeEngine
from tests.indexing.world import EPOCH

if TYPE_CHECKING:
    from pathlib import Path


def test_a_frame_of_another_cable(tmp_path: Path) -> None:
    cable = Cable(id="76STATE9", source=Source(path="a.txt"))
    with closing(FrameWriter(tmp_path, 1)) as writer:
        where = writer.write(to_json(cable))
        nothing = writer.write(b"{}")
    context = Context(pipeline=real_tools().pipeline([], {}), engine=FakeEngine())
    with closing(context):
        for cable_id in ("76STATE9", "76STATE9~2"):
            _prepare(context, _Entry(tmp_path, where, "76STATE9", cable_id, EPOCH, 10))
        with pytest.raises(DamagedError, match="does not hold 08ZENDA1"):
            _prepare(context, _Entry(tmp_path, where, "08ZENDA1", "08ZENDA1", EPOCH, 10))
        with pytest.raises(DamagedError, match="cannot be read back"):
            _prepare(context, _Entry(tmp_path, nothing, "08ZENDA1", "08ZENDA1", EPOCH, 10))
