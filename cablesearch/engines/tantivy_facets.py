"""Facets by tantivy's own aggregations, exact whatever the number of values, and the number of distinct cables."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from tantivy import FieldType, Query

from cablesearch.engines.base import Counts
from cablesearch.engines.parallel import in_parallel
from cablesearch.engines.tantivy_reader import Reader, all_of
from cablesearch.engines.tantivy_schema import CABLE, NONE, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_BUCKETS: Final = 65_000
"""tantivy gives up at a few more, and counts exactly where it is asked for all."""

_CABLES_AT_ONCE: Final = 50_000

_MANY: Final = 2_000
"""So many matches are worth a second thread."""


def _terms(field: str, **more: Any) -> dict[str, Any]:
    return {"terms": {"field": field, "size": _MOST_BUCKETS, **more}}


def count_all(
    reader: Reader, query: Query, fields: Sequence[str], total: int, *, counting_cables: bool
) -> tuple[dict[str, Counts], int | None]:
    """The facets of these fields over the `total` matches of a query, and of how many cables these are where asked for:
    of many matches, both at once."""
    if not counting_cables:
        return count_facets(reader, query, fields), None
    if total < _MANY or not fields:
        return count_facets(reader, query, fields), count_cables(reader, query, total)
    cables, facets = in_parallel(
        lambda: count_cables(reader, query, total), lambda: count_facets(reader, query, fields)
    )
    return facets, cables


def count_facets(reader: Reader, query: Query, fields: Sequence[str]) -> dict[str, Counts]:
    """The facets of these fields over all that the query matches."""
    if not fields:
        return {}
    found = _all_values(reader, query, fields)
    if found is not None:
        return {field: _counts(by_value) for field, by_value in found.items()}
    if len(fields) == 1:
        return {fields[0]: _counts(_in_parts(reader, query, fields[0]))}
    return {f: c for field in fields for f, c in count_facets(reader, query, [field]).items()}


def _all_values(
    reader: Reader, query: Query, fields: Sequence[str]
) -> dict[str, dict[str, int]] | None:
    """The number of matches by value for each field; null where there are too many values in one of them, which tantivy
    says, or says that it left some out."""
    try:
        found = reader.aggregate(query, {field: _terms(field, missing=NONE) for field in fields})
    except ValueError:
        return None
    if any(aggregation["sum_other_doc_count"] for aggregation in found.values()):
        return None
    return {field: dict(_buckets(found[field])) for field in fields}


def _in_parts(reader: Reader, query: Query, field: str) -> dict[str, int]:
    """Each paragraph is of one cable: counts over parts of the cables add up."""
    whole: Counter[str] = Counter()
    parts = [(0, reader.cables.following)]
    while parts:
        low, high = parts.pop()
        found = _all_values(reader, all_of([query, _numbered(reader, low, high)]), [field])
        if found is not None:
            whole.update(found[field])
        elif high - low > 1:
            middle = (low + high) // 2
            parts += [(low, middle), (middle, high)]
        else:
            raise AssertionError(f"a cable has more than {_MOST_BUCKETS:,} values in {field}")
    return whole


def count_cables(reader: Reader, query: Query, total: int) -> int:
    """How many cables the matches are of."""
    if total <= _CABLES_AT_ONCE:
        # no more is heard of than is needed: cables that have more matches than one
        found = reader.aggregate(query, {CABLE: _terms(CABLE, min_doc_count=2)})
        return total - sum(count - 1 for _, count in _buckets(found[CABLE]))
    count = 0
    for low in range(0, reader.cables.following, _CABLES_AT_ONCE):
        part = all_of([query, _numbered(reader, low, low + _CABLES_AT_ONCE)])
        count += len(reader.aggregate(part, {CABLE: _terms(CABLE)})[CABLE]["buckets"])
    return count


def count_by_cable(reader: Reader, query: Query, numbers: Sequence[int]) -> dict[int, int]:
    """How many paragraphs of each of these cables match; at most _CABLES_AT_ONCE."""
    part = all_of([query, reader.of_cables(numbers)])
    found = reader.aggregate(part, {CABLE: _terms(CABLE)})
    return {int(bucket["key"]): bucket["doc_count"] for bucket in found[CABLE]["buckets"]}


def _numbered(reader: Reader, low: int, high: int) -> Query:
    """The documents of cables whose numbers are from `low` to before `high`."""
    return Query.range_query(reader.schema, CABLE, FieldType.Integer, low, high - 1)


def _buckets(aggregation: dict[str, Any]) -> Iterator[tuple[Any, int]]:
    for bucket in aggregation["buckets"]:
        yield bucket["key"], bucket["doc_count"]


def _counts(by_value: dict[str, int]) -> Counts:
    missing = by_value.pop(NONE, 0)
    return Counts(
        counts={shown(value): count for value, count in by_value.items()}, missing=missing
    )
