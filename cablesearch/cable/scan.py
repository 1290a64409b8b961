"""The lines of a body that need a look; all between two of them are plain text and are taken over as one run.

Of a hundred lines some thirty-five are blank or may hold a number, a bullet, a rule or a heading between rules. One
pass finds these, and numbers and items are then read of them alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LONG = 76
"""Longer lines have lost their line ends: numbers may stand inside."""

_RULED = 78  # and, in lines of this length, rules
_RULE_ENDS = frozenset("-=_*~#")
_SIGNS = (".", ")")


def marked(texts: Sequence[str]) -> list[int]:
    """The indices of the lines that may be more than text.

    Those are blank, do not begin with three letters, are long, end as a rule does or hold a pilcrow.
    """
    return [
        index
        for index, text in enumerate(texts)
        if not text[:3].isalpha() or len(text) > LONG or text[-1] in _RULE_ENDS or "¶" in text
    ]


def is_plain(text: str) -> bool:
    """Whether a marked line that is not blank is text and nothing else, unless it holds a number."""
    return (
        text[0].isalpha()
        and text[1:2] not in _SIGNS
        and text[2:3] not in _SIGNS
        and text[-1] not in _RULE_ENDS
        and (len(text) < _RULED or not may_be_ruled(text))
    )


def may_be_ruled(text: str) -> bool:
    """A cheap test before the expression for rules inside a line."""
    return (
        "----" in text
        or "====" in text
        or "____" in text
        or "****" in text
        or "- - " in text
        or "~~~~" in text
        or "####" in text
        or "_ _ " in text
    )
