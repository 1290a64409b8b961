"""Facets: their order, their labels, the arguments that narrow to each value."""

from __future__ import annotations

import pytest

from cablesearch.cable.tables import default_tables
from cablesearch.engines.base import Counts
from cablesearch.query.ast import Has, Node, Not, OneOf
from cablesearch.search.dates import UNKNOWN, Dates
from cablesearch.search.facets import facet_of


@pytest.mark.parametrize(
    ("field", "counts", "missing", "chosen", "expected"),
    [
        ("marking", {"S": 9, "U": 1}, 2, None, [("U", 1), ("S", 9), ("unmarked", 2)]),
        ("marking", {"S": 9}, 0, Not(child=Has(field="marking")), [("S", 9), ("unmarked", 0)]),
        ("tags", {"PREL": 2, "KTIP": 5, "EFIS": 2}, 1, None, [("KTIP", 5), ("EFIS", 2), ("PREL", 2)]),
        ("tags", {"PREL": 2}, 0, OneOf(field="tags", values=("KTIP",)), [("PREL", 2), ("KTIP", 0)]),
        ("classification", {"SECRET": 1, "UNCLASSIFIED": 7}, 0, None,
         [("UNCLASSIFIED", 7), ("SECRET", 1)]),
    ],
)  # fmt: skip
def test_order(
    field: str,
    counts: dict[str, int],
    missing: int,
    chosen: Node | None,
    expected: list[tuple[str, int]],
) -> None:
    found = facet_of(
        field, Counts(counts=counts, missing=missing), chosen=chosen, tables=default_tables()
    )
    assert [(v.value, v.count) for v in found.values] == expected
    assert (found.distinct, found.missing) == (len(counts), missing)


def test_labels_and_refinements() -> None:
    counts = Counts(counts={"KTIP": 1, "NOSUCH": 1}, missing=0)
    found = facet_of("tags", counts, chosen=None, tables=default_tables())
    assert [(v.label, v.refine) for v in found.values] == [
        ("Trafficking in persons", ("--tag", "KTIP")),
        (None, ("--tag", "NOSUCH")),
    ]
    counts = Counts(counts={"SIPDIS": 1}, missing=0)
    found = facet_of("captions", counts, chosen=None, tables=default_tables())
    assert found.values[0].refine == ("--only", "captions=SIPDIS")


def test_values_are_made_once_when_they_are_looked_at() -> None:
    asked = []

    def dates() -> Dates:
        asked.append(1)
        return UNKNOWN

    counts = Counts(counts={"KTIP": 1}, missing=0)
    found = facet_of("tags", counts, chosen=None, tables=default_tables(), dates=dates)
    assert (found.distinct, asked) == (1, [])
    assert found.values is found.values
    assert asked == [1]
