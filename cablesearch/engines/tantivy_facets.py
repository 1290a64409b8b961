"""Facets by tantivy's own aggregations, exact whatever the number of values, and the number of distinct cables."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from tantivy import FieldType, Query

from cablesearch.engines.base import Counts
from cablesearch.engines.parallel import in_parallel
from cablesearch.engines.tantivy_reader import Reader, all_of
from cablesearch.engines.tantivy_schema import CABLE, NONE, shown
from cablesearch.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MOST_BUCKETS: Final = 65_000
"""tantivy gives up at a few more, and counts exactly where it is asked for all."""

_CABLES_AT_ONCE: Final = 50_000

_MANY: Final = 2_000
"""So many matches are worth a second thread."""


def _terms(field: str, **more: Any) -> dict[str, Any]:
    return {"terms": {"field": field, "size": _MOST_BUCKETS, **more}}


_REPEATED: Final = _terms(CABLE, min_doc_count=2)
"""The cables that have more matches than one: no more need be heard of to count all cables."""


def count_all(
    reader: Reader, query: Query, fields: Sequence[str], total: int, *, counting_cables: bool
) -> tuple[dict[str, Counts], int | None]:
    """The facets of these fields over the `total` matches of a query, and of how many cables these are where asked for:
    of many matches both at once, of few in one go."""
    if not counting_cables:
        return count_facets(reader, query, fields, total), None
    if not fields:
        return {}, count_cables(reader, query, total)
    if total >= _MANY:
        cables, facets = in_parallel(
            lambda: count_cables(reader, query, total),
            lambda: count_facets(reader, query, fields, total),
        )
        return facets, cables
    found = _aggregated(reader, query, fields, total, {CABLE: _REPEATED})
    if found is None:
        return count_facets(reader, query, fields, total), count_cables(reader, query, total)
    cables = _distinct(found.pop(CABLE), total)
    return {field: _counts(field, by_value, total) for field, by_value in found.items()}, cables


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
    more: Mapping[str, Any] | None = None,
) -> dict[str, dict[Any, int]] | None:
    """The number of matches by value for each field (and for `more`); null where there are too many values in one of
    them, which tantivy says, or says that it left some out."""
    wanted: dict[str, Any] = {
        field: _terms(field) if _tells_missing(field, total) else _terms(field, missing=NONE)
        for field in fields
    }
    try:
        found = reader.aggregate(query, wanted | dict(more or {}))
    except ValueError:
        return None
    if any(aggregation["sum_other_doc_count"] for aggregation in found.values()):
        return None
    return {name: dict(_buckets(aggregation)) for name, aggregation in found.items()}


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


def count_cables(reader: Reader, query: Query, total: int) -> int:
    """How many cables the matches are of."""
    if total <= _CABLES_AT_ONCE:
        found = reader.aggregate(query, {CABLE: _REPEATED})
        return _distinct(dict(_buckets(found[CABLE])), total)
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


def _distinct(repeated: Mapping[Any, int], total: int) -> int:
    return total - sum(count - 1 for count in repeated.values())


def _tells_missing(field: str, total: int | None) -> bool:
    """Whether the counts by value tell how many have none: where each has one value at most."""
    return total is not None and not FIELDS[field].multi


def _counts(field: str, by_value: dict[str, int], total: int | None) -> Counts:
    missing = by_value.pop(NONE, 0)
    if total is not None and _tells_missing(field, total):
        missing = total - sum(by_value.values())
    return Counts(
        counts={shown(value): count for value, count in by_value.items()}, missing=missing
    )
