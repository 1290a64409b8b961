"""Containers: the members of packed files and archives, streamed one after the other and never extracted."""

from __future__ import annotations

import bz2
import errno
import gzip
import lzma
import os
import stat
import zlib
from typing import IO, TYPE_CHECKING, BinaryIO, Final, cast

from cablesearch.errors import RecordError
from cablesearch.formats import sevenzip, tarball, zipped
from cablesearch.formats.input import Input
from cablesearch.formats.limits import Meter
from cablesearch.formats.record import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PACKED: Final = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstandard",
}
_ARCHIVES: Final = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",  # one without members
    b"7z\xbc\xaf\x27\x1c": "7z",
}
_TAR: Final = "tar"
_TAR_MAGIC: Final = slice(257, 262)
_MEMBERS: Final[dict[str, Callable[[Input], Iterator[Input | Unreadable]]]] = {
    "zip": zipped.members,
    "7z": sevenzip.members,
    _TAR: tarball.members,
}
_Opened = tuple[IO[bytes], tuple[type[Exception], ...]]
"""A stream of what is unpacked, and what it raises on damaged data."""


def kind_of(head: bytes) -> str | None:
    """The name of the container that some bytes begin; None where they begin none."""
    for magic, name in (*_PACKED.items(), *_ARCHIVES.items()):
        if head.startswith(magic):
            return name
    return _TAR if head[_TAR_MAGIC] == b"ustar" else None


def parts(file: Input) -> Iterator[Input | Unreadable]:
    """The members of a container, or the file itself where it is none; each is read before the next is asked for.

    What cannot be opened is told of and the others follow: damage, links, a container inside a container.
    """
    try:
        kind = kind_of(file.head())
        if kind is not None and kind in _PACKED.values():
            file = _unpacked(file, kind)
            kind = kind_of(file.head())
            if kind not in (None, _TAR):
                yield _nested(file)
                return
        if kind is None:
            yield file
            return
        for part in _MEMBERS[kind](file):
            yield _nested(part) if isinstance(part, Input) and _is_nested(part) else part
    except RecordError as error:
        yield Unreadable(source=file.source, reason=error.message, remedy=error.remedy)


def _is_nested(part: Input) -> bool:
    try:
        return kind_of(part.head()) is not None
    except RecordError:
        return False  # it is told of when it is read


def _nested(part: Input) -> Unreadable:
    return Unreadable(
        source=part.source,
        reason="a container inside a container",
        remedy="unpack it once, and name what comes out",
    )


def _unpacked(file: Input, kind: str) -> Input:
    """What a packed file holds, under the name of the file."""
    stream, damage = _OPEN[kind](cast("BinaryIO", file))
    meter = Meter().begin(file.consumed)
    return Input(stream, file.source, how=kind, damage=damage, meter=meter)


def _gzip(file: BinaryIO) -> _Opened:
    return cast("IO[bytes]", gzip.GzipFile(fileobj=file)), (EOFError, zlib.error, gzip.BadGzipFile)


def _bzip2(file: BinaryIO) -> _Opened:
    return bz2.BZ2File(file), (EOFError, ValueError)


def _xz(file: BinaryIO) -> _Opened:
    return lzma.LZMAFile(file), (EOFError, lzma.LZMAError)


def _zstandard(file: BinaryIO) -> _Opened:
    import zstandard

    from cablesearch.formats.zstd import ZstdStream

    return cast("IO[bytes]", ZstdStream(file)), (zstandard.ZstdError, EOFError)


_OPEN: Final = {"gzip": _gzip, "bzip2": _bzip2, "xz": _xz, "zstandard": _zstandard}


def open_regular(path: str | Path) -> BinaryIO:
    """A regular file, open to be read; OSError for anything else, for a FIFO would hang a nightly run."""
    fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise OSError(errno.EINVAL, "is no regular file", str(path))
    return os.fdopen(fd, "rb")
