"""Page heads of the 1970s, the archive's stamps and its lost text, cut out of a telegram's lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.cable.lines import clean_lines
from cablesearch.cable.pageheads import Pages, cut_page_heads

HEAD = "PAGE 02        ZENDA   01260  041022Z"
FULL = "THE DIRECTOR OF THE OPERA INFORMED US OCTOBER 2 THAT THE TOUR"


def cut(text: str) -> Pages:
    return cut_page_heads(clean_lines(text), text)


@pytest.mark.parametrize(
    "head",
    [
        HEAD,
        "PAGE 02 ZENDA 01260 01 OF 02 041022Z",
        "PAGE 02        LINDEN  00911  01 OF 02  141822Z",
        "PAGE 12  STATE  151990",
        "PAGE 03        STATE   151990  TOSEC 040118",
        "PAGE 02        KOTA S  00077  141822Z",
    ],
)
@pytest.mark.parametrize(
    "word", ["UNCLASSIFIED", "SECRET NODIS", "S E C R E T", "L I M I T E D  O F F I C I A L  U S E"]
)
def test_a_head_in_the_middle_of_a_sentence(head: str, word: str) -> None:
    found = cut(f"{FULL}\n{word}\n\n{word}\n\n{head}\n\nCANNOT TAKE PLACE.")
    assert [line.text for line in found.lines] == [FULL, "CANNOT TAKE PLACE."]
    assert [item.text for item in found.furniture] == [word, word, head]
    assert {item.kind for item in found.furniture} == {"page"}
    assert [note.kind for note in found.notes] == ["sentence-joined"]


@pytest.mark.parametrize(
    ("before", "between", "after", "joined"),
    [
        (FULL, "", "CANNOT TAKE PLACE.", True),
        (f"{FULL}.", "", "HE WILL CONSIDER THIS.", True),
        (f"{FULL}.", "\n", "HE WILL CONSIDER THIS.", False),
        ("HE HAD NO ELEPHANT.", "", "HE WILL CONSIDER THIS.", False),
        (FULL, "", "2. HE WILL CONSIDER THIS.", False),
        (FULL, "", "B. A LIGHTHOUSE", False),
        (FULL, "", "U.S. CITIES HAVE ELEPHANTS.", True),
        (FULL, "", "REF: STATE 12", False),
        ("SUMMARY", "", "HE WILL CONSIDER THIS.", False),
        ("SUBJECT: THE TOUR OF THE STRELSAU OPERA AND ITS ELEPHANT", "", "HE LEFT.", False),
        ("SUBJECT: THE TOUR OF THE STRELSAU OPERA AND", "", "ITS ELEPHANT", True),
    ],
)
def test_where_a_paragraph_goes_on(before: str, between: str, after: str, joined: bool) -> None:
    found = cut(f"{before}\n{between}SECRET\n\nSECRET\n\n{HEAD}\n\n{after}")
    texts = [line.text for line in found.lines]
    assert texts == ([before, after] if joined else [before, "", after])


@pytest.mark.parametrize(
    ("text", "kinds", "left"),
    [
        ("A\n¿¿¿¿¿¿¿¿\nB", ["debris"], "A\nB"),
        ("A\n¿¿¿ ¿¿¿\n  ¿¿\nB", ["debris", "debris"], "A\nB"),
        ("¿¿QUE?", [], "¿¿QUE?"),
        ("A\nDeclassified/Released US Department of State EO Systematic Review 30 JUN 2005\nB", ["stamp"], "A\nB"),
        ("A\nSheryl P. Walter Declassified/Released US Department of State 20 Mar 2014\nB", ["stamp"], "A\nB"),
        (
            "A\nMargaret P. Grafeld\nDeclassified/Released\nUS Department of State\nEO Systematic Review\n"
            "05 JUL 2006\nB",
            ["stamp"] * 5,
            "A\nB",
        ),
        ("A\nUS Department of State\n05 JUL 2006\nB", [], "A\nUS Department of State\n05 JUL 2006\nB"),
        ("A\n\n*** Current Handling Restrictions *** n/a", ["stamp"], "A\n"),
        ("A\n\n*** Current Classification *** UNCLASSIFIED", ["stamp"], "A\n"),
        ("A\nEXPAND ERROR ENCOUNTERED; TELEGRAM TEXT\nB", ["missing"], "A\nB"),
        ("ERROR READING TEXT INDEX FILE", ["missing"], ""),
        (f"A\n\nNNNN\n\nSECRET\n{HEAD}\n\nB", ["end", "page", "page"], "A\n\nB"),
        ("SECRET\nA", [], "SECRET\nA"),
        ("SEE PAGE 02 OF THE MENU", [], "SEE PAGE 02 OF THE MENU"),
        ("PAGE 2", [], "PAGE 2"),
    ],
)  # fmt: skip
def test_what_the_archive_printed(text: str, kinds: list[str], left: str) -> None:
    found = cut(text)
    assert [item.kind for item in found.furniture] == kinds
    assert "\n".join(line.text for line in found.lines) == left


SECOND = """SECRET

