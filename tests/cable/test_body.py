"""The body as a whole: paragraphs, parts, markings, and that nothing is lost or made up."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cablesearch.cable.body import Body, parse_body
from cablesearch.cable.lines import clean_lines

if TYPE_CHECKING:
    from cablesearch.diagnostic import Diagnostic

TOKEN = re.compile(r"[A-Za-z0-9]+")


def parse(text: str, diagnostics: list[Diagnostic] | None = None) -> Body:
    notes: list[Diagnostic] = [] if diagnostics is None else diagnostics
    return parse_body(clean_lines(text), station="ZENDA", number=457, diagnostics=notes)


def test_the_seeds_damage() -> None:
    notes: list[Diagnostic] = []
    text = "\n\n".join(
        [
            "[1](#)1. (U) Post provides the following.",
            "Implementing the Plan",
            "[1](#)2. (SBU) The plan was passed.",
            "Allocating sufficient funding",
            "[1](#)3. (SBU) A working group created,",
            "chaired by the Ministry, has met. It met again.",
            "Improving the protection of children",
            "14. (SBU) The Ministry renovated a shelter.",
            "15. (SBU) No official has been tried.",
            "LU",
        ]
    )
    body = parse(text, notes)
    assert [paragraph.number for paragraph in body.paragraphs] == [1, 2, 3, 4, 5]
    assert [paragraph.marking for paragraph in body.paragraphs] == ["U", "SBU", "SBU", "SBU", "SBU"]
    assert [paragraph.heading for paragraph in body.paragraphs] == [
        None,
        "Implementing the Plan",
        "Allocating sufficient funding",
        "Improving the protection of children",
        "Improving the protection of children",
    ]
    assert "created, chaired by" in body.paragraphs[2].text
    assert body.paragraphs[2].lines == (9, 11)
    assert body.signers == ("LU",)
    assert Counter(note.kind for note in notes) == {"number-repaired": 2, "sentence-joined": 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # unnumbered blocks, bullets and tables belong to the paragraph
        (
            "¶1. (U) Rain.\n\nMore rain.\n\n-- one;\n-- two.\n\n¶2. (U) Sun.",
            [
                (1, None, None, "U", "Rain.\n\nMore rain.\n\n-- one;\n\n-- two."),
                (2, None, None, "U", "Sun."),
            ],
        ),
        (
            "¶1. (U) Rain:\n\nTown       mm     days\nZenda      12        3\nStrelsau   40        9\n\n¶2. (U) Sun.",
            [
                (
                    1,
                    None,
                    None,
                    "U",
                    "Rain:\n\nTown       mm     days\nZenda      12        3\nStrelsau   40        9",
                ),
                (2, None, None, "U", "Sun."),
            ],
        ),
        # parts with a mark of their own
        (
            "¶1. (SBU) Rain:\n\n-- (U) in Zenda;\n\na. (SBU) in Strelsau;\n\nno mark.\n\n¶2. (U) Sun.",
            [
                (1, None, None, "SBU", "Rain:"),
                (None, 1, "--", "U", "in Zenda;"),
                (None, 1, "a.", "SBU", "in Strelsau;\n\nno mark."),
                (2, None, None, "U", "Sun."),
            ],
        ),
        # quoted texts
        (
            "¶1. (SBU) The note says:\n\nBEGIN TEXT:\n\n1. It rains.\n\n2. It hails.\n\nEND TEXT.\n\n"
            "So it did.\n\n¶2. (U) Sun.",
            [
                (1, None, None, "SBU", "The note says:"),
                (None, 1, "BEGIN TEXT:", "SBU", "1. It rains.\n\n2. It hails.\n\nEND TEXT."),
                (None, 1, None, "SBU", "So it did."),
                (2, None, None, "U", "Sun."),
            ],
        ),
        # blocks before the first number, cables without numbers
        (
            "This is an action request; see below for what we ask of the posts concerned.\n\n¶1. (U) Rain.\n\n¶2. Sun.",
            [
                (
                    None,
                    None,
                    None,
                    None,
                    "This is an action request; see below for what we ask of the posts concerned.",
                ),
                (1, None, None, "U", "Rain."),
                (2, None, None, None, "Sun."),
            ],
        ),
        (
            "It rained all day in Zenda.\n\n(SBU) It hailed all night in Strelsau.",
            [
                (None, None, None, None, "It rained all day in Zenda."),
                (None, None, None, "SBU", "It hailed all night in Strelsau."),
            ],
        ),
        # hyphens at line ends
        (
            "¶1. (U) A long-\nterm plan --\nand more.\n\n¶2. Sun.",
            [(1, None, None, "U", "A long-term plan -- and more."), (2, None, None, None, "Sun.")],
        ),
        (
            "1. IT WAS MEN-\nTIONED AT A U.S.-\nRURITANIAN MEETING -\nAND DENIED.",
            [
                (
                    1,
                    None,
                    None,
                    None,
                    "IT WAS MEN-TIONED AT A U.S.- RURITANIAN MEETING - AND DENIED.",
                )
            ],
        ),
        # the mark may be broken over two lines
        (
            "¶1. (S//REL TO USA,\nGBR) Rain.\n\n¶2. (S) Sun.",
            [(1, None, None, "S", "Rain."), (2, None, None, "S", "Sun.")],
        ),
    ],
)
def test_paragraphs(
    text: str, expected: list[tuple[int | None, int | None, str | None, str | None, str]]
) -> None:
    found = [(p.number, p.parent, p.label, p.marking, p.text) for p in parse(text).paragraphs]
    assert found == expected


def test_whose_marking_it_is() -> None:
    body = parse("¶1. (S - ENTIRE TEXT) Rain.\n\n¶2. Sun.\n\n¶3. (U) Wind.")
    assert [(p.marking, p.marking_by) for p in body.paragraphs] == [
        ("S", "entire"),
        ("S", "entire"),
        ("U", "own"),
    ]
    body = parse("¶1. (SBU/NF) Rain.\n\nBEGIN TEXT\n\nSun.\n\nEND TEXT\n\n¶2. Wind.")
    assert [(p.marking, p.caveats, p.marking_by) for p in body.paragraphs] == [
        ("SBU", ("NF",), "own"),
        ("SBU", ("NF",), "parent"),
        (None, (), None),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("¶1. Rain and\n\nhail.\n\n¶2. Sun.", "sentence-joined"),
        ("¶1. Rain and\n\nZENDA 00000457  002 OF 002\n\nhail.\n\n¶2. Sun.", "sentence-joined"),
        ("¶1. Rain.\n\n¶3. Sun.\n\n¶4. Wind.", "number-skipped"),
        ("¶1. Rain.\n\n¶2. Sun.\n\n¶2. Wind.\n\n¶3. Hail.", "number-repeated"),
        ("¶1. (U wet) Rain.\n\n¶2. Sun.", "mark-unreadable"),
        ("¶1. Rain and\n\n*** Missing Section 002 ***\n\n¶3. Sun.", "section-missing"),
    ],
)
def test_diagnostics(text: str, kind: str) -> None:
    notes: list[Diagnostic] = []
    parse(text, notes)
    assert kind in {note.kind for note in notes}


@pytest.mark.parametrize(
    "text",
    [
        "¶1. (U) Rain and\n\nUNCLAS SECTION 02 OF 02 ZENDA 000457\n\nSENSITIVE\nSIPDIS\n\nhail.\n\n¶2. Sun.",
        "¶1. (U) Rain and\n\nP 081502Z FEB 08\nFM AMEMBASSY ZENDA\nTO SECSTATE WASHDC\n\n"
        "UNCLAS ZENDA 000457\n\nSIPDIS\n\nhail.\n\n¶2. Sun.",
    ],
)
def test_section_breaks(text: str) -> None:
    body = parse(text)
    assert [(p.number, p.text) for p in body.paragraphs] == [(1, "Rain and hail."), (2, "Sun.")]
    assert {item.kind for item in body.furniture} <= {"section", "header"}


def test_double_spaced_texts() -> None:
    line = "the prime minister told us once more that a draft would reach the parliament"
    text = "¶1. (U) " + "\n\n".join([line] * 20) + "\n\nend.\n\n¶2. (U) Sun."
    body = parse(text)
    assert body.paragraphs[0].text == " ".join([line] * 20) + " end."


def held(body: Body) -> Counter[str]:
    """All the tokens a body holds; a heading once for all the paragraphs it governs."""
    tokens: Counter[str] = Counter()
    heading = None
    for paragraph in body.paragraphs:
        if paragraph.heading != heading:
            tokens.update(TOKEN.findall(paragraph.heading or ""))
        heading = paragraph.heading
        tokens.update(TOKEN.findall(f"{paragraph.label or ''} {paragraph.text}"))
    tokens.update(TOKEN.findall(" ".join(body.signers)))
    for item in body.furniture:
        tokens.update(TOKEN.findall(item.text))
    return tokens


NUMBERS_AND_MARKS = re.compile(r"\d+|U|SBU|C|S|NF|REL|TO|USA|GBR|ENTIRE|TEXT|FOUO|NOFORN")

VOCABULARY = """rain hail the minister Zenda Strelsau said that draft law and of END COMMENT Summary BEGIN TEXT I.
ministry's long- U.S. (ref 2007 $12 DOE -- ; : . a. (U) SBU 1.5 "quoted" , ? Note:"""
WORDS = st.sampled_from(VOCABULARY.split())
SENTENCE = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)
PARTS = st.one_of(
    SENTENCE,
    SENTENCE.map(str.upper),
    st.builds(
        "¶{}. ({}) {}".format,
        st.integers(1, 9),
        st.sampled_from(["U", "SBU", "S//NF", "C/REL TO USA, GBR"]),
        SENTENCE,
    ),
    st.builds("{}. {}".format, st.integers(1, 30), SENTENCE),
    st.builds("{}) {}".format, st.integers(1, 9), SENTENCE),
    st.builds("-- ({}) {}".format, st.sampled_from("UCS"), SENTENCE),
    st.builds(
        "{}. {} ------------ {}. (SBU) {}".format, SENTENCE, SENTENCE, st.integers(1, 9), SENTENCE
    ),
    st.sampled_from(
        [
            "-------------",
            "======",
            "ZENDA 00000457  002 OF 003",
            "UNCLASSIFIED",
            "PAGE 02  ZENDA  04512  01 OF 02  121302Z",
            "BEGIN TEXT",
            "END TEXT.",
            "//COMMENT//",
            "NNNN",
            "DOE",
            "",
            "UNCLAS SECTION 02 OF 02 ZENDA 000457",
            "SIPDIS",
            "* Missing Section 002 *",
            "Town       mm     days",
            "_ _ _ _ _ _",
            ">",
        ]
    ),
)
BODIES = st.lists(st.tuples(PARTS, st.sampled_from(["\n", "\n\n", "\n \n"])), max_size=24).map(
    lambda parts: "".join(part + gap for part, gap in parts)
)


