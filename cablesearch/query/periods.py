"""Dates as periods with a precision. Nothing is guessed: what could be read two ways is refused, with both."""

from __future__ import annotations

import re
from datetime import MAXYEAR, UTC, datetime, timedelta
from typing import Final

from msgspec import Struct

from cablesearch.expressions import expression

WRITE: Final = "write 1974, 1974-05 or 1974-05-14"

_DATE = expression(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_RELATIVE = expression(r"([0-9]{1,6})([hdw])")
_UNITS: Final = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_SLASHED = expression(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})")
_YEAR_FIRST = expression(r"([0-9]{4})[/.\- ]([0-9]{1,2})(?:[/.\- ]([0-9]{1,2}))?")
_NAMED = expression(
    r"(?:([0-9]{1,2})\.? +)?([a-z]{3})[a-z]*\.?,? +(?:([0-9]{1,2})(?:st|nd|rd|th)?,? +)?([0-9]{4})"
)
_MONTHS: Final = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]
_COMPARED = expression(r"(>=|<=|>|<|=)(.*)", re.DOTALL)


class Period(Struct, frozen=True, kw_only=True):
    """From `start` (included) to `end` (not included), both UTC; null is open. `swapped`: typed the wrong way round."""

    start: datetime | None
    end: datetime | None
    swapped: bool = False


class PeriodError(ValueError):
    """A text that is no date or period; `suggestion` is what may have been meant, where one thing may."""

    def __init__(self, message: str, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.suggestion = suggestion


def read_period(text: str, *, now: datetime | None = None) -> Period:
    """A date of any precision, a comparison or a range; ends are included as written.

    `now` (UTC) allows relative dates such as 7d, so long before it.

    >>> str(read_period("1973-05..1974-02").end)
    '1974-03-01 00:00:00+00:00'
    """
    text = text.strip()
    if compared := _COMPARED.fullmatch(text):
        return _compare(compared[1], compared[2].strip(), now)
    first, dots, last = text.partition("..")
    if not dots:
        period = _one(text, now)
        if _RELATIVE.fullmatch(text):
            raise PeriodError(
                f'"{text}" is a moment; for the time since then write {text}..', f"{text}.."
            )
        return period
    if not first and not last:
        raise PeriodError(".. needs a date on one side at least")
    low = _one(first.strip(), now) if first else None
    high = _one(last.strip(), now) if last else None
    if low and high and low.start and high.end and low.start >= high.end:
        return Period(start=high.start, end=low.end, swapped=True)
    return Period(start=low.start if low else None, end=high.end if high else None)


def _compare(sign: str, text: str, now: datetime | None) -> Period:
    period = _one(text, now)
    match sign:
        case ">=":
            return Period(start=period.start, end=None)
        case ">":
            # nothing is later than the last year there is
            return Period(
                start=period.end or period.start, end=None if period.end else period.start
            )
        case "<":
            return Period(start=None, end=period.start)
        case "<=":
            return Period(start=None, end=period.end)
        case _:
            return period


def _one(text: str, now: datetime | None) -> Period:
    """A year, month or day, or (with `now`) a moment so long ago."""
    if relative := _RELATIVE.fullmatch(text):
        if now is None:
            raise PeriodError(f'"{text}" is relative, which only added: takes; {WRITE}')
        try:
            moment = now - int(relative[1]) * _UNITS[relative[2]]
        except OverflowError:
            raise PeriodError(f'"{text}" ago is before the first year') from None
        return Period(start=moment, end=moment)
    m = _DATE.fullmatch(text)
    if m is None:
        raise _advice(text)
    return _calendar(text, int(m[1]), int(m[2]) if m[2] else None, int(m[3]) if m[3] else None)


def _calendar(text: str, year: int, month: int | None, day: int | None) -> Period:
    try:
        start = datetime(year, month or 1, day or 1, tzinfo=UTC)
    except ValueError:
        raise PeriodError(f'"{text}" is not in the calendar') from None
    if day is not None:
        last = start == datetime(MAXYEAR, 12, 31, tzinfo=UTC)
        return Period(start=start, end=None if last else start + timedelta(days=1))
    years, months = (0, 1) if month is not None else (1, 0)
    carry, month_before = divmod(start.month - 1 + months, 12)
    if year + years + carry > MAXYEAR:
        return Period(start=start, end=None)
    return Period(start=start, end=start.replace(year=year + years + carry, month=month_before + 1))


def _advice(text: str) -> PeriodError:
    """Why this is no date, and what it may have been meant to be."""
    if m := _SLASHED.fullmatch(text):
        a, b, year = int(m[1]), int(m[2]), m[3]
        readings = [f"{year}-{a:02d}-{b:02d}", f"{year}-{b:02d}-{a:02d}"]
        known = list(dict.fromkeys(r for r in readings if _is_date(r)))
        if len(known) == 2:
            return PeriodError(f'"{text}" could be {known[0]} or {known[1]}; write one of these')
        if known:
            return PeriodError(
                f'"{text}" is not a date as written here; write {known[0]}', known[0]
            )
    meant = _reading(text)
    if meant is not None and _is_date(meant):
        return PeriodError(f'"{text}" is not a date as written here; write {meant}', meant)
    repaired = text.translate(str.maketrans("oOlI", "0011"))
    likely = re.match(r"1[789]|20", repaired) and _is_date(repaired)  # "1o74" is not meant as 1074
    suggestion = repaired if repaired != text and likely else None
    return PeriodError(f'"{text}" is not a date; {WRITE}', suggestion)


def _reading(text: str) -> str | None:
    """The ISO form of a date in another form that has one reading only."""
    if m := _YEAR_FIRST.fullmatch(text):
        return "-".join([m[1], *(f"{int(part):02d}" for part in m.groups()[1:] if part)])
    if re.fullmatch(r"[0-9]{8}", text):
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if (m := _NAMED.fullmatch(text.lower())) and m[2] in _MONTHS and not (m[1] and m[3]):
        day = m[1] or m[3]
        month = f"{m[4]}-{_MONTHS.index(m[2]) + 1:02d}"
        return f"{month}-{int(day):02d}" if day else month
    return None


def _is_date(text: str) -> bool:
    m = _DATE.fullmatch(text)
    if m is None:
        return False
    try:
        datetime(int(m[1]), int(m[2] or 1), int(m[3] or 1), tzinfo=UTC)
    except ValueError:
        return False
    return True
