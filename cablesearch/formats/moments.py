"""Moments as data write them: ISO 8601 of any precision, and counts since 1970."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final, Literal, NamedTuple

_ISO: Final = re.compile(
    r"(?P<year>\d{4})(?:(?P<basic>\d\d\d\d)|-(?P<month>\d\d?)(?:-(?P<day>\d\d?))?)?"
    r"(?:(?:T|,? )(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?"
    r" ?(?P<zone>Z|UTC|[+-]\d\d(?::?\d\d)?)?)?"
)
_UNITS: Final = (1, 1_000, 1_000_000, 1_000_000_000)
_FAR: Final = 4_200_000_000
"""Seconds from 1970 to 2103: what is more counts smaller units."""
_YEARS: Final = range(1600, 2200)


class Moment(NamedTuple):
    """A moment, aware, in UTC; what its text leaves open is its beginning, and local time is taken as UTC.

    `zoned` says that the text says how far it is from UTC.
    """

    date: datetime
    precision: Literal["year", "month", "day", "time"]
    zoned: bool = False


def iso(text: str) -> Moment | None:
    """The moment that an ISO 8601 text names; None where it is none. Fractions of a second are dropped.

    >>> iso("1960-07")
    Moment(date=datetime.datetime(1960, 7, 1, 0, 0, tzinfo=datetime.timezone.utc), precision='month', zoned=False)
    >>> iso("1948-06-24T11:00:00+03:30").date.isoformat()
    '1948-06-24T07:30:00+00:00'
    """
    found = _ISO.fullmatch(text.strip()[:80])
    if found is None:
        return None
    year = int(found["year"])
    month, day = found["month"], found["day"]
    if found["basic"]:
        month, day = found["basic"][:2], found["basic"][2:]
    if found["hour"] and day is None:
        return None
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    midnight = hour == 24 and minute == second == 0  # the end of the day
    try:
        zone = _zone(found["zone"] or "Z")
        when = datetime(
            year,
            int(month or 1),
            int(day or 1),
            0 if midnight else hour,
            minute,
            second,
            tzinfo=zone,
        ).astimezone(UTC) + timedelta(days=midnight)
    except (ValueError, OverflowError):
        return None
    if found["hour"]:
        return Moment(when, "time", zoned=found["zone"] is not None)
    return Moment(when, "day" if day else "month" if month else "year")


def _zone(text: str) -> timezone:
    if text in ("Z", "UTC"):
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:]) if len(text) > 3 else 0
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(-ahead if text[0] == "-" else ahead)


def counted(number: float) -> Moment | None:
    """The moment so many seconds after 1970 began, or milli-, micro-, nanoseconds where that would be after 2103.

    A whole number from 1600 to 2199 is a year. None for infinity and what is no date.

    >>> counted(-298_922_400_000).date.isoformat()
    '1960-07-12T06:00:00+00:00'
    >>> counted(1960).precision
    'year'
    """
    if number in _YEARS:
        return Moment(datetime(int(number), 1, 1, tzinfo=UTC), "year")
    unit = next((unit for unit in _UNITS if abs(number) < _FAR * unit), None)
    if unit is None:
        return None
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number // unit)
    return Moment(moment, "time", zoned=True)
