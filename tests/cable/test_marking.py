"""Portion marks in all the spellings seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.cable import marking
from cablesearch.cable.marking import read_marking

TABLE = Path(marking.__file__).parent / "data/portion_marks.tsv"


def spellings() -> list[str]:
    rows = TABLE.read_text(encoding="utf-8").splitlines()
    return [row.split("\t")[0] for row in rows[1:]]


@pytest.mark.parametrize("mark", spellings())
def test_every_spelling_of_the_table(mark: str) -> None:
    text = f"({mark}) Rain fell."
    found = read_marking(text)
    assert found is not None
    assert text[found.end :] == "Rain fell."
    level = mark.upper().replace("-", "/").replace(" ", "/").split("/")[0]
    assert found.level == level
    if "NF" in mark.upper() or "NOFORN" in mark.upper():
        assert "NF" in found.caveats
    if "REL" in mark.upper():
        assert any(caveat.startswith("REL TO ") for caveat in found.caveats)
    assert found.entire == ("ENTIRE" in mark)


@pytest.mark.parametrize(
    ("text", "level", "caveats", "entire"),
    [
        ("(U)", "U", (), False),
        ("(SBU) x", "SBU", (), False),
        ("(SBU)x", "SBU", (), False),
        ("( SBU ) x", "SBU", (), False),
        ("[SBU] x", "SBU", (), False),
        ("(LOU) x", "LOU", (), False),
        ("(LIMITED OFFICIAL USE) x", "LOU", (), False),
        ("(TS) x", "TS", (), False),
        ("(TOP SECRET) x", "TS", (), False),
        ("(UNCLASSIFIED) x", "U", (), False),
        ("(Confidential) x", "C", (), False),
        ("(U//FOUO) x", "U", ("FOUO",), False),
        ("(FOUO) x", "U", ("FOUO",), False),
        ("(S//FGI//NF) x", "S", ("FGI", "NF"), False),
        ("(S//REL TO USA, GBR) x", "S", ("REL TO USA, GBR",), False),
        ("(C/REL NATO and AUS) x", "C", ("REL TO NATO, AUS",), False),
        ("(C//REL TO USA, KEN, GBR//) x", "C", ("REL TO USA, KEN, GBR",), False),
        ("(S/NF/rel Ruritania) x", "S", ("NF", "REL TO RURITANIA"), False),
        ("(C - ENTIRE TEXT) x", "C", (), True),
        ("(S/NF - ENTIRE TEXT) x", "S", ("NF",), True),
    ],
)
def test_marks(text: str, level: str, caveats: tuple[str, ...], entire: bool) -> None:
    found = read_marking(text)
    assert found is not None
    assert (found.level, found.caveats, found.entire) == (level, caveats, entire)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "U",
        "(Note: see below.) x",
        "(Comment: no.) x",
        "(see ref A) x",
        "(Sao Tome) x",
        "(C. Doe) x",
        "(1) x",
        "(USG) x",
        "(S",
        "(S) ".replace(")", ""),
    ],
)
def test_no_marks(text: str) -> None:
    assert read_marking(text) is None


def test_lower_case_letters_of_lists() -> None:
    assert read_marking("(c) third item", upper_only=True) is None
    assert read_marking("(c) text") is not None
    assert read_marking("(C) third item", upper_only=True) is not None


@given(st.text(alphabet="()[]SBUCNFRELTO/-,. abc\n", max_size=60))
def test_never_raises(text: str) -> None:
    found = read_marking(text)
    assert found is None or 0 < found.end <= len(text)
