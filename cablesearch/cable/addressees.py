"""Addressee lines: TO RUEHC/SECSTATE WASHDC PRIORITY 2064, with or without routing indicators."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cablesearch.cable.model import Addressee
from cablesearch.cable.tables import cuts

LABEL = re.compile(r"(?P<label>TO|INFO|XMT)(?:\s+|:\s*|$)")
"""What opens a list of addressees."""

_ROUTE = re.compile(r"(?P<route>R[A-Z]{4,7}|ZEN|[A-Z]{7})\s?/\s?(?=\S)")
_NUMBER = re.compile(r"\s+(?P<number>\d{1,5})$")
_WORDS = ("NIACT IMMEDIATE", "IMMEDIATE", "PRIORITY", "ROUTINE", "FLASH")
_PRECEDENCE = re.compile(r"\s+(?P<word>" + "|".join(_WORDS) + r")$")
_MISPRINTS = {
    cut: word for word in ("IMMEDIATE", "PRIORITY", "ROUTINE") for cut in cuts(word) if cut != word
}
# A name that ends in a number of its own, not in a message count.
_NUMBERED = re.compile(r"\b(?:AIG|DSSCS|CAG|TASK FORCE|FLEET|DIV|WING|ROOM)$")
_OFFICES = re.compile(r"[A-Z]{1,5}-\d\d\b")


@dataclass(frozen=True, slots=True)
class Addressed:
    """One addressee and the words of its line that its fields do not hold."""

    addressee: Addressee
    left: str


def looks_addressed(text: str) -> bool:
    """Whether a line without a label can continue a list of addressees: capitals, no office counts."""
    return (
        text[:1].isalpha()
        and text.upper() == text
        and len(text) < 120
        and not (_OFFICES.search(text) and "/" not in text[:9])
        and not re.match(r"DE R[A-Z]+ ?#|ZN[RY] |VZCZC|UNCLAS|BT$|FM ", text)
    )


def is_office_list(text: str) -> bool:
    """Whether this is a list of offices with copy counts (ACTION EUR-12 /045 W) as of the 1970s."""
    return bool(_OFFICES.search(text))


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
    if m := _PRECEDENCE.search(name):
        precedence, name = m["word"], name[: m.start()]
    elif (last := name.rpartition(" ")[2]) != name and len(last) >= 5:
        found = {_MISPRINTS[cut] for cut in cuts(last) if cut in _MISPRINTS}
        if len(found) == 1:
            precedence, name = found.pop(), name.rpartition(" ")[0]
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


def _counted(name: str, left: list[str]) -> tuple[int | None, str]:
    """The message count at the end of a name; leading zeros, which no number holds, go to `left`."""
    m = _NUMBER.search(name)
    if m is None or _NUMBERED.search(name[: m.start()]):
        return None, name
    number = int(m["number"])
    if str(number) != m["number"]:
        left.append(m["number"])
    return number, name[: m.start()]