PAGE 01        LINDEN  00911  02 OF 02  141835Z

73
ACTION SS-25

INFO  OCT-01  ISO-00  /026 W
                  ------------------141841Z 031007 /47
O 141705Z DEC 76
FM USMISSION LINDENAU
TO SECSTATE WASHDC IMMEDIATE 2426
S E C R E T SECTION 2 OF 2 LINDENAU 0911

EXDIS

"""


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        (HEAD, SECOND, [FULL, "OF NINE CITIES"]),
        (HEAD, SECOND.replace("PAGE 01", "PAGE 03"), [FULL, "OF NINE CITIES"]),
        (HEAD, SECOND.replace("EXDIS", "EXDIS\n\nE.O. 11652: GDS\nTAGS: PARM"), [FULL, "OF NINE CITIES"]),
        # a telegram that is quoted in the second section is text
        (HEAD, SECOND[: SECOND.index("73")] + "1. QUOTE\n" + SECOND[SECOND.index("O 14") :], None),
        # no header of its own
        (HEAD, SECOND[: SECOND.index("73")], [FULL, "OF NINE CITIES"]),
    ],
)  # fmt: skip
def test_the_header_of_a_further_section(first: str, second: str, left: list[str] | None) -> None:
    found = cut(f"{first}\n\n{FULL}\n{second}OF NINE CITIES")
    texts = [line.text for line in found.lines if line.text]
    assert texts == left or (left is None and texts[1] == "1. QUOTE" and "EXDIS" in texts)


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("UNCLAS", "UNCLASSIFIED"),
        ("C O N F I D E N T I A L", "CONFIDENTIAL"),
        ("LIMITED OFFICIAL USE", "LIMITED OFFICIAL USE"),
        ("TOP SECRET EXDIS", "TOP SECRET"),
        ("", None),
    ],
)
def test_the_class_word_of_a_page(word: str, level: str | None) -> None:
    assert cut(f"{word}\n\n{HEAD}\n\nA").level == level


def test_texts_without_any_are_left_alone() -> None:
    lines = clean_lines("SECRET\n\nA\n\nNNNN")
    assert cut_page_heads(lines, "SECRET\n\nA\n\nNNNN").lines is lines


LINES = st.sampled_from(
    [HEAD, "PAGE 01  ZENDA  01260", "SECRET", "", "NNNN", FULL, "¿¿¿¿", "2. A", "SUBJECT: B", *SECOND.splitlines()]
)  # fmt: skip


@given(st.lists(LINES, max_size=30).map("\n".join))
def test_every_line_is_kept_or_cut(text: str) -> None:
    found = cut(text)
    there = sorted(line.strip() for line in text.split("\n") if line.strip())
    kept = [line.text.strip() for line in found.lines if line.text.strip()]
    assert sorted([*kept, *(item.text for item in found.furniture)]) == there
