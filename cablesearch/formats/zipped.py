"""Members of zip archives, streamed; links and encrypted members are told of and left out."""

from __future__ import annotations

import lzma
import stat
import struct
import zipfile
import zlib
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final

from cablesearch.errors import RecordError
from cablesearch.formats.input import Input
from cablesearch.formats.limits import MEMBERS, Meter
from cablesearch.formats.names import path_passed_over, plain
from cablesearch.formats.record import Source, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_LIST: Final = 256 << 20
"""The list of members is read whole, and takes some ten times its size of memory."""

_OFFICE: Final = frozenset({"[Content_Types].xml", "mimetype"})
"""A member that only the zip archives have which are really .docx, .odt, .epub and the like."""

_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_LONGEST_COMMENT: Final = 0xFFFF
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
)


def members(file: Input) -> Iterator[Input | Unreadable]:
    """Every member that is a file, in the archive's order."""
    stream = file.seekable_copy()
    try:
        _refuse_long_list(stream)
        with _opened(stream) as archive:
            inside = archive.infolist()
            size = stream.seek(0, 2)
            if len(inside) > MEMBERS:
                raise RecordError(
                    f"has more than {MEMBERS:,} members, the most that are read of one container",
                    remedy="unpack it and name the folder",
                )
            if _OFFICE & {info.filename for info in inside}:
                raise RecordError("an office document", remedy="save it as plain text")
            if sum(info.compress_size for info in inside) > size:
                raise RecordError(
                    "its members overlap, as those of no honest archive do", remedy="leave it out"
                )
            meter = Meter()
            for info in inside:
                # is_dir() fails at a name without a letter
                if not (info.filename.endswith("/") or path_passed_over(info.filename)):
                    yield _member(archive, info, file, meter)
    except _DAMAGE as error:
        raise RecordError(
            f"the zip archive is damaged or cut short ({error})", remedy="fetch or copy it again"
        ) from error


def _opened(stream: BinaryIO) -> zipfile.ZipFile:
    """The archive with its list of members read; BadZipFile where that cannot be."""
    try:
        return zipfile.ZipFile(stream)
    except (
        Exception
    ) as error:  # of numbers that lead nowhere, names that are no text; none of them told of
        raise zipfile.BadZipFile(str(error)) from error


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: Input, meter: Meter
) -> Input | Unreadable:
    source = Source(path=file.source.path, member=plain(info.filename))
    if stat.S_ISLNK(info.external_attr >> 16):
        return Unreadable(source=source, reason="a link is not followed")
    if info.flag_bits & 1:
        return Unreadable(
            source=source, reason="is encrypted", remedy="unpack it with its password"
        )
    try:
        stream = archive.open(info)
    except Exception as error:  # as above
        return Unreadable(
            source=source, reason=f"cannot be unpacked ({error})", remedy="fetch or copy it again"
        )
    packed = partial(int, info.compress_size)
    how = " ".join(filter(None, (file.how, "zip")))
    return Input(stream, source, how=how, damage=_DAMAGE, meter=meter.begin(packed))


def _refuse_long_list(stream: BinaryIO) -> None:
    """RecordError where the list of members would fill the memory before it could be counted."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        return  # zipfile says what is wrong
    count, length = struct.unpack_from("<HL", tail, at + 10)
    if count == 0xFFFF or length == 0xFFFFFFFF:  # zip64: the true numbers stand right before
        record = tail.rfind(b"PK\x06\x06", 0, at)
        known = record >= 0 and at - record >= 48
        length = struct.unpack_from("<Q", tail, record + 40)[0] if known else size
    if length > _LONGEST_LIST:
        raise RecordError(
            f"its list of members is longer than {_LONGEST_LIST >> 20} MiB",
            remedy="unpack it and name the folder",
        )
