"""Headings in all their forms; the paragraphs they govern."""

from __future__ import annotations

import pytest

from cablesearch.cable.body import parse_body
from cablesearch.cable.lines import clean_lines


def headings(text: str) -> list[tuple[int | None, str | None]]:
    body = parse_body(clean_lines(text), station="ZENDA", number=457, diagnostics=[])
    return [(paragraph.number, paragraph.heading) for paragraph in body.paragraphs]


CAPITALS = "THE PRIME MINISTER TOLD US THAT A DRAFT WOULD REACH PARLIAMENT BY MAY AND PASS."


@pytest.mark.parametrize(
    ("between", "heading"),
    [
        ("IT RAINED AGAIN.", None),
        ("MISSION CONCURS; PLEASE ADVISE.", None),
        ("POLITICAL BACKGROUND", "POLITICAL BACKGROUND"),
        ("COMMENT:", "COMMENT:"),
        ("-------\nTHE DRAFT\n-------", "THE DRAFT"),
        ("THE DRAFT\n---------", "THE DRAFT"),
        ("A DRAFT THAT EVERYBODY HAD READ AND THAT NOBODY HAD SEEN BEFORE MAY", None),
    ],
)
def test_heading_in_a_text_of_capitals(between: str, heading: str | None) -> None:
    text = (
        f"1. {CAPITALS}\n\n{between}\n\n2. {CAPITALS}\n\n3. {CAPITALS}\nIT RAINED.\n\n4. {CAPITALS}"
    )
    assert headings(text) == [(1, None), (2, heading), (3, heading), (4, heading)]


def test_blocks_of_capitals_without_numbers_are_no_headings() -> None:
    assert headings(f"{CAPITALS}\n\nFOUR TELEGRAMS\n\n{CAPITALS}") == [(None, None)] * 3


LONG = (
    "The prime minister told us that a draft would reach parliament by May and that it would pass."
)


@pytest.mark.parametrize(
    ("between", "heading"),
    [
        ("-------\nSUMMARY\n-------", "SUMMARY"),
        ("-------\n\nSUMMARY\n\n-------", "SUMMARY"),
        ("Opposition Doubtful\n-------------------", "Opposition Doubtful"),
        ("Opposition doubtful\n-------------------", "Opposition doubtful"),
        ("-------------------\nOpposition Doubtful", "Opposition Doubtful"),
        ("Opposition Doubtful -------------------", "Opposition Doubtful"),
        ("------- Opposition Doubtful -------", "Opposition Doubtful"),
        ("======\nA Title\nover two lines\n======", "A Title over two lines"),
        ("_ _ _ _ _ _ _\n\nLAW PASSED\n_ _ _ _ _ _ _", "LAW PASSED"),
        ("LAW PASSED", "LAW PASSED"),
        ("Opposition Doubtful", "Opposition Doubtful"),
        ("Increasing the efforts of the police", "Increasing the efforts of the police"),
        ("Will he run at all?", "Will he run at all?"),
        ("//COMMENT//", "COMMENT"),
        ("-- Background --", "Background"),
        ("COMMENT: -------", "COMMENT:"),
        ("1) first item;\n\n2) second item;", None),
        ("It rained again.", None),
    ],
)
def test_heading_between_two_paragraphs(between: str, heading: str | None) -> None:
    text = f"¶1. (U) {LONG}\n\n{between}\n\n¶2. (U) {LONG}\n\n¶3. (U) {LONG}\n\nDOE"
    assert headings(text) == [(1, None), (2, heading), (3, heading)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # glued to the paragraph before by lost line ends
        (
            f"¶1. (U) {LONG} Meeting the Diaspora ---------------------\n\n¶2. (U) {LONG}",
            [(1, None), (2, "Meeting the Diaspora")],
        ),
        (
            f"¶1. (U) {LONG} {LONG} Meeting the Diaspora\n\n¶2. (U) {LONG}",
            [(1, None), (2, "Meeting the Diaspora")],
        ),
        (
            f"¶1. (U) {LONG} ----------- Meeting the Diaspora ----------- 2. (U) {LONG}",
            [(1, None), (2, "Meeting the Diaspora")],
        ),
        # directly above its paragraph
        (f"¶1. (U) {LONG}\nLAW PASSED\n¶2. (U) {LONG}", [(1, None), (2, "LAW PASSED")]),
        # before the first
        (f"Summary\n-------\n\n¶1. (U) {LONG}", [(1, "Summary")]),
        # behind a number
        (f"¶1. SUMMARY\n-------\n{LONG}\n\n¶2. {LONG}", [(1, "SUMMARY"), (2, "SUMMARY")]),
        # a short paragraph above the rule of the next heading is none
        (
            f"¶1. (U) See septel.\n\n-------\nSUMMARY\n-------\n\n¶2. (U) {LONG}",
            [(1, None), (2, "SUMMARY")],
        ),
    ],
)
def test_headings_in_other_places(text: str, expected: list[tuple[int | None, str | None]]) -> None:
    assert headings(text) == expected


def test_rules_are_furniture() -> None:
    text = f"-------\nSUMMARY\n-------\n\n¶1. (U) {LONG}"
    body = parse_body(clean_lines(text), station=None, number=None, diagnostics=[])
    assert [(item.kind, item.text) for item in body.furniture] == [("rule", "-------")] * 2


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        (
            "¶1. (U) Summary: It rains.\n\n¶2. (U) So it does. End summary.\n\n¶3. (U) Sun.",
            ["summary", "summary", "body"],
        ),
        ("¶1. (U) SUMMARY. It rains.\n\n¶2. (U) Sun.", ["summary", "body"]),
        (
            "SUMMARY\n-------\n\n¶1. (U) It rains.\n\n¶2. (U) END SUMMARY.\n\n¶3. (U) Sun.",
            ["summary", "summary", "body"],
        ),
        ("¶1. (U) Sun.\n\n¶2. (U) Comment: Rain. End comment.", ["body", "comment"]),
        (
            "¶1. (U) Sun.\n\nCOMMENT\n-------\n\n¶2. (U) Rain.\n\n¶3. (U) Hail.",
            ["body", "comment", "comment"],
        ),
        ("¶1. (U) It rains. END SUMMARY.\n\n¶2. (U) Sun.", ["summary", "body"]),
        (
            "¶1. (U) SUMMARY The rain came.\n\n¶2. (U) Comment continued: Sun.",
            ["summary", "comment"],
        ),
        ("¶1. (U) Sun (Comment: rare. End comment.) came.", ["body"]),
    ],
)
def test_zones(text: str, zones: list[str]) -> None:
    body = parse_body(clean_lines(text), station=None, number=None, diagnostics=[])
    assert [paragraph.zone for paragraph in body.paragraphs] == zones
