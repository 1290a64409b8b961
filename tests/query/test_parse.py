"""The tree as typed: how it is shown, its notes, and that any text can be read and written again."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.query import syntax
from cablesearch.query.parse import MOST_CHARACTERS, parse
from cablesearch.query.render import render
from cablesearch.query.write import to_query

SIGNS = [*"()\"“”-!|~=*?/:'.,;&<>¶ \t\n\\", "..", ">=", "//", "~1", " ", " "]
OPERATORS = ["AND", "OR", "NOT", "NEAR", "NEAR/5", "BEFORE/2"]
NAMES = ["tags:", "date:", "text:", "REF:", "has:", "cited-by:", "form:", "saved:"]
PIECES = st.sampled_from([*SIGNS, *OPERATORS, *NAMES, "oil", "x1:2", "1973", "law of", "wom?n"])
QUERIES = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join))


@given(QUERIES)
def test_any_text_can_be_read(text: str) -> None:
    parsed = parse(text)
    for problem in parsed.problems:
        assert 0 <= problem.span[0] < problem.span[1] <= max(len(text), 1)
    assert not parse(text, plain=True).problems or any("\ud800" <= c <= "\udfff" for c in text)


@given(QUERIES)
def test_what_is_written_reads_the_same(text: str) -> None:
    parsed = parse(text)
    if not parsed.problems:
        assert parse(to_query(parsed.tree)).tree == parsed.tree


LEAVES = st.one_of(
    st.builds(
        syntax.Word,
        text=st.sampled_from(["oil", "G/TIP", "--", "REF:", "14:30", "BEFORE", "O'Neill,"]),
    ),
    st.builds(syntax.Word, text=st.just("shelters"), exact=st.just(True)),
    st.builds(syntax.Wild, text=st.sampled_from(["fund*", "*x", "wom?n", "counter-terror*"])),
    st.builds(syntax.Fuzzy, text=st.just("helsinki"), edits=st.integers(0, 9)),
    st.builds(syntax.Regex, pattern=st.sampled_from(["kh?adda?fi", "(a|b)c", "[)]"])),
    st.builds(
        syntax.Quoted,
        text=st.sampled_from(["law of the sea", "", " OR "]),
        slop=st.none() | st.integers(0, 9),
    ),
    st.just(syntax.All()),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(syntax.And, children=st.lists(inner, min_size=2, max_size=4).map(tuple)),
        st.builds(syntax.Or, children=st.lists(inner, min_size=2, max_size=4).map(tuple)),
        st.builds(syntax.Not, child=inner),
        st.builds(
            syntax.Fielded, name=st.sampled_from(["tags", "Date", "cited-by", "x1"]), value=inner
        ),
        st.builds(
            syntax.Near, left=inner, right=inner, distance=st.integers(0, 99), ordered=st.booleans()
        ),
    ),
    max_leaves=8,
)


@given(TREES)
def test_every_tree_can_be_written(tree: syntax.Node) -> None:
    assert parse(to_query(tree)).tree == tree


SHAPES = [
    *["(", ")", "((a) ", '"', "-", "--a", "!(", "NOT ", "OR ", "a ", "a:", "a:(", "/", "/a", "/("],
    *["~", "a~", "*", "*a", "=", "|", "\\", "¶", "a NEAR ", '"a"~', "a:/", "-=", "½", "ﷺ", ".."],
    *["a OR b c ", "1:", "tags:x ", "a-b* "],
]


@pytest.mark.parametrize("piece", SHAPES)
def test_reading_takes_no_time(piece: str) -> None:
    text = (piece * 4_096)[:4_096]
    start = time.process_time()
    parsed = parse(text)
    written = to_query(parsed.tree)
    if not parsed.problems and len(written) <= MOST_CHARACTERS:
        assert parse(written).tree == parsed.tree
    render(parsed.tree)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("query", "read_as"),
    [
        ("hostages OR tehran date:1979-11..", "(or hostages (and tehran date:[1979-11-01 ...)))"),
        ("a b OR c NOT d", "(or (and a b) (and c (not d)))"),
        ("a NEAR/5 b c", "(and (near/5 a b) c)"),
        ("NOT a NEAR b", "(not (near/10 a b))"),
        ("a BEFORE/2 (b OR fund*)", "(before/2 a (or b fund*))"),
        ("((a))", "a"),
        ("a (b (c d))", "(and a (and b (and c d)))"),
        ('tag:(PREL OR -KTIP) "law sea"~3', '(and tags:(or PREL (not KTIP)) "law sea"~3)'),
        (
            "date:1973 added:7d.. decl:..2020",
            "(and date:[1973-01-01 1974-01-01) added:7d.. declassify_on:(... 2021-01-01))",
        ),
        ("date:(1973 OR 1975-05)", "date:(or [1973-01-01 1974-01-01) [1975-05-01 1975-06-01))"),
        ("=x y~ /z/ *", "(and =x y~1 /z/ *)"),
        ("", "*"),
        (
            "date:(NOT 1973 1974)",
            "date:(and (not [1973-01-01 1974-01-01)) [1974-01-01 1975-01-01))",
        ),
        ("date:*", "date:*"),
        # pasted punctuation
        ("Turkey - Iran", "(and Turkey - Iran)"),
        ("end -- start", "(and end -- start)"),
        ("end --start", "(and end start)"),
        ("14:30 REF: http://x", "(and 14:30 REF: http://x)"),
        ("(REF:)", "REF:"),
        ("a-b !c", "(and a-b (not c))"),
        ("(a)-b", "(and a (not b))"),
        ('"a"-b', '(and "a" b)'),
        ("/s/ Smith", "(and /s/ Smith)"),
        ("and/or /path/to", "(and and/or /path/to)"),
        ("R&D or not", "(and R&D or not)"),
        ("embassy:OR", "embassy:OR"),
        ("~5 km", "(and ~5 km)"),
        ("??? ***", "(and ??? *)"),
    ],
)
def test_read_as(query: str, read_as: str) -> None:
    parsed = parse(query)
    assert not parsed.problems
    assert render(parsed.tree) == read_as


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("a OR b c", ["precedence"]),
        ("a OR (b c)", []),
        ("(a OR b) c", []),
        ("COMMODITY NOT DISCUSSED", ["capitals"]),
        ("OIL OR GAS", ["capitals"]),
        ("oil OR gas", []),
        ("OIL GAS", []),
        ("TAGS:PREL -KTIP", []),
    ],
)
def test_notes(query: str, kinds: list[str]) -> None:
    assert [note.kind for note in parse(query).notes] == kinds


def test_precedence_note_shows_the_other_reading() -> None:
    [note] = parse("hostages OR tehran date:1979-11..").notes
    assert (
        note.message == "AND binds tighter than OR; for (hostages OR tehran) AND date, use brackets"
    )
    [note] = parse("a b OR c (d OR e)").notes
    assert note.message.endswith("for a AND (b OR c) AND (d OR e), use brackets")


def test_capitals_note_offers_a_way_out() -> None:
    [note] = parse("COMMODITY NOT DISCUSSED").notes
    assert "NOT was read as an operator" in note.message
    assert "quotes" in note.message
    assert "--plain" in note.message
    assert not parse("COMMODITY NOT DISCUSSED", plain=True).notes