@settings(max_examples=400, deadline=None)
@given(BODIES)
def test_nothing_is_lost_and_nothing_made_up(text: str) -> None:
    body = parse(text)
    have = held(body)
    want = Counter(TOKEN.findall("\n".join(line.text for line in clean_lines(text))))
    assert not have - want  # nothing made up
    headings = {token for p in body.paragraphs for token in TOKEN.findall(p.heading or "")}
    lost = {
        token
        for token in want - have
        if not NUMBERS_AND_MARKS.fullmatch(token) and token not in headings
    }
    assert not lost
    assert [p.ordinal for p in body.paragraphs] == list(range(1, len(body.paragraphs) + 1))
    assert all(p.lines[0] <= p.lines[1] for p in body.paragraphs)


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_never_raises_on_any_text(text: str) -> None:
    parse(text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="¶1239.)( -=_*\n\nABCabUS/,:¿[]#&;|\t", max_size=400))
def test_never_raises_on_what_looks_like_a_cable(text: str) -> None:
    parse(text)


PUMPED = {
    "dashes": "-",
    "dashes and blanks": "- ",
    "rules": "------\n",
    "pilcrows": "¶",
    "numbers": "1. ",
    "numbered lines": "¶1. a\n",
    "rising": None,
    "marks": "(S//REL TO USA, ",
    "open parentheses": "(",
    "quotes begun": "BEGIN TEXT\n",
    "page lines": "ZENDA 00000457 002 OF 003 ",
    "capitals": "ZENDA ",
    "sentences": "It rained. ",
    "title words": "A Title ",
    "end words": "end ",
    "names": "DOE\n",
    "blank lines": "\n",
    "blanks": " ",
    "stars": "*",
    "links": "[1](#",
    "ends of sentences": '." ',
    "lone words": "word\n\n",
    "class lines": "UNCLAS SECTION 02 OF 02 ZENDA 000457\n",
    "headers": "P 081502Z FEB 08\n",
    "hyphens": "long-\n",
    "one long line": "It rained on the town and hailed ",
    "bullets": "-- (U) a\n",
    "summaries": "Summary: ",
    "digits": "9",
    "slashes": "//A",
}


def pumped(shape: str, size: int) -> str:
    unit = PUMPED[shape]
    if unit is None:
        unit = "".join(f"¶{n % 150 + 1}. (U) Rain.\n\n" for n in range(150))
    return (unit * (size // len(unit) + 1))[:size]


@pytest.mark.parametrize("shape", PUMPED)
def test_no_shape_makes_anything_up(shape: str) -> None:
    """What twice as much of a shape costs is measured by `make bench`."""
    text = pumped(shape, 40_000)
    want = Counter(TOKEN.findall("\n".join(line.text for line in clean_lines(text))))
    assert not held(parse(text)) - want
