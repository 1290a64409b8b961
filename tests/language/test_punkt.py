"""Sentences of cables, by a trained model and by Punkt's defaults."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.language.capitals import in_capitals, lowered
from cablesearch.language.punkt import LEAST_TEXT, Splitter, train

STORY = """\
The Embassy's U.S. officers met Gen. Strakencz on May {n}. He spoke of the duke's {one}. The king, he said, hunts near
{two} with Lt. Tarlen. In the U.S. this is {one} again. Asst. Secretary Doe told Ptn. Sapt that {n} horses are {two}.
He had met Ptn. Sapt in a {one}. It rained; the officers left for {two} at 5 p.m. with Ptn. Sapt and a {two}.
"""
WORDS = [
    "castle", "moat", "bridge", "forest", "crown", "river", "train", "horse", "harvest", "treaty", "museum", "winter",
    "letter", "price", "road", "summer",
]  # fmt: skip
TEXTS = [
    STORY.replace("\n", " ").format(n=n, one=WORDS[n % 16], two=WORDS[n * 7 % 13])
    for n in range(1, 81)
]
MODEL = train(TEXTS)
TRAINED = Splitter(MODEL)
PLAIN = Splitter(None)


def sentences(splitter: Splitter, text: str) -> list[str]:
    return [text[start:end] for start, end in splitter.sentences(text)]


@pytest.mark.parametrize("splitter", [TRAINED, PLAIN], ids=["trained", "defaults"])
@pytest.mark.parametrize(
    "text",
    [
        "It rained.|The king hunts.",
        "Is he here?|He is not!|\"Why?\"|He left.",
        "Gen. Strakencz met Mr. Doe, i.e. nobody.|He left at 5 p.m. by train.",
        "E.O. 12958 applies (see para. 3).|It was signed.",
        "See ref. A and no. 5.|The rest is in refs. B and C.",
        "First block\n\n|Second block.|It ends",
        "SEE REF. A ON THIS.|THE EMBASSY'S U.S. STAFF SAW GEN. SAPT ON MAY 1.|HE LEFT IN 1965.|E.O. 12958 APPLIES.",
        "1. THE KING.|2. THE QUEEN AND PARA. 4 OF REF. B.",
        "A price of 3.5 million crowns.|Oil fell.",
        "",
    ],
)  # fmt: skip
def test_sentences(splitter: Splitter, text: str) -> None:
    expected = [part.strip() for part in text.split("|") if part]
    assert sentences(splitter, text.replace("\n\n|", "\n\n").replace("|", " ")) == expected


def test_what_the_texts_teach() -> None:
    text = "The duke told Ptn. Sapt of it."
    assert sentences(TRAINED, text) == [text]
    assert len(sentences(PLAIN, text)) == 2
    assert (TRAINED.is_trained, PLAIN.is_trained) == (True, False)


def test_a_model() -> None:
    assert MODEL is not None
    assert {"gen", "ptn", "u.s"} <= set(MODEL.abbreviations)
    assert "castle" not in MODEL.abbreviations
    assert "the" in MODEL.orthography
    assert train(TEXTS) == MODEL
    assert train(iter(TEXTS)) == MODEL


def test_capitals_are_learned_from_only_where_there_is_nothing_else() -> None:
    capitals = [text.upper() for text in TEXTS]
    alone = train(capitals)
    assert alone is not None
    assert "ptn" in alone.abbreviations
    assert all(word == word.lower() for word in alone.orthography)
    assert train([*capitals[:40], *TEXTS]) == MODEL


def test_too_little_to_learn_from() -> None:
    few = TEXTS[: LEAST_TEXT // len(STORY) - 4]
    assert train(few) is None
    assert train([]) is None
    assert train(["x" * 10_000] * 100) is None


@pytest.mark.parametrize(
    ("found", "expected"),
    [("castle", "It is his castle."), ("rained", "It rained."), ("castle. It rained", None)],
)
def test_the_sentence_around_a_place(found: str, expected: str | None) -> None:
    text = "He came.  It is his castle. It rained."
    at = text.index(found)
    start, end = TRAINED.around(text, (at, at + len(found)))
    assert text[start:end] == (expected or "It is his castle. It rained.")


PIECES = st.sampled_from(
    [*"aB1é½İ", ". ", "? ", "\n", "\n\n", "U.S. ", "para. ", "THE ", " the", ") ", '"', "...", " "]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_character_is_in_one_sentence(text: str) -> None:
    for splitter in (TRAINED, PLAIN):
        spans = splitter.sentences(text)
        inside = [at for start, end in spans for at in range(start, end)]
        assert inside == sorted(set(inside))
        assert {at for at, char in enumerate(text) if not char.isspace()} <= set(inside)
        for start, end in spans:
            assert text[start:end] == text[start:end].strip()
            assert "\n" not in text[start:end]


@given(st.text())
def test_small_letters_stand_where_the_capitals_stood(text: str) -> None:
    low = lowered(text)
    assert len(low) == len(text)
    assert all(a == b or a.lower() == b for a, b in zip(text, low, strict=True))
    assert not (in_capitals(text) and text == text.lower())
