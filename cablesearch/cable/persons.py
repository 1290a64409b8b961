"""The persons on TAGS lines: OVIP (DOE, JANE), (ROE, RICHARD)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Collection

# A bracket that is never closed ends at the next one; further away than 80 signs nothing belongs to it.
_BRACKET = re.compile(r"\((?P<inner>[^()]{0,80})(?P<closed>\)?)")
# Codes for the travel of persons: after them a surname alone is a person.
_VISIT = re.compile(r"\bO(?:VIP|REP)\W*$", re.IGNORECASE)
_NO_BRACKET = re.compile(
    r"\bOVIP[\s,:]+(?P<last>[A-Z][A-Z'’-]{2,})[\s,]+(?P<first>[A-Z][A-Z'’-]{2,}(?:\s[A-Z]\b\.?)?)"
)
_GROUP = re.compile(r"[;/&]|\bAND\b", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[ .'’-]{1,2}[^\W\d_]+){0,4}\.?")
_SUFFIXES: Final = ("JR", "SR", "II", "III", "IV")
# Words in brackets and behind OVIP that make no name.
_NO_NAME: Final = frozenset((
    "AFFAIRS", "CLEARANCE", "CODEL", "COUNTRY", "DELEGATION", "FOR", "IN", "MEDIA", "MEETINGS", "OF", "ON",
    "REACTION", "STAFFDEL", "THE", "TO", "TRAVEL", "VISIT", "VISITS",
))  # fmt: skip


class Persons(Struct, frozen=True):
    """Persons as SURNAME, GIVEN NAMES in capitals, in their order; `rest` is the TAGS line without them."""

    names: tuple[str, ...]
    rest: str


def persons(text: str, codes: Collection[str]) -> Persons:
    """The persons on a TAGS line; a known code is no name.

    >>> found = persons("OVIP (Doe, Jane B.), PREL (NATO)", {"OVIP", "PREL", "NATO"})
    >>> found.names, found.rest.split()
    (('DOE, JANE B',), ['OVIP', ',', 'PREL', 'NATO'])
    """
    names: list[str] = []
    rest: list[str] = []
    done = 0
    visit = closed = False
    for bracket in _BRACKET.finditer(text):
        before = text[done : bracket.start()]
        behind = visit and closed and not before.strip(" ,;")  # (DOE, JANE), (ROE, RICHARD)
        visit = behind or _VISIT.search(before[-20:]) is not None
        closed = bracket["closed"] != ""
        found, left = _in_bracket(bracket["inner"], codes, visit, closed=closed)
        names += found
        rest += [before, " ", " ".join(left), " "]
        done = bracket.end()
    whole = "".join([*rest, text[done:]])
    bare = _NO_BRACKET.search(whole)
    if bare and all(_is_name(bare[n]) and bare[n] not in codes for n in ("last", "first")):
        names.append(_plain(f"{bare['last']}, {bare['first']}"))
        whole = f"{whole[: bare.start('last')]} {whole[bare.end() :]}"
    return Persons(tuple(dict.fromkeys(names)), whole)


def _in_bracket(
    inner: str, codes: Collection[str], visit: bool, *, closed: bool
) -> tuple[list[str], list[str]]:
    """The persons in a bracket, and the codes: those behind a person where it is not closed, else all or none."""
    names: list[str] = []
    words = re.findall(r"[^\s,;]+", inner)
    left = [word for word in words if word in codes]
    if closed and len(left) == len(words):
        return [], left
    for group in _GROUP.split(inner):
        parts = [part for part in map(_plain, group.split(",")) if part]
        if len(parts) == 1 and visit and _is_name(parts[0]) and parts[0] not in codes:
            names.append(parts[0])
        while len(parts) > 1 and all(map(_is_name, parts[:2])):
            # in a closed bracket behind OVIP a name may look like a code: DOE, JANE; GORE, AL
            if (parts[0] in codes and not visit) or (parts[1] in codes and not (visit and closed)):
                break
            name = f"{parts[0]}, {_given(parts[1], codes, closed=closed)}"
            suffix = len(parts) > 2 and parts[2].rstrip(".") in _SUFFIXES
            names.append(f"{name} {parts[2]}" if suffix else name)
            parts = parts[3 if suffix else 2 :]
    used = {word for name in names for word in re.findall(r"[^\s,]+", name)}
    return names, [] if closed else [word for word in left if word not in used]


def _given(part: str, codes: Collection[str], *, closed: bool) -> str:
    """Given names, up to the first code where the bracket was forgotten behind them."""
    first, *more = part.split()
    while more and not closed and more[-1] in codes:
        more.pop()
    return " ".join([first, *more])


def _is_name(part: str) -> bool:
    return _NAME.fullmatch(part) is not None and _NO_NAME.isdisjoint(part.split())


def _plain(name: str) -> str:
    return " ".join(name.split()).strip(" .,").upper()
