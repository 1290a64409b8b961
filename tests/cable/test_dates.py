"""Date-time groups and declassification dates."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.cable.dates import date_time_group, declassification_date, julian_day, page_date

WRITTEN = datetime(2008, 2, 29, 21, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("P 231403Z NOV 09", "2009-11-23T14:03:00+00:00"),
        ("O R 121245Z JUL 74", "1974-07-12T12:45:00+00:00"),
        ("052230Z Dec 05", "2005-12-05T22:30:00+00:00"),
        ("P 231403ZNOV 09", "2009-11-23T14:03:00+00:00"),
        ("P 23 1403Z NOV 2009 ZDK", "2009-11-23T14:03:00+00:00"),
        ("R 312400Z DEC 99", "2000-01-01T00:00:00+00:00"),
        ("R 311403Z NOV 09", None),
        ("R 232503Z NOV 09", None),
        ("1231403Z NOV 09", None),
        ("", None),
    ],
)
def test_date_time_group(text: str, wanted: str | None) -> None:
    found = date_time_group(text)
    assert (found.isoformat() if found else None) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("E.O. 12958: DECL: 11/23/2019", date(2019, 11, 23)),
        ("DECL: 2/8/30", date(2030, 2, 8)),
        ("DECL: 23/11/2019", date(2019, 11, 23)),
        ("DECL: 2019/11/23", date(2019, 11, 23)),
        ("DECL: 12-31-15", date(2015, 12, 31)),
        ("DECLASSIFIED JUNE 21, 2006", date(2006, 6, 21)),
        ("DECL: 21 JUN 2016", date(2016, 6, 21)),
        ("DECL: TWENTY YEARS", date(2028, 2, 29)),
        ("DECL: TEN YEARS", date(2018, 2, 28)),
        ("DECL: TEN YEARS AFTER KOREAN UNIFICATION", None),
        ("E.O. 12958: N/A", None),
        ("DECL: OADR", None),
        ("DECL: MR", None),
        ("E.O. 11652: GDS", None),
        ("DECL: 31/31/2019", None),
    ],
)
def test_declassification_date(text: str, wanted: date | None) -> None:
    assert declassification_date(text, WRITTEN) == wanted


def test_julian_day() -> None:
    assert julian_day(datetime(2009, 11, 23, tzinfo=UTC)) == 327


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2010-01-28 20:50:00", datetime(2010, 1, 28, 20, 50, tzinfo=UTC)),
        ("Cable dated:2005-11-15T12:40:00", datetime(2005, 11, 15, 12, 40, tzinfo=UTC)),
        ("Friday, 12 February 2010, 11:51", datetime(2010, 2, 12, 11, 51, tzinfo=UTC)),
        ("2010-13-28 20:50:00", None),
        ("nothing", None),
    ],
)
def test_page_date(text: str, wanted: datetime | None) -> None:
    assert page_date(text) == wanted


@given(st.text(st.characters(), max_size=100))
def test_never_raises(text: str) -> None:
    date_time_group(text)
    page_date(text)
    declassification_date(text, WRITTEN)
