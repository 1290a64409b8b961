"""The store files: parsed cables as compressed JSON, one zstd frame each, never changed once published.

A frame of one cable is too small for zstd to learn much from: it starts from a dictionary, made of the sample cables,
which takes a sixth off the store. It belongs to the schema version.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import zstandard
from msgspec import Struct

from cablesearch.errors import DamagedError
from cablesearch.expressions import expression
from cablesearch.indexing.manifest import DAMAGE_REMEDY
from cablesearch.indexing.version import Location

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NAME: Final = expression(r"cables-(\d{4,})\.zst")
_LEVEL: Final = 3
DICTIONARY: Final = Path(__file__).parent / "frames.dict"
_BLOCK: Final = 1 << 16
_LARGEST: Final = 1 << 30
"""No frame unpacks to more: a record has 64 MiB of text at the most."""


def store_name(number: int) -> str:
    """The name of a store file.

    >>> store_name(7)
    'cables-0007.zst'
    """
    return f"cables-{number:04d}.zst"


def store_number(name: str) -> int | None:
    """The number of a store file, None for any other name."""
    match = _NAME.fullmatch(name)
    return int(match[1]) if match else None


class FrameReader:
    """Reads frames by their place; files are opened when first asked for and stay open."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._open: dict[int, int] = {}
        self._unpack = _unpacker()

    def read(self, where: Location) -> bytes:
        """The JSON in a frame; DamagedError where there is none."""
        packed = self.packed(where)
        try:
            if zstandard.frame_content_size(packed) > _LARGEST:
                raise self._damaged(where, "a frame is too large")
            return self._unpack.decompress(packed, max_output_size=_LARGEST)
        except zstandard.ZstdError as error:
            raise self._damaged(where, str(error)) from error

    def packed(self, where: Location) -> bytes:
        """The frame itself."""
        try:
            if where.store not in self._open:
                path = self._directory / store_name(where.store)
                flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW
                self._open[where.store] = os.open(path, flags)
            packed = os.pread(self._open[where.store], where.size, where.at)
        except OSError as error:
            raise self._damaged(where, error.strerror or str(error)) from error
        if len(packed) != where.size:
            raise self._damaged(where, "is cut short")
        return packed

    def close(self) -> None:
        """Let go of the files."""
        while self._open:
            os.close(self._open.popitem()[1])

    def _damaged(self, where: Location, what: str) -> DamagedError:
        return _damaged(self._directory / store_name(where.store), where.at, what)


class Frame(Struct, frozen=True):
    """A frame as it stands in a store file, from byte `at` on, and the JSON in it."""

    at: int
    packed: bytes
    data: bytes


def walk(path: Path) -> Iterator[Frame]:
    """Every frame of a store file in its order, those too that no catalogue names any more; DamagedError."""
    with path.open("rb") as file:
        at, packed = 0, file.read(_BLOCK)
        while packed:
            unpack = _unpacker().decompressobj()
            try:
                parts = [unpack.decompress(packed)]
                while not unpack.eof:
                    more = file.read(_BLOCK)
                    if not more:
                        raise zstandard.ZstdError("is cut short")
                    packed += more
                    parts.append(unpack.decompress(more))
            except zstandard.ZstdError as error:
                raise _damaged(path, at, str(error)) from error
            rest = unpack.unused_data
            frame = packed[: len(packed) - len(rest)]
            yield Frame(at, frame, b"".join(parts))
            at += len(frame)
            packed = rest or file.read(_BLOCK)


def _damaged(path: Path, at: int, what: str) -> DamagedError:
    return DamagedError(f"{path}: at byte {at}: {what}", remedy=DAMAGE_REMEDY)


def pack(data: bytes) -> bytes:
    """The frame of some JSON. Its checksum makes it tell of damage by itself."""
    return _packer().compress(data)


@cache
def _packer() -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(
        level=_LEVEL, dict_data=_dictionary(), write_checksum=True, write_dict_id=False
    )


def _unpacker() -> zstandard.ZstdDecompressor:
    return zstandard.ZstdDecompressor(dict_data=_dictionary())


@cache
def _dictionary() -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(DICTIONARY.read_bytes())


class FrameWriter:
    """Writes one new store file; the file appears with its first frame."""

    def __init__(self, directory: Path, number: int) -> None:
        self._path = directory / store_name(number)
        self._number = number
        self._at = 0
        self._fd: int | None = None

    def write(self, data: bytes) -> Location:
        """Append one frame; it can be read at once."""
        return self.write_packed(pack(data))

    def write_packed(self, frame: bytes) -> Location:
        """Append a frame taken from another file."""
        if self._fd is None:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
            self._fd = os.open(self._path, flags, 0o644)
        rest = memoryview(frame)
        while rest:  # a disk that is nearly full takes a part
            rest = rest[os.write(self._fd, rest) :]
        where = Location(store=self._number, at=self._at, size=len(frame))
        self._at += len(frame)
        return where

    def close(self) -> None:
        """Let go of the file."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


class StoreFile(Struct, frozen=True, kw_only=True):
    """A store file's size, and how much of it is still in use."""

    number: int
    size: int
    live: int


def to_merge(files: list[StoreFile]) -> set[int]:
    """Which store files to write together into a new one.

    From the newest on, a file joins while it is at most twice as large as all newer ones together: sizes then fall
    geometrically, so that there are few files and each byte is rewritten only a few times in an index's life. A
    file of which less than half is in use joins as well. A single sound file stays.
    """
    chosen: set[int] = set()
    together = 0
    newest_first = sorted(files, key=lambda f: f.number, reverse=True)
    for at, file in enumerate(newest_first):
        if at and file.live > 2 * together:
            break
        chosen.add(file.number)
        together += file.live
    wasteful = {f.number for f in files if f.live * 2 < f.size}
    if len(chosen) < 2:
        chosen = set()
    return chosen | wasteful


def store_files(directory: Path, live: Mapping[int, int]) -> list[StoreFile]:
    """The store files of a generation; `live` says how many bytes of each are in use."""
    found = []
    for entry in sorted(directory.iterdir()):
        number = store_number(entry.name)
        if number is not None:
            size = entry.stat().st_size
            found.append(StoreFile(number=number, size=size, live=live.get(number, 0)))
    return found
