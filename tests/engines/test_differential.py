"""Every engine against `query.match`: random trees over the same rows find the same paragraphs, counts and orders."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cablesearch.engines.base import Request, Searcher
from cablesearch.engines.registry import ENGINES, engine
from cablesearch.query.ast import Everything, Node
from cablesearch.query.match import match
from tests.engines.collection import ROWS, Rows, all_told, brute_force, build, keys_of
from tests.engines.divergences import DIVERGENCES
from tests.engines.strategies import Trees, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.fields import Row

STEADY = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
    ],
)
"""The same examples at every run."""

TREES = Trees(ROWS)


@pytest.fixture(scope="module", params=ENGINES)
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    found = build(engine(request.param), tmp_path_factory.mktemp(request.param) / "index", ROWS)
    yield found
    found.close()


def matched(tree: Node) -> set[tuple[str, int]]:
    return {(row.cable_id, row.ordinal) for row in ROWS if match(tree, row)}


def test_trees_mean_what_match_says_and_most_find_some(searcher: Searcher) -> None:
    shares = []

    @settings(STEADY, max_examples=400)
    @given(TREES.trees())
    def agree(tree: Node) -> None:
        want = matched(tree)
        assert keys_of(searcher, tree) == want
        shares.append(len(want) / len(ROWS))

    agree()
    assert len(shares) >= 400
    assert sum(0.01 <= share <= 0.9 for share in shares) >= len(shares) / 2


@pytest.mark.slow
def test_requests_answer_as_brute_force_does(searcher: Searcher) -> None:
    @settings(STEADY, max_examples=1000)
    @given(TREES.requests())
    def agree(request: Request) -> None:
        want = brute_force(ROWS, request)
        found = searcher.search(request)
        assert (found.total, found.cables) == (len(want.keys), want.cables)
        assert {f: (dict(c.counts), c.missing) for f, c in found.facets.items()} == want.facets
        keys = [(hit.cable_id, hit.ordinal) for hit in found.hits]
        assert len(keys) == min(request.limit, found.total)
        if request.sort == "relevance":
            assert set(keys) <= set(want.keys)
        else:
            assert keys == want.keys[: request.limit]

    agree()


def test_days_are_those_of_brute_force(searcher: Searcher) -> None:
    @settings(STEADY, max_examples=100)
    @given(TREES.requests())
    def agree(request: Request) -> None:
        assert searcher.days(request) == brute_force(ROWS, request).days

    agree()


@pytest.mark.slow
@pytest.mark.parametrize("name", ENGINES)
def test_random_rows_in_random_commits(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Any sequence of adding and removing leaves what a fresh build of the rest holds, and finds the same."""
    cables = st.dictionaries(
        st.sampled_from("abcdefg"), st.lists(rows(), min_size=1, max_size=3), max_size=4
    )

    @settings(STEADY, max_examples=40)
    @given(st.data(), st.lists(cables, min_size=1, max_size=4))
    def agree(data: st.DataObject, commits: list[dict[str, list[Row]]]) -> None:
        used = engine(name)
        place = tmp_path_factory.mktemp("index")
        kept: dict[str, list[Row]] = {}
        for at, commit in enumerate(commits):
            writer = used.append(place / "index") if at else used.create(place / "index")
            for gone in data.draw(st.lists(st.sampled_from("abcdefg"), max_size=2)):
                writer.remove(gone)
                kept.pop(gone, None)
            for cable_id, found in commit.items():
                numbered = [
                    replace(r, cable_id=cable_id, ordinal=i) for i, r in enumerate(found, start=1)
                ]
                writer.remove(cable_id)
                writer.add(numbered)
                kept[cable_id] = numbered
            if data.draw(st.booleans()) and commit:
                taken_back = next(iter(commit))
                writer.remove(taken_back)
                del kept[taken_back]
            writer.commit()
        left = [row for found in kept.values() for row in found]
        asked = [Request(tree=Everything(), facets=("tags", "marking"), limit=50)]
        if any(row.text for row in left):
            asked += data.draw(st.lists(Trees(left).requests(), min_size=3, max_size=3))
        # opened when all is drawn: a draw may give the example up, and leave open what is open
        with (
            closing(build(used, place / "fresh", left)) as fresh,
            closing(used.open(place / "index", Rows(left))) as grown,
        ):
            for request in asked:
                want = brute_force(left, request)
                found_grown, found_fresh = grown.search(request), fresh.search(request)
                assert all_told(found_grown) == all_told(found_fresh)
                assert found_grown.total == len(want.keys)
                assert grown.days(request) == fresh.days(request) == want.days

    agree()


@pytest.mark.parametrize("number", sorted(DIVERGENCES))
def test_known_differences_are_still_there(
    number: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """One that has gone away must be taken off the list."""
    known = DIVERGENCES[number]
    found = build(engine(known.engine), tmp_path_factory.mktemp("index") / "index", ROWS)
    assert keys_of(found, known.tree) != matched(known.tree)
    found.close()
