"""REF lists and the years of what they cite."""

from __future__ import annotations

from datetime import UTC, datetime
from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.cable.reference import Citing, references
from cablesearch.cable.tables import default_tables
from tests.cable.telegrams import preamble

NOVEMBER = Citing(date=datetime(2009, 11, 23, tzinfo=UTC), station="BAKU", number=911)
JANUARY = Citing(date=datetime(2010, 1, 5, tzinfo=UTC), station="BAKU", number=11)
JULY_1974 = Citing(date=datetime(1974, 7, 12, tzinfo=UTC), station="NAIROBI", number=4512)


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
        ("BAKU 12; (08) MADRID 581", [(None, "09BAKU12"), (None, "08MADRID581")]),
        ("BAKU NO. 856", [(None, "09BAKU856")]),
        ("STATE 48610, 48611", [(None, "09STATE48610"), (None, "09STATE48611")]),
        ("08 STATE 48610 AND 48611 (NOTAL)", [(None, "08STATE48610"), (None, "08STATE48611")]),
        ("STATE 48610, 2008 MADRID 12", [(None, "09STATE48610"), (None, "08MADRID12")]),
        ("STATE 48610 AND PREVIOUS", [(None, "09STATE48610")]),
        ("SECDEF R162245Z OCT 09", [(None, None)]),
        ("", []),
    ],
)  # fmt: skip
def test_references(text: str, wanted: list[tuple[str | None, str | None]]) -> None:
    found = references(text, NOVEMBER, default_tables())
    assert [(item.letter, item.cable_id) for item in found.items] == wanted


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("A. STATE 1 B. STATE 2", "A B"),
        ("A.STATE 1, B.STATE 2", "A B"),
        ("A) STATE 1; B) STATE 2", "A B"),
        ("(A) STATE 1 (B) STATE 2", "A B"),
        ("(A ) STATE 1 (B )STATE 2", "A B"),
        ("[A] STATE 1 [B] STATE 2", "A B"),
        ("¶A. STATE 1 ¶B. STATE 2", "A B"),
        ("A: STATE 1 B: STATE 2", "A B"),
        ("A - STATE 1 B - STATE 2", "A B"),
        ("a. State 1 b. State 2", "A B"),
        ("a) STATE 1", "A"),
        # the letter twice, the label twice, dots of what was cut off
        ("A. (A) STATE 1 ¶B. (B) STATE 2", "A B"),
        ("A. A) STATE 1 ¶B. B) STATE 2", "A B"),
        ("REF (A) STATE 1 (B) STATE 2", "A B"),
        ("... ; A. STATE 1 ¶B. STATE 2", "A B"),
        # the first in the label: "REF (A): STATE 1, (B) STATE 2"
        ("STATE 1, (B) STATE 2", "A B"),
        ("STATE 1 (NOTAL) B. STATE 2 C. STATE 3", "A B C"),
        # late, or with one missing
        ("B. STATE 1 C. STATE 2", "B C"),
        ("A. STATE 1 C. STATE 2", "A C"),
        # none
        ("STATE 1, STATE 2", "- -"),
        ("J. ROE MEMO TO B. DOE", "-"),
    ],
)
def test_letters(text: str, letters: str) -> None:
    found = references(text, NOVEMBER, default_tables())
    assert " ".join(item.letter or "-" for item in found.items) == letters


