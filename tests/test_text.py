"""The analysis chain: what a word is, where it stands, what its stem is."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch import text


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Shelters for victims", ["shelters", "for", "victims"]),
        ("São Tomé", ["sao", "tome"]),
        (unicodedata.normalize("NFD", "São Tomé"), ["sao", "tome"]),
        ("ﬁsheries", ["fisheries"]),
        ("Zenda's law, Zenda’s law", ["zenda", "law", "zenda", "law"]),
        ("GOVERNMENT'S", ["government"]),
        ("O'Neill", ["o", "neill"]),
        ("it's 's", ["it", "s"]),
        ("G/TIP U.S. F-16 14:30", ["g", "tip", "u", "s", "f", "16", "14", "30"]),
        ("snake_case", ["snake", "case"]),
        ("co‐operation", ["co", "operation"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("İstanbul", ["istanbul"]),
        ("Стрелсау", ["стрелсау"]),
        ("½ and ²", ["1", "2", "and", "2"]),
        ("", []),
        (" -- ... ", []),
        ("\ud800lone", ["lone"]),
        ("a" * 500, ["a" * text.LONGEST_WORD]),
    ],
)
def test_words(given_text: str, expected: list[str]) -> None:
    assert text.words(given_text) == expected


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("shelters", "shelter"),
        ("organizations", "organiz"),
        ("international", "internat"),
        ("hostages", "hostag"),
        ("dying", "die"),
    ],
)
def test_stem(word: str, stem: str) -> None:
    assert text.stem(word) == stem


@pytest.mark.parametrize(
    ("given_text", "marked"),
    [
        ("Zenda's São Tomé.", ["Zenda", "São", "Tomé"]),
        (unicodedata.normalize("NFD", "a Tomé!"), ["a", unicodedata.normalize("NFD", "Tomé")]),
        ("the ﬁsheries’ end", ["the", "ﬁsheries", "end"]),
    ],
)
def test_tokens_stand_where_they_say(given_text: str, marked: list[str]) -> None:
    assert [given_text[t.start : t.end] for t in text.tokenise(given_text)] == marked


any_text = st.text(st.characters(), max_size=80)


@given(any_text)
def test_tokens_are_the_words_in_order(given_text: str) -> None:
    tokens = text.tokenise(given_text)
    assert [t.word for t in tokens] == text.words(given_text)
    assert all(0 <= t.start < t.end <= len(given_text) for t in tokens)
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(tokens))


@given(any_text | st.text("aZs9' _-", max_size=30))
def test_tokens_among_many_are_those_of_all(given_text: str) -> None:
    tokens = dict(enumerate(text.tokenise(given_text)))
    assert text.tokens_among(given_text, lambda _: True) == tokens
    for wanted in ({"a", "az", "zz"}, {"s", "a"}, {token.word for token in tokens.values()}):
        some = {at: token for at, token in tokens.items() if token.word in wanted}
        assert text.tokens_among(given_text, wanted.__contains__) == some


@given(any_text)
def test_normal_text_stays_as_it_is(given_text: str) -> None:
    once = text.normalise(given_text)
    assert text.normalise(once) == once
    assert text.words(once) == text.words(given_text)


@given(any_text)
def test_forms_of_one_text_have_the_same_words(given_text: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert text.words(unicodedata.normalize(form, given_text)) == text.words(given_text)


@given(st.text("aZ9's_-. \x1céÅ\u2019\u0301ß²"))
def test_possessives_are_dropped_alike(given_text: str) -> None:
    assert text.words(given_text) == [t.word for t in text.tokenise(given_text)]


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("a's's", ["a", "s"]),
        ("x'ss y's", ["x", "ss", "y"]),
        ("ab'S c", ["ab", "c"]),
        ("a_b's", ["a", "b"]),
        ("é's " + "é" * 200, ["e", "e" * text.LONGEST_WORD]),
    ],
)
def test_possessives(given_text: str, expected: list[str]) -> None:
    assert text.words(given_text) == expected
    assert [t.word for t in text.tokenise(given_text)] == expected
