"""The head of a printed document: its number, its title, who wrote to whom."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_NUMBER: Final = re.compile(r"\[?(?P<number>\d{1,4}[a-z]?)\]?\.\s+(?=\S)")
_FROM: Final = re.compile(
    r"\b(?:Telegram|Airgram|Airmail|Cable|Circular|Despatch|Dispatch|Instruction|Letter|Memorandum|Message|Note|Report|Teletype"
    r"|Telex|Transmission)s?(?: \([^()]{1,40}\)| Prepared)? from (?:the )?",
    re.I,
)
# Heads before 1955 name the two at once: "The Ambassador in Ruritania (Rassendyll) to the Secretary of State".
_OLD: Final = re.compile(r"(?:The|Mr\.|Mrs\.|Miss|President|Secretary|Ambassador|General) ")
_TO: Final = re.compile(r" to (?:the )?")
# "to" belongs to what stands before it in "the Delegation to the Conference".
_PARTED: Final = re.compile(
    r"(?:Delegation|Mission|Representative|Ambassador|Adviser|Assistant|Minister|Observer|Counselor)$"
)
_DATED: Final = re.compile(
    r",\s?(?:(?:[A-Z][\w.’' -]{1,30}, )?(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December) \d.*|undated\.?)$"
)


_LONGEST: Final = 1_000
"""Nobody's name stands farther behind."""


class Head(NamedTuple):
    """A head taken apart; `sender` and `addressee` in words without their article, empty where it names none."""

    number: str
    title: str
    sender: str = ""
    addressee: str = ""


def read_head(text: str) -> Head:
    """The parts of a head.

    >>> read_head("3. Telegram From the Delegation to the Fisheries Conference to the Department of State")[2:]
    ('Delegation to the Fisheries Conference', 'Department of State')
    """
    found = _NUMBER.match(text)
    number, title = (found["number"], text[found.end() :]) if found else ("", text)
    plain = _DATED.sub("", title[:_LONGEST])
    begin = _FROM.search(plain)
    if begin is None and not _OLD.match(plain):
        return Head(number, title)
    start = begin.end() if begin else len("The ") if plain.startswith("The ") else 0
    places = list(_TO.finditer(plain, start))
    if not places:
        return Head(number, title, plain[start:] if begin else "")
    place = next((at for at in places if not _PARTED.search(plain, start, at.start())), places[-1])
    return Head(number, title, plain[start : place.start()], plain[place.end() :])
