"""Collocates equal what is counted by hand."""

from __future__ import annotations

from collections import Counter
from math import isclose, log, log2
from typing import TYPE_CHECKING, Any

import pytest

from cablesearch.errors import UsageError
from cablesearch.language.stop_words import is_stop_word
from cablesearch.text import stem, tokenise, words

if TYPE_CHECKING:
    from cablesearch.api import Index
    from cablesearch.cable.model import Paragraph

NODES = {
    "text:=shelter": ("shelter",),
    'text:"the embassy"': ("the", "embassy"),
    "text:(=police OR =victims)": ("police", "victims"),
}


def nodes(query: str, found: list[str]) -> set[int]:
    """The positions of the words of a match, by hand."""
    if "OR" in query:
        return {at for at, word in enumerate(found) if word in NODES[query]}
    size = len(NODES[query])
    given = found if size == 1 else list(map(stem, found))  # a phrase is of stems
    wanted = list(NODES[query]) if size == 1 else list(map(stem, NODES[query]))
    starts = [at for at in range(len(found)) if given[at : at + size] == wanted]
    return {at + more for at in starts for more in range(size)}


def company(index: Index, paragraph: Paragraph, query: str, span: int, within: str) -> set[str]:
    tokens = tokenise(paragraph.text)
    found = [token.word for token in tokens]
    inside = nodes(query, found)

    def sentence(at: int) -> Any:
        spans = index.splitter.sentences(paragraph.text)
        return next(s for s in spans if s[0] <= tokens[at].start < s[1])

    return {
        found[other]
        for other in range(len(found))
        if other not in inside
        and any(
            abs(at - other) <= span and (within == "paragraph" or sentence(at) == sentence(other))
            for at in inside
        )
    }


def likelihood(both: int, here: int, word: int, everywhere: int) -> float:
    """Dunning's ratio, from the four cells."""
    cells = [both, here - both, word - both, everywhere - here - word + both]
    rows = [here, here, everywhere - here, everywhere - here]
    columns = [word, everywhere - word] * 2
    return 2 * sum(
        n * log(n * everywhere / (row * column))
        for n, row, column in zip(cells, rows, columns, strict=True)
        if n
    )


@pytest.mark.parametrize("query", NODES)
@pytest.mark.parametrize(("span", "within"), [(5, "paragraph"), (2, "paragraph"), (40, "sentence")])
@pytest.mark.parametrize("stop_words", [False, True])
def test_equal_a_count_by_hand(
    archive: Index, query: str, span: int, within: Any, stop_words: bool
) -> None:
    every = [paragraph for cable in archive.cables() for paragraph in cable.paragraphs]
    counts = Counter(w for p in every for w in company(archive, p, query, span, within))
    totals = Counter(word for p in every for word in set(words(p.text)))
    window, whole = counts.total(), totals.total()
    found = archive.collocates(query, span=span, within=within, min_count=2, stop_words=stop_words)
    assert (found.window, found.words) == (window, whole)
    assert {row.word: row.count for row in found.rows} == {
        word: count
        for word, count in counts.items()
        if count >= 2
        and count > window * totals[word] / whole
        and (stop_words or not is_stop_word(word))
    }
    assert found.rows or not (stop_words and span == 5)
    for row in found.rows:
        assert row.paragraphs == totals[row.word]
        assert isclose(row.expected, window * row.paragraphs / whole)
        assert isclose(row.pmi, log2(row.count / row.expected), abs_tol=1e-9)
        assert isclose(
            row.log_likelihood, likelihood(row.count, window, row.paragraphs, whole), abs_tol=1e-6
        )


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("log-likelihood", lambda row: -row.log_likelihood),
        ("pmi", lambda row: -row.pmi),
        ("count", lambda row: -row.count),
    ],
)
def test_order_and_limit(archive: Index, sort: Any, key: Any) -> None:
    found = archive.collocates("text:victims", sort=sort, min_count=2)
    assert [key(row) for row in found.rows] == sorted(map(key, found.rows))
    few = archive.collocates("text:victims", sort=sort, min_count=2, limit=3)
    assert few.rows == found.rows[:3]
    assert few.found == len(found.rows) > 3


def test_what_narrows_does_not_narrow_what_is_compared_with(archive: Index) -> None:
    every = archive.collocates("text:the")
    some = archive.collocates("text:the", filters={"embassy": ["ZENDA"]})
    assert some.holding < every.holding
    assert some.words == every.words


def test_nothing(archive: Index) -> None:
    found = archive.collocates("text:quillifant")
    assert (found.rows, found.found, found.matches, found.window) == ((), 0, 0, 0)
    with pytest.raises(UsageError):
        archive.collocates("tags:PREL")
