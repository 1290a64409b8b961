"""How a file was recognised: the container it came out of, the form chosen, and by what sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cablesearch.errors import RecordError
from cablesearch.formats.container import parts
from cablesearch.formats.detect import detect
from cablesearch.formats.evidence import Head
from cablesearch.formats.input import Input
from cablesearch.formats.record import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from cablesearch.formats.evidence import Evidence
    from cablesearch.formats.record import Source


class Why(Struct, frozen=True, kw_only=True):
    """What is told of one file or member.

    `inside` names the containers it came out of ("gzip tar"), empty for none. `form` is the reader's name and
    `label` what it reads, null where none is sure, which `reason` then tells. `sign` is what the reader went by and
    `sure` how sure it is, 0 to 1; `others` are the forms that were less sure, with the same. `encoding` says
    what was odd about it, null for UTF-8.
    """

    source: Source
    inside: str = ""
    form: str | None = None
    label: str | None = None
    sure: float = 0.0
    sign: str = ""
    others: tuple[tuple[str, Evidence], ...] = ()
    encoding: str | None = None
    reason: str | None = None


def explain(stream: BinaryIO, source: Source) -> Iterator[Why]:
    """How an open file was recognised, or every member of a container; only their beginnings are read."""
    for part in parts(Input(stream, source)):
        if isinstance(part, Unreadable):
            yield Why(source=part.source, reason=_reason(part.reason, part.remedy))
            continue
        try:
            found = detect(part)
        except RecordError as error:
            yield Why(
                source=part.source, inside=part.how, reason=_reason(error.message, error.remedy)
            )
            continue
        (_, evidence), *others = found.evidence
        notes = Head(part.head()).notes
        yield Why(
            source=part.source,
            inside=part.how,
            form=found.reader.name,
            label=found.reader.label,
            sure=evidence.sure,
            sign=evidence.sign,
            others=tuple((reader.name, less) for reader, less in others),
            encoding="; ".join(note.message for note in notes) or None,
        )


def _reason(message: str, remedy: str | None) -> str:
    return f"{message}; {remedy}" if remedy else message
