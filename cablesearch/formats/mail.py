"""Mail: the cables in the texts of .eml files and mbox folders, message by message.

What a mail program makes of a cable's own header (From:, Sent:) is left to the parser, as in cables.md 1.1.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from cablesearch.errors import RecordError
from cablesearch.formats.evidence import Evidence
from cablesearch.formats.input import LARGEST
from cablesearch.formats.message import cables_of
from cablesearch.formats.pieces import pieces
from cablesearch.formats.record import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.formats.evidence import Head
    from cablesearch.formats.input import Input
    from cablesearch.formats.record import Record, Source

_BOX: Final = re.compile(rb"From \S+.{0,80}\d\d:\d\d.{0,40}\d{4}")
"""The line before each message of an mbox folder: "From rassendyll@zenda.example Fri Feb  8 15:02:11 2008"."""

_FIELD: Final = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9-]{1,60}):")
_ANY: Final = frozenset(
    {
        "bcc", "cc", "content-transfer-encoding", "content-type", "date", "delivered-to", "from", "in-reply-to",
        "message-id", "mime-version", "received", "references", "reply-to", "return-path", "sender", "subject", "to",
    }
)  # fmt: skip
# Only mail programs write these; "From:" and "To:" stand above many a cable.
_SURE: Final = frozenset(
    {
        "content-type",
        "date",
        "delivered-to",
        "message-id",
        "mime-version",
        "received",
        "return-path",
    }
)
_QUOTED_FROM: Final = re.compile(rb"^>(>*From )", re.M)


def detect(head: Head) -> Evidence:
    """Whether it begins with a message's header, or with the line that opens a folder of them."""
    if _BOX.match(head.data):
        return Evidence(0.97, "the first line of an mbox folder")
    names = set()
    for line in head.text[:20_000].split("\n"):
        found = _FIELD.match(line)
        if found:
            names.add(found["name"].lower())
        elif not line[:1].isspace() or not line.strip():
            break
    sure, known = names & _SURE, names & _ANY
    if (
        sure
        and len(known) > 1
        and len(known) * 2 > len(names - {n for n in names if n[:2] == "x-"})
    ):
        return Evidence(0.96, f"a mail's header ({', '.join(sorted(sure))})")
    return Evidence()


def read(file: Input) -> Iterator[Record | Unreadable]:
    """The cables of every message; one without any is told of, and the rest follows."""
    if not _BOX.match(file.head()):
        yield from _cables(file.whole(), file.source, None)
        return
    for piece in pieces(file, _Opening()):
        opening, _, data = piece.data.partition(b"\n")
        source = replace(file.source, offset=piece.offset + len(opening) + 1)
        where = f"message {piece.number:,} on line {piece.line + 1:,}"
        if len(piece.data) > LARGEST:
            reason = f"larger than {LARGEST >> 20} MiB, the most that is read"
            remedy = "save the cable's text as a file"
            yield Unreadable(source=source, where=where, reason=reason, remedy=remedy)
        else:
            yield from _cables(_QUOTED_FROM.sub(rb"\1", data), source, where)


class _Opening:
    """Asked of each line of an mbox folder: whether it opens a message. Such a line follows a blank one."""

    def __init__(self) -> None:
        self._after_blank = True

    def __call__(self, line: bytes) -> bool:
        opens = self._after_blank and line.startswith(b"From ") and _BOX.match(line) is not None
        self._after_blank = not line.strip()
        return opens


def _cables(data: bytes, source: Source, where: str | None) -> Iterator[Record | Unreadable]:
    source = replace(source, sha256=hashlib.sha256(data).hexdigest())
    try:
        yield from cables_of(data, source)
    except RecordError as error:
        yield Unreadable(source=source, where=where, reason=error.message, remedy=error.remedy)
