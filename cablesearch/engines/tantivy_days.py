"""Matches by day, by tantivy's histogram over the column of dates."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from tantivy import FieldType, Query

from cablesearch.engines.base import Days
from cablesearch.engines.tantivy_reader import Reader, all_of
from cablesearch.engines.ticks import DAY, day_of, ticks

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELD: Final = "date"
# tantivy divides in floating point, which keeps a moment in its day: to the microsecond until the year 2255, later to
# the tenth of a millisecond
_BY_DAY: Final = {"histogram": {"field": _FIELD, "interval": DAY, "min_doc_count": 1}}
_EDGES: Final = (
    ticks(datetime.min.replace(tzinfo=UTC)) // DAY,
    ticks(datetime.max.replace(tzinfo=UTC)) // DAY + 1,
)
"""The days that there are, from 1970."""


def count_days(reader: Reader, query: Query) -> Days:
    """How many documents match on each day."""
    counts = {day_of(number): count for number, count in _days(reader, query, *_EDGES)}
    return Days(counts=counts, undated=reader.count(query) - sum(counts.values()))


def _days(reader: Reader, query: Query, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The days from `low` to before `high` that have matches; in parts where tantivy finds them too many."""
    try:
        found: dict[str, Any] = reader.aggregate(query, {_FIELD: _BY_DAY})
    except ValueError:
        if high - low == 1:
            raise
        middle = (low + high) // 2
        for start, end in ((low, middle), (middle, high)):
            part = Query.range_query(
                reader.schema, _FIELD, FieldType.Integer, start * DAY, end * DAY - 1
            )
            yield from _days(reader, all_of([query, part]), start, end)
        return
    for bucket in found[_FIELD]["buckets"]:
        yield round(bucket["key"]) // DAY, bucket["doc_count"]
