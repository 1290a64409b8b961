"""Timelines: the periods, and their counts held against a count by hand of random dates."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cablesearch.cable.tables import default_tables
from cablesearch.engines.registry import ENGINES, engine
from cablesearch.errors import UsageError
from cablesearch.fields import Row
from cablesearch.query.context import Context
from cablesearch.search.dates import Calendar
from cablesearch.search.page import IndexInfo
from cablesearch.search.question import Question, understand
from cablesearch.search.run import Bench
from cablesearch.search.steps import STEPS, Step, label_of, many, periods, start_of, step_for
from cablesearch.search.timeline import MOST_PERIODS, Timeline, timeline
from tests.engines.collection import build

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from cablesearch.cable.model import Cable

DAYS = st.dates()
INFO = IndexInfo(
    path="index",
    generation=1,
    built_at=datetime(2026, 11, 1, tzinfo=UTC),
    engine="any",
    cables=1,
    paragraphs=1,
)


# -- periods -----------------------------------------------------------------------------------------------------------


@given(DAYS, st.integers(0, 4000), st.sampled_from(STEPS))
def test_periods_follow_one_another_and_hold_both_ends(first: date, days: int, step: Step) -> None:
    last = first + min(timedelta(days=days), date.max - first)
    found = list(periods(first, last, step))
    assert found[0][0] <= first <= found[0][1]
    assert found[-1][0] <= last <= found[-1][1]
    for (start, end), (following, _) in pairwise(found):
        assert start <= end
        assert end + timedelta(days=1) == following
    assert len({label_of(start, step) for start, _ in found}) == len(found)
    assert many(first, last, step) <= len(found)
    for start, end in found:
        assert start_of(start, step) == start_of(end, step) == start


@pytest.mark.parametrize(
    ("day", "labels"),
    [
        ("2006-05-14", ["2006", "2006-Q2", "2006-05", "2006-W19", "2006-05-14"]),
        ("2005-01-02", ["2005", "2005-Q1", "2005-01", "2004-W53", "2005-01-02"]),
        ("2008-12-29", ["2008", "2008-Q4", "2008-12", "2009-W01", "2008-12-29"]),
        ("0861-10-01", ["0861", "0861-Q4", "0861-10", "0861-W39", "0861-10-01"]),
    ],
)
def test_labels(day: str, labels: list[str]) -> None:
    given_day = date.fromisoformat(day)
    assert [label_of(start_of(given_day, step), step) for step in STEPS] == labels


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (1, "day"), (60, "day"), (61, "week"), (420, "week"), (421, "month"), (1830, "month"), (1831, "quarter"),
        (5490, "quarter"), (5491, "year"), (60_000, "year"),
    ],
)  # fmt: skip
def test_the_step_follows_the_span(days: int, step: Step) -> None:
    first = date(1903, 3, 7)
    assert step_for(first, first + timedelta(days=days - 1)) == step


# -- timelines ---------------------------------------------------------------------------------------------------------


def rows_of(moments: Sequence[tuple[datetime | None, str]]) -> list[Row]:
    """A cable for each date and text."""
    return [
        Row(cable_id=f"08ZENDA{i}", ordinal=1, text=text, date=moment)
        for i, (moment, text) in enumerate(moments)
    ]


@contextmanager
def bench_of(name: str, place: Path, rows: Sequence[Row]) -> Iterator[Bench]:
    searcher = build(engine(name), place, rows)
    days = sorted(row.date.date() for row in rows if row.date)
    ends = (days[0], days[-1]) if days else (None, None)
    tables = default_tables()

    class NoCables:
        def cables(self, cable_ids: Sequence[str]) -> Iterator[Cable]:
            raise AssertionError("a cable was read")

        def day(self, cable_id: str) -> date | None:
            raise AssertionError("a cable was read")

    none = NoCables()
    yield Bench(
        searcher=searcher,
        cables=none,
        calendar=Calendar(searcher, none, tables, (*ends, len(rows) - len(days))),
        tables=tables,
        info=INFO,
    )
    searcher.close()


def asked(
    bench: Bench,
    query: str,
    by: Step | None = None,
    *,
    share: bool = False,
    against: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Timeline:
    context = Context(now=INFO.built_at)
    question = Question(query=query, since=since, until=until)
    return timeline(
        bench,
        understand(question, context),
        by=by,
        share=share,
        against=None if against is None else understand(replace(question, query=against), context),
    )


MOMENTS = st.one_of(
    st.none(),
    st.datetimes(datetime(1973, 1, 1), datetime(1979, 12, 31, 23, 59), timezones=st.just(UTC)),  # noqa: DTZ001
)
TEXTS = st.sampled_from(["fish", "king", "fish and king", "harbour"])


@pytest.mark.parametrize("name", ENGINES)
def test_counts_are_those_of_a_count_by_hand(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    @settings(max_examples=25, derandomize=True, database=None)
    @given(st.lists(st.tuples(MOMENTS, TEXTS), min_size=1, max_size=30), st.data())
    def agree(cables: list[tuple[datetime | None, str]], data: st.DataObject) -> None:
        steps = data.draw(st.lists(st.sampled_from(STEPS), min_size=1, unique=True))
        with bench_of(name, tmp_path_factory.mktemp("t") / "index", rows_of(cables)) as bench:
            for step in steps:
                found = asked(bench, "fish", step, share=True, against="king")
                for period in found.periods:
                    inside = [
                        text
                        for moment, text in cables
                        if moment and period.start <= moment.date() <= period.end
                    ]
                    fish = sum("fish" in text for text in inside)
                    king = sum("king" in text for text in inside)
                    assert (period.count, period.of, period.against) == (fish, len(inside), king)
                    assert period.share == (100 * fish / len(inside) if inside else None)
                    assert period.against_share == (100 * king / len(inside) if inside else None)
                dated = sum(period.count for period in found.periods)
                assert found.total == dated + found.undated == sum("fish" in t for _, t in cables)
                if found.periods:
                    ends = found.periods[0], found.periods[-1]
                    assert all(end.count or end.against for end in ends)

    agree()


@pytest.fixture(params=ENGINES)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    moments: list[tuple[datetime | None, str]] = [
        (datetime(year, month, day, 23, 59, tzinfo=UTC), text)
        for year, month, day, text in (
            (1973, 1, 5, "harbour"),
            (1973, 12, 31, "fish"),
            (1974, 3, 1, "fish king"),
            (1974, 3, 2, "king"),
            (1979, 6, 30, "harbour"),
        )
    ]
    with bench_of(request.param, tmp_path / "index", rows_of([*moments, (None, "fish")])) as found:
        yield found


def told(found: Timeline) -> list[tuple[str, int]]:
    return [(period.label, period.count) for period in found.periods]


def test_gaps_are_told(bench: Bench) -> None:
    assert told(asked(bench, "fish", "month")) == [
        ("1973-12", 1),
        ("1974-01", 0),
        ("1974-02", 0),
        ("1974-03", 1),
    ]


@pytest.mark.parametrize(
    ("since", "until", "ends"),
    [
        (None, None, ("1973", "1974")),
        ("1974", None, ("1974", "1974")),
        ("1900", None, ("1973", "1974")),
        (None, "1976-05", ("1973", "1976")),
        (None, "9999", ("1973", "1979")),
        ("1974-02", "1977", ("1974", "1977")),
    ],
)
def test_since_and_until_widen_what_is_shown_within_the_index(
    bench: Bench, since: str | None, until: str | None, ends: tuple[str, str]
) -> None:
    found = told(asked(bench, "fish", "year", since=since, until=until))
    assert (found[0][0], found[-1][0]) == ends


def test_two_series_share_their_periods(bench: Bench) -> None:
    found = asked(bench, "king", "month", against="harbour")
    assert (found.periods[0].label, found.periods[-1].label) == ("1973-01", "1979-06")
    assert sum(period.count for period in found.periods) == 2
    assert sum(period.against or 0 for period in found.periods) == 2
    assert found.against
    assert (found.against.query, found.against.total, found.against.undated) == ("harbour", 2, 0)


def test_nothing_dated_makes_no_period(bench: Bench) -> None:
    found = asked(bench, "castle", share=True)
    assert (found.periods, found.total, found.undated) == ((), 0, 0)
    found = asked(bench, "fish NOT has:date")
    assert (found.periods, found.total, found.undated) == ((), 1, 1)


def test_the_rows_are_flat(bench: Bench) -> None:
    found = asked(bench, "fish", share=True)
    assert found.by == "week"
    first = found.to_dicts()[0]
    assert (first["count"], first["of"], first["share"], first["against"]) == (1, 1, 100.0, None)
    assert found.head()["total"] == 3


def test_too_many_periods_are_refused(tmp_path: Path) -> None:
    ends = [datetime(year, 1, 1, tzinfo=UTC) for year in (1000, 2000)]
    rows = rows_of([(moment, "fish") for moment in ends])
    with bench_of("whoosh", tmp_path / "index", rows) as bench:
        with pytest.raises(UsageError, match=f"more than {MOST_PERIODS:,} weeks"):
            asked(bench, "fish", "week")
        assert len(asked(bench, "fish", "month").periods) == 12_001
        assert asked(bench, "fish").by == "year"
