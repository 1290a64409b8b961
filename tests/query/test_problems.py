"""What cannot be read: every problem of a query at once, with its place and a suggestion."""

from __future__ import annotations

import pytest

from cablesearch.errors import QueryError
from cablesearch.fields import FIELDS
from cablesearch.query.render import caret_lines
from cablesearch.query.resolve import period_of, resolve_choice, understand
from tests.query.given import CONTEXT

PROBLEMS = [
    # query, kind, the text under the carets, part of the message, suggestion
    ("form:tehran", "unknown-field", "form", 'no field "form"; did you mean "from"?', "from"),
    ("qqqqq:x", "unknown-field", "qqqqq", 'no field "qqqqq"', None),
    ("has:markin", "unknown-field", "markin", 'did you mean "marking"', "marking"),
    ("date:1o74", "bad-date", "1o74", "write 1974, 1974-05 or 1974-05-14", None),
    ("date:l97o", "bad-date", "l97o", "is not a date", "1970"),
    ("date:74", "bad-date", "74", "is not a date", None),
    ("date:03/04/1974", "bad-date", "03/04/1974", "could be 1974-03-04 or 1974-04-03", None),
    ("date:14/05/1974", "bad-date", "14/05/1974", "write 1974-05-14", "1974-05-14"),
    ('date:"14 May 1974"', "bad-date", '"14 May 1974"', "write 1974-05-14", "1974-05-14"),
    ("date:1974-5", "bad-date", "1974-5", "write 1974-05", "1974-05"),
    ("date:19740514", "bad-date", "19740514", "write 1974-05-14", "1974-05-14"),
    ("date:1973-13", "bad-date", "1973-13", "not in the calendar", None),
    ("date:1973-02-30", "bad-date", "1973-02-30", "not in the calendar", None),
    ("date:0000", "bad-date", "0000", "not in the calendar", None),
    ("date:..", "bad-date", "..", "on one side at least", None),
    ("date:7d..", "bad-date", "7d..", "only added: takes", None),
    ("released:7d..", "bad-date", "7d..", "only added: takes", None),
    ("added:7d", "bad-date", "7d", "write 7d..", "7d.."),
    ("added:999999w..", "bad-date", "999999w..", "before the first year", None),
    ("date:19*", "bad-date", "19*", "is not a date", None),
    ("date:>=", "bad-date", ">=", "is not a date", None),
    ("marking:X", "unknown-value", "X", "these are: U, SBU, LOU, C, S, TS", None),
    ("marking:S/NF", "unknown-value", "S/NF", "marking:S caveats:NF", "marking:S caveats:NF"),
    ("marking:..", "bad-range", "..", "on one side", None),
    ("class:confidental", "unknown-value", "confidental", "did you mean", "CONFIDENTIAL"),
    (
        "class:SBU",
        "unknown-value",
        "SBU",
        "class_caveats:SBU",
        "class:unclassified class_caveats:SBU",
    ),
    ("zone:sumary", "unknown-value", "sumary", "summary, body, comment", "summary"),
    ("number:five", "bad-number", "five", "is not a number", None),
    ("number:..", "bad-number", "..", "is not a number", None),
    ("id:ZENDA", "bad-id", "ZENDA", "is not a cable's id", None),
    ("tags:PREL,KTIP", "list", "PREL,KTIP", "tags:(PREL OR KTIP)", "tags:(PREL OR KTIP)"),
    ("tags:-PREL", "negated-value", "-PREL", "NOT tags:PREL", "NOT tags:PREL"),
    ('tags:""', "empty-value", '""', "has no value", None),
    ("tags:PREL~1", "bad-value", "PREL~1", "not ~", None),
    ("id:zenda~2", "bad-id", "zenda~2", "is not a cable's id", None),
    ("tags:(PREL NEAR/2 KTIP)", "near-operand", "PREL NEAR/2 KTIP", "for words", None),
    ("tags:(embassy:X)", "field-in-field", "embassy:X", "brackets of another field", None),
    ("/a(b/", "bad-regex", "(", "not closed", None),
    ("/a**/", "bad-regex", "*", "two repeats", None),
    ("/*a/", "bad-regex", "*", "nothing before", None),
    (r"/(a)\1/", "bad-regex", "\\", "is not known here", None),
    ("/(?=a)b/", "bad-regex", "(", "is not known here", None),
    ("/((a{99}){99}){99}/", "bad-regex", "(", "too large", None),
    ("x~5", "too-many-edits", "x~5", "only ~1 and ~2", "x~2"),
    ("G/TIP~1", "bad-fuzzy", "G/TIP~1", "one plain word", None),
    ("=fund*", "bad-exact", "=fund*", "as written", "fund*"),
    ("=U.S.S.R.", "too-many-parts", "=U.S.S.R.", "BEFORE/0", None),
    ('"a b"~5000', "too-far", '"a b"~5000', "1,000", "~1000"),
    ("a NEAR/5000 b", "too-far", "a NEAR/5000 b", "1,000", "NEAR/1000"),
    ("a NEAR/5 tags:PREL", "near-operand", "tags:PREL", "before the whole", None),
    ("a NEAR/5 (b c)", "near-operand", "b c", "NEAR takes words", None),
    ("a NEAR/5 NOT b", "near-operand", "NOT", "takes no NOT", None),
    ("a NEAR/5 b NEAR/5 c", "near-operand", "a NEAR/5 b NEAR/5 c", "NEAR joins two", None),
    ("a NEAR/5 b-c*", "near-operand", "b-c*", "sequence with a pattern", None),
    ("a NEAR/5 (b OR ())", "empty-brackets", "()", "nothing in these", None),
    ("a NEAR/5 ()", "empty-brackets", "()", "nothing in these", None),
    ("(a NEAR b) NEAR c", "near-operand", "a NEAR b", "NEAR takes words", None),
    ("/a[/", "bad-regex", "[", "not closed", None),
    ("/[c-a]/", "bad-regex", "c", "wrong way round", None),
    ("/a{2,1}/", "bad-regex", "{", "smaller", None),
    ("/a{x}/", "bad-regex", "{", "{ needs", None),
    ("/a)/", "bad-regex", ")", "without an opening", None),
    ("/^a$/", "bad-regex", "^", "not needed", None),
    ("/" + "(" * 21 + ")" * 21 + "/", "bad-regex", "(", "inside one another", None),
    ("has:mark*", "unknown-field", "mark*", "no field", "marking"),
    ("number:~1", "bad-number", "~1", "is not a number", None),
    ("a NEAR/5 --", "near-operand", "--", "no word", None),
    ('oil "law of', "unclosed-quote", '"', "not closed", None),
    ("oil (law", "unclosed-bracket", "(", "not closed", None),
    ("oil (", "unclosed-bracket", "(", "not closed", None),
    ("oil) law", "stray-bracket", ")", "no opening", None),
    ("oil ()", "empty-brackets", "()", "nothing in these", None),
    ("tags:()", "empty-brackets", "()", "nothing in these", None),
    ("AND oil", "missing-operand", "AND", "nothing before AND", None),
    ("oil OR", "missing-operand", "OR", "nothing after OR", None),
    ("oil AND OR gas", "missing-operand", "AND", "nothing after AND", None),
    ("oil NOT", "missing-operand", "NOT", 'write "not"', None),
    ("NEAR oil", "missing-operand", "NEAR", "nothing before", None),
    ("oil NEAR", "missing-operand", "NEAR", "nothing after", None),
    ("| oil", "missing-operand", "|", "nothing before |", None),
    ("OR", "missing-operand", "OR", "nothing before", None),
    ("oil \ud800", "bad-character", "\ud800", "half a character", None),
]


