"""The question that is browsed, as a value: what it asks, and the command line that asks the same."""

from __future__ import annotations

import shlex
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.cli.app import program
from cablesearch.cli.arguments import check_negations
from cablesearch.cli.asking import question
from cablesearch.cli.browse.state import ORDERS, View
from cablesearch.fields import FACETS, MAIN_FACETS

COMMAND = program().get_command(None, "query")

TEXT = st.text(min_size=1, max_size=12).filter(lambda text: "\0" not in text)
VIEWS = st.builds(
    View,
    query=st.one_of(st.just(""), TEXT, st.just("-tags:PREL x"), st.just("--all"), st.just("--")),
    chosen=st.dictionaries(
        st.sampled_from(FACETS), st.lists(TEXT, min_size=1, max_size=3, unique=True), max_size=3
    ).map(lambda found: tuple((name, tuple(values)) for name, values in found.items())),
    filters=st.lists(TEXT, max_size=2).map(tuple),
    since=st.sampled_from([None, "1973", "1973-05"]),
    until=st.sampled_from([None, "1974", "1974-02-03"]),
    plain=st.booleans(),
    sort=st.sampled_from(ORDERS),
    by=st.sampled_from(["paragraph", "cable"]),
    facets=st.lists(st.sampled_from(FACETS), unique=True).map(lambda more: (*MAIN_FACETS, *more)),
    period=st.sampled_from([None, ("1973", "1973"), ("1973-05-14", "1974-01")]),
)


def read(args: list[str]) -> dict[str, Any]:
    """The arguments of `cablesearch query` as typer reads them."""
    check_negations(["query", *args])
    return dict(COMMAND.make_context("query", list(args)).params)


def test_as_nothing_is_asked() -> None:
    assert View().arguments == ()
    assert View().command_line() == "cablesearch query"
    assert View().facets == MAIN_FACETS


@given(VIEWS)
def test_the_command_line_asks_the_same(view: View) -> None:
    words = shlex.split(view.command_line(("--index", "a b")))
    assert words[:4] == ["cablesearch", "--index", "a b", "query"]
    given = read(words[4:])
    again = question(
        marking=given["marking"],
        tag=given["tag"],
        embassy=given["embassy"],
        only=given["only"],
        since=given["since"],
        until=given["until"],
        filters=given["filter"],
        plain=given["plain"],
    )
    assert again == view.options
    assert " ".join(given["query"] or ()) == view.query
    assert [f for f in view.facets if f not in MAIN_FACETS] == list(given["facet"] or ())
    assert (given["sort"] or "relevance", given["by"]) == (view.sort, view.by)


def test_what_is_given_is_what_is_seen() -> None:
    options = question(
        marking=["SBU"], tag=None, embassy=None, only=["origin=ZENDA", "zone=summary"],
        since="2004", until=None, filters=["shelter"], plain=True,
    )  # fmt: skip
    view = View.of("oil", options, sort="date")
    assert view.options == options
    assert view.facets == (*MAIN_FACETS, "zone")


def test_values_are_ticked_and_let_go() -> None:
    view = View().with_chosen("tags", ["KTIP"]).with_chosen("marking", ["C", "S"])
    assert view.chosen == (("tags", ("KTIP",)), ("marking", ("C", "S")))
    assert view.with_chosen("tags", ["KTIP", "PREL"]).chosen[0] == ("tags", ("KTIP", "PREL"))
    assert view.with_chosen("tags", []).chosen == (("marking", ("C", "S")),)


@pytest.mark.parametrize(
    ("first", "last", "wider"),
    [
        ("1973-05-14", "1973-05-14", "1973-05"), ("1973-05", "1973-05", "1973"), ("1973", "1973", None),
        ("1973", "1975", None), ("1973-05", "1973-07", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("since", [None, "1970", "1973-05-20"])
def test_wider(first: str, last: str, wider: str | None, since: str | None) -> None:
    start = View(since=since)
    assert start.within(first, last).wider() == (start.within(wider, wider) if wider else start)
    assert start.wider() == start


@pytest.mark.parametrize(
    ("since", "until", "span"),
    [
        (None, None, ("1973", "1974")), ("1972", "1975", ("1973", "1974")), ("1973-01", "1974-12-31", ("1973", "1974")),
        ("1973-06-15", None, ("1973-06-15", "1974")), (None, "1973-06", ("1973", "1973-06")),
        ("1973-06", "1974-02-03", ("1973-06", "1974-02-03")), ("1973..1980", None, ("1973", "1974")),
    ],
)  # fmt: skip
def test_a_period_does_not_reach_beyond_the_start(
    since: str | None, until: str | None, span: tuple[str, str]
) -> None:
    view = View(since=since, until=until).within("1973", "1974")
    assert view.span == span
    assert (view.options["since"], view.options["until"]) == span
    assert {f"--since={span[0]}", f"--until={span[1]}"} <= {
        f"{name}={value}" for name, value in pairwise(view.arguments)
    }


def test_orders_come_round() -> None:
    view = View()
    for order in (*ORDERS[1:], ORDERS[0]):
        view = view.reordered()
        assert view.sort == order
    assert View().regrouped().by == "cable"
    assert View().regrouped().regrouped() == View()


def test_what_matches_the_same() -> None:
    view = View(query="oil")
    assert view.asks_like(view.reordered().regrouped().counting("zone"))
    assert not view.asks_like(view.within("1973", "1973"))
    assert not view.asks_like(View(query="gas"))
