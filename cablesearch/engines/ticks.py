"""Moments as engines hold them in numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

MISSING: Final = -(2**63)
"""Stands in a column of numbers or dates where a document has none."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST: Final = _EPOCH.toordinal()
_MICROSECOND: Final = timedelta(microseconds=1)


def ticks(moment: datetime | None) -> int:
    """A moment as a number: microseconds from 1970; MISSING for none."""
    return MISSING if moment is None else (moment - _EPOCH) // _MICROSECOND


DAY: Final = timedelta(days=1) // _MICROSECOND
"""A day in ticks."""


def day_of(number: int) -> date:
    """The day so many days from 1970-01-01.

    >>> str(day_of(-1))
    '1969-12-31'
    """
    return date.fromordinal(_FIRST + number)
