"""Queries made to do harm: each is refused with a message, or finds what it says, on every engine."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from cablesearch.engines.base import Request
from cablesearch.engines.registry import ENGINES, engine
from cablesearch.errors import QueryError, UsageError
from cablesearch.query.match import match
from cablesearch.query.render import caret_lines
from cablesearch.query.resolve import understand
from cablesearch.text import words
from tests.engines.collection import ROWS, build, keys_of
from tests.engines.hostile import every, hostile
from tests.query.given import CONTEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.engines.base import Searcher

COMMONEST = [
    w for w, _ in Counter(word for row in ROWS for word in words(row.text)).most_common(40)
]
SHAPES = hostile(COMMONEST)


@pytest.fixture(scope="module", params=ENGINES)
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    found = build(engine(request.param), tmp_path_factory.mktemp(request.param) / "index", ROWS)
    yield found
    found.close()


def refused(searcher: Searcher, query: str) -> list[str] | None:
    """What somebody reads who asks this; null where it is answered."""
    try:
        tree = understand(query, context=CONTEXT).tree
        searcher.search(Request(tree=tree, facets=("tags", "marking"), limit=3))
    except QueryError as error:
        return caret_lines(error)
    except UsageError as error:
        return [str(error)]
    return None


@pytest.mark.parametrize("shape", SHAPES)
def test_refused_or_answered(searcher: Searcher, shape: str) -> None:
    for query in SHAPES[shape]:
        told = refused(searcher, query)
        if told is None:
            tree = understand(query, context=CONTEXT).tree
            want = {(row.cable_id, row.ordinal) for row in ROWS if match(tree, row)}
            assert keys_of(searcher, tree) == want
        else:
            assert 0 < max(map(len, told)) < 500


def test_they_are_many_and_most_are_answered() -> None:
    asked = every(COMMONEST)
    answered = 0
    for _, query in asked:
        try:
            understand(query, context=CONTEXT)
        except QueryError:
            continue
        answered += 1
    assert len(SHAPES) >= 35
    assert answered > len(asked) / 2


NEARS = [
    "(harbour OR dues OR minister OR king OR zenda OR prime OR fish OR the OR of) {} "
    "(will OR raise OR pay OR zenda OR for OR harbour OR dues OR who OR is)",
    "(harbour OR dues OR minist* OR king OR zend* OR prime OR fish* OR the OR of) {} "
    "(will OR raise OR pa~1 OR =zenda OR for OR harbour OR =fishing OR who OR is)",
    '("harbour dues" OR "prime minister" OR king OR zenda OR prime OR fish* OR the OR of) {} '
    "(will OR raise OR pay OR =zenda OR for OR harbour OR dues OR who OR is)",
    "f* {} h*",
    "the~2 {} of~2",
    "(the OR the OR the~1 OR harbour) {} (the OR the~1 OR dues)",
]


@pytest.mark.parametrize(
    "operator", ["NEAR/0", "NEAR/1", "NEAR/4", "BEFORE/0", "BEFORE/3", "NEAR/50"]
)
@pytest.mark.parametrize("query", NEARS)
def test_many_words_near_many(searcher: Searcher, query: str, operator: str) -> None:
    tree = understand(query.format(operator), context=CONTEXT).tree
    want = {(row.cable_id, row.ordinal) for row in ROWS if match(tree, row)}
    assert keys_of(searcher, tree) == want
    assert want
    for scored in searcher.search(Request(tree=tree, limit=100)).hits:
        assert (scored.cable_id, scored.ordinal) in want
