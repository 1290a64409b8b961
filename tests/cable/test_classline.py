"""The classification line in all its spacings."""

from __future__ import annotations

import pytest

from cablesearch.cable.classline import class_line
from cablesearch.cable.tables import default_tables

U, C, S = "UNCLASSIFIED", "CONFIDENTIAL", "SECRET"


@pytest.mark.parametrize(
    ("text", "classification", "station", "number", "sections", "caveats"),
    [
        ("UNCLAS BAKU 000911", U, "BAKU", 911, None, ()),
        ("UNCLAS SECTION 01 OF 03 NICOSIA 000123", U, "NICOSIA", 123, 3, ()),
        ("UNCLAS SECTION01 of 03 NICOSIA 000123", U, "NICOSIA", 123, 3, ()),
        ("UNCLAS E F T O SECTION 01 OF 02 ZENDA 000123", U, "ZENDA", 123, 2, ("EFTO",)),
        ("C O N F I D E N T I A L QUITO 000045", C, "QUITO", 45, None, ()),
        ("C O N F I D E N T I A LCAIRO 000941SIPDIS", C, "CAIRO", 941, None, ()),
        ("C ONFIDENTIAL CAIRO 941", C, "CAIRO", 941, None, ()),
        ("SS E C R E T SECTION 01 OF 02 STATE 012345", S, "STATE", 12345, 2, ()),
        ("S e c r e t Baku 000012", S, "BAKU", 12, None, ()),
        ("T O P S E C R E T BAKU 1", "TOP SECRET", "BAKU", 1, None, ()),
        ("LIMITED OFFICIAL USE NAIROB 4512", "LIMITED OFFICIAL USE", "NAIROBI", 4512, None, ()),
        ("SECRET//NOFORN", S, None, None, None, ("NOFORN",)),
        ("UNCLASSIFIED//FOR OFFICIAL USE ONLY", U, None, None, None, ("FOUO",)),
        ("UNCLAS SECTION 01 OF 02", U, None, None, 2, ()),
        ('"UNCLAS BAKU 000911', U, "BAKU", 911, None, ()),
        ("Cable dated:2005-11-15T12:40:00S E C R E T BAKU 000911", S, "BAKU", 911, None, ()),
        ("UNCLAS BERN 000898 \\", U, "BERN", 898, None, ()),
    ],
)
def test_class_line(
    text: str,
    classification: str,
    station: str | None,
    number: int | None,
    sections: int | None,
    caveats: tuple[str, ...],
) -> None:
    line = class_line(text, default_tables())
    assert line is not None
    found = (line.classification, line.station, line.number, line.sections, line.caveats)
    assert found == (classification, station, number, sections, caveats)


@pytest.mark.parametrize(
    "text",
    [
        "SECRETARY FOR 4332",
        "SECRET TALKS WITH THE REGENT",
        "UNCLASSIFIED VERSION FOLLOWS",
        "the confidential talks of 1894",
        "TO SECSTATE WASHDC",
        "",
    ],
)
def test_no_class_line(text: str) -> None:
    assert class_line(text, default_tables()) is None
