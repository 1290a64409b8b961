"""A file of many records cut into pieces, streamed: each from a line that begins a record to the next such line."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from cablesearch.formats.input import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Piece(NamedTuple):
    """The bytes of a record: `number` from 1, `line` its first line, `offset` its first byte.

    Number 0 is what stands above the first record. Of a piece that is larger than LARGEST there are so many bytes
    and one more. `alone` says that the file has no other.
    """

    number: int
    line: int
    offset: int
    data: bytes
    alone: bool = False


def pieces(file: io.RawIOBase | io.BytesIO, begins: Callable[[bytes], bool]) -> Iterator[Piece]:
    """All of a file in pieces; `begins` is asked of each line in turn whether a record begins with it."""
    stream = io.BufferedReader(file, 1 << 20)
    held: list[bytes] = []
    number = size = begin = offset = 0
    begin_line = line = 1
    fresh, alone = True, True
    while part := stream.readline(LARGEST):
        if fresh and begins(part):
            if held:
                yield Piece(number, begin_line, begin, b"".join(held))
                alone = False
            number, begin_line, begin, held, size = number + 1, line, offset, [], 0
        if size <= LARGEST:
            held.append(part[: LARGEST + 1 - size])
            size += len(part)
        offset += len(part)
        line += _line_ends(part)
        fresh = part.endswith(b"\n")
    if held:
        yield Piece(number, begin_line, begin, b"".join(held), alone)


def _line_ends(part: bytes) -> int:
    r"""How many lines end in a part of a file, as the parser counts them: at \n, \r\n and \r."""
    ends = part.count(b"\n")
    return ends + part.count(b"\r") - part.count(b"\r\n") if b"\r" in part else ends
