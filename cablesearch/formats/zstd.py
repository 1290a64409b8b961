"""Zstandard data as a stream that says where it is cut short: zstandard's own ends there without a word."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO, Final

import zstandard

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_LARGEST_WINDOW: Final = 1 << 28
"""Data that asks for more memory than that is refused."""

_PIECE: Final = 1 << 10
"""So much is unpacked at once: the best packed data gives 32 MiB for it."""


class ZstdStream(io.RawIOBase):
    """What some frames hold, one after the other; EOFError where the last one is not whole."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._unpacker = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
        self._frame = self._unpacker.decompressobj()
        self._fresh = True
        self._packed = b""
        self._held = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        while not self._held:
            if not self._packed:
                self._packed = self._file.read(_PIECE)
            if not self._packed:
                if self._fresh:
                    return 0
                raise EOFError("the last frame is not whole")
            self._unpack()
        size = min(len(view), len(self._held))
        view[:size] = self._held[:size]
        self._held = self._held[size:]
        return size

    def _unpack(self) -> None:
        self._held = memoryview(self._frame.decompress(self._packed))
        self._packed = self._frame.unused_data
        self._fresh = self._frame.eof
        if self._fresh:
            self._frame = self._unpacker.decompressobj()
