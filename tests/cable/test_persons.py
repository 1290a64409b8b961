"""Persons on TAGS lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.cable.tables import default_tables
from cablesearch.cable.tags import tag_line
from tests.cable.telegrams import WHOLE, parsed, preamble

DOE, ROE = "DOE, JANE", "ROE, RICHARD"


@pytest.mark.parametrize(
    ("text", "codes", "persons"),
    [
        ("OVIP (DOE, JANE), PREL, UK", "OVIP PREL UK", [DOE]),
        ("OVIP (DOE, JANE), (ROE, RICHARD), PREL", "OVIP PREL", [DOE, ROE]),
        ("OVIP (DOE, JANE) (ROE, RICHARD) UK", "OVIP UK", [DOE, ROE]),
        ("OVIP (DOE, JANE; ROE, RICHARD), UK", "OVIP UK", [DOE, ROE]),
        ("OVIP (DOE, JANE AND ROE, RICHARD), UK", "OVIP UK", [DOE, ROE]),
        ("OVIP (DOE, JANE, ROE, RICHARD), UK", "OVIP UK", [DOE, ROE]),
        ("OVIP(Doe,  Jane),PREL", "OVIP PREL", [DOE]),
        ("OVIP ( DOE , JANE ) , PREL", "OVIP PREL", [DOE]),
        ("OVIP (DOE, JANE), PREL (DOE, JANE)", "OVIP PREL", [DOE]),
        ("OVIP (DOE, JANE B.), UK", "OVIP UK", ["DOE, JANE B"]),
        ("OVIP (DOE, J. B., JR.), UK", "OVIP UK", ["DOE, J. B JR"]),
        ("OVIP (VON TARLENHEIM, FRITZ), UK", "OVIP UK", ["VON TARLENHEIM, FRITZ"]),
        ("OVIP (O'ROE, ANN-MARIE), UK", "OVIP UK", ["O'ROE, ANN-MARIE"]),
        ("OVIP (SAPT, COLONEL), UK", "OVIP UK", ["SAPT, COLONEL"]),
        ("OVIP (DOE, JANE, SECRETARY OF STATE), UK", "OVIP UK", [DOE]),
        ("OVIP (ROE, JANE (SECRETARY)), UK", "OVIP UK", ["ROE, JANE"]),
        ("OVIP (RASSENDYLL), UK", "OVIP UK", ["RASSENDYLL"]),
        ("PINT (RASSENDYLL, RUDOLF), UK", "PINT UK", ["RASSENDYLL, RUDOLF"]),
        # brackets that stay open, or were never opened
        ("OVIP (DOE, JANE, PREL, PGOV, UK", "OVIP PREL PGOV UK", [DOE]),
        ("OVIP (DOE, JANE PREL UK", "OVIP PREL UK", [DOE]),
        ("OVIP (DOE, JANE (ROE, RICHARD), UK", "OVIP UK", [DOE, ROE]),
        ("OVIP RASSENDYLL, RUDOLF), UK", "OVIP UK", ["RASSENDYLL, RUDOLF"]),
        # no brackets at all
        ("OVIP RASSENDYLL RUDOLF PREL UK", "OVIP PREL UK", ["RASSENDYLL, RUDOLF"]),
        ("PREL UK OVIP RASSENDYLL RUDOLF V.", "PREL UK OVIP", ["RASSENDYLL, RUDOLF V"]),
        # brackets that hold no person
        ("PREL (NATO), UK", "PREL NATO UK", []),
        ("PREL (NATO, BRUSSELS), UK", "PREL UK", []),
        ("OVIP (PREL, PGOV), UK", "OVIP PREL PGOV UK", []),
        ("UNGA (C-6), UK", "UNGA UK", []),
        ("PREL (SEE REFTEL), UK", "PREL UK", []),
        ("PREL (RASSENDYLL), UK", "PREL UK", []),
        ("OREP (CODEL ROE), UK", "OREP UK", []),
        ("PREL (PGOV, UK", "PREL PGOV UK", []),
        ("OVIP (), UK", "OVIP UK", []),
        ("OVIP COUNTRY CLEARANCE", "OVIP", []),
        ("OVIP MEDIA REACTION", "OVIP", []),
        ("OVIP PREL PGOV", "OVIP PREL PGOV", []),
    ],
)
def test_persons(text: str, codes: str, persons: list[str]) -> None:
    line = tag_line(text, default_tables())
    assert (" ".join(line.codes), list(line.persons)) == (codes, persons)


@pytest.mark.parametrize(
    "lines",
    [
        "TAGS: OVIP (DOE, JANE),\n(ROE, RICHARD), PREL",
        "TAGS: OVIP (DOE,\nJANE), (ROE, RICHARD), PREL",
        "TAGS: OVIP (DOE, JANE), (ROE,\n      RICHARD), PREL",
        "TAGS: OVIP (DOE, JANE), (ROE,\nRICHARD)\nTAGS: PREL",
    ],
)
def test_broken_over_lines(lines: str) -> None:
    cable = preamble(f"E.O. 12958: N/A\n{lines}\nSUBJECT: RAIN")
    assert (cable.tags, cable.persons) == (("OVIP", "PREL"), (DOE, ROE))
    assert cable.subject == "RAIN"
    assert not cable.passing


def test_a_long_name_broken_by_its_line() -> None:
    lines = "TAGS: PREL, UK, OVIP (RASSENDYLL,\nRUDOLF ALEXANDER)"
    cable = preamble(f"E.O. 12958: N/A\n{lines}\nSUBJECT: RAIN")
    assert cable.persons == ("RASSENDYLL, RUDOLF ALEXANDER",)
    assert not cable.passing


def test_a_whole_cable() -> None:
    assert parsed(WHOLE).persons == (DOE,)


@given(st.text(st.sampled_from("OVIPDEJANR (),;.&/'\n"), max_size=120))
def test_never_raises(text: str) -> None:
    line = tag_line(text, default_tables())
    assert all(name == " ".join(name.split()).upper() for name in line.persons)


@given(st.lists(st.sampled_from(["PREL", "PGOV", "UK", "OVIP", "NATO"]), unique=True))
def test_codes_alone_are_no_persons(codes: list[str]) -> None:
    line = tag_line(", ".join(codes), default_tables())
    assert (list(line.codes), line.persons) == (codes, ())
