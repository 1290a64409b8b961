"""Rows of one kind in whatever form was asked for: the part that timeline, kwic, refs and their like have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from cablesearch.errors import UsageError
from cablesearch.output.records import (
    write_array,
    write_csv,
    write_json_around,
    write_jsonl,
    write_tsv,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cablesearch.output.records import Row
    from cablesearch.output.sink import Sink


class Listing(Struct, frozen=True, kw_only=True):
    """What is to be written: `rows` with these `names` as columns, streamed.

    JSON is one object: `head`, the rows under `key`, then `tail`, which is read when the rows are over. Without a head
    it is the array alone. `table` writes them for people.
    """

    names: Sequence[str]
    rows: Iterable[Row]
    key: str
    table: Callable[[Iterable[Row], Sink], None]
    head: Mapping[str, Any] | None = None
    tail: Mapping[str, Any] = field(default_factory=dict)


class Manner(Struct, frozen=True, kw_only=True):
    """How it is to be written: the format asked for (null: table on a terminal, tsv elsewhere), and its options."""

    format: str | None = None
    header: bool = False
    raw_cells: bool = False


def write_listing(listing: Listing, manner: Manner, sink: Sink) -> int:
    """Write the rows; how many they were. UsageError for an option that the format has not."""
    how = manner.format or ("table" if sink.terminal else "tsv")
    if manner.header and how != "tsv":
        raise UsageError(f"{how} has no --header", remedy="tsv has; csv always begins with one")
    if manner.raw_cells and how != "csv":
        raise UsageError(f"{how} has no --raw-cells", remedy="only csv guards its cells")
    rows = _Counted(listing.rows)
    if how == "table":
        listing.table(rows, sink)
    elif how == "tsv":
        write_tsv(rows, listing.names, sink, header=manner.header)
    elif how == "csv":
        write_csv(rows, listing.names, sink, raw_cells=manner.raw_cells)
    elif how == "jsonl":
        write_jsonl(rows, sink)
    elif listing.head is None:
        write_array(rows, sink)
    else:
        write_json_around(listing.head, listing.key, rows, listing.tail, sink)
    return rows.count


class _Counted:
    """Rows counted as they pass by."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.count = 0
        self._rows = rows

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row