@pytest.mark.parametrize("behind_z", [["AA", "BB", "CC"], ["AA", "AB", "AC"]])
@pytest.mark.parametrize("form", ["{}. STATE {}", "({}) STATE {}", "¶{}. STATE {} (NOTAL)"])
def test_letters_behind_z(form: str, behind_z: list[str]) -> None:
    letters = [*ascii_uppercase, *behind_z]
    text = " ".join(form.format(letter, n) for n, letter in enumerate(letters, start=1))
    found = references(text, NOVEMBER, default_tables())
    assert [item.letter for item in found.items] == letters
    assert [item.cable_id for item in found.items] == [f"09STATE{n}" for n in range(1, 30)]


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
        ("DOE-ROE E-MAILS OF 11/2/09 (NOTAL)", "email"),
        ("DOE@ZENDA.GOV, 3 MAY", "email"),
        ("DOE-ROE TELCON OF 3 MAY", "telcon"),
        ("DOE/ROE TELECON", "telcon"),
        ("DOE/ROE PHONECON", "telcon"),
        ("DOE-ROE TELEPHONE CONVERSATION OF 3 MAY", "telcon"),
        ("DOE MEMO OF 3 MAY", "memo"),
        ("MEMORANDUM OF CONVERSATION, 3 MAY", "memo"),
        ("DOE-ROE MEMCON", "memo"),
        ("DOE LETTER TO ROE OF MAY 3", "letter"),
        ("DOE LTR 12 MAY", "letter"),
        ("ZENDA A-50", "airgram"),
        ("NAIROBI'S A-50", "airgram"),
        ("DEPT AIRGRAM A-1234", "airgram"),
        ("FBIS STRELSAU 3", "fbis"),
        ("FBIS NAIROBI 121302", "fbis"),
        ("OSC CEP20091103", "fbis"),
        ("IIR 6 903 0001 09", "report"),
        ("TD-314/00123-09", "report"),
        ("TDX-315/00123-09", "report"),
        ("BAKU 856 (NOTAL)", "cable"),
        ("CDR USEUCOM 121302Z NOV 09", "cable"),
        ("UNSCR 1701", "other"),
        ("9 FAM 41.53", "other"),
        ("NONE", "other"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    [item] = references(f"A. {text}", NOVEMBER, default_tables()).items
    assert (item.letter, item.kind, item.text) == ("A", kind, text)
    assert (item.cable_id is not None) == text.startswith("BAKU")


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("DOE E-MAIL AND STATE 12 (NOTAL)",
         [("email", None, "DOE E-MAIL"), ("cable", "09STATE12", "AND STATE 12 (NOTAL)")]),
        ("BAKU 856, DOE-ROE TELCON",
         [("cable", "09BAKU856", "BAKU 856"), ("telcon", None, "DOE-ROE TELCON")]),
        ("DOE E-MAIL OF STATE 12", [("email", None, "DOE E-MAIL OF STATE 12")]),
        ("DOE E-MAIL OF MAY 5, 2009", [("email", None, "DOE E-MAIL OF MAY 5, 2009")]),
    ],
)  # fmt: skip
def test_a_cable_beside_another_kind(text: str, items: list[tuple[str, str | None, str]]) -> None:
    found = references(text, NOVEMBER, default_tables()).items
    assert [(item.kind, item.cable_id, item.text) for item in found] == items


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("STATE 150591", ["74STATE150591"]),
        ("(A) 74 STATE 150591 (NOTAL) (B) NAIROBI 4400", ["74STATE150591", "74NAIROBI4400"]),
        ("STATE 093410, B.STATE 105386", ["74STATE93410", "74STATE105386"]),
        ("(A) NAIROBI 4400, 4401", ["74NAIROBI4400", "74NAIROBI4401"]),
        ("SECTO 126", ["74SECTO126"]),
        ("SECTO 126, STATE 150591", ["74SECTO126", "74STATE150591"]),
        ("TOSEC 450/STATE 150591", ["74TOSEC450", "74STATE150591"]),
        ("PARTO 12 (NOTAL)", ["74PARTO12"]),
        ("EMBTEL 4400", ["74NAIROBI4400"]),
        ("DEPTEL 150591", ["74STATE150591"]),
        ("ROME'S 3456", ["74ROME3456"]),
        ("73 NAIROBI A-50", [None]),
        ("USCINCEUR 311345Z MAY 74", [None]),
        ("OUR 4400", [None]),
    ],
)
def test_references_of_the_1970s(text: str, wanted: list[str | None]) -> None:
    found = references(text, JULY_1974, default_tables()).items
    assert [item.cable_id for item in found] == wanted


@pytest.mark.parametrize("station", ["STATE", "USNATO"])
def test_embassy_telegrams_that_no_embassy_cites_are_of_no_known_post(station: str) -> None:
    citing = Citing(date=JULY_1974.date, station=station, number=150591)
    assert references("EMBTEL 4400", citing, default_tables()).items[0].cable_id is None


@pytest.mark.parametrize(
    "text",
    [
        "STATE 12 (NOTAL)",
        "A. STATE 12 (NOTAL) B. BAKU 3 NOTAL",
        "(A) STATE 12 (NOTAL), (B) BAKU 3 (NOTAL, EXDIS)",
        "STATE 12 (NOTAL), BAKU 3 (NOTAL)",
        "DOE E-MAIL (NOTAL) AND STATE 12 (NOTAL)",
        "STATE 48610, 48611 (NOTAL)",
    ],
)
def test_notal_is_kept(text: str) -> None:
    found = references(text, NOVEMBER, default_tables()).items
    assert sum(item.text.count("NOTAL") for item in found) == text.count("NOTAL")


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("REF: (A) 08 STATE 15059 (NOTAL) (B) ZENDA 44", [("A", "08STATE15059"), ("B", "08ZENDA44")]),
        ("REFTEL: STATE 9876", [(None, "08STATE9876")]),
        ("REF (A): STATE 9876, (B) ZENDA 44", [("A", "08STATE9876"), ("B", "08ZENDA44")]),
        ("REFS: A) STATE 9876\n      B) ZENDA 44 (NOTAL)", [("A", "08STATE9876"), ("B", "08ZENDA44")]),
        ("REF: A. STATE 9876\n     ¶B. DOE-ROE E-MAIL", [("A", "08STATE9876"), ("B", None)]),
    ],
)  # fmt: skip
def test_the_section_of_a_cable(lines: str, wanted: list[tuple[str | None, str | None]]) -> None:
    cable = preamble(f"E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: RAIN\n\n{lines}")
    assert [(r.letter, r.cable_id) for r in cable.references] == wanted


@given(st.text(st.sampled_from("ABC. ()¶,;/19 BAKUSTATE\n"), max_size=200))
def test_never_raises(text: str) -> None:
    references(text, NOVEMBER, default_tables())
