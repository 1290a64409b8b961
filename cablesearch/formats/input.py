"""An Input: bytes that are read once, from the front; of a file, of standard input, of a container's member."""

from __future__ import annotations

import io
import shutil
import tempfile
from typing import IO, TYPE_CHECKING, BinaryIO, Final, cast

from cablesearch.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import WriteableBuffer

    from cablesearch.formats.record import Source

HEAD: Final = 1 << 18
"""How many bytes are looked at to tell a format: a web page's menus alone may be 60 KB."""

LARGEST: Final = 64 << 20
"""No record has more bytes."""


class Input(io.RawIOBase):
    """One source of records. RecordError where it cannot be unpacked, OSError where it cannot be read.

    `how` says what it was taken out of, for people ("gzip", "zip"); empty for a plain file. `damage` is what the
    stream raises on damaged data; a bare OSError without a number (gzip, bz2) is taken so too. `meter` is told of
    every part that was unpacked, and may refuse more.
    """

    def __init__(
        self,
        stream: IO[bytes] | io.RawIOBase,
        source: Source,
        *,
        how: str = "",
        damage: tuple[type[Exception], ...] = (),
        meter: Callable[[int], None] | None = None,
    ) -> None:
        self.source = source
        self.how = how
        self._stream = stream
        self._damage = damage
        self._meter = meter
        self._head: bytes | None = None
        self._ahead = b""
        """What was looked at and not yet read."""
        self._given = 0
        self._broken: RecordError | None = None
        # one step at a time where that can be: a longer read gives nothing at all where it meets damage
        self._read = getattr(stream, "read1", stream.read)

    def head(self) -> bytes:
        """The first HEAD bytes; they are still to be read."""
        if self._head is None:
            self._head = self._ahead = self._fetch(HEAD)
        return self._head

    def whole(self) -> bytes:
        """All of it; RecordError where that is more than LARGEST."""
        data = self._rest(LARGEST + 1)
        if self._broken is not None:
            raise self._broken
        if len(data) > LARGEST:
            raise RecordError(
                f"larger than {LARGEST >> 20} MiB, the most that one record may have",
                remedy="divide it into files of one cable each",
            )
        return data

    def consumed(self) -> int:
        """How many bytes were read so far."""
        return self._given

    def seekable_copy(self) -> BinaryIO:
        """The same bytes to move about in: the file itself where that can be, else a temporary copy.

        Only before anything else was read.
        """
        stream = self._stream
        if isinstance(stream, io.BufferedReader) and stream.seekable():
            stream.seek(0)
            return stream
        copy = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115
        shutil.copyfileobj(self, copy, 1 << 20)
        copy.seek(0)
        return copy

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        data = self._ahead[: len(view)]
        self._ahead = self._ahead[len(data) :]
        if not data:
            data = self._some(len(view))
        view[: len(data)] = data
        self._given += len(data)
        return len(data)

    def _rest(self, most: int) -> bytes:
        ahead, self._ahead = self._ahead, b""
        data = ahead + self._fetch(most - len(ahead))
        self._given += len(data)
        return data

    def _fetch(self, size: int) -> bytes:
        """So many bytes, fewer only at the end."""
        parts: list[bytes] = []
        try:
            while size > 0 and (part := self._some(min(size, 1 << 20))):
                parts.append(part)
                size -= len(part)
        except RecordError as error:
            if not parts:
                raise
            self._broken = error  # what came before it is still good
        return b"".join(parts)

    def _some(self, size: int) -> bytes:
        if self._broken is not None:
            raise self._broken
        try:
            data = self._read(size) or b""
        except self._damage as error:
            raise _damaged(error) from error
        except OSError as error:
            if error.errno is None:
                raise _damaged(error) from error
            raise
        if self._meter is not None:
            self._meter(len(data))
        return data


def _damaged(error: Exception) -> RecordError:
    return RecordError(
        f"the packed data is damaged or cut short ({error})", remedy="fetch or copy it again"
    )
