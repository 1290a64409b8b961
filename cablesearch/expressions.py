"""Regular expressions that are compiled when they are first used: one query uses few of those that it could."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from re import Pattern


def expression(text: str, flags: int = 0) -> Pattern[str]:
    """What re.compile gives, to all who call its methods.

    >>> expression("[a-z]+").fullmatch("zenda")[0]
    'zenda'
    """
    return cast("Pattern[str]", _Expression(text, flags))


class _Expression:
    def __init__(self, text: str, flags: int) -> None:
        self._written = (text, flags)

    def __getattr__(self, name: str) -> Any:
        # kept: from the second call on this costs what the method itself does
        found = getattr(re.compile(*self._written), name)
        vars(self)[name] = found
        return found
