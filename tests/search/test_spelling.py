"""Words that were meant, against a plain reading of the rule."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cablesearch.query.patterns import edit_distance
from cablesearch.search.spelling import nearest_word

AN_ENDING = st.text("abc", max_size=7)


def plainly(word: str, known: dict[str, int]) -> str | None:
    found = [
        (edits, -count, one)
        for one, count in known.items()
        if (edits := edit_distance(word, one, 2)) is not None
    ]
    return min(found)[2] if found and min(found)[0] else None


@given(AN_ENDING, st.dictionaries(AN_ENDING, st.integers(1, 3), max_size=8))
@example("", {"a": 1, "ab": 1, "abc": 1})
@example("abcabc", {"cabcabc": 1, "bcabca": 1, "abcab": 1})
def test_the_nearest_word_is_found(ending: str, endings: dict[str, int]) -> None:
    known = {f"z{one}": count for one, count in endings.items()}
    assert nearest_word(f"z{ending}", sorted(known.items())) == plainly(f"z{ending}", known)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Zend", "zenda"),  # one edit, though zones is commoner
        ("zenda", None),
        ("zoned", "zones"),
        ("zsomboly", None),
    ],
)
def test_examples(word: str, expected: str | None) -> None:
    assert nearest_word(word, [("zenda", 3), ("zones", 40)]) == expected
