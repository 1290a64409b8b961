"""Pages, filters and highlights of searches over the sample cables: laws that hold whatever is asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cablesearch.api import Index, open_index
from cablesearch.engines.registry import ENGINES
from cablesearch.indexing.build import BuildOptions, build
from cablesearch.indexing.tools import real_tools
from cablesearch.text import stem, stems
from tests.hostile.counts import often
from tests.indexing.world import EPOCH

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from cablesearch.query.ast import Order

    By = Literal["paragraph", "cable"]

CORPUS = Path(__file__).parents[2] / "corpus"
MANY = settings(
    max_examples=often(25, 1_250),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
WORDS = st.sampled_from(
    [
        "shelter",
        "victim",
        "embassy",
        "minister",
        "election",
        "zenda",
        "police",
        "harbour",
        "trafficking",
        "law",
    ]
)
FILTERS = st.sampled_from(
    [
        "marking:SBU",
        "marking:unmarked",
        "tags:KTIP",
        "embassy:ZENDA",
        "date:2006..",
        "NOT tags:PREL",
    ]
)


@pytest.fixture(scope="module", params=ENGINES)
def index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Index]:
    place = tmp_path_factory.mktemp(request.param) / "index"
    options = BuildOptions(paths=(str(CORPUS),), engine=request.param, jobs=1)
    build(place, options, now=lambda: EPOCH, on_event=lambda _: None, tools=real_tools())
    with open_index(place) as found:
        yield found


def keys(index: Index, query: str) -> set[tuple[str, int]]:
    return {(hit.cable.id, hit.paragraph.ordinal) for hit in index.search(query, limit=5_000).hits}


@MANY
@given(
    WORDS,
    WORDS,
    st.integers(1, 9),
    st.sampled_from(["paragraph", "cable"]),
    st.sampled_from(["relevance", "date", "-date", "id"]),
)
def test_pages_on_end_are_one_long_page(
    index: Index, one: str, other: str, size: int, by: By, sort: Order
) -> None:
    query = f"{one} OR {other}"
    whole = index.search(query, limit=60, by=by, sort=sort).hits
    pages = [
        hit
        for at in range(0, len(whole), size)
        for hit in index.search(query, offset=at, limit=min(size, 60 - at), by=by, sort=sort).hits
    ]
    assert [(h.cable.id, h.paragraph.ordinal) for h in pages] == [
        (h.cable.id, h.paragraph.ordinal) for h in whole
    ]


@MANY
@given(WORDS, WORDS, FILTERS)
def test_what_is_joined_is_what_sets_are(index: Index, one: str, other: str, filtered: str) -> None:
    first, second, kept = (keys(index, q) for q in (f"text:{one}", f"text:{other}", filtered))
    assert keys(index, f"text:{one} text:{other}") == first & second
    assert keys(index, f"text:{one} OR text:{other}") == first | second
    assert keys(index, f"text:{one} {filtered}") == first & kept
    assert keys(index, f"text:{one} NOT ({filtered})") == first - kept


@MANY
@given(WORDS)
def test_a_facet_of_one_value_each_sums_to_the_matches(index: Index, one: str) -> None:
    page = index.search(one, facets=["marking", "embassy"], limit=1)
    for name, facet in page.facets.items():
        without = 0 if name == "marking" else facet.missing  # unmarked paragraphs count as a value
        assert sum(value.count for value in facet.values) + without == page.total


@MANY
@given(WORDS)
def test_every_hit_holds_the_word_and_shows_its_own_text(index: Index, one: str) -> None:
    (wanted,) = stems(one)
    for hit in index.search(f"text:{one}", limit=50).hits:
        stored = next(
            p for p in index.cable(hit.cable.id).paragraphs if p.ordinal == hit.paragraph.ordinal
        )
        assert hit.paragraph == stored
        assert wanted in stems(stored.text)
        for start, end in hit.highlights:
            assert stem(stored.text[start:end].lower()) == wanted
