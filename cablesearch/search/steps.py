"""The steps of a timeline: years, quarters, months, weeks and days, where each begins and how it is written."""

from __future__ import annotations

from datetime import MAXYEAR, date, timedelta
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterator

Step = Literal["year", "quarter", "month", "week", "day"]
STEPS: Final[tuple[Step, ...]] = get_args(Step)

_DAY: Final = timedelta(days=1)
_FINEST: Final[tuple[tuple[Step, int], ...]] = (
    ("day", 60),
    ("week", 60 * 7),
    ("month", 5 * 366),
    ("quarter", 15 * 366),
)
"""Up to how many days each step makes no more than about 60 periods."""


def step_for(first: date, last: date) -> Step:
    """The finest step that divides these days into no more than about 60 periods, or years.

    >>> step_for(date(1973, 1, 1), date(1979, 12, 31))
    'quarter'
    """
    days = (last - first).days + 1
    return next((step for step, most in _FINEST if days <= most), "year")


def start_of(day: date, step: Step) -> date:
    """The first day of the period that holds a day; a week begins on Monday (ISO 8601)."""
    match step:
        case "year":
            return day.replace(month=1, day=1)
        case "quarter":
            return day.replace(month=day.month - (day.month - 1) % 3, day=1)
        case "month":
            return day.replace(day=1)
        case "week":
            return day - timedelta(days=day.weekday())
        case "day":
            return day


def end_of(start: date, step: Step) -> date:
    """The last day of the period that begins with a day; the calendar ends with the year 9999."""
    if step in ("week", "day"):
        return start + min(timedelta(days=6 if step == "week" else 0), date.max - start)
    months = {"year": 12, "quarter": 3, "month": 1}[step]
    carry, before = divmod(start.month - 1 + months, 12)
    year = start.year + carry
    return date.max if year > MAXYEAR else date(year, before + 1, 1) - _DAY


def label_of(start: date, step: Step) -> str:
    """How the period that begins with a day is written; a week by the year of its Thursday (ISO 8601).

    >>> [label_of(date(2007, 1, 1), step) for step in STEPS]
    ['2007', '2007-Q1', '2007-01', '2007-W01', '2007-01-01']
    """
    match step:
        case "year":
            return f"{start.year:04d}"
        case "quarter":
            return f"{start.year:04d}-Q{(start.month + 2) // 3}"
        case "month":
            return f"{start.year:04d}-{start.month:02d}"
        case "week":
            year, week, _ = start.isocalendar()
            return f"{year:04d}-W{week:02d}"
        case "day":
            return start.isoformat()


def periods(first: date, last: date, step: Step) -> Iterator[tuple[date, date]]:
    """The first and the last day of every period from that of one day to that of another."""
    start = start_of(first, step)
    while True:
        end = end_of(start, step)
        yield start, end
        if end >= last:
            return
        start = end + _DAY


def many(first: date, last: date, step: Step) -> int:
    """How many periods there are at least from one day to another."""
    days = {"year": 366, "quarter": 92, "month": 31, "week": 7, "day": 1}[step]
    return (last - first).days // days + 1
