"""The resolved tree, what is said beside it, and what --explain shows of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given

from cablesearch.errors import QueryError
from cablesearch.fields import FIELDS, TEXT_FIELDS
from cablesearch.query import ast
from cablesearch.query.ast import (
    And,
    Between,
    Expand,
    Form,
    Has,
    Like,
    Near,
    Not,
    Number,
    OneOf,
    Or,
    Phrase,
    Shape,
    Term,
)
from cablesearch.query.parse import parse
from cablesearch.query.render import leaves, periods
from cablesearch.query.resolve import Context, period_of, resolve, resolve_choice, understand
from tests.query.given import CONTEXT, NOW, tree
from tests.query.test_parse import QUERIES

OWN = ("text", "heading")
FIRST = Number(field="ordinal", low=1, high=1)


def with_rule(node: ast.Node, *witnesses: ast.Node) -> ast.Node:
    children = node.children if isinstance(node, And) else (node,)
    return And(children=(*children, ast.Unscored(child=Or(children=(FIRST, *witnesses)))))


def word(stem: str, fields: tuple[str, ...] = TEXT_FIELDS) -> ast.Node:
    return Term(fields=fields, word=stem)


def embarg(fields: tuple[str, ...]) -> ast.Node:
    return Expand(fields=fields, shape=Shape.WILDCARD, pattern="embarg*")


TEXT_OIL = word("oil", ("text",))
ENRG = OneOf(field="tags", values=("ENRG",))
YEAR_1973 = Between(
    field="date", start=datetime(1973, 1, 1, tzinfo=UTC), end=datetime(1974, 1, 1, tzinfo=UTC)
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("shelters", with_rule(word("shelter"), word("shelter", OWN))),
        (
            "=Shelters",
            with_rule(
                Term(fields=TEXT_FIELDS, word="shelters", form=Form.WORD),
                Term(fields=OWN, word="shelters", form=Form.WORD),
            ),
        ),
        ("U.S.", with_rule(Phrase(fields=TEXT_FIELDS, words=("u", "s")), Phrase(fields=OWN, words=("u", "s")))),
        ("oil oil", with_rule(word("oil"), word("oil", OWN))),
        (
            "oil (gas law)",
            with_rule(
                And(children=(word("oil"), word("gas"), word("law"))),
                word("oil", OWN), word("gas", OWN), word("law", OWN),
            ),
        ),
        ("oil *", with_rule(word("oil"), word("oil", OWN))),
        ("NOT oil", Not(child=word("oil"))),
        ("text:oil", word("oil", ("text",))),
        (
            "text:oil gas",
            with_rule(And(children=(TEXT_OIL, word("gas"))), TEXT_OIL, word("gas", OWN)),
        ),
        ("subject:oil gas", with_rule(And(children=(word("oil", ("subject",)), word("gas"))), word("gas", OWN))),
        ("oil NOT gas", with_rule(And(children=(word("oil"), Not(child=word("gas")))), word("oil", OWN))),
        ("oil OR tags:ENRG", with_rule(Or(children=(word("oil"), ENRG)), word("oil", OWN), ENRG)),
        (
            "gas (oil OR tags:ENRG)",
            with_rule(
                And(children=(word("gas"), Or(children=(word("oil"), ENRG)))),
                word("gas", OWN), word("oil", OWN),
            ),
        ),
        ("oil OR *", Or(children=(word("oil"), ast.Everything()))),
        (
            "a NEAR/3 (b OR ÉMBARG*)",
            with_rule(
                *(
                    Near(
                        fields=fields,
                        left=word("a", fields),
                        right=Or(children=(word("b", fields), embarg(fields))),
                        distance=3,
                    )
                    for fields in (TEXT_FIELDS, OWN)
                )
            ),
        ),
        ("text:/KH?ADDA?FI/", Expand(fields=("text",), shape=Shape.REGEX, pattern="kh?adda?fi")),
        (r"text:/\D[É]/", Expand(fields=("text",), shape=Shape.REGEX, pattern=r"\D[e]")),
        ("text:Helsinki~2", Expand(fields=("text",), shape=Shape.FUZZY, pattern="helsinki", edits=2)),
        ("marking:>=C", OneOf(field="marking", values=("C", "S", "TS"))),
        ("marking:>TS", ast.Nothing()),
        ("marking:unmarked", Not(child=Has(field="marking"))),
        ("source:*Zenda*", Like(field="source", shape=Shape.WILDCARD, pattern="*zenda*")),
        ('source:"a*.txt"', Like(field="source", shape=Shape.REGEX, pattern=r"a\*\.txt")),
        ("cited-by:08ZENDA457", OneOf(field="cable_id", values=("07STRELSAU12", "08ZENDA1"))),
        ("id:08ZENDA457~2", OneOf(field="cable_id", values=("08ZENDA457~2",))),
        ("id:2008ZENDA00457~12", OneOf(field="cable_id", values=("08ZENDA457~12",))),
        ("id:08ZENDA457~1", OneOf(field="cable_id", values=("08ZENDA457",))),
        ('id:"08 ZENDA 457~2"', OneOf(field="cable_id", values=("08ZENDA457~2",))),
        ('id:"08 ZENDA 457"~2', OneOf(field="cable_id", values=("08ZENDA457~2",))),
        ("id:frus1917/d10~2", OneOf(field="cable_id", values=("frus1917/d10~2",))),
        (
            "id:(08ZENDA457 OR 08ZENDA457~2)",
            Or(
                children=(
                    OneOf(field="cable_id", values=("08ZENDA457",)),
                    OneOf(field="cable_id", values=("08ZENDA457~2",)),
                )
            ),
        ),
        ("reasons:1.4(b)", OneOf(field="reasons", values=("1.4(b)",))),
        (
            "reasons:(1.4(B) OR 1.5d)",
            Or(
                children=(
                    OneOf(field="reasons", values=("1.4(b)",)),
                    OneOf(field="reasons", values=("1.5(d)",)),
                )
            ),
        ),
        ('reasons:"1.4 (b) and (d)"', OneOf(field="reasons", values=("1.4(b)", "1.4(d)"))),
        ("reasons:1.5b/d", OneOf(field="reasons", values=("1.5(b)", "1.5(d)"))),
        ("reasons:1.4", Like(field="reasons", shape=Shape.WILDCARD, pattern="1.4(?)")),
        ("reasons:other", OneOf(field="reasons", values=("other",))),
        ("cites:08ZENDA457~2", OneOf(field="cites", values=("08ZENDA457",))),
        ("number:99999999999999999999", Number(field="number", low=2**31 - 1, high=2**31 - 1)),
        ("date:1973", YEAR_1973),
        ("added:7d..", Between(field="added", start=datetime(2026, 11, 13, 12, tzinfo=UTC))),
        ("--", ast.Everything()),
    ],
)  # fmt: skip
def test_tree(query: str, expected: ast.Node) -> None:
    assert tree(query) == expected


def test_plain_text_is_words() -> None:
    assert tree("(oil", plain=True) == tree("oil")
    assert tree("oil-gas NOT", plain=True) == tree('"oil gas" "not"')


@pytest.mark.parametrize(
    ("query", "kind", "part"),
    [
        ("law of the sea", "stop-words", "of, the"),
        ("oil -- gas", "no-word", '"--"'),
        ("*burg", "leading-wildcard", "begins with a wildcard"),
        ("text:?urg", "leading-wildcard", "begins with a wildcard"),
        ("who is he?", "question-mark", "ends a question"),
        ('"law of the s*"', "quoted-pattern", "inside quotes"),
        ("paris BEFORE christmas", "before-as-word", "BEFORE/5"),
        ("TAGS: prel", "field-as-text", "directly"),
        (
            "embassy:ZENDA embassy:STRELSAU",
            "never-both",
            "ZENDA and STRELSAU together find nothing",
        ),
        ("marking:U oil marking:C", "never-both", "a paragraph has one marking"),
        ("embassy:ZENDO", "unknown-value", 'did you mean "ZENDA"'),
        ('tags:"arms control"', "tags-by-meaning", "PARM"),
        ("tags:fisheries", "tags-by-meaning", "EFIS to 1999, PREL from 2000"),
        ('tags:"no such thing"', "unknown-value", "no TAG"),
        ("tags:prle", "tags-folded", "PRLE is searched as PREL"),
        ('country:"the twin kingdoms"', "country-by-name", "any of GK, RR"),
        ("country:narnia", "unknown-value", 'no country is called "narnia"'),
        ("country:de", "unknown-value", "no cable has country DE"),
        ("date:1975..1973", "swapped", "read as 1973..1975"),
        ("marking:C..U", "swapped", "read as U..C"),
        ("para:7..5", "swapped", "read as 5..7"),
        ("cited-by:08ZENDA2", "cites-none", "08ZENDA2 cites no cable"),
        ("a OR b c", "precedence", "AND binds tighter"),
    ],
)
def test_notes(query: str, kind: str, part: str) -> None:
    notes = {note.kind: note.message for note in understand(query, context=CONTEXT).notes}
    assert part in notes[kind]


@pytest.mark.parametrize(
    "query",
    [
        "oil embargo",
        "the",
        "date:1973..1975",
        "embassy:(ZENDA OR STRELSAU)",
        "tags:PREL tags:KTIP",
        "country:ruritania persons:doe",
        "embassy:ZENDA class:>=C class:<S",
        "REF oil: 14:30",
    ],
)
def test_nothing_to_say(query: str) -> None:
    assert not understand(query, context=CONTEXT).notes


@given(QUERIES)
def test_any_query_is_resolved_or_refused(text: str) -> None:
    resolved = resolve(parse(text), context=CONTEXT)
    assert list(resolved.problems) == sorted(resolved.problems, key=lambda p: p.span)
    if resolved.problems:
        with pytest.raises(QueryError) as caught:
            understand(text, context=CONTEXT)
        assert caught.value.problems == resolved.problems
    assert not resolve(parse(text, plain=True), context=CONTEXT).problems
    for node in walk(resolved.tree):
        if isinstance(node, And | Or):
            assert len(node.children) >= 2
            assert not any(type(child) is type(node) for child in node.children)


def walk(node: ast.Node) -> list[ast.Node]:
    found = [node]
    if isinstance(node, And | Or):
        found += [n for child in node.children for n in walk(child)]
    elif isinstance(node, Not | ast.Unscored):
        found += walk(node.child)
    return found


@pytest.mark.parametrize(
    ("field", "values", "expected"),
    [
        ("marking", ["SBU"], OneOf(field="marking", values=("SBU",))),
        ("marking", ["unmarked"], Not(child=Has(field="marking"))),
        ("marking", ["sbu", "c"], OneOf(field="marking", values=("SBU", "C"))),
        (
            "marking",
            ["SBU", "unmarked", "C"],
            Or(
                children=(
                    OneOf(field="marking", values=("SBU", "C")),
                    Not(child=Has(field="marking")),
                )
            ),
        ),
        ("tags", ["prel", "KTIP"], OneOf(field="tags", values=("PREL", "KTIP"))),
        ("embassy", ["Embassy Zenda"], OneOf(field="embassy", values=("ZENDA",))),
        ("signers", ["RASSENDYLL"], OneOf(field="signers", values=("Rassendyll",))),
        ("reasons", ["1.4(b)"], OneOf(field="reasons", values=("1.4(b)",))),
        ("source", ["a*.txt"], OneOf(field="source", values=("a*.txt",))),
        ("info", ["EU MEMBER STATES"], OneOf(field="info", values=("EU MEMBER STATES",))),
        ("date", ["1973"], YEAR_1973),
        ("tags", [], ast.Nothing()),
        ("tags", ["prle", "KTIP"], OneOf(field="tags", values=("PREL", "KTIP"))),
        ("persons", ["SAPT, JANE"], OneOf(field="persons", values=("SAPT, JANE",))),
        ("country", ["ruritania"], OneOf(field="country", values=("RR",))),
    ],
)
def test_choice(field: str, values: list[str], expected: ast.Node) -> None:
    assert resolve_choice(FIELDS[field], values, CONTEXT) == expected


def test_a_context_needs_only_a_clock() -> None:
    bare = Context(now=NOW)
    found = understand('embassy:"abu dhabi" id:09BAKU911 cited-by:09BAKU911 tags:x', context=bare)
    assert OneOf(field="embassy", values=("ABU DHABI",)) in walk(found.tree)
    assert OneOf(field="cable_id", values=("09BAKU911",)) in walk(found.tree)


def test_period_of_an_option() -> None:
    assert period_of("1973-05").end == datetime(1973, 6, 1, tzinfo=UTC)


def test_leaves_are_the_words_as_typed_with_their_stems() -> None:
    query = 'Hostages "law of the sea" fund* counter-terror* a NEAR/3 /b+/ x~ NOT oil tags:PREL text:shelters'
    found = leaves(tree(query), query)
    assert [(leaf.written, leaf.stem) for leaf in found] == [
        ("Hostages", "hostag"),
        ('"law of the sea"', "law of the sea"),
        ("fund*", "fund*"),
        ("counter-terror*", "counter terror*"),
        ("a", "a"),
        ("/b+/", "/b+/"),
        ("x~", "x~1"),
        ("text:shelters", "shelter"),
    ]
    assert found[0].node == word("hostag")


def test_periods_of_a_tree() -> None:
    found = periods(tree("(oil OR NOT date:1973..) added:7d.. date:1973.."))
    assert found == (
        "date (... 1973-01-01)",
        "added [2026-11-13T12:00Z ...)",
        "date [1973-01-01 ...)",
    )


def test_a_filter_is_placed_with_its_field() -> None:
    query = "oil (tags:(PREL OR KTIP)) date:1973"
    node = tree(query)
    assert isinstance(node, And)
    places = [query[slice(*child.span)] for child in node.children if child.span]
    assert places == ["oil", "tags:(PREL OR KTIP)", "date:1973"]
