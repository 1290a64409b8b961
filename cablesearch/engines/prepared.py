"""Rows on their way from one process to another, for engines that prepare nothing of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import msgpack

from cablesearch.fields import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

_rows = msgpack.Decoder(tuple[Row, ...])


def pack_rows(rows: Sequence[Row]) -> bytes:
    """Rows in few bytes, which `unpack_rows` makes rows again."""
    return msgpack.encode(rows)


def unpack_rows(packed: bytes) -> tuple[Row, ...]:
    """The rows that `pack_rows` packed."""
    return _rows.decode(packed)
