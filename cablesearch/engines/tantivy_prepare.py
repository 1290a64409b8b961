"""A cable's documents as the JSON that tantivy reads by itself: made in any process, given to the writer's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import json

from cablesearch.engines.tantivy_schema import CABLE, Documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cablesearch.fields import Row

_documents = Documents()


def prepare(rows: Sequence[Row]) -> bytes:
    """The cable's id, then a line a paragraph: its document without the cable's number, which the writer gives."""
    lines = [rows[0].cable_id.encode()]
    for row in rows:
        document = _documents.document(row, 0)
        del document[CABLE]
        lines.append(json.encode(document)[1:])
    return b"\n".join(lines)


def prepared_id(prepared: bytes) -> str:
    """The id of the cable that was prepared."""
    return prepared.partition(b"\n")[0].decode()


def documents(prepared: bytes, number: int) -> Iterator[str]:
    """The documents of what was prepared, in JSON, `number` being the cable's."""
    _, *lines = prepared.decode().split("\n")
    begin = f'{{"{CABLE}":{number},'
    return (begin + line for line in lines)
