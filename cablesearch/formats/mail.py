"""Mail: the cables in the texts of .eml files and mbox folders, message by message.

What a mail program makes of a cable's own header (From:, Sent:) is left to the parser, as in cables.md 1.1.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from cablesearch.errors import RecordError
from cablesearch.formats.evidence import Evidence
from cablesearch.formats.input import LARGEST
from cablesearch.formats.message import cables_of
from cablesearch.formats.record import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.formats.evidence import Head
    from cablesearch.formats.input import Input
    from cablesearch.formats.record import Record

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
        yield from _cables(_Message(0, 1, 0, file.whole()), file)
        return
    for message in _messages(file):
        yield from _cables(message, file)


class _Message(NamedTuple):
    """The bytes of a message: of one that is too large LARGEST and one more.

    `number` from 1 in a folder, else 0; `line` its first one.
    """

    number: int
    line: int
    offset: int
    data: bytes


def _messages(file: Input) -> Iterator[_Message]:
    """The messages of an mbox folder: each behind a From line, which follows a blank one."""
    stream = io.BufferedReader(file, 1 << 20)
    held: list[bytes] = []
    number = size = line = begin_line = offset = begin = 0
    after_blank = fresh = True
    while piece := stream.readline(LARGEST):
        line += fresh
        offset += len(piece)
        if fresh and after_blank and piece.startswith(b"From ") and _BOX.match(piece):
            if number:
                yield _Message(number, begin_line, begin, b"".join(held))
            number, begin_line, begin, held, size = number + 1, line + 1, offset, [], 0
        elif size <= LARGEST:
            held.append(piece[: LARGEST + 1 - size])
            size += len(piece)
        after_blank = fresh and not piece.strip()
        fresh = piece.endswith(b"\n")
    yield _Message(number, begin_line, begin, b"".join(held))


def _cables(message: _Message, file: Input) -> Iterator[Record | Unreadable]:
    data = message.data
    source = replace(file.source, sha256=hashlib.sha256(data).hexdigest())
    where = None
    if message.number:
        source = replace(source, offset=message.offset)
        where = f"message {message.number:,} on line {message.line:,}"
        data = _QUOTED_FROM.sub(rb"\1", data)
    try:
        if len(data) > LARGEST:
            raise RecordError(f"larger than {LARGEST >> 20} MiB, the most that is read")
        yield from cables_of(data, source)
    except RecordError as error:
        yield Unreadable(source=source, where=where, reason=error.message, remedy=error.remedy)
