"""`saved:NAME` means the query of that name in brackets, with what narrows it; what cannot be opened is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from cablesearch.errors import QueryError
from cablesearch.query import ast
from cablesearch.query.parse import parse
from cablesearch.query.question import Question
from cablesearch.query.resolve import Context, resolve, understand
from cablesearch.query.saved import DEEPEST
from tests.query.given import CONTEXT
from tests.query.test_parse import QUERIES

if TYPE_CHECKING:
    from collections.abc import Mapping


def context(saved: Mapping[str, Question | str]) -> Context:
    made = {n: Question(query=q) if isinstance(q, str) else q for n, q in saved.items()}
    return replace(CONTEXT, saved=made)


@given(QUERIES)
def test_alone_it_is_the_query(text: str) -> None:
    expected = resolve(parse(text), context=CONTEXT)
    found = resolve(parse("saved:x"), context=context({"x": text}))
    if expected.problems:
        [problem] = found.problems
        assert (problem.kind, problem.span) == ("saved-unreadable", (6, 7))
        assert problem.message in {f"saved:x: {p.message}" for p in expected.problems}
    else:
        assert found.problems == ()
        assert found.tree == expected.tree
        assert {n.message for n in found.notes} == {n.message for n in expected.notes}


@given(
    QUERIES, st.sampled_from(["oil {}", "{} OR gas", "NOT {}", "(tags:PREL OR {}) sea", "-{} oil"])
)
def test_among_others_it_is_the_query_in_brackets(text: str, around: str) -> None:
    inner = resolve(parse(text), context=CONTEXT)
    pasted = resolve(parse(around.format(f"({text})")), context=CONTEXT)
    assume(not inner.problems and not pasted.problems)
    # what is left out as too common depends on what stands beside it; that of a saved query does not
    assume(all(note.kind not in ("stop-words", "no-word") for note in pasted.notes + inner.notes))
    found = resolve(parse(around.format("saved:x")), context=context({"x": text}))
    assert found.tree == pasted.tree


def test_what_narrows_it_is_in_it_and_not_scored() -> None:
    asked = Question(
        query="oil", filters={"tag": ["PREL", "KTIP"]}, where=["gas"], since="2008", until="2009"
    )
    tree = understand("sea saved:x", context=context({"x": asked})).tree
    tags = ast.OneOf(field="tags", values=("PREL", "KTIP"))
    dates = understand("date:2008..2009", context=CONTEXT).tree
    gas = understand("gas", context=CONTEXT).tree
    expected = understand("sea oil", context=CONTEXT).tree
    assert isinstance(tree, ast.And)
    assert isinstance(expected, ast.And)
    *words, rule = expected.children
    unscored = [ast.Unscored(child=node) for node in (gas, dates, tags)]
    assert tree.children == (*words, *unscored, rule)


def test_a_plain_one_stays_plain() -> None:
    asked = Question(query="oil OR gas", plain=True)
    found = understand("saved:x", context=context({"x": asked})).tree
    assert found == understand("oil OR gas", context=CONTEXT, plain=True).tree


def test_inside_one_another_and_in_any_case() -> None:
    saved = context({"x": "oil saved:y", "y": "gas OR saved:z", "z": "tar"})
    found = resolve(parse("SAVED:X"), context=saved)
    assert found.tree == understand("oil (gas OR tar)", context=CONTEXT).tree
    assert found.saved == (
        ("x", "(and oil saved:y)"), ("y", "(or gas saved:z)"), ("z", "tar"),
    )  # fmt: skip
    either = resolve(parse("saved:(y OR z)"), context=saved)
    assert either.tree == understand("gas OR tar", context=CONTEXT).tree


def test_a_stop_word_beside_it_is_left_out() -> None:
    found = understand("the saved:x", context=context({"x": "oil"}))
    assert found.tree == understand("oil", context=CONTEXT).tree


def test_its_parts_have_no_place_in_the_query() -> None:
    def spans(node: ast.Node) -> set[object]:
        inner = [getattr(node, name, None) for name in ("child", "left", "right")]
        children = [*getattr(node, "children", ()), *filter(None, inner)]
        return {node.span}.union(*map(spans, children))

    text = "counter-terror* (law NEAR/5 sea) NOT gas OR tags:PREL"
    tree = resolve(parse("saved:x"), context=context({"x": text})).tree
    assert spans(tree) == {None, (0, 7)}


RING = {"a": "saved:b", "b": "oil saved:c", "c": "saved:a"}
CHAIN = {f"n{at}": f"saved:n{at + 1}" for at in range(DEEPEST)} | {f"n{DEEPEST}": "oil"}
BUSHY = {"b0": "oil gas " * 200} | {f"b{at}": f"saved:b{at - 1} " * 5 for at in range(1, 4)}


@pytest.mark.parametrize(
    ("query", "saved", "kind", "written", "message"),
    [
        ("oil saved:fsh", {"fish": "oil"}, "unknown-saved", "fsh",
         'no saved query "fsh"; did you mean "fish"?  (cablesearch saved list)'),
        ("saved:x", {}, "unknown-saved", "x", 'no saved query "x"  (cablesearch saved list)'),
        ("saved:x oil", {"x": "saved:y"}, "saved-unreadable", "x",
         'saved:x: no saved query "y"  (cablesearch saved list)'),
        ("saved:x", {"x": "form:y"}, "saved-unreadable", "x",
         'saved:x: no field "form"; did you mean "from"?  (cablesearch fields)'),
        ("saved:x", {"x": Question(filters={"form": ["a"]})}, "saved-unreadable", "x",
         'saved:x: no field "form"'),
        ("saved:x", {"x": Question(since="1o74")}, "saved-unreadable", "x",
         'saved:x: "1o74" is not a date; write 1974, 1974-05 or 1974-05-14'),
        ("saved:x", {"x": Question(where=["(oil"])}, "saved-unreadable", "x",
         "saved:x: this bracket is not closed"),
        ("gas saved:a", RING, "saved-unreadable", "a", "saved:a opens itself: a -> b -> c -> a"),
        ("saved:n0", CHAIN, "saved-unreadable", "n0",
         f"saved:n{DEEPEST - 1}: more than {DEEPEST} saved queries inside one another"),
        ("saved:b3", BUSHY, "saved-unreadable", "b3",
         "saved:b1: the saved queries of a query have at most 16,384 characters"),
        ("saved:x*", {"x": "oil"}, "unknown-saved", "x*",
         'no saved query "x*"; did you mean "x"?  (cablesearch saved list)'),
        ("saved:x~1", {"x": "oil"}, "bad-value", "saved:x~1"[6:], "saved: takes a value, not ~, a pattern or *"),
        ("text:(saved:x)", {"x": "oil"}, "field-in-field", "(saved:x)"[1:-1],
         "saved: stands in the brackets of another field; close them before it"),
    ],
)  # fmt: skip
def test_what_cannot_be_opened(
    query: str, saved: dict[str, Question | str], kind: str, written: str, message: str
) -> None:
    with pytest.raises(QueryError) as raised:
        understand(query, context=context(saved))
    [problem] = raised.value.problems
    assert (problem.kind, problem.message) == (kind, message)
    assert query[slice(*problem.span)] == written


def test_the_deepest_can_be_opened() -> None:
    chain = {name: text for name, text in CHAIN.items() if name != "n0"}
    found = understand("saved:n1", context=context(chain))
    assert found.tree == understand("oil", context=CONTEXT).tree
