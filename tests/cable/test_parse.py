"""Whole records: nothing lost, nothing made up, nothing raised."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.cable.model import Cable, from_json, to_json
from cablesearch.formats.record import Attribute, Known
from tests.cable.telegrams import BODY, HEADER, PREAMBLE, WHOLE, parsed

WORD = re.compile(r"[^\W_]+")

LINES = st.sampled_from(
    [line for line in WHOLE.splitlines() if line.strip()]
    + [
        "",
        "¶3. Rain.",
        "2. Sun.",
        "-------",
        "SUMMARY",
        "REF: STATE 12",
        "TAGS: PREL",
        "SUBJECT: RAIN",
        "UNCLAS",
        "C O N F I D E N T I A L SECTION 02 OF 02 ZENDA 000457",
        "ZENDA 00000457  002 OF 002",
        "Classified By: Jane Doe, Reason 1.4 (b)",
        "E.O. 12958: DECL: 1/2/18 TAGS: PREL SUBJECT: RAIN",
        "PAGE 02 ZENDA 00457 072101Z",
        "NNNN",
    ]
)


def held(cable: Cable) -> Counter[str]:
    """The words of the fields that hold text, each of which holds its words once."""
    texts: list[str] = [cable.subject or "", *cable.passing, *cable.classified_by, *cable.signers]
    texts += [f"{r.letter or ''} {r.text}" for r in cable.references]
    for a in (*cable.to, *cable.info):
        texts.append(f"{a.route or ''} {a.name}")
        texts += [a.precedence or "", "" if a.number is None else str(a.number)]
    heading = None
    for p in cable.paragraphs:
        texts += [p.label or "", p.text, "" if p.number is None else str(p.number)]
        texts += [p.marking or "" if p.marking_by == "own" else "", *p.caveats]
        texts.append(p.heading or "" if p.heading != heading else "")
        heading = p.heading
    texts += [line.text for line in cable.header_lines]
    texts += [line.text for line in cable.furniture]
    return Counter(WORD.findall(" ".join(texts)))


def test_every_word_of_the_header_is_held_once() -> None:
    cable = parsed(f"{HEADER}\n{PREAMBLE}{BODY}")
    there = Counter(WORD.findall(WHOLE))
    mine = held(cable)
    long = {word for word in there | mine if len(word) > 2 and word != "PRIORITY"}
    assert {w: mine[w] for w in long if w in there} == {w: there[w] for w in long if w in there}


@given(st.lists(LINES, max_size=30, unique=True).map("\n".join))
def test_lines_in_any_order_lose_no_word(text: str) -> None:
    there = Counter(word for word in WORD.findall(text) if len(word) > 3 and word.isalpha())
    assert not there - held(parsed(text))


@given(st.text(st.characters(), max_size=300))
def test_never_raises_on_any_text(text: str) -> None:
    cable = parsed(text)
    assert re.fullmatch(r"x[0-9a-f]{12}|\d\d[A-Z]+\d+", cable.id)


@given(st.text(st.characters(), max_size=60), st.integers(0, len(WHOLE)))
def test_never_raises_on_a_broken_telegram(junk: str, at: int) -> None:
    parsed(WHOLE[:at] + junk + WHOLE[at:])


def test_json_round_trip() -> None:
    cable = parsed(WHOLE)
    assert from_json(to_json(cable)) == cable


def test_the_container_fills_what_the_text_leaves_open() -> None:
    cable = parsed("¶1. It rained.", Known(id="09BAKU911", subject="RAIN", tags=("PREL",)))
    assert (cable.id, cable.subject, cable.tags, cable.embassy) == (
        "09BAKU911",
        "RAIN",
        ("PREL",),
        "BAKU",
    )
    assert parsed("It rained.", Known(id="104-10003-10183")).id == "104-10003-10183"


@pytest.mark.parametrize(
    ("known", "kind"),
    [
        (Known(id="09BAKU911"), "id-mismatch"),
        (Known(classification="SECRET//NOFORN"), "classification-mismatch"),
    ],
)
def test_the_container_disagrees(known: Known, kind: str) -> None:
    cable = parsed(WHOLE, known)
    assert cable.id == "08ZENDA457"
    assert kind in [note.kind for note in cable.diagnostics]


def test_the_text_of_one_telegram_gives_one_id() -> None:
    assert parsed("It rained.").id == parsed("It rained.").id != parsed("It snowed.").id


@pytest.mark.parametrize("text", ["", "UNCLAS ZENDA 000457\n\nTAGS: PREL\nSUBJECT: RAIN\n"])
def test_a_cable_without_a_text_has_one_empty_paragraph(text: str) -> None:
    (paragraph,) = parsed(text).paragraphs
    assert (paragraph.ordinal, paragraph.number, paragraph.text) == (1, None, "")


@pytest.mark.parametrize(
    ("tags", "mismatch"),
    [
        (("PREL", "PGOV", "KDEM", "OVIP", "UK"), False),
        (("PREL", "PGOV", "KDEM", "OVIP", "UK", "EFIS"), True),
        (("PREL",), True),
        ((), False),
    ],
)
def test_the_container_tags_it_otherwise(tags: tuple[str, ...], mismatch: bool) -> None:
    cable = parsed(WHOLE, Known(tags=tags))
    assert ("tags-mismatch" in [note.kind for note in cable.diagnostics]) == mismatch
    assert cable.tags == ("PREL", "PGOV", "KDEM", "OVIP", "UK")


def test_attributes_become_header_lines() -> None:
    attributes = (
        Attribute(name="Copy", value="SINGLE", lines=(3, 3)),
        Attribute(name="Decaption Note", value="", lines=(4, 4)),
        Attribute(name="", value="A STAMP", lines=(5, 5)),
    )
    lines = parsed("It rained.", Known(attributes=attributes)).header_lines
    assert [(line.text, line.lines[0]) for line in lines] == [
        ("Copy: SINGLE", 3),
        ("Decaption Note:", 4),
        ("A STAMP", 5),
    ]


def test_a_page_head_says_the_classification_where_nothing_else_does() -> None:
    text = "CONFIDENTIAL\n\nPAGE 02  ZENDA  00457  072101Z\n\n2. IT RAINED.\n"
    assert parsed(text).classification == "CONFIDENTIAL"
    assert parsed(text, Known(classification="SECRET")).classification == "CONFIDENTIAL"
