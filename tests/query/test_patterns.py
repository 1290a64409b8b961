"""Patterns on words: what fits, no pattern that takes long, and the same as Python's own where both know it."""

from __future__ import annotations

import fnmatch
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.query.ast import Shape
from cablesearch.query.patterns import edit_distance, literal_prefix, value_matcher, word_matcher
from cablesearch.query.regex import RegexError, compile_regex, leading_literal

LETTERS = st.text("abc", max_size=8)
REGEXES = st.recursive(
    st.sampled_from(["a", "b", "c", ".", "[ab]", "[^a]", r"\d", r"\w", "[a-c]"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}|{two[1]})"),
        st.tuples(
            inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{,1}", "{1,}", "*?"])
        ).map(lambda two: f"(?:{two[0]}){two[1]}"),
    ),
    max_leaves=5,
)


@given(REGEXES, LETTERS)
def test_regex_is_pythons(pattern: str, word: str) -> None:
    pythons = pattern.replace("{,1}", "{0,1}")
    assert compile_regex(pattern)(word) == (re.fullmatch(pythons, word) is not None)


@given(st.text("ab*?", max_size=8), LETTERS)
def test_wildcards_are_fnmatchs(pattern: str, word: str) -> None:
    assert word_matcher(Shape.WILDCARD, pattern)(word) == fnmatch.fnmatchcase(word, pattern)


@given(st.text(max_size=20))
def test_any_text_is_a_pattern_or_refused(pattern: str) -> None:
    at = 0
    try:
        compile_regex(pattern)("khaddafi")
    except RegexError as error:
        at = error.at
    assert 0 <= at <= len(pattern)


@given(
    st.sampled_from([Shape.WILDCARD, Shape.REGEX, Shape.FUZZY]),
    st.text("ab*?|(.", max_size=6),
    LETTERS,
)
def test_prefix_is_of_every_word_that_fits(shape: Shape, pattern: str, word: str) -> None:
    try:
        fits = word_matcher(shape, pattern, 1)(word)
    except RegexError:
        return
    assert not fits or word.startswith(literal_prefix(shape, pattern))


@given(LETTERS, LETTERS)
def test_edit_distance_is_levenshteins(one: str, other: str) -> None:
    def distance(a: str, b: str) -> int:
        if not a or not b:
            return len(a) + len(b)
        row = {
            0: distance(a[1:], b) + 1,
            1: distance(a, b[1:]) + 1,
            2: distance(a[1:], b[1:]) + (a[0] != b[0]),
        }
        return min(row.values())

    one, other = one[:5], other[:5]
    exact = distance(one, other)
    for most in range(3):
        assert edit_distance(one, other, most) == (exact if exact <= most else None)


@pytest.mark.parametrize(
    ("pattern", "word"),
    [
        ("(a|aa)*b", "a" * 128),
        ("(a*)*b", "a" * 128),
        (".*.*.*.*.*.*.*.*x", "a" * 128),
        ("(a?){64}a{64}", "a" * 64),
        ("((((a*)*)*)*)*b", "a" * 128),
        ("a{0,99}a{0,99}a{0,99}b", "a" * 128),
    ],
)
def test_no_regex_takes_long(pattern: str, word: str) -> None:
    start = time.process_time()
    compile_regex(pattern)(word)
    assert time.process_time() - start < 1


def test_no_wildcard_takes_long() -> None:
    start = time.process_time()
    for pattern in ("*a" * 60 + "*b", "a*" * 2_000 + "b", "*?" * 500 + "b"):
        assert not word_matcher(Shape.WILDCARD, pattern)("a" * 4_000)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("shape", "pattern", "edits", "fits", "others"),
    [
        (Shape.WILDCARD, "embarg*", 0, ["embarg", "embargo", "embargoed"], ["anembargo"]),
        (Shape.WILDCARD, "wom?n", 0, ["women", "woman"], ["womn", "womeen"]),
        (Shape.REGEX, "kh?adda?fi", 0, ["kaddafi", "khaddfi"], ["kaddafis"]),
        (
            Shape.FUZZY,
            "helsinki",
            1,
            ["helsinki", "helsinky", "helsink", "helsinkii"],
            ["helsnik", "helisnki"],
        ),
        (Shape.FUZZY, "helsinki", 2, ["helisnki"], ["stockholm"]),
    ],
)
def test_fits(shape: Shape, pattern: str, edits: int, fits: list[str], others: list[str]) -> None:
    matcher = word_matcher(shape, pattern, edits)
    assert all(map(matcher, fits))
    assert not any(map(matcher, others))


def test_values_fit_in_any_case_with_any_accent() -> None:
    assert value_matcher(Shape.WILDCARD, "sao*")("SÃO TOMÉ")
    assert value_matcher(Shape.REGEX, r"sao\stom.")("São Tomé")


@pytest.mark.parametrize(
    ("pattern", "prefix"),
    [
        ("khadd?a", "khad"),
        ("abc", "abc"),
        ("a|b", ""),
        ("ab*", "a"),
        ("ab+", "ab"),
        ("ab{2}", "a"),
        ("(a)", ""),
    ],
)
def test_leading_literal(pattern: str, prefix: str) -> None:
    assert leading_literal(pattern) == prefix