@pytest.mark.parametrize(("query", "kind", "under", "message", "suggestion"), PROBLEMS)
def test_problem(query: str, kind: str, under: str, message: str, suggestion: str | None) -> None:
    with pytest.raises(QueryError) as caught:
        understand(query, context=CONTEXT)
    [problem] = caught.value.problems
    assert problem.kind == kind
    assert query[slice(*problem.span)] == under
    assert message in problem.message
    assert problem.suggestion == suggestion


def test_all_problems_at_once_in_order_of_place() -> None:
    with pytest.raises(QueryError) as caught:
        understand("(uraniun form:tehran) ) date:1o74 x~7 OR", context=CONTEXT)
    kinds = [problem.kind for problem in caught.value.problems]
    assert kinds == [
        "unknown-field",
        "stray-bracket",
        "bad-date",
        "too-many-edits",
        "missing-operand",
    ]


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("x" * 4_097, "too-long"),
        ("(" * 21 + "x" + ")" * 21, "too-deep"),
        ("NOT " * 21 + "x", "too-deep"),
        ("a " * 1_025, "too-many-terms"),
        ('"' + "a " * 1_025 + '"', "too-many-terms"),
    ],
)
def test_limits(query: str, kind: str) -> None:
    with pytest.raises(QueryError) as caught:
        understand(query, context=CONTEXT)
    assert [problem.kind for problem in caught.value.problems] == [kind]


