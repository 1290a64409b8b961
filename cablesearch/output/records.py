"""Records as lines of data: TSV, CSV, JSON lines, and one JSON object around a stream."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cablesearch.output.safe import csv_cell, json_text, tsv_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cablesearch.output.sink import Sink

Row = dict[str, Any]


def cell(value: Any) -> str:
    """A value as the text of a cell: nothing for null, many values joined by ";".

    >>> cell(["PREL", "KTIP"]), cell(None), cell([[0, 4]])
    ('PREL;KTIP', '', '0-4')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ";".join(
            "-".join(map(str, v)) if isinstance(v, (list, tuple)) else str(v) for v in value
        )
    return str(value)


def dumps(value: Any, *, indent: int | None = None) -> str:
    """JSON that is readable and inert on a terminal."""
    return json_text(json.dumps(value, ensure_ascii=False, indent=indent))


def write_tsv(
    rows: Iterable[Row], names: Sequence[str], sink: Sink, *, header: bool = False
) -> None:
    """Tab-separated lines; every record is exactly one line."""
    if header:
        sink.line("\t".join(names))
    for row in rows:
        sink.line("\t".join(tsv_cell(cell(row[name])) for name in names))


def write_csv(
    rows: Iterable[Row], names: Sequence[str], sink: Sink, *, raw_cells: bool = False
) -> None:
    """CSV with a header; no cell is a formula unless `raw_cells`."""
    import csv

    writer = csv.writer(sink.stream, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_csv_value(row[name], raw=raw_cells) for name in names])


def _csv_value(value: Any, *, raw: bool) -> str:
    text = cell(value)
    # our own numbers are no formulas, and "'-1" would be none of a number
    return text if isinstance(value, (int, float)) else csv_cell(text, raw=raw)


def write_jsonl(rows: Iterable[Row], sink: Sink) -> None:
    """One JSON object a line."""
    for row in rows:
        sink.line(dumps(row))


def write_array(rows: Iterable[Row], sink: Sink) -> None:
    """One JSON array, a record a line."""
    sink.stream.write("[")
    count = 0
    for count, row in enumerate(rows, 1):
        sink.stream.write((",\n " if count > 1 else "\n ") + dumps(row))
    sink.stream.write("\n]\n" if count else "]\n")


def write_json_around(
    head: Mapping[str, Any], key: str, rows: Iterable[Row], tail: Mapping[str, Any], sink: Sink
) -> int:
    """One JSON object: `head`, then an array under `key` as it streams by, then `tail` and how many "returned"."""
    opening = dumps(head)[:-1]
    sink.stream.write(f"{opening}, {dumps(key)}: [" if head else f"{{{dumps(key)}: [")
    count = 0
    for row in rows:
        sink.stream.write((",\n " if count else "\n ") + dumps(row))
        count += 1
    closing = dumps({"returned": count, **tail})[1:]
    sink.line(("\n], " if count else "], ") + closing)
    return count
