"""Facets by tantivy's own aggregations, exact whatever the number of values, and the number of distinct cables."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from tantivy import FieldType, Query

from cablesearch.engines.base import Counts
from cablesearch.engines.tantivy_reader import Reader, all_of
from cablesearch.engines.tantivy_schema import CABLE, NONE, shown
from cablesearch.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_BUCKETS: Final = 65_000
"""tantivy gives up at a few more, and counts exactly where it is asked for all."""

_CABLES_AT_ONCE: Final = 50_000


def _terms(field: str, **more: Any) -> dict[str, Any]:
    return {"terms": {"field": field, "size": _MOST_BUCKETS, **more}}


_REPEATED: Final = _terms(CABLE, min_doc_count=2)
"""The cables that have more matches than one: no more need be heard of to count all cables."""


def count_facets(
    reader: Reader, query: Query, fields: Sequence[str], total: int | None
) -> dict[str, Counts]:
    """The facets of these fields over all that the query matches; `total` is how many that is, where it is known."""
    if not fields:
        return {}
    found = _aggregated(reader, query, fields, total)
    if found is not None:
        return {field: _counts(field, by_value, total) for field, by_value in found.items()}
    if len(fields) == 1:
        return {fields[0]: _counts(fields[0], _in_parts(reader, query, fields[0]), None)}
    return {
        f: c for field in fields for f, c in count_facets(reader, query, [field], total).items()
    }


def _aggregated(
    reader: Reader,
    query: Query,
    fields: Sequence[str],
    total: int | None,
) -> dict[str, dict[str, int]] | None:
    """The number of matches by value for each field; null where there are too many values in one of them, which tantivy
    says, or says that it left some out."""
    wanted: dict[str, Any] = {
        field: _terms(field) if _tells_missing(field, total) else _terms(field, missing=NONE)
        for field in fields
    }
    try:
        found = reader.aggregate(query, wanted)
    except ValueError:
        return None
    if any(aggregation["sum_other_doc_count"] for aggregation in found.values()):
        return None
    return {field: _by_value(aggregation) for field, aggregation in found.items()}


def _in_parts(reader: Reader, query: Query, field: str) -> dict[str, int]:
    """Each paragraph is of one cable: counts over parts of the cables add up."""
    whole: Counter[str] = Counter()
    parts = [(0, reader.cables.following)]
    while parts:
        low, high = parts.pop()
        found = _aggregated(reader, all_of([query, _numbered(reader, low, high)]), [field], None)
        if found is not None:
            whole.update(found[field])
        elif high - low > 1:
            middle = (low + high) // 2
            parts += [(low, middle), (middle, high)]
        else:
            raise AssertionError(f"a cable has more than {_MOST_BUCKETS:,} values in {field}")
    return whole


class CableCount:
    """How many cables the `total` matches of a query are of: counted once, when somebody asks."""

    def __init__(self, reader: Reader, query: Query, total: int) -> None:
        self._asked: tuple[Reader, Query, int] | None = (reader, query, total)
        self._count = 0

    def __call__(self) -> int:
        """The number; it can be had from a closed index too if it was asked for before."""
        if self._asked is not None:
            self._count, self._asked = _count_cables(*self._asked), None
        return self._count


def _count_cables(reader: Reader, query: Query, total: int) -> int:
    if total <= _CABLES_AT_ONCE:
        repeated = _by_value(reader.aggregate(query, {CABLE: _REPEATED})[CABLE])
        return total - sum(count - 1 for count in repeated.values())
    count = 0
    for low in range(0, reader.cables.following, _CABLES_AT_ONCE):
        part = all_of([query, _numbered(reader, low, low + _CABLES_AT_ONCE)])
        count += len(reader.aggregate(part, {CABLE: _terms(CABLE)})[CABLE]["buckets"])
    return count


def count_by_cable(reader: Reader, query: Query, numbers: Sequence[int]) -> dict[int, int]:
    """How many paragraphs of each of these cables match; at most _CABLES_AT_ONCE."""
    part = all_of([query, reader.of_cables(numbers)])
    found = reader.aggregate(part, {CABLE: _terms(CABLE)})
    return {int(number): count for number, count in _by_value(found[CABLE]).items()}


def _numbered(reader: Reader, low: int, high: int) -> Query:
    """The documents of cables whose numbers are from `low` to before `high`."""
    return Query.range_query(reader.schema, CABLE, FieldType.Integer, low, high - 1)


def _by_value(aggregation: dict[str, Any]) -> dict[Any, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in aggregation["buckets"]}


def _tells_missing(field: str, total: int | None) -> bool:
    """Whether the counts by value tell how many have none: where each has one value at most."""
    return total is not None and not FIELDS[field].multi


def _counts(field: str, by_value: dict[str, int], total: int | None) -> Counts:
    missing = by_value.pop(NONE, 0)
    if total is not None and _tells_missing(field, total):
        missing = total - sum(by_value.values())
    if not "".join(by_value).isascii():
        by_value = {shown(value): count for value, count in by_value.items()}
    return Counts(counts=by_value, missing=missing)
