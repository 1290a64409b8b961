"""What facet values are labelled with, at the dates of the cables that were counted."""

from __future__ import annotations

from datetime import date

import pytest

from cablesearch.cable.tables import default_tables
from cablesearch.search.dates import Dates
from cablesearch.search.labels import label_of, tag_meaning

EARLY, LATE = Dates(last=date(2009, 5, 1)), Dates(last=date(2024, 5, 1))
BOTH, SEVENTIES = Dates(last=date(2024, 5, 1), both=True), Dates(last=date(1974, 5, 1))


@pytest.mark.parametrize(
    ("field", "value", "dates", "label"),
    [
        ("tags", "CH", SEVENTIES, "China (Mainland)"),
        ("tags", "CH", EARLY, "China"),
        ("tags", "CH", LATE, "Switzerland"),
        ("tags", "CH", BOTH, "China; Switzerland from 2011"),
        ("tags", "CH", Dates(), "China"),
        # the same in both lists, or only worded otherwise
        ("tags", "BR", BOTH, "Brazil"),
        ("tags", "EFIS", BOTH, "Commercial Fishing and Fish Processing"),
        ("tags", "EFIS", SEVENTIES, "Fishing"),
        ("tags", "UP", BOTH, "Ukraine"),
        ("tags", "KSTH", BOTH, None),
        # a country's key has one name in all eras
        ("country", "CH", LATE, "China"),
        ("country", "UR", SEVENTIES, "Soviet Union"),
        ("country", "SZ", BOTH, "Switzerland"),
        ("embassy", "BERN", BOTH, "Embassy Bern"),
        ("marking", "SBU", BOTH, "Sensitive but unclassified"),
        ("persons", "DOE, JANE", BOTH, None),
    ],
)
def test_labels(field: str, value: str, dates: Dates, label: str | None) -> None:
    assert label_of(field, value, default_tables(), dates) == label


@pytest.mark.parametrize(
    ("code", "year", "what"),
    [
        ("CH", 2009, "China"),
        ("CH", 2024, "Switzerland"),
        ("CH", None, "China"),
        ("PGVO", 2008, "for PGOV: Internal government affairs"),
        ("KSTH", 2008, None),
    ],
)
def test_the_meaning_of_a_code_on_a_cable(code: str, year: int | None, what: str | None) -> None:
    when = None if year is None else date(year, 5, 1)
    assert tag_meaning(code, tables=default_tables(), when=when) == what
