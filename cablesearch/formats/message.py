"""One mail message: the cables in its texts, and what its header says of them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final, cast

from msgspec.structs import replace

from cablesearch.diagnostic import Diagnostic
from cablesearch.errors import RecordError
from cablesearch.formats import telegram
from cablesearch.formats.encoding import decode
from cablesearch.formats.record import Attribute
from cablesearch.formats.webpage import text_of_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from cablesearch.formats.record import Known, Record, Source

_KEPT: Final = ("From", "To", "Cc", "Date", "Subject", "Message-ID")
_FORWARDED: Final = re.compile(r"(?:(?:re|fwd?|tr|wg)\s*:\s*)+", re.I)
_DATED: Final = re.compile(r"\b\d{6} ?Z ?[A-Z]{3}[A-Z ]{0,7}\d\d")
_DEEPEST: Final = 50
"""So many parts inside one another are no honest message."""


def cables_of(data: bytes, source: Source) -> Iterator[Record]:
    """The cables of a message; RecordError where none of its texts holds one."""
    message = _parsed(data)
    parts = list(_parts(message))
    texts = [text for part in parts if (text := _text(part, "plain")) is not None]
    cables = [text for text in texts if telegram.is_surely(text)]
    if not cables:
        pages = [text for part in parts if (text := _text(part, "html")) is not None]
        cables = [text for text in pages if telegram.is_surely(text)]
    if not cables:
        raise RecordError(
            "no cable in this message: no header, classification line, TAGS or SUBJECT in its text",
            remedy="if it is one, save its text as a file",
        )
    unread = [name for part in parts if (name := _attached(part))]
    for text in cables:
        for record in telegram.records(text.encode("utf-8", "replace"), source):
            found = replace(record, source=replace(record.source, offset=source.offset))
            yield _with_header(found, message, unread)


def _parsed(data: bytes) -> Message:
    # compat32 looks into no header field before it is asked for; the newer policies raise on damaged ones
    try:
        return BytesParser(policy=policy.compat32).parsebytes(data)
    except RecursionError as error:
        raise _too_deep() from error


def _too_deep() -> RecordError:
    return RecordError(
        "a message whose parts are nested too deeply", remedy="save its text as a file"
    )


def _parts(message: Message) -> Iterator[Message]:
    """The parts that hold something themselves, those of attached messages too."""
    waiting = [(message, 0)]
    while waiting:
        part, depth = waiting.pop(0)
        if part.is_multipart():
            if depth == _DEEPEST:
                raise _too_deep()
            inside = cast("list[Message]", part.get_payload())
            waiting[:0] = [(child, depth + 1) for child in inside]
        else:
            yield part


def _text(part: Message, subtype: str) -> str | None:
    """The text of a part of type text/SUBTYPE, one attached without a type too; a page without its markup."""
    if _is_untyped(part):
        return _untyped_cable(part) if subtype == "plain" else None
    if part.get_content_maintype() != "text" or part.get_content_subtype() != subtype:
        return None
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return None
    text = _decoded(payload, part)
    if subtype == "plain":
        return text
    try:
        return text_of_page(text)
    except RecordError:
        return None


def _is_untyped(part: Message) -> bool:
    """Whether a part says only that it is a file, as mailers do that do not know its name's ending."""
    return part.get_content_type() == "application/octet-stream"


def _untyped_cable(part: Message) -> str | None:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or b"\0" in payload:
        return None
    text = _decoded(payload, part)
    return text if telegram.is_surely(text) else None


def _decoded(payload: bytes, part: Message) -> str:
    try:
        charset = str(part.get_content_charset() or "utf-8")
        return payload.decode(charset)
    except (LookupError, ValueError):
        return decode(payload)[0]


def _attached(part: Message) -> str | None:
    """The name of an attachment that is no text."""
    if part.get_content_maintype() in ("text", "multipart", "message"):
        return None
    if _is_untyped(part) and _untyped_cable(part) is not None:
        return None
    try:
        return str(part.get_filename() or part.get_content_type())
    except (LookupError, ValueError):
        return part.get_content_type()


def _with_header(record: Record, message: Message, unread: list[str]) -> Record:
    """The record with what the message says where the text is silent."""
    fields = [(name, value) for name in _KEPT if (value := _field(message, name))]
    said = dict(fields)
    notes = list(record.notes)
    when = None
    if not _DATED.search(record.text):
        when = _moment(said.get("Date", ""))
    if when is not None:
        notes.append(Diagnostic(kind="date-inferred", message="the date is that of the mail"))
    if unread:
        names = ", ".join(unread)[:200]
        notes.append(Diagnostic(kind="attachment-unread", message=f"not read: {names}"))
    subject = _FORWARDED.sub("", said.get("Subject", ""), count=1).strip()
    lines = (record.first_line, record.first_line)
    known: Known = replace(
        record.known,
        date=when,
        subject=subject or None,
        attributes=tuple(Attribute(name=name, value=value, lines=lines) for name, value in fields),
    )
    return replace(record, format="mail", known=known, notes=tuple(notes))


def _field(message: Message, name: str) -> str:
    """A header field in one line, its encoded words read."""
    value = message.get(name)
    if value is None:
        return ""
    text = str(value)
    with suppress(LookupError, ValueError, MessageError):
        text = str(make_header(decode_header(text)))
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (IndexError, TypeError, ValueError, OverflowError):
        return None
