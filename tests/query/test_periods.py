"""Dates as periods: the edges of every precision."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.query.periods import Period, PeriodError, read_period
from cablesearch.query.render import interval
from tests.query.given import NOW


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1973", "[1973-01-01 1974-01-01)"),
        ("1973-05", "[1973-05-01 1973-06-01)"),
        ("1973-12", "[1973-12-01 1974-01-01)"),
        ("1973-05-14", "[1973-05-14 1973-05-15)"),
        ("1972-02-29", "[1972-02-29 1972-03-01)"),
        ("1973-12-31", "[1973-12-31 1974-01-01)"),
        ("1973..", "[1973-01-01 ...)"),
        ("..1975", "(... 1976-01-01)"),
        ("1973-05..1974-02", "[1973-05-01 1974-03-01)"),
        ("1973-05..1973", "[1973-05-01 1974-01-01)"),
        ("1974..1973-05", "[1973-05-01 1975-01-01)"),
        (">=1973-05", "[1973-05-01 ...)"),
        (">1973-05", "[1973-06-01 ...)"),
        ("<1973-05", "(... 1973-05-01)"),
        ("<=1973-05", "(... 1973-06-01)"),
        ("=1973", "[1973-01-01 1974-01-01)"),
        ("9999", "[9999-01-01 ...)"),
        ("9999-12", "[9999-12-01 ...)"),
        ("9999-12-31", "[9999-12-31 ...)"),
        (">9999", "[9999-01-01 9999-01-01)"),
        ("7d..", "[2026-11-13T12:00Z ...)"),
        ("..24h", "(... 2026-11-19T12:00Z)"),
        ("2w..1d", "[2026-11-06T12:00Z 2026-11-19T12:00Z)"),
        ("1d..2w", "[2026-11-06T12:00Z 2026-11-19T12:00Z)"),
        ("2026-10..1d", "[2026-10-01 2026-11-19T12:00Z)"),
    ],
)
def test_edges(text: str, shown: str) -> None:
    period = read_period(text, now=NOW)
    assert interval(period.start, period.end) == shown


def test_swapped_ends_are_told() -> None:
    assert read_period("1975..1973").swapped
    assert not read_period("1973..1975").swapped
    assert not read_period("1973..1973").swapped


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_a_day_is_in_its_own_month_and_year_only(moment: datetime, other: datetime) -> None:
    for form in ("%Y", "%Y-%m", "%Y-%m-%d"):
        text = _written(moment, form)
        period = read_period(text)
        assert _holds(period, moment)
        assert _holds(period, other) == (_written(other, form) == text)


def _written(moment: datetime, form: str) -> str:
    return moment.strftime(form.replace("%Y", f"{moment.year:04d}"))


def _holds(period: Period, moment: datetime) -> bool:
    return (period.start is None or period.start <= moment) and (
        period.end is None or moment < period.end
    )


@given(st.one_of(st.text(max_size=20), st.text("0123456789-./ .><=dhw", max_size=14)))
def test_any_text_is_a_period_or_refused_with_one(text: str) -> None:
    for now in (None, NOW):
        suggestion = None
        try:
            read_period(text, now=now)
        except PeriodError as error:
            suggestion = error.suggestion
        if suggestion is not None:
            read_period(suggestion, now=now)
