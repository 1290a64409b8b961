"""The windows of a text that show its matches."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from cablesearch.search.highlight import snippets
from tests.output.sample import SHELTER


def spans_of(text: str, *words: str) -> list[tuple[int, int]]:
    return sorted(m.span() for word in words for m in re.finditer(word, text))


def test_the_window_with_most_different_words_wins() -> None:
    [found] = snippets(SHELTER, spans_of(SHELTER, "shelter", "victims"), 75)
    assert {found.text[a:b] for a, b in found.spans} == {"shelter", "victims"}
    assert found.before
    assert found.after


def test_cuts_are_at_word_borders() -> None:
    for width in range(20, 200, 7):
        for found in snippets(SHELTER, spans_of(SHELTER, "shelter"), width, 2):
            at = SHELTER.index(found.text)
            assert at == 0 or SHELTER[at - 1] == " "
            end = at + len(found.text)
            assert end == len(SHELTER) or SHELTER[end] == " "


def test_without_a_match_the_beginning() -> None:
    [found] = snippets(SHELTER, [], 30)
    assert found.text == "The ministry has promised a"
    assert (found.before, found.after) == (False, True)


def test_several_snippets_stand_in_the_order_of_the_text() -> None:
    text = "victims here. " + "x " * 200 + "shelter there and a shelter more."
    first, second = snippets(text, spans_of(text, "victims", "shelter"), 40, 2)
    assert "victims" in first.text
    assert second.text.count("shelter") == 2


def test_none_asked_for() -> None:
    assert snippets(SHELTER, [], 30, 0) == ()
    assert snippets(" \n ", [], 30) == ()


def test_newlines_become_blanks_and_spans_move_along() -> None:
    text = "one\n\n  two   three"
    [found] = snippets(text, spans_of(text, "two", "three"), 80)
    assert found.text == "one two three"
    assert [found.text[a:b] for a, b in found.spans] == ["two", "three"]


def test_scripts_without_blanks_are_cut_too() -> None:
    [found] = snippets("東" * 500, [(300, 302)], 40)
    assert len(found.text) <= 42
    assert found.spans


@given(st.text("ab \n東", min_size=1, max_size=300), st.data())
def test_any_text_and_spans(text: str, data: st.DataObject) -> None:
    at = st.integers(0, len(text) - 1)
    pairs = data.draw(st.lists(st.tuples(at, at), max_size=8))
    spans = sorted({(min(p), max(p) + 1) for p in pairs})
    flat = " ".join(text.split())
    for found in snippets(text, spans, data.draw(st.integers(5, 60)), data.draw(st.integers(1, 3))):
        assert found.text in flat
        assert all(0 <= a < b <= len(found.text) for a, b in found.spans)


def test_linear_in_many_matches() -> None:
    text = "ab " * 60_000
    assert snippets(text, spans_of(text, "ab"), 160, 1)
