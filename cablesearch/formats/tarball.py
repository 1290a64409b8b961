"""Members of tar archives, streamed; links, devices and sparse files are told of and left out."""

from __future__ import annotations

import tarfile
from functools import partial
from typing import TYPE_CHECKING, Final, Self

from cablesearch.errors import RecordError
from cablesearch.formats.input import Input
from cablesearch.formats.limits import Meter
from cablesearch.formats.names import path_passed_over, plain
from cablesearch.formats.record import Source, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_HEADER: Final = 1 << 16
"""Long names and further headers are read into memory before anything else can look at them."""

_FURTHER: Final = frozenset(
    {
        tarfile.GNUTYPE_LONGNAME,
        tarfile.GNUTYPE_LONGLINK,
        tarfile.XHDTYPE,
        tarfile.XGLTYPE,
        tarfile.SOLARIS_XHDTYPE,
    }
)
_DAMAGED: Final = "the tar archive is damaged or cut short"


class _Info(tarfile.TarInfo):
    """A member's header, refused where it claims to go on for too long."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        info = super().frombuf(buf, encoding, errors)
        if info.type in _FURTHER and info.size > _LONGEST_HEADER:
            raise RecordError(f"{_DAMAGED}: a header of {info.size:,} bytes")
        return info


def members(file: Input) -> Iterator[Input | Unreadable]:
    """Every regular member in order; each is to be read before the next is asked for."""
    meter = Meter()
    try:
        with tarfile.open(fileobj=file, mode="r|", tarinfo=_Info) as archive:
            while (info := archive.next()) is not None:
                vars(archive)["members"].clear()  # it keeps every header it has read
                if info.isdir() or path_passed_over(info.name):
                    continue
                source = Source(path=file.source.path, member=plain(info.name))
                if not info.isreg() or info.issparse():
                    yield Unreadable(source=source, reason=_kind_of(info))
                elif (stream := archive.extractfile(info)) is not None:
                    yield Input(
                        stream,
                        source,
                        how=" ".join(filter(None, (file.how, "tar"))),
                        damage=(tarfile.TarError,),
                        meter=meter.begin(partial(int, info.size)),
                    )
    except tarfile.TarError as error:
        raise RecordError(f"{_DAMAGED} ({error})", remedy="fetch or copy it again") from error


def _kind_of(info: tarfile.TarInfo) -> str:
    if info.issym() or info.islnk():
        return "a link is not followed"
    return "a sparse file is not read" if info.issparse() else "is no regular file"
