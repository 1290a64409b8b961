"""Dates of cables: date-time groups, Julian days, declassification dates."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from cablesearch.cable.ident import year_of

_MONTHS = {
    "JAN": 1, "FEB": 2, "MAR": 3, "APR": 4, "MAY": 5, "JUN": 6,
    "JUL": 7, "AUG": 8, "SEP": 9, "OCT": 10, "NOV": 11, "DEC": 12,
}  # fmt: skip
_MONTH = "(?P<month>" + "|".join(_MONTHS) + ")[A-Z]{0,6}"

DTG = re.compile(
    r"(?<!\d)(?P<day>\d\d) ?(?P<hour>\d\d)(?P<minute>\d\d) ?Z ?" + _MONTH + r"\.? ?"
    r"(?P<year>(?:19|20)\d\d|\d\d)(?!\d)",
    re.IGNORECASE,
)
"""A date-time group: 231403Z NOV 09."""

_US = re.compile(r"(?<!\d)(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?!\d)")
_DAY_MONTH = re.compile(r"(?<!\d)(?P<day>\d{1,2}) ?" + _MONTH + r"\.?,? ?(?P<year>\d{4})", re.I)
_MONTH_DAY = re.compile(r"\b" + _MONTH + r"\.? ?(?P<day>\d{1,2})\w{0,2},? ?(?P<year>\d{4})", re.I)
_YEARS = {"TEN": 10, "FIFTEEN": 15, "TWENTY": 20, "TWENTYFIVE": 25, "TWENTY-FIVE": 25}
_TERM = re.compile(
    r"\b(?P<years>TEN|FIFTEEN|TWENTY[- ]?FIVE|TWENTY|\d\d) ?\(?\d{0,2}\)? YEARS?\b(?!\s+AFTER)",
    re.I,
)
_PAGE_DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)[T ](?P<hour>\d\d):(?P<minute>\d\d)"
)
_PAGE_DAY = re.compile(
    r"day, (?P<day>\d\d?) " + _MONTH + r" (?P<year>\d{4}), (?P<hour>\d\d):(?P<minute>\d\d)", re.I
)


def date_time_group(text: str) -> datetime | None:
    """The first date-time group of a text that is a possible date, in UTC.

    >>> date_time_group("P 231403Z NOV 09").isoformat()
    '2009-11-23T14:03:00+00:00'
    """
    for m in DTG.finditer(text):
        month = _MONTHS[m["month"].upper()]
        moment = _moment(year_of(m["year"]), month, int(m["day"]), int(m["hour"]), int(m["minute"]))
        if moment is not None:
            return moment
    return None


def page_date(text: str) -> datetime | None:
    """The time that a web page or a dump printed above a cable: 2010-01-28 20:50, Monday, 9 ..."""
    if m := _PAGE_DATE.search(text):
        return _moment(int(m["y"]), int(m["m"]), int(m["d"]), int(m["hour"]), int(m["minute"]))
    if m := _PAGE_DAY.search(text):
        month = _MONTHS[m["month"].upper()]
        return _moment(int(m["year"]), month, int(m["day"]), int(m["hour"]), int(m["minute"]))
    return None


def julian_day(moment: datetime) -> int:
    """The day of the year, as format line 3 has it."""
    return moment.timetuple().tm_yday


def declassification_date(text: str, written: datetime | None) -> date | None:
    """The day on which an E.O. line says a cable is to be declassified; null for N/A, OADR, MR.

    `written` is the cable's own date, from which TEN YEARS counts.

    >>> declassification_date("DECL: 11/23/19", None)
    datetime.date(2019, 11, 23)
    """
    upper = text.upper()
    if m := _ISO.search(upper):
        return _day(int(m[1]), int(m[2]), int(m[3]))
    if m := _US.search(upper):
        year = int(m[3]) if len(m[3]) == 4 else 2000 + int(m[3])
        return _day(year, int(m[1]), int(m[2])) or _day(year, int(m[2]), int(m[1]))
    if m := _MONTH_DAY.search(upper) or _DAY_MONTH.search(upper):
        return _day(int(m["year"]), _MONTHS[m["month"].upper()], int(m["day"]))
    if written is not None and (m := _TERM.search(upper)):
        words = m["years"].replace(" ", "")
        years = int(words) if words.isdigit() else _YEARS[words]
        return _later(written.date(), years)
    return None


def _later(day: date, years: int) -> date:
    """The same day some years on; 28 February for the 29th where that year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moment(year: int, month: int, day: int, hour: int, minute: int) -> datetime | None:
    try:
        if hour == 24 and minute == 0:  # midnight at a day's end
            return datetime(year, month, day, tzinfo=UTC) + timedelta(days=1)
        return datetime(year, month, day, hour, minute, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
