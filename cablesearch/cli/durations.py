"""Durations as arguments: `90s`, `10m`, `26h`, `7d`, `2w`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from cablesearch.errors import UsageError

_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DURATION: Final = re.compile(r"(\d{1,9})\s*([smhdw])?")


def parse_duration(text: str) -> timedelta:
    """The duration that a number and a unit write; a plain number is seconds.

    >>> parse_duration("26h")
    datetime.timedelta(days=1, seconds=7200)
    """
    match = _DURATION.fullmatch(text.strip().lower())
    if match is None:
        raise UsageError(f'"{text}" is not a duration', remedy="write 90s, 10m, 26h, 7d or 2w")
    return timedelta(**{_UNITS[match[2] or "s"]: int(match[1])})


def written(duration: timedelta) -> str:
    """A duration in its largest unit, for people.

    >>> written(timedelta(hours=50)), written(timedelta(seconds=59))
    ('2 days', '59 seconds')
    """
    seconds = int(duration.total_seconds())
    for size, unit in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return f"{count:,} {unit}{'s' if count != 1 else ''}"
    return f"{seconds} second{'s' if seconds != 1 else ''}"
