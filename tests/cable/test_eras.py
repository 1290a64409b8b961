"""Eras of table rows, and which rows are in force."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.cable.eras import EVER, Era, eras_of, in_force


@dataclass(frozen=True)
class Named:
    name: str
    era: Era


def named(*eras: str) -> list[Named]:
    return [Named(text, Era.read(text)) for text in eras]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1974-2010", 1974, 2010),
        ("1973-79", 1973, 1979),
        ("1992-", 1992, 9999),
        ("-1991", 0, 1991),
        ("1985", 1985, 1985),
        ("1990s", 1990, 1999),
        ("1974", 1973, 2010),
        ("2000s", 1990, 2010),
        ("2022", 2011, 9999),
        ("2024", 2011, 9999),
        (" 1974-2010 ", 1974, 2010),
        ("", 0, 9999),
    ],
)
def test_an_era_is_read(text: str, first: int, last: int) -> None:
    assert Era.read(text) == Era(first, last)


@pytest.mark.parametrize("text", ["-", "once", "74", "-79", "1974-2", "2010-1974", "1974 2010"])
def test_what_is_no_era(text: str) -> None:
    with pytest.raises(ValueError, match="is no era"):
        Era.read(text)


@pytest.mark.parametrize(
    ("eras", "year", "names"),
    [
        (["1974-1991", "1992-"], 1991, ["1974-1991"]),
        (["1974-1991", "1992-"], 1992, ["1992-"]),
        # narrowest first
        (["", "2003-2005"], 2004, ["2003-2005", ""]),
        (["", "2003-2005"], 2006, [""]),
        # none fits: the nearest earlier, else the nearest later
        (["1970-1972", "1974-1979", "2000-2001"], 1990, ["1974-1979"]),
        (["1970-1972", "1974-1979", "2000-2001"], 2024, ["2000-2001"]),
        (["1974-1979", "2000-2001"], 1960, ["1974-1979"]),
        ([], 1990, []),
    ],
)
def test_rows_in_force(eras: list[str], year: int, names: list[str]) -> None:
    assert [row.name for row in in_force(named(*eras), year)] == names


@pytest.mark.parametrize(
    ("eras", "chosen", "found"),
    [
        (["-1991", "1992-"], "-1991", [Era(0, 1991)]),
        (["-1991", "1992-"], "1992-", [Era(1992)]),
        (["1974-1979", "2000-2010"], "1974-1979", [Era(0, 1999)]),
        (["1974-1979", "2000-2010"], "2000-2010", [Era(2000)]),
        (["1974-1979"], "1974-1979", [EVER]),
        (["", "2003-2005"], "", [EVER]),
        (["1974-1979", "1985-1989", "1990-"], "1985-1989", [Era(1985, 1989)]),
        (["-1991", "1992-"], "another", []),
    ],
)
def test_eras_of_chosen_rows(eras: list[str], chosen: str, found: list[Era]) -> None:
    assert list(eras_of(named(*eras), lambda row: row.name == chosen)) == found


years = st.integers(1960, 2030)


@given(
    st.lists(st.tuples(years, years).map(lambda p: Era(min(p), max(p))), max_size=6),
    st.integers(0, 5),
    years,
)
def test_eras_hold_the_years_in_which_the_row_is_in_force(
    eras: list[Era], at: int, year: int
) -> None:
    rows = [Named(str(number), era) for number, era in enumerate(eras)]

    def chosen(row: Named) -> bool:
        return row.name == str(at)

    held = any(year in era for era in eras_of(rows, chosen))
    assert held == any(map(chosen, in_force(rows, year)))
