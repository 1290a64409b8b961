"""From a source to what is kept of it: records parsed, cables packed, versions as the catalogue lists them.

`take` needs nothing but its arguments, so that worker processes can do it.
"""

from __future__ import annotations

from traceback import format_exc
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from cablesearch.cable.model import Cable, to_json
from cablesearch.cable.section import section_of
from cablesearch.cable.shared import SHARED, number_of
from cablesearch.errors import CablesearchError, RecordError
from cablesearch.formats.record import Unreadable
from cablesearch.indexing.frames import pack
from cablesearch.indexing.version import Location, Version, digest_of
from cablesearch.indexing.worker import MEMORY, SECONDS, TooLongError, limited
from cablesearch.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.formats.record import Record
    from cablesearch.indexing.tools import Pipeline


class Read(Struct, frozen=True, kw_only=True):
    """One record, parsed; `data` is the cable's JSON."""

    format: str
    cable: Cable
    data: bytes


class Unread(Struct, frozen=True, kw_only=True):
    """What could not be read, and why; `failed` where the reading failed and not what was read.

    `trace` says where we failed at it, where that is our fault.
    """

    reason: str
    trace: str | None = None
    failed: bool = False


class Taken(Struct, frozen=True, kw_only=True):
    """One record as it is kept: its version, whose place among the file's is still to come, and its packed JSON."""

    version: Version
    frame: bytes


def records_of(path: str, pipeline: Pipeline) -> Iterator[Record | Unread]:
    """The records of a source. One that is bad never stops the others."""
    records = pipeline.read(path)
    while True:
        try:
            with limited():
                record = next(records, None)
        except OSError as error:
            yield Unread(reason=f"cannot be read: {error.strerror or error}", failed=True)
            return
        except CablesearchError:
            raise
        except MemoryError:
            yield Unread(reason=f"needs more than {MEMORY >> 30} GiB of memory to be read on")
            return
        except TooLongError:
            yield Unread(reason=f"takes more than {SECONDS:.0f} seconds to be read on")
            return
        except Exception as error:  # what trips a reader must not cost the other files
            what = f"{type(error).__name__}: {error}"
            reason = f"could not be read on, which is a bug ({what})"
            yield Unread(reason=reason, trace=format_exc())
            return
        if record is None:
            return
        yield Unread(reason=_reason(record, path)) if isinstance(record, Unreadable) else record


def parsed(record: Record, pipeline: Pipeline) -> Read | Unread:
    """A record as a cable. One that we fail at never stops the others."""
    path = record.source.path
    try:
        with limited():
            cable = _as_its_source_has_it(_with_plain_path(pipeline.parse(record)))
            return Read(format=record.format, cable=cable, data=to_json(cable))
    except RecordError as error:
        return Unread(reason=error.message.removeprefix(f"{path}: "))
    except CablesearchError:
        raise
    except MemoryError:
        return Unread(reason=f"{_where(record)}needs more than {MEMORY >> 30} GiB of memory")
    except TooLongError:
        return Unread(reason=f"{_where(record)}takes more than {SECONDS:.0f} seconds to be parsed")
    except Exception as error:  # one record that trips the parser must not cost the other 250,000
        what = f"{type(error).__name__}: {error}"
        reason = f"could not be parsed, which is a bug ({what})"
        return Unread(reason=reason, trace=format_exc())


def lost(record: Record) -> Unread:
    """What is said of a record at which worker processes die."""
    reason = f"{_where(record)}ends the process that parses it, which is a bug"
    return Unread(reason=reason, trace=f"{record.source.path}: {reason}")


def cables_of(path: str, pipeline: Pipeline) -> Iterator[Read | Unread]:
    """The records of a source as cables."""
    for one in records_of(path, pipeline):
        yield one if isinstance(one, Unread) else parsed(one, pipeline)


def take(record: Record, pipeline: Pipeline) -> Taken | Unread:
    """What is kept of a record."""
    one = parsed(record, pipeline)
    if isinstance(one, Unread):
        return one
    version = version_of(one, record.source.path, 0)
    return Taken(version=version, frame=pack(one.data))


def _where(record: Record) -> str:
    offset = record.source.offset
    return f"the record at byte {offset:,} " if offset else ""


def _reason(unreadable: Unreadable, path: str) -> str:
    """What is wrong and where in the file, without its path, which stands beside it."""
    return str(replace(unreadable, remedy=None)).removeprefix(f"{path}: ").removeprefix(f"{path}:")


def _with_plain_path(cable: Cable) -> Cable:
    """A file's name that is not UTF-8 would not go into JSON."""
    path = cable.source.path.encode(errors="surrogateescape").decode(errors="backslashreplace")
    if path == cable.source.path:
        return cable
    return replace(cable, source=replace(cable.source, path=path))


def _as_its_source_has_it(cable: Cable) -> Cable:
    """Which of several cables has a number, another index has said, of which this may be the output."""
    number = number_of(cable.id)
    kept = tuple(one for one in cable.diagnostics if one.kind != SHARED)
    if (number, len(kept)) == (cable.id, len(cable.diagnostics)):
        return cable
    return replace(cable, id=number, diagnostics=kept)


def text_digest(cable: Cable) -> str:
    """A hash of a cable's paragraphs that white space, case and the forms of quotes do not change."""
    texts = (" ".join(normalise(p.text).split()) for p in cable.paragraphs)
    return digest_of("\0".join(texts).encode(errors="surrogatepass"))


def version_of(one: Read, path: str, place: int) -> Version:
    """A record as the catalogue will list it; which cable of its number it is, and its frame, are still to come."""
    cable = one.cable
    section = section_of(cable)
    return Version(
        id=0,
        number=cable.id,
        nth=1,
        path=path,
        place=place,
        member=cable.source.member,
        format=one.format,
        date=cable.date.isoformat() if cable.date else None,
        released=cable.released.isoformat() if cable.released else None,
        section=f"{section[0]} of {section[1]}" if section else None,
        length=sum(len(p.text) for p in cable.paragraphs),
        paragraphs=len(cable.paragraphs),
        text_digest=text_digest(cable),
        content_digest=digest_of(one.data),
        location=Location(store=0, at=0, size=0),
    )
