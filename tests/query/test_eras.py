"""Codes in their eras as trees: what they look like, and that they mean what the tables say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.cable.eras import EVER, UNDATED, Era, in_force
from cablesearch.cable.meaning import codes_meaning
from cablesearch.cable.tables import default_tables
from cablesearch.fields import Row
from cablesearch.query.ast import And, Between, Has, Node, Not, OneOf, Or, Unscored
from cablesearch.query.eras import codes_in_eras
from cablesearch.query.match import match
from cablesearch.text import stems

LATER = Between(field="date", start=datetime(2011, 1, 1, tzinfo=UTC))


def tags(*codes: str) -> OneOf:
    return OneOf(field="tags", values=codes)


def both(*children: Node) -> Node:
    return Unscored(child=And(children=children))


def between(first: int, after: int) -> Between:
    start, end = (datetime(year, 1, 1, tzinfo=UTC) for year in (first, after))
    return Between(field="date", start=start, end=end)


@pytest.mark.parametrize(
    ("codes", "tree"),
    [
        ({"KTIP": (EVER,)}, tags("KTIP")),
        ({"KTIP": (EVER,), "SNAR": (EVER,)}, tags("KTIP", "SNAR")),
        ({"SZ": (Era(0, 2010),)}, both(tags("SZ"), Not(child=LATER))),
        (
            {"CH": (Era(2011),), "SZ": (Era(0, 2010),)},
            Or(children=(both(tags("CH"), LATER), both(tags("SZ"), Not(child=LATER)))),
        ),
        (
            {"CH": (Era(0, 2010),), "TW": (Era(0, 2010),), "CN": (EVER,)},
            Or(children=(both(tags("CH", "TW"), Not(child=LATER)), tags("CN"))),
        ),
        # the year as of which cables without a date are read is in this era, and not in the next
        (
            {"RR": (Era(1992, 2020),)},
            both(tags("RR"), Or(children=(between(1992, 2021), Not(child=Has(field="date"))))),
        ),
        ({"RR": (Era(1992, 1999),)}, both(tags("RR"), between(1992, 2000))),
        (
            {"RR": (Era(1970, 1972), Era(1980, 1989))},
            both(tags("RR"), Or(children=(between(1970, 1973), between(1980, 1990)))),
        ),
    ],
)
def test_trees(codes: dict[str, tuple[Era, ...]], tree: Node) -> None:
    assert codes_in_eras("tags", codes) == tree


NAMES = (
    "Switzerland",
    "China",
    "Russia",
    "Germany",
    "Serbia",
    "Zaire",
    "Africa",
    "Brazil",
    "Korea",
)
CODES = sorted(
    {code for name in NAMES for code in codes_meaning(name, default_tables()) if len(code) == 2}
)
YEARS = st.one_of(st.none(), st.integers(1960, 2030))


@given(st.sampled_from(NAMES), st.sampled_from(CODES), YEARS)
def test_a_cable_is_found_by_what_its_code_meant_at_its_date(
    name: str, code: str, year: int | None
) -> None:
    tables = default_tables()
    date = None if year is None else datetime(year, 6, 1, tzinfo=UTC)
    row = Row(cable_id="09ZENDA1", ordinal=1, text="", tags=(code,), date=date)
    found = match(codes_in_eras("tags", codes_meaning(name, tables)), row)
    held = in_force([tag for tag in tables.tags[code] if tag.meaning], year or UNDATED)
    assert found == any(set(stems(name)) <= set(stems(tag.meaning or "")) for tag in held)
