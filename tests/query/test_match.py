"""The reference meaning: laws that it obeys, phrases and NEAR against brute force, highlights."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.fields import TEXT_FIELDS, Row
from cablesearch.query import ast
from cablesearch.query.ast import And, Expand, Form, Near, Not, Or, Phrase, Shape, Term, Unscored
from cablesearch.query.match import match
from cablesearch.query.own import with_own_word
from cablesearch.query.spans import Highlighter
from cablesearch.text import stem, stems, tokenise, words
from tests.query.given import ROWS, tree

WORDS = st.sampled_from(["oil", "gas", "law", "laws", "sea"])
TEXTS = st.lists(WORDS, max_size=9).map(" ".join)
A_ROW = st.builds(
    Row,
    cable_id=st.just("08ZENDA457"),
    ordinal=st.integers(1, 2),
    text=TEXTS,
    heading=st.none() | TEXTS,
    subject=st.none() | TEXTS,
    marking=st.sampled_from([None, "U", "C"]),
    tags=st.sampled_from([(), ("PREL",), ("PREL", "KTIP")]),
)
FIELDS = st.sampled_from([TEXT_FIELDS, ("text",), ("heading",), ("text", "heading")])
STEMS = st.sampled_from(["oil", "gas", "law", "sea", "fish"])
TERMS = st.builds(Term, fields=FIELDS, word=STEMS) | st.builds(
    Term, fields=FIELDS, word=WORDS, form=st.just(Form.WORD)
)
PHRASES = st.builds(
    Phrase,
    fields=FIELDS,
    words=st.lists(STEMS, min_size=2, max_size=3).map(tuple),
    slop=st.integers(0, 3),
)
PATTERNS = st.builds(
    Expand,
    fields=FIELDS,
    shape=st.just(Shape.WILDCARD),
    pattern=st.sampled_from(["la*", "?as", "*"]),
)
ATOMS = TERMS | PHRASES | PATTERNS
OPERANDS = ATOMS | st.builds(Or, children=st.lists(ATOMS, min_size=2, max_size=2).map(tuple))
NEARS = st.builds(
    Near,
    fields=FIELDS,
    left=OPERANDS,
    right=OPERANDS,
    distance=st.integers(0, 3),
    ordered=st.booleans(),
)
VALUES = st.sampled_from(
    [
        ast.Everything(),
        ast.Nothing(),
        ast.OneOf(field="tags", values=("KTIP", "PHUM")),
        ast.Like(field="marking", shape=Shape.WILDCARD, pattern="?"),
        ast.Has(field="heading"),
        ast.Number(field="ordinal", low=1, high=1),
    ]
)
TREES = st.recursive(
    ATOMS | NEARS | VALUES,
    lambda inner: st.one_of(
        st.builds(And, children=st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, children=st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Not, child=inner),
        st.builds(Unscored, child=inner),
    ),
    max_leaves=6,
)


@given(TREES, TREES, A_ROW)
def test_laws(a: ast.Node, b: ast.Node, row: Row) -> None:
    both, either = match(And(children=(a, b)), row), match(Or(children=(a, b)), row)
    assert both == (match(a, row) and match(b, row))
    assert either == (match(a, row) or match(b, row))
    assert match(Not(child=And(children=(a, b))), row) == match(
        Or(children=(Not(child=a), Not(child=b))), row
    )
    assert match(Not(child=Or(children=(a, b))), row) == match(
        And(children=(Not(child=a), Not(child=b))), row
    )
    assert match(Not(child=Not(child=a)), row) == match(Unscored(child=a), row) == match(a, row)


@given(TREES, A_ROW)
def test_the_rule_of_the_own_word_only_narrows(node: ast.Node, row: Row) -> None:
    narrowed = match(with_own_word(node), row)
    assert not narrowed or match(node, row)
    if row.ordinal == 1:
        assert narrowed == match(node, row)


@given(PHRASES, A_ROW)
def test_phrase_by_brute_force(phrase: Phrase, row: Row) -> None:
    def fits(text: str | None) -> bool:
        found = stems(text or "")
        return any(
            tuple(found[p] for p in places) == phrase.words
            and places[-1] - places[0] - (len(places) - 1) <= phrase.slop
            for places in combinations(range(len(found)), len(phrase.words))
        )

    assert match(phrase, row) == any(fits(getattr(row, field)) for field in phrase.fields)


@given(
    st.builds(
        Near,
        fields=FIELDS,
        left=TERMS,
        right=TERMS,
        distance=st.integers(0, 3),
        ordered=st.booleans(),
    ),
    A_ROW,
)
def test_near_of_words_by_brute_force(near: Near, row: Row) -> None:
    def places(term: ast.Node, text: str) -> list[int]:
        assert isinstance(term, Term)
        found = stems(text) if term.form is Form.STEM else words(text)
        return [at for at, word in enumerate(found) if word == term.word]

    def fits(text: str) -> bool:
        return any(
            0 <= b - a - 1 <= near.distance
            or (not near.ordered and 0 <= a - b - 1 <= near.distance)
            for a, b in product(places(near.left, text), places(near.right, text))
        )

    assert match(near, row) == any(fits(getattr(row, field) or "") for field in near.fields)


def spans(node: ast.Node, text: str | None, field: str) -> list[tuple[int, int]]:
    return list(Highlighter(node).spans(text, field))


@given(TREES, A_ROW)
def test_highlights_are_whole_words_in_order(node: ast.Node, row: Row) -> None:
    for field in TEXT_FIELDS:
        text = getattr(row, field)
        found = spans(node, text, field)
        assert found == sorted(set(found))
        places = {(token.start, token.end) for token in tokenise(text or "")}
        assert set(found) <= places


@given(ATOMS | NEARS, A_ROW)
def test_a_leaf_matches_where_something_is_highlighted(node: ast.Node, row: Row) -> None:
    assert match(node, row) == any(spans(node, getattr(row, field), field) for field in TEXT_FIELDS)


@pytest.mark.parametrize(
    ("query", "field", "expected"),
    [
        ("law", "text", ["law", "law"]),
        ('"law of the sea"', "text", ["law", "of", "the", "sea"]),
        ('"sea law"~2', "text", ["sea", "law"]),
        ("oil BEFORE/3 law", "text", []),
        ("oil BEFORE/9 law", "text", ["oil", "law"]),
        ("oil NEAR/6 raised", "text", ["raised", "oil"]),
        ('"the sea" NEAR/3 oil', "text", ["oil", "the", "sea"]),
        ("wom?n", "text", ["Women"]),
        ("=law tome", "text", ["law", "law", "Tomé"]),
        ("oil NOT embargo NOT law", "text", ["oil"]),
        ("heading:law oil", "text", ["oil"]),
        ("comment fisheries", "heading", ["Comment"]),
        ("comment fisheries", "subject", ["FISHERIES"]),
        ("date:1973", "text", []),
    ],
)
def test_highlights(query: str, field: str, expected: list[str]) -> None:
    text = getattr(ROWS["sea"], field)
    assert [text[start:end] for start, end in spans(tree(query), text, field)] == expected


def test_highlights_of_every_word_a_loose_phrase_can_use() -> None:
    phrase = Phrase(fields=("text",), words=("a", "b", "c"), slop=2)
    text = "a b b b c a c"
    assert [start for start, _ in spans(phrase, text, "text")] == [0, 2, 4, 6, 8]


def test_one_character_can_be_two_words() -> None:
    text = "½ of oil"
    assert words(text)[:2] == ["1", "2"]
    assert spans(Phrase(fields=("text",), words=("1", "2")), text, "text") == [(0, 1)]


@pytest.mark.parametrize("text", ["Zenda's oil's s", "Zénda’s oils, OIL's s", "s's " + "oil" * 50])
@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("word", ["oil", "s", "zenda", ("oil" * 50)[:128], "gas"])
def test_a_word_is_highlighted_wherever_it_stands(text: str, form: Form, word: str) -> None:
    analysed = stem if form is Form.STEM else str
    expected = [(t.start, t.end) for t in tokenise(text) if analysed(t.word) == word]
    assert spans(Term(fields=("text",), word=word, form=form), text, "text") == expected


def test_no_text_has_no_highlights() -> None:
    assert spans(Term(fields=("heading",), word="oil"), None, "heading") == []
