"""Which records of one number are of one cable."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.indexing.fold import Text, fold
from cablesearch.indexing.version import hour_of

if TYPE_CHECKING:
    from random import Random

A = " ".join(f"alpha{n}" for n in range(40))
B = " ".join(f"bravo{n}" for n in range(40))
HALF = " ".join(f"alpha{n}" for n in range(20))
OTHER_HALF = " ".join(f"alpha{n}" for n in range(20, 40))
MIXED = " ".join([*A.split()[:20], *B.split()[:21]])
CORRECTED = " ".join([*A.split()[:18], *B.split()[:18]])


def text(
    said: str,
    date: str | None = "1976-12-01T14:35",
    *,
    corrected: bool = False,
    section: int | None = None,
) -> Text:
    moment = datetime.fromisoformat(date).replace(tzinfo=UTC) if date else None
    return Text(
        hour=hour_of(moment),
        digest=hashlib.sha256(said.encode()).hexdigest(),
        words=frozenset(said.split()),
        corrected=corrected,
        section=section,
    )


ONE_HOUR_LATER = "1976-12-01T15:00"
DAY_ONLY = "1976-12-01"
NEXT_DAY = "1976-12-02"

CASES: list[tuple[str, list[Text], list[set[int]]]] = [
    ("the same words", [text(A), text(A + " again")], [{0, 1}]),
    ("other words", [text(A), text(B)], [{0}, {1}]),
    ("another minute", [text(A), text(A + " again", "1976-12-01T14:02")], [{0, 1}]),
    ("another hour", [text(A), text(A, ONE_HOUR_LATER)], [{0}, {1}]),
    ("a date without its hour", [text(A), text(A, DAY_ONLY)], [{0, 1}]),
    ("a minute past midnight is an hour", [text(A), text(A, "1976-12-01T00:01")], [{0}, {1}]),
    ("another day", [text(A), text(A, NEXT_DAY)], [{0}, {1}]),
    ("no date", [text(A), text(A + " again", None)], [{0, 1}]),
    ("no date and other words", [text(A), text(B, None)], [{0}, {1}]),
    ("an extract", [text(A), text(HALF)], [{0, 1}]),
    ("a few words of it", [text(A), text("alpha3 alpha9")], [{0, 1}]),
    ("a few words, not all of it", [text(A), text("alpha3 alpha9 bravo1")], [{0}, {1}]),
    ("two sections alone", [text(HALF), text(OTHER_HALF)], [{0}, {1}]),
    ("two sections and the whole", [text(HALF), text(OTHER_HALF), text(A)], [{0, 1, 2}]),
    ("half of it and as much of another", [text(A), text(MIXED)], [{0}, {1}]),
    ("a corrected copy", [text(A), text(CORRECTED, corrected=True)], [{0, 1}]),
    ("the same, and nothing says that it is one", [text(A), text(CORRECTED)], [{0}, {1}]),
    ("common words do not join two cables", [text(A + " end"), text(B + " end"), text("end")], [{0, 2}, {1}]),
    ("nor does a copy without a date", [text(A), text(A, NEXT_DAY), text(A + " again", None)], [{0, 2}, {1}]),
    ("no text at all", [text(A), text("")], [{0, 1}]),
    ("no text and no date", [text(A), text("", None)], [{0, 1}]),
    ("no text and another day", [text(A), text("", NEXT_DAY)], [{0}, {1}]),
    ("no text joins no two cables", [text(A), text(B), text("")], [{0, 2}, {1}]),
    ("nothing but dates", [text("", DAY_ONLY), text("", NEXT_DAY), text("", None)], [{0, 2}, {1}]),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "cables"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_case(texts: list[Text], cables: list[set[int]]) -> None:
    found = [{texts.index(one) for one in cable} for cable in fold(texts)]
    assert sorted(found, key=min) == cables


def test_the_order_is_by_date_then_section_then_text() -> None:
    later, second, first = text(A, NEXT_DAY), text(A, section=2), text(B, section=1)
    undated = text("nothing that the others say", None)
    assert fold([undated, later, second, first]) == [[first], [second], [later], [undated]]
    low, high = sorted([text(A), text(B)], key=lambda t: t.digest)
    assert fold([high, low]) == [[low], [high]]


texts = st.builds(
    text,
    st.lists(st.sampled_from(["one", "two", "three", "four", "five", "six", "seven", "eight"])).map(
        " ".join
    ),
    st.sampled_from([None, DAY_ONLY, NEXT_DAY, "1976-12-01T14:00", ONE_HOUR_LATER]),
    corrected=st.booleans(),
)


@given(st.lists(texts, max_size=8, unique_by=lambda t: t.rank), st.randoms())
def test_it_depends_on_nothing_but_the_texts(some: list[Text], random: Random) -> None:
    found = fold(some)
    assert sorted((t for cable in found for t in cable), key=lambda t: t.rank) == sorted(
        some, key=lambda t: t.rank
    )
    assert all(found)
    shuffled = some[:]
    random.shuffle(shuffled)
    assert fold(shuffled) == found


@given(st.lists(texts, max_size=8, unique_by=lambda t: t.rank))
def test_the_dates_of_one_cable_agree(some: list[Text]) -> None:
    for cable in fold(some):
        hours = {t.hour for t in cable if t.hour}
        days = {hour.date() for hour in hours}
        sure = {hour for hour in hours if hour.hour or hour.minute}
        assert len(days) <= 1
        assert len(sure) <= 1
