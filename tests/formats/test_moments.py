"""Moments as data write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.formats.moments import counted, iso


@pytest.mark.parametrize(
    ("text", "date", "precision", "zoned"),
    [
        ("1960", datetime(1960, 1, 1, tzinfo=UTC), "year", False),
        ("1960-07", datetime(1960, 7, 1, tzinfo=UTC), "month", False),
        (" 1960-7-1 ", datetime(1960, 7, 1, tzinfo=UTC), "day", False),
        ("19600710", datetime(1960, 7, 10, tzinfo=UTC), "day", False),
        ("1960-07-10T17:00", datetime(1960, 7, 10, 17, tzinfo=UTC), "time", False),
        ("1960-07-10 17:00:05", datetime(1960, 7, 10, 17, 0, 5, tzinfo=UTC), "time", False),
        ("2010-02-26T16:42:00.123456Z", datetime(2010, 2, 26, 16, 42, tzinfo=UTC), "time", True),
        ("2010-02-26 16:42:00 UTC", datetime(2010, 2, 26, 16, 42, tzinfo=UTC), "time", True),
        ("2010-02-26T16:42+0100", datetime(2010, 2, 26, 15, 42, tzinfo=UTC), "time", True),
        ("2010-02-26T16:42-05:00", datetime(2010, 2, 26, 21, 42, tzinfo=UTC), "time", True),
        ("1960-07-10T24:00:00", datetime(1960, 7, 11, tzinfo=UTC), "time", False),
    ],
)
def test_iso(text: str, date: datetime, precision: str, zoned: bool) -> None:
    assert iso(text) == (date, precision, zoned)


@pytest.mark.parametrize(
    "text",
    ["", "undated", "1960-13-01", "1960-02-30", "02/05/1960", "1960 17:00", "0000-01-01",
     "9999-12-31T24:00", "1960-07-10T17:00+99:00", "1960-07-10 and later", "196007", "1" * 5000],
)  # fmt: skip
def test_no_moment(text: str) -> None:
    assert iso(text) is None


@pytest.mark.parametrize(
    ("number", "date"),
    [
        (1960, datetime(1960, 1, 1, tzinfo=UTC)),
        (1202482931, datetime(2008, 2, 8, 15, 2, 11, tzinfo=UTC)),
        (1202482931000, datetime(2008, 2, 8, 15, 2, 11, tzinfo=UTC)),
        (1202482931000.0, datetime(2008, 2, 8, 15, 2, 11, tzinfo=UTC)),
        (1202482931000000000, datetime(2008, 2, 8, 15, 2, 11, tzinfo=UTC)),
        (-299_098_800_000, datetime(1960, 7, 10, 5, tzinfo=UTC)),
        (-299_098_800, datetime(1960, 7, 10, 5, tzinfo=UTC)),
        (float("nan"), None),
        (float("inf"), None),
        (10**400, None),
    ],
)
def test_counted(number: float, date: datetime | None) -> None:
    found = counted(number)
    assert (found.date if found else None) == date


@given(st.text(st.sampled_from("0123456789-T:+ Z.,U"), max_size=40))
def test_never_raises(text: str) -> None:
    iso(text)


@given(st.integers() | st.floats())
def test_no_number_raises(number: float) -> None:
    counted(number)


@given(st.datetimes(timezones=st.just(UTC)).map(lambda when: when.replace(microsecond=0)))
def test_what_python_writes_is_read(when: datetime) -> None:
    assert iso(when.isoformat()) == (when, "time", True)
