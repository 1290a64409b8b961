"""Frames: what holds of the store's files beside what builds show."""

from __future__ import annotations

import hashlib
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from cablesearch.errors import DamagedError
from cablesearch.fields import SCHEMA_VERSION
from cablesearch.indexing.frames import (
    DICTIONARY,
    FrameReader,
    FrameWriter,
    pack,
    store_name,
    walk,
)

if TYPE_CHECKING:
    from pathlib import Path

OF_SCHEMA = {3: "0e969228255fd3226934489a6734d4d1e11e3ef21a1881d05b07571de6a80b91"}
TEXTS = [b"", b"rain", b'{"id":"08ZENDA457"}' * 500, bytes(range(256))]


def test_another_dictionary_needs_another_schema_version() -> None:
    assert hashlib.sha256(DICTIONARY.read_bytes()).hexdigest() == OF_SCHEMA[SCHEMA_VERSION]


def test_written_and_read(tmp_path: Path) -> None:
    with closing(FrameWriter(tmp_path, 7)) as writer:
        places = [writer.write(text) for text in TEXTS[:2]]
        places += [writer.write_packed(pack(text)) for text in TEXTS[2:]]
    with closing(FrameReader(tmp_path)) as reader:
        assert [reader.read(place) for place in places] == TEXTS
    assert [frame.data for frame in walk(tmp_path / store_name(7))] == TEXTS


def test_a_flipped_bit_is_found(tmp_path: Path) -> None:
    with closing(FrameWriter(tmp_path, 1)) as writer:
        place = writer.write(TEXTS[2])
    path = tmp_path / store_name(1)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)
    with closing(FrameReader(tmp_path)) as reader, pytest.raises(DamagedError):
        reader.read(place)
