"""The JSON values of a file, streamed: one a line, or those of an array, or objects written over many lines."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from cablesearch.formats.encoding import decode
from cablesearch.formats.input import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from cablesearch.formats.input import Input

_MARK: Final = b"\xef\xbb\xbf"
_OTHER_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_CHUNK: Final = 1 << 18
_BETWEEN: Final = b" \t\r\n,[]"
"""What may stand between two values and says nothing."""
# What matters outside a string, and inside one.
_SIGN: Final = re.compile(rb'["{}\[\]]')
_IN_STRING: Final = re.compile(rb'["\\]')
_NEXT_LINE: Final = re.compile(rb"\n\s*(\S)")


class Value(NamedTuple):
    """The bytes of a value; of one that is larger than LARGEST only so many and one more.

    `line` is its first line, from 1, `offset` its first byte in the file as unpacked.
    """

    data: bytes
    line: int
    offset: int


def values(file: Input) -> Iterator[Value]:
    """The values of a file. Of damage in one of several lines the others know nothing."""
    head = file.head()
    if head.startswith(_OTHER_MARKS):
        text, _ = decode(file.whole())
        stream: BinaryIO = io.BytesIO(text.encode("utf-8", "replace"))
        head = text[: 1 << 16].encode("utf-8", "replace")
        skipped = 0
    else:
        skipped = len(_MARK) if head.startswith(_MARK) else 0
        stream = io.BufferedReader(file, _CHUNK)
        stream.read(skipped)
        head = head[skipped:]
    by_line = _one_a_line(head.lstrip())
    yield from _lines(stream, skipped) if by_line else _nested(stream, skipped)


def _one_a_line(head: bytes) -> bool:
    """Whether every line is a value: the first one is whole, or the second begins a value of its own."""
    if not head.startswith(b"{"):
        return False
    first, end, _ = head.partition(b"\n")
    if first.rstrip().endswith(b"}") or not end:
        return True
    following = _NEXT_LINE.search(head)
    return following is not None and following[1] == b"{"


def _lines(stream: BinaryIO, offset: int) -> Iterator[Value]:
    line = 0
    while data := stream.readline(LARGEST + 1):
        line += 1
        size = len(data)
        if data.strip():
            yield Value(data, line, offset)
        while not data.endswith(b"\n") and (data := stream.readline(LARGEST + 1)):
            size += len(data)  # the rest of a line that is too large
        offset += size


def _nested(stream: BinaryIO, offset: int) -> Iterator[Value]:
    """The objects of a file by their braces: those of an array, or one after the other."""
    splitter = _Splitter(offset)
    while chunk := stream.read(_CHUNK):
        yield from splitter.feed(chunk)
    yield from splitter.end()


class _Splitter:
    """Cuts a stream into objects: those of an outer array, or as they follow one another.

    What else stands between them is given as a value too, for somebody to tell of it.
    """

    def __init__(self, offset: int) -> None:
        self._offset = offset
        self._line = 1
        self._held: list[bytes] = []
        self._size = 0
        self._begun = (1, offset)
        """Line and offset of what is held: a value, or what stands between two."""
        self._depth = 0
        self._in_array = False
        self._in_string = False
        self._escaped = False

    def feed(self, chunk: bytes) -> Iterator[Value]:
        """The values that end in a further piece of the stream."""
        begin, at = 0, int(self._escaped)
        self._escaped = False
        while found := (_IN_STRING if self._in_string else _SIGN).search(chunk, at):
            at = found.end()
            sign = found[0]
            if sign == b"\\":
                self._escaped = at == len(chunk)
                at += 1
            elif sign == b'"':
                self._in_string = not self._in_string
            elif self._depth:
                self._depth += 1 if sign in b"{[" else -1
                if not self._depth:
                    self._hold(chunk[begin:at])
                    begin = at
                    yield self._take()
            elif sign == b"{" or (sign == b"[" and self._in_array):
                self._hold(chunk[begin : found.start()])
                begin = found.start()
                yield from self._between()
                self._depth = 1
            elif sign in b"[]":
                self._in_array = sign == b"["
        self._hold(chunk[begin:])

    def end(self) -> Iterator[Value]:
        """What was begun and has no end."""
        if self._depth:
            yield self._take()
        yield from self._between()

    def _hold(self, data: bytes) -> None:
        self._line += data.count(b"\n")
        self._offset += len(data)
        if self._size <= LARGEST:
            self._held.append(data[: LARGEST + 1 - self._size])
            self._size += len(data)

    def _take(self) -> Value:
        value = Value(b"".join(self._held), *self._begun)
        self._held, self._size, self._begun = [], 0, (self._line, self._offset)
        return value

    def _between(self) -> Iterator[Value]:
        value = self._take()
        if value.data.strip(_BETWEEN):
            yield value
