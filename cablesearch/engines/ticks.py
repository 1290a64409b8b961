"""Moments as engines hold them in numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

MISSING: Final = -(2**63)
"""Stands in a column of numbers or dates where a document has none."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def ticks(moment: datetime | None) -> int:
    """A moment as a number: microseconds from 1970; MISSING for none."""
    return MISSING if moment is None else (moment - _EPOCH) // _MICROSECOND