@pytest.mark.parametrize(
    "query", ["x" * 4_096, "(" * 20 + "x" + ")" * 20, "NOT " * 20 + "x", "ab " * 1_024]
)
def test_up_to_the_limits(query: str) -> None:
    understand(query, context=CONTEXT)


def test_carets_as_in_the_design() -> None:
    with pytest.raises(QueryError) as caught:
        understand("uraniun form:tehran date:1o74", context=CONTEXT)
    assert str(caught.value) == "2 things in this query cannot be read"
    assert caret_lines(caught.value) == [
        "  uraniun form:tehran date:1o74",
        '          ^^^^ no field "form"; did you mean "from"?  (cablesearch fields)',
        '                           ^^^^ "1o74" is not a date; write 1974, 1974-05 or 1974-05-14',
    ]


@pytest.mark.parametrize(
    ("query", "shown", "indent"),
    [
        ("a\tform:x", "  a form:x", 4),
        ("日本 form:x", "  日本 form:x", 7),
        ("São\u0303 form:x", "  São\u0303 form:x", 6),
        ("a\x1b[0m form:x", "  a [0m form:x", 8),
        ("a\nform:x", "  a form:x", 4),
    ],
)
def test_carets_stand_below_their_place(query: str, shown: str, indent: int) -> None:
    with pytest.raises(QueryError) as caught:
        understand(query, context=CONTEXT)
    first, second = caret_lines(caught.value)
    assert first == shown
    assert second.startswith(" " * indent + "^^^^ no field")


def test_carets_of_a_long_query_show_the_neighbourhood() -> None:
    query = "word " * 200 + "form:x" + " word" * 200
    with pytest.raises(QueryError) as caught:
        understand(query, context=CONTEXT)
    first, second = caret_lines(caught.value)
    assert len(first) < 100
    assert first[second.index("^") :].startswith("form:x")


@pytest.mark.parametrize("name", FIELDS)
def test_every_example_of_the_field_table_can_be_read(name: str) -> None:
    understand(FIELDS[name].example, context=CONTEXT)


def test_choices_and_periods_say_what_they_cannot_read() -> None:
    with pytest.raises(QueryError) as caught:
        resolve_choice(FIELDS["marking"], ("SBU", "X", "Y"), CONTEXT)
    assert [problem.span for problem in caught.value.problems] == [(5, 6), (8, 9)]
    with pytest.raises(QueryError):
        resolve_choice(FIELDS["text"], ("oil",), CONTEXT)
    with pytest.raises(QueryError, match="1 thing"):
        period_of("03/04/1974")
    with pytest.raises(QueryError):
        period_of("7d")


def test_carets_of_many_problems_are_cut() -> None:
    with pytest.raises(QueryError) as caught:
        understand(")" * 50, context=CONTEXT)
    lines = caret_lines(caught.value)
    assert len(lines) == 12
    assert lines[-1] == "  ... and 40 more"
