"""Passing instructions: DEPT FOR EUR/CARC; STATE PASS USTR; their continuation lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

OPENS = re.compile(
    r"\b(?:FOR|PASS(?:ES)?|INFO|FROM|ATTN|ATTENTION)\b|^(?:DEPT?|DEPARTMENT|STATE|SECSTATE)\b|^[A-Z][\w./ ]{1,30}:",
    re.IGNORECASE,
)
"""How an instruction is known: FOR, PASS, a department first, an office with a colon."""

_UNFINISHED = re.compile(
    r"(?:[,;&/:(-]|\b(?:AND|FOR|TO|PASS|FROM|ALSO|OF|PLEASE|THE))$", re.IGNORECASE
)
_LONGEST_END = len("PLEASE")
_GOES_ON = re.compile(r"[a-z]|(?:AND|OR|TO)\b")
_WRAPPED = 55
# Where one instruction ends and the next begins on a line that has lost its line ends.
_NEXT = re.compile(
    r" (?<=[\w)] )(?=(?:DEPT|DEPARTMENT|STATE|TREASURY|USDOC|COMMERCE|NSC|USTR|USDA|OSD|DOD|DOE|DOL|DOJ|FAA|NASA|AID/W|"
    r"USAID|USUN|ENERGY|LABOR|JUSTICE|JOINT STAFF|AMEMBASSY \w+|AMCONSUL \w+)"
    r"(?: OF [A-Z]+)? (?:ALSO )?(?:PLEASE |PLS )?(?:PASS|FOR)\b)"
)
_LONG = 90


def join_passing(lines: Sequence[tuple[str, bool]]) -> tuple[str, ...]:
    """Instructions of lines, each with whether a blank line stood before it.

    A line continues the one above where that ends in a comma or the like, or where it opens no instruction
    of its own and the one above is long enough to have been wrapped.
    """
    joined: list[list[str]] = []
    last = ""
    for line, alone in lines:
        wrapped = not alone and len(last) >= _WRAPPED and not OPENS.search(line)
        unfinished = _UNFINISHED.search(last, max(0, len(last) - _LONGEST_END))
        broken = unfinished and (not alone or not OPENS.search(line))
        if joined and (wrapped or broken or (not alone and _GOES_ON.match(line))):
            joined[-1].append(line)
        else:
            joined.append([line])
        last = line
    apart = (
        part
        for line in map(" ".join, joined)
        for part in (_NEXT.split(line) if len(line) > _LONG else [line])
    )
    return tuple(" ".join(part.split()) for part in apart)
