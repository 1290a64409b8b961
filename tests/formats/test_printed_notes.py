"""Heads and notes of printed documents: who wrote to whom, how it was handled, what is cited."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.formats.citations import document_cited, telegrams_in
from cablesearch.formats.handling import handling, opening
from cablesearch.formats.heads import read_head

DEPARTMENT = "Department of State"


@pytest.mark.parametrize(
    ("head", "number", "sender", "addressee"),
    [
        (f"112. Telegram From the Embassy in Ruritania to the {DEPARTMENT}", "112", "Embassy in Ruritania", DEPARTMENT),
        (f"[7]. Circular Airgram From the {DEPARTMENT} to Certain Posts", "7", DEPARTMENT, "Certain Posts"),
        (f"2. Telegram From the Mission to the United Nations to the {DEPARTMENT}",
         "2", "Mission to the United Nations", DEPARTMENT),
        (f"3. Telegram From the {DEPARTMENT} to the Delegation to the Fisheries Conference",
         "3", DEPARTMENT, "Delegation to the Fisheries Conference"),
        ("The Ambassador in Ruritania (Rassendyll) to the Secretary of State",
         "", "Ambassador in Ruritania (Rassendyll)", "Secretary of State"),
        ("Mr. Sapt to Mr. Tarlenheim.", "", "Mr. Sapt", "Mr. Tarlenheim."),
        (f"4. Telegram From the Embassy in Ruritania to the {DEPARTMENT}, July 2, 1972, 1245Z",
         "4", "Embassy in Ruritania", DEPARTMENT),
        ("5. Memorandum of Conversation", "5", "", ""),
        ("6. Editorial Note", "6", "", ""),
        ("8. Extract From a Diary", "8", "", ""),
        ("Telegram From the Embassy", "", "Embassy", ""),
        ("", "", "", ""),
    ],
)  # fmt: skip
def test_heads(head: str, number: str, sender: str, addressee: str) -> None:
    found = read_head(head)
    assert (found.number, found.sender, found.addressee) == (number, sender, addressee)
    assert head.endswith(found.title)


@pytest.mark.parametrize(
    ("note", "classification", "precedence", "captions"),
    [
        ("Department of State, Central Files, 611.60/7–1060. Secret; Niact.", "Secret", None, ("NIACT",)),
        ("Central Files. Top Secret; Operational Immediate; Limit Distribution. Repeated to Zenda.",
         "Top Secret", "IMMEDIATE", ("LIMDIS",)),
        ("Central Files. Confidential; Flash; Nodis/Harvan Double Plus; Noforn.",
         "Confidential", "FLASH", ("NODIS", "HARVAN DOUBLE PLUS", "NOFORN")),
        ("Central Files. Secret; Priority; Eyes Only; Alpha. Drafted by Doe.",
         "Secret", "PRIORITY", ("EYES ONLY", "ALPHA")),
        ("Central Files. Secret; Exdis-TAG; Niact Immediate.", "Secret", "NIACT IMMEDIATE", ("EXDIS", "TAG")),
        ("Central Files. Secret; Limdis, repeated to Bonn, and Paris.", "Secret", None, ("LIMDIS",)),
        ("Central Files. Top Secret/Sensitive; Priority.", "Top Secret", "PRIORITY", ("SENSITIVE",)),
        ("Central Files, POL 15 RUR Secret Priority; Limdis.", "Secret", "PRIORITY", ("LIMDIS",)),
        ("Central Files, 762.00/4–2559. Official Use Only. Drafted by Doe.", "Official Use Only", None, ()),
        ("Central Files. No classification marking. Drafted by Doe.", None, None, ()),
        ("Central Files. Niact.", None, None, ("NIACT",)),
        ("Central Files. The Secretary read it. Confidential sources said so.", None, None, ()),
        ("860R.00/6–2448: Telegram", None, None, ()),
        ("", None, None, ()),
    ],
)  # fmt: skip
def test_handling(
    note: str, classification: str | None, precedence: str | None, captions: tuple[str, ...]
) -> None:
    assert handling(note) == (classification, precedence, captions)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("secret\u2003\u2003priority", ("Secret", "PRIORITY", ())),
        ("TOP SECRET", ("Top Secret", None, ())),
        ("\n  confidential\n  niact\n", ("Confidential", None, ("NIACT",))),
        ("restricted", (None, None, ("RESTRICTED",))),
        ("No. 95", (None, None, ())),
        ("confidential No. 95", ("Confidential", None, ())),
    ],
)
def test_opening(text: str, expected: tuple[object, ...]) -> None:
    assert opening(text) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("#d110", "frus1/d110"),
        ("#d110fn2", "frus1/d110"),
        ("#d110fn2_1", "frus1/d110"),
        ("frus1969-76v18#d1", "frus1969-76v18/d1"),
        ("frus1969-76v18", None),
        ("#pg_12", None),
        ("#t_EUR1", None),
        ("#p_DD1", None),
        ("https://zenda.example/d1", None),
        ("", None),
    ],
)
def test_links(target: str, expected: str | None) -> None:
    assert document_cited(target, "frus1") == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Telegram 97 from Zenda, July 2, is not printed.", [("Zenda", 97, 1960)]),
        ("In telegram 97 from Port Lorenz, December 30, 1959, he", [("Port Lorenz", 97, 1959)]),
        ("telegrams 97, 98, and 101 from Zenda", [("Zenda", 97, 1960), ("Zenda", 98, 1960), ("Zenda", 101, 1960)]),
        ("(telegram 694, June 22, noon, from Zenda, 891.00/6–2248)", [("Zenda", 694, 1960)]),
        ("Telegram 12 to Zenda", []),
        ("Despatch 12 from Zenda", []),
        ("a telegram from Zenda", []),
    ],
)  # fmt: skip
def test_telegrams(note: str, expected: list[tuple[str, int, int]]) -> None:
    assert [(t.post, t.number, t.year) for t in telegrams_in(note, 1960)] == expected


def test_a_telegram_of_no_known_year() -> None:
    (found,) = telegrams_in("Telegram 97 from Zenda", None)
    assert found.year is None


@given(
    st.text(st.sampled_from("Secret; Niact,./Telegram 97 from the to Zenda(1960)"), max_size=300)
)
def test_never_raises(text: str) -> None:
    read_head(text)
    handling(text)
    opening(text)
    list(telegrams_in(text, 1960))


@pytest.mark.parametrize(
    "piece", ["Secret; ", "telegrams 1, ", "x; ", "to the ", " ", "Secret/", "A "]
)
def test_long_notes_take_no_time(piece: str) -> None:
    text = piece * 20_000
    read_head(text)
    handling(text)
    opening(text)
    list(telegrams_in(text, 1960))
