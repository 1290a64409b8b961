"""What the peers are fed: the rows that our engines get, analysed already, one JSON document a paragraph and line.

    python -m tests.benchmarks.fed cables.csv documents.jsonl
    python -m tests.benchmarks.fed --parse-only cables.csv

A text field has its stems in place and, as FIELD_word, its words once each, both joined by blanks: a peer splits there
and does nothing else, so that all indexes have the same terms. `--parse-only` is the cost of the parser alone.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from cablesearch.cable.parse import parse_record
from cablesearch.cable.tables import default_tables
from cablesearch.fields import FIELDS, TEXT_FIELDS, Kind, values_of
from cablesearch.formats.detect import read_file
from cablesearch.formats.record import Record
from cablesearch.rows import rows_of
from cablesearch.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cablesearch.cable.model import Cable
    from cablesearch.fields import Row

KEYWORDS: Final = tuple(f.name for f in FIELDS.values() if f.kind in (Kind.KEYWORD, Kind.LEVEL))
NUMBERS: Final = ("ordinal", "number", *(f.name for f in FIELDS.values() if f.kind is Kind.DATE))
"""Held as integers; dates in seconds."""

_ADDED: Final = datetime(2011, 9, 2, tzinfo=UTC)


def cables(path: str) -> Iterator[Cable]:
    """Every cable of a file."""
    tables = default_tables()
    for record in read_file(path):
        if isinstance(record, Record):
            yield parse_record(record, tables=tables)


@lru_cache(maxsize=64)
def _analysed(text: str) -> tuple[str, str]:
    found = words(text)
    return " ".join(map(stem, found)), " ".join(dict.fromkeys(found))


def document(row: Row) -> dict[str, Any]:
    """A paragraph as the peers get it."""
    made: dict[str, Any] = {}
    for name in TEXT_FIELDS:
        if text := getattr(row, name):
            made[name], made[f"{name}_word"] = _analysed(text)
    for name in KEYWORDS:
        if values := values_of(row, name):
            made[name] = list(dict.fromkeys(values))
    for name in NUMBERS:
        value = getattr(row, name)
        if value is not None:
            made[name] = int(value.timestamp()) if isinstance(value, datetime) else value
    return made


def write(found: Iterable[Cable], path: Path) -> None:
    """The documents of all paragraphs, a line each."""
    encoder, tables = msgspec.json.Encoder(), default_tables()
    with path.open("wb") as file:
        for cable in found:
            for row in rows_of(cable, added=_ADDED, tables=tables):
                file.write(encoder.encode(document(row)) + b"\n")


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The documents again."""
    decoder = msgspec.json.Decoder(dict[str, Any])
    with path.open("rb") as file:
        yield from map(decoder.decode, file)


def main() -> None:
    """Write the documents of a file of cables, or only parse it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("cables")
    parser.add_argument("documents", type=Path, nargs="?")
    parser.add_argument("--parse-only", action="store_true")
    given = parser.parse_args()
    if given.parse_only:
        for _ in cables(given.cables):
            pass
    else:
        write(cables(given.cables), given.documents)


if __name__ == "__main__":
    main()
