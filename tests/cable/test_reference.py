"""REF lists and the years of what they cite."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.cable.reference import Citing, references
from cablesearch.cable.tables import default_tables

NOVEMBER = Citing(date=datetime(2009, 11, 23, tzinfo=UTC), station="BAKU", number=911)
JANUARY = Citing(date=datetime(2010, 1, 5, tzinfo=UTC), station="BAKU", number=11)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("STATE 109948", [(None, "09STATE109948")]),
        ("A. STATE 109948 ¶B. BAKU 856", [("A", "09STATE109948"), ("B", "09BAKU856")]),
        ("A) BAKU 1; B) 08 BAKU 1201", [("A", "09BAKU1"), ("B", "08BAKU1201")]),
        ("(A) BAKU 1 (B) BAKU 2 (C) BAKU 3", [("A", "09BAKU1"), ("B", "09BAKU2"), ("C", "09BAKU3")]),
        ("BAKU 120 (2008)", [(None, "08BAKU120")]),
        ("BAKU 01201/08", [(None, "08BAKU1201")]),
        ("2005PANAMA2342", [(None, "05PANAMA2342")]),
        ("74 STATE 150591", [(None, "74STATE150591")]),
        ("STATE 00018123", [(None, "09STATE18123")]),
        ("BAKU 0009, MADRID 0113", [(None, "09BAKU9"), (None, "09MADRID113")]),
        ("BAKU 9 AND MADRID 113 (NOTAL)", [(None, "09BAKU9"), (None, "09MADRID113")]),
        ("BAKU 9 AND PREVIOUS", [(None, "09BAKU9")]),
        ("ABU DHABI 12", [(None, "09ABUDHABI12")]),
        ("ZENDA 457 (NOTAL)", [(None, "09ZENDA457")]),
        ("A. DOE-ROE E-MAIL 02/05/09 B. BAKU 3", [("A", None), ("B", "09BAKU3")]),
        ("ATTACHMENT 1 TO LETTER", [(None, None)]),
        ("", []),
    ],
)  # fmt: skip
def test_references(text: str, wanted: list[tuple[str | None, str | None]]) -> None:
    found = references(text, NOVEMBER, default_tables())
    assert [(item.letter, item.cable_id) for item in found.items] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("BAKU 1033", "09BAKU1033"),
        ("BAKU 9", "10BAKU9"),
        ("STATE 130750", "09STATE130750"),
        ("STATE 800", "10STATE800"),
        ("MADRID 1161", "09MADRID1161"),
        ("MADRID 12", "10MADRID12"),
        ("10 MADRID 1161", "10MADRID1161"),
    ],
)
def test_a_number_not_yet_reached_is_of_last_year(text: str, wanted: str) -> None:
    assert references(text, JANUARY, default_tables()).items[0].cable_id == wanted


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("DOE/ROE E-MAIL", "email"),
        ("DOE-ROE TELCON OF 3 MAY", "telcon"),
        ("ZENDA A-50", "airgram"),
        ("FBIS STRELSAU 3", "fbis"),
        ("IIR 6 903 0001 09", "report"),
        ("NONE", "other"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert references(text, NOVEMBER, default_tables()).items[0].kind == kind


@given(st.text(st.sampled_from("ABC. ()¶,;/19 BAKUSTATE\n"), max_size=200))
def test_never_raises(text: str) -> None:
    references(text, NOVEMBER, default_tables())
