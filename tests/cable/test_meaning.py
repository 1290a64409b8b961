"""What codes mean at a date, and which codes had a meaning when."""

from __future__ import annotations

from datetime import date

import pytest

from cablesearch.cable.eras import EVER, Era
from cablesearch.cable.meaning import codes_meaning, meaning
from cablesearch.cable.tables import default_tables

TO_2010, FROM_2011 = Era(0, 2010), Era(2011)


@pytest.mark.parametrize(
    ("code", "year", "expected"),
    [
        ("CH", 1974, "China (Mainland)"),
        ("CH", 2009, "China"),
        ("CH", 2010, "China"),
        ("CH", 2011, "Switzerland"),
        ("CH", 2024, "Switzerland"),
        ("CH", None, "China"),
        # of one list only: it holds before and behind
        ("RU", 2009, "Russia"),
        ("UP", 2024, "Ukraine"),
        ("UR", 2009, "Soviet Union"),
        # states that arose between the lists
        ("SR", 2009, "Serbia"),
        ("SR", 2024, "Suriname"),
        ("LO", 2009, "Slovakia"),
        ("TT", 2009, "Timor-Leste"),
        # renamed
        ("CG", 1974, "Zaire"),
        ("CG", 1996, "Zaire"),
        ("CG", 2009, "Democratic Republic of the Congo"),
        ("CG", 2024, "Congo (Brazzaville)"),
        # a region's code became a country's
        ("XA", 2009, "Africa"),
        ("XA", 2024, "Ashmore and Cartier Islands"),
        # wordings of a subject
        ("EFIS", 1974, "Fishing"),
        ("EFIS", 2009, "Fisheries"),
        ("EFIS", 2024, "Commercial Fishing and Fish Processing"),
        ("KSTH", 2009, None),
    ],
)
def test_meaning(code: str, year: int | None, expected: str | None) -> None:
    when = None if year is None else date(year, 6, 1)
    assert meaning(code, default_tables(), when) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("switzerland", {"CH": (FROM_2011,), "SZ": (TO_2010,)}),
        ("swiss", {}),
        ("trafficking persons", {"KTIP": (EVER,)}),
        # by any of its wordings: it is the same subject in all years
        ("fish processing", {"EFIS": (EVER,)}),
        ("commercial fishing", {"EFIS": (EVER,)}),
        ("serbia", {"RS": (FROM_2011,), "SR": (TO_2010,), "YI": (EVER,)}),
        ("zaire", {"CG": (TO_2010,)}),
        ("brazil", {"BR": (EVER,)}),
        ("", {}),
        ("!?", {}),
    ],
)
def test_codes(words: str, expected: dict[str, tuple[Era, ...]]) -> None:
    assert codes_meaning(words, default_tables()) == expected


def test_a_code_is_found_by_its_meaning_when_it_has_it() -> None:
    tables = default_tables()
    for code, tags in tables.tags.items():
        if len(code) == 2 and all(tag.kind == "country" for tag in tags):
            for year in (1974, 2009, 2024):
                words = meaning(code, tables, date(year, 1, 1))
                if words:
                    assert any(year in era for era in codes_meaning(words, tables)[code]), code
