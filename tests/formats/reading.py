"""Reading bytes as a file, a member or standard input would be."""

from __future__ import annotations

import io

from cablesearch.formats.detect import read_stream
from cablesearch.formats.record import Record, Source, Unreadable

SOURCE = Source(path="/cables/given")


def everything(data: bytes, format: str | None = None) -> list[Record | Unreadable]:
    """All that a file of these bytes gives, in order."""
    stream = io.BufferedReader(io.BytesIO(data))
    return list(read_stream(stream, SOURCE, format=format))


def records(data: bytes, format: str | None = None) -> list[Record]:
    """The records of a file of these bytes, all of which can be read."""
    found = everything(data, format)
    assert not [str(one) for one in found if isinstance(one, Unreadable)]
    return [one for one in found if isinstance(one, Record)]


def unreadable(data: bytes, format: str | None = None) -> list[Unreadable]:
    """What cannot be read of these bytes."""
    return [one for one in everything(data, format) if isinstance(one, Unreadable)]
