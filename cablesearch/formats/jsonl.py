"""JSON: cables as `cablesearch parse --jsonl` wrote them, and any other source in a simple form."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from cablesearch.errors import RecordError
from cablesearch.formats.encoding import decode
from cablesearch.formats.evidence import Evidence
from cablesearch.formats.input import LARGEST
from cablesearch.formats.json_values import values
from cablesearch.formats.record import Record, Unreadable
from cablesearch.formats.simple_form import Object, record_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.formats.evidence import Head
    from cablesearch.formats.input import Input
    from cablesearch.formats.json_values import Value
    from cablesearch.formats.record import Source

_OBJECT: Final = re.compile(r"\s*\{\s*[\"}]")
_ARRAY: Final = re.compile(r"\s*\[\s*[{\]]")
_OURS: Final = frozenset({"id", "paragraphs", "header_lines", "source"})
"""No simple form has all of these keys."""


def detect(head: Head) -> Evidence:
    """Whether it begins with a JSON object, or with an array of them."""
    for sign, pattern in (("a JSON object", _OBJECT), ("a JSON array", _ARRAY)):
        if pattern.match(head.text):
            return Evidence(1.0, f"{sign} at its beginning")
    return Evidence()


def read(file: Input) -> Iterator[Record | Unreadable]:
    """Every object as a cable; what is none is told of with its line, and the rest follows."""
    for value in values(file):
        source = replace(
            file.source, offset=value.offset, sha256=hashlib.sha256(value.data).hexdigest()
        )
        try:
            yield _record(value, source)
        except RecordError as error:
            yield Unreadable(
                source=source,
                where=f"line {value.line:,}",
                reason=error.message,
                remedy=error.remedy,
            )


def _record(value: Value, source: Source) -> Record:
    if len(value.data) > LARGEST:
        raise RecordError(
            f"larger than {LARGEST >> 20} MiB, the most that one record may have",
            remedy="divide it into one object a cable",
        )
    text, notes = decode(value.data.strip().rstrip(b","))
    keys = _keys(text)
    if keys >= _OURS:
        return Record(
            format="json",
            text=text,
            source=source,
            form="parsed",
            notes=notes,
        )
    found = _decoded(text)
    if not isinstance(found, Object):
        raise RecordError("not a JSON object but another value", remedy="write one object a cable")
    record = record_of(found, source, line=value.line)
    return replace(record, notes=(*notes, *record.notes))


def _keys(text: str) -> frozenset[str]:
    """The keys of an object as a parsed cable's is written; none where it is no such."""
    import msgspec

    try:
        return frozenset(msgspec.json.decode(text, type=dict[str, msgspec.Raw]))
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        return frozenset()


def _decoded(text: str) -> Any:
    """The value; NaN, which is no JSON but often written, is null."""
    try:
        return json.loads(
            text, strict=False, parse_constant=lambda _: None, object_pairs_hook=Object
        )
    except RecursionError as error:
        raise RecordError("JSON nested too deeply", remedy="write it flat") from error
    except ValueError as error:
        what = str(error).split(": line")[0]
        raise RecordError(f"not JSON ({what})", remedy="write it again") from error
