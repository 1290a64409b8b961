"""Addressee lines: TO RUEHC/SECSTATE WASHDC PRIORITY 2064, with or without routing indicators."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from cablesearch.cable.model import Addressee
from cablesearch.cable.tables import cuts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cablesearch.cable.tables import Tables

LABEL = re.compile(r"(?P<label>TO|INFO|XMT)(?:\s+|:\s*|$)")
"""What opens a list of addressees."""

_ROUTE = re.compile(r"(?P<route>R[A-Z]{4,7}|ZEN|[A-Z]{7})\s?/\s?(?=\S)")
_WORDS = ("NIACT IMMEDIATE", "IMMEDIATE", "PRIORITY", "ROUTINE", "FLASH")
_MISPRINTS = {
    cut: word for word in ("IMMEDIATE", "PRIORITY", "ROUTINE") for cut in cuts(word) if cut != word
}
_LONGEST_MISPRINT = 1 + max(map(len, _MISPRINTS))
# A name that ends in a number of its own, not in a message count.
_NUMBERED = re.compile(r"\b(?:AIG|DSSCS|CAG|TASK FORCE|FLEET|DIV|WING|ROOM)$")
_LONGEST_NUMBERED = len("TASK FORCE")
_LONGEST_NUMBER = 5
_OFFICES = re.compile(r"[A-Z]{1,5}-\d\d\b")
_OTHER_LINE = re.compile(r"DE R[A-Z]+ ?#|ZN[RY] |VZCZC|UNCLAS|BT$|FM ")


class Addressed(Struct, frozen=True):
    """One addressee and the words of its line that its fields do not hold."""

    addressee: Addressee
    left: str


def looks_addressed(text: str) -> bool:
    """Whether a line without a label can continue a list of addressees: capitals, no office counts."""
    return (
        text[:1].isalpha()
        and len(text) < 120
        and text.upper() == text
        and not ("/" not in text[:9] and is_office_list(text))
        and not _OTHER_LINE.match(text)
    )


def is_office_list(text: str) -> bool:
    """Whether this is a list of offices with copy counts (ACTION EUR-12 /045 W) as of the 1970s."""
    return "-" in text and _OFFICES.search(text) is not None


def addressee(text: str, *, excluded: bool = False) -> Addressed:
    """One addressee of a line without its label.

    >>> addressee("RUEHC/SECSTATE WASHDC PRIORITY 2064").addressee.name
    'SECSTATE WASHDC'
    """
    left: list[str] = []
    name = text.strip()
    route = precedence = None
    if m := _ROUTE.match(name):
        route, name = m["route"], name[m.end() :]
    number, name = _counted(name, left)
    before, blank, last = name.rpartition(" ")
    if word := _precedence(name):
        precedence, name = word, name[: -len(word)].rstrip()
    elif blank and (word := _misprint(last)):
        precedence, name = word, before
        left.insert(0, last)
    if precedence and number is None:
        number, name = _counted(name, left)
    return Addressed(
        Addressee(
            route=route,
            name=" ".join(name.split()),
            precedence=precedence,
            number=number,
            excluded=excluded,
        ),
        " ".join(left),
    )


def listed(
    names: Sequence[str], tables: Tables
) -> tuple[tuple[Addressee, ...], tuple[Addressee, ...]]:
    """The addressees that a container lists, those for action and those for information.

    It may part posts by blanks alone, and put INFO before the latter: "STATE PORT LORENZ INFO ZENDA".
    """
    to: list[Addressee] = []
    info: list[Addressee] = []
    for name in names:
        if not name.isupper():  # in words: "Embassy in Ruritania"
            to.append(Addressee(name=name))
            continue
        action, _, others = f" {name} ".partition(" INFO ")
        to += (Addressee(name=post) for post in _posts(action.split(), tables))
        info += (Addressee(name=post) for post in _posts(others.split(), tables))
    return tuple(to), tuple(info)


def _posts(words: Sequence[str], tables: Tables) -> Iterator[str]:
    """The longest runs of words that name a post, and those between them, where there are several posts."""
    runs: list[str] = []
    other: list[str] = []
    known = at = 0
    while at < len(words):
        stop = next(
            (end for end in range(len(words), at, -1) if tables.station(" ".join(words[at:end]))),
            at,
        )
        if stop == at:
            other.append(words[at])
            at += 1
            continue
        runs += [" ".join(other)] if other else []
        runs.append(" ".join(words[at:stop]))
        known, at, other = known + 1, stop, []
    runs += [" ".join(other)] if other else []
    yield from runs if known > 1 else filter(None, [" ".join(words)])


def _counted(name: str, left: list[str]) -> tuple[int | None, str]:
    """The message count at the end of a name; leading zeros, which no number holds, go to `left`."""
    if not name[-1:].isdecimal():
        return None, name
    before, *last = name.rsplit(maxsplit=1)
    if not last or not last[0].isdecimal() or len(last[0]) > _LONGEST_NUMBER:
        return None, name
    if _NUMBERED.search(before, len(before) - _LONGEST_NUMBERED):
        return None, name
    number = int(last[0])
    if str(number) != last[0]:
        left.append(last[0])
    return number, before


def _precedence(name: str) -> str | None:
    """The precedence that a name ends with, if there is something before it."""
    if name.endswith(_WORDS):
        for word in _WORDS:
            if name.endswith(word) and name[-len(word) - 1 : -len(word)].isspace():
                return word
    return None


@lru_cache(maxsize=1024)
def _misprint(word: str) -> str | None:
    """The precedence that a word is one letter away from."""
    if len(word) > _LONGEST_MISPRINT:
        return None
    found = {_MISPRINTS[cut] for cut in cuts(word) if cut in _MISPRINTS}
    return found.pop() if len(found) == 1 else None
