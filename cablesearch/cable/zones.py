"""Zones: which paragraphs are the summary, which the comment, by headings and by words in the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cablesearch.cable.headings import zone_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_OPENS = re.compile(
    r"[.(]? ?(?:BEGIN )?(?:(?:EXECUTIVE |INTRODUCTION (?:AND|/) |BRIEF )?(SUMMARY)"
    r"|(?:(?:EMBASSY|POST|MISSION|CONSULATE|CHARGE|AMBASSADOR)(?:'S)? )?(COMMENTS?))"
    r"(?: ?(?:AND|&|/) ?[A-Z ]{3,30}?)?(?:,? \(?CONT(?:INUED|'D|\.)?\)?)? ?"
    r"(?:[:.;(]|-|—|(?-i:(?<=[TY]) (?=[A-Z][a-z])))",
    re.I,
)
_CLOSES = re.compile(r"end (?:of )?(?:[a-z]+ (?:and|&) )?(summary|comment)")
_FIRST = frozenset("SsCcEeBbIiPpMmAa(.")
_FAR = 12
_EARLY = 3


def _closings(plain: str) -> set[str]:
    """The zones whose end a paragraph in small letters holds."""
    closed: set[str] = set()
    place = plain.find("end ")
    while place >= 0:
        found = _CLOSES.match(plain, place)
        if found and not plain[place - 1 : place].isalpha():
            closed.add(found[1])
        place = plain.find("end ", place + 4)
    return closed


def zones_of(paragraphs: Sequence[tuple[str | None, str]]) -> list[str]:
    """The zone of each paragraph, given its heading and text.

    A heading opens its zone until the next heading or its "END SUMMARY"; "Summary: ..." at the start of a paragraph
    opens one until the paragraph that holds "End summary", and where none does, for this paragraph alone.
    """
    plain = [text.lower() for _, text in paragraphs]
    named = [index for index, text in enumerate(plain) if "summary" in text or "comment" in text]
    closings = {index: _closings(plain[index]) for index in named}
    zones: list[str] = []
    by_heading = inline = "body"
    heading: str | None = None
    inline_end = -1
    for index, (title, text) in enumerate(paragraphs):
        if title != heading:
            heading = title
            by_heading = zone_of(title) if title else "body"
            inline_end = min(inline_end, index - 1)
        closed = closings.get(index)
        if closed is None:
            zones.append(inline if index <= inline_end else by_heading)
            continue
        opened = _OPENS.match(text) if text[:1] in _FIRST and index > inline_end else None
        if opened:
            inline = "summary" if opened[1] else "comment"
            inline_end = _end(closings, index, inline)
        zone = inline if index <= inline_end else by_heading
        zones.append(zone)
        if by_heading in closed:
            by_heading = "body"
        if zone == "body" and "summary" in closed and index < _EARLY and "summary" not in zones:
            zones = ["summary"] * (index + 1)  # one that was not announced
    return zones


def _end(closings: Mapping[int, set[str]], index: int, zone: str) -> int:
    """The paragraph that closes a zone opened in paragraph `index`."""
    for ahead in range(index, index + _FAR):
        if zone in closings.get(ahead, ()):
            return ahead
    return index
