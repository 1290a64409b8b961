"""Members of 7z archives, streamed; needs py7zr, which comes with the extra "7z"."""

from __future__ import annotations

import io
import queue
import threading
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cablesearch.errors import RecordError
from cablesearch.formats.input import Input
from cablesearch.formats.limits import Meter
from cablesearch.formats.names import path_passed_over, plain
from cablesearch.formats.record import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

    from cablesearch.formats.record import Unreadable

_WAITING: Final = 8
"""So many pieces may wait to be read before the unpacking waits."""


class _Piece(NamedTuple):
    """What the unpacking hands over: a member's name, then its bytes, ...; at the end neither, perhaps an error."""

    name: str | None = None
    data: bytes = b""
    error: Exception | None = None


class _AbandonedError(Exception):
    """Nobody reads on."""


def members(file: Input) -> Iterator[Input | Unreadable]:
    """Every member that is a file, in the archive's order."""
    try:
        import py7zr
    except ImportError as error:
        raise RecordError(
            "a 7z archive", remedy="install cablesearch[7z] to read it, or unpack it"
        ) from error
    with file.seekable_copy() as stream:
        size = stream.seek(0, 2)
        stream.seek(0)
        try:
            archive = py7zr.SevenZipFile(stream, "r")
        except Exception as error:  # of many libraries, none of them told of
            raise _damaged(error) from error
        if archive.needs_password():
            raise RecordError("is encrypted", remedy="unpack it with its password")
        unpacking = _Unpacking(archive)
        meter = Meter()
        try:
            while (name := unpacking.next_name()) is not None:
                if not path_passed_over(name):
                    source = Source(path=file.source.path, member=plain(name))
                    stream_of = _Member(unpacking)
                    yield Input(stream_of, source, how="7z", meter=meter.begin(partial(int, size)))
        finally:
            unpacking.stop()
            archive.close()


def _damaged(error: Exception) -> RecordError:
    return RecordError(
        f"the 7z archive is damaged or cut short ({error})", remedy="fetch or copy it again"
    )


class _Unpacking:
    """An archive that a thread unpacks: py7zr writes its members, and we read them."""

    def __init__(self, archive: Any) -> None:
        self._pieces: queue.Queue[_Piece] = queue.Queue(_WAITING)
        self._given_up = threading.Event()
        self._ahead: _Piece | None = None
        self._thread = threading.Thread(target=self._unpack, args=(archive,), daemon=True)
        self._thread.start()

    def next_name(self) -> str | None:
        """The name of the next member, None at the end; what was not read of the last one is passed over."""
        while self.data():
            pass
        piece = self._take()
        if piece.error is not None:
            raise _damaged(piece.error)
        return piece.name

    def data(self) -> bytes:
        """More of the present member; nothing at its end."""
        if self._ahead is None:
            self._ahead = self._pieces.get()
        return self._take().data if self._ahead.data else b""

    def stop(self) -> None:
        """Give up what was not read."""
        self._given_up.set()
        while self._thread.is_alive():  # it may wait for a place
            while not self._pieces.empty():
                self._pieces.get_nowait()
            self._thread.join(0.01)

    def put(self, piece: _Piece) -> None:
        """Called by the thread: hand over a piece as soon as there is a place."""
        self._pieces.put(piece)
        if self._given_up.is_set():
            raise _AbandonedError

    def _take(self) -> _Piece:
        piece, self._ahead = self._ahead or self._pieces.get(), None
        return piece

    def _unpack(self, archive: Any) -> None:
        end = _Piece()
        try:
            archive.extractall(factory=_factory(self))
        except _AbandonedError:
            return
        except Exception as error:  # as above
            end = _Piece(error=error)
        self._pieces.put(end)


class _Member(io.RawIOBase):
    """The bytes of one member."""

    def __init__(self, unpacking: _Unpacking) -> None:
        self._unpacking = unpacking
        self._held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        data = self._held or self._unpacking.data()
        size = min(len(view), len(data))
        view[:size] = data[:size]
        self._held = data[size:]
        return size


def _factory(unpacking: _Unpacking) -> Any:
    """What py7zr asks for a place to write each member to."""
    from py7zr.io import Py7zIO, WriterFactory

    class Target(Py7zIO):
        """A member being written."""

        def __init__(self) -> None:
            self._size = 0

        def write(self, s: bytes | bytearray) -> int:
            if s:
                unpacking.put(_Piece(data=bytes(s)))
            self._size += len(s)
            return len(s)

        def read(self, size: int | None = None) -> bytes:
            return b""

        def seek(self, offset: int, whence: int = 0) -> int:
            return 0

        def flush(self) -> None:
            pass

        def size(self) -> int:
            return self._size

    class Targets(WriterFactory):
        """A place for every member."""

        def create(self, filename: str) -> Py7zIO:
            unpacking.put(_Piece(name=filename))
            return Target()

    return Targets()
