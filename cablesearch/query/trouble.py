"""How resolving says that a part of a query cannot be read, and how values appear in messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.diagnostic import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cablesearch.errors import Span

_LONGEST_SHOWN = 40


class UnreadableError(Exception):
    """A leaf that cannot be read; caught where the tree is walked, so that the rest is read on."""

    def __init__(self, kind: str, message: str, span: Span, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.problem = Problem(kind=kind, message=message, span=span, suggestion=suggestion)


def shown(text: str) -> str:
    """A value in quotes for a message: short and printable.

    >>> shown("1o74")
    '"1o74"'
    """
    clean = "".join(c if c.isprintable() else " " for c in text)
    if len(clean) > _LONGEST_SHOWN:
        clean = clean[: _LONGEST_SHOWN - 1] + "…"
    return f'"{clean}"'


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, whatever the case; null where none is like it.

    >>> closest("form", ["from", "tags"])
    'from'
    """
    from difflib import get_close_matches  # most queries need none

    by_case = {k.lower(): k for k in known}
    found = get_close_matches(word.lower()[:100], by_case, n=1)
    return by_case[found[0]] if found else None


def did_you_mean(suggestion: str | None) -> str:
    """The end of a message, empty where there is nothing to suggest."""
    return f'; did you mean "{suggestion}"?' if suggestion else ""
