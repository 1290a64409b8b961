"""REF lists: their items, and the cables these cite."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from cablesearch.cable.ident import make_id, year_of
from cablesearch.cable.model import Reference
from cablesearch.cable.tables import squeeze

if TYPE_CHECKING:
    from datetime import datetime

    from cablesearch.cable.tables import Tables

# "A. ", "(B) ", "C) ", "¶D. ", "E: "
_LETTER = re.compile(
    r"(?:(?:(?<=[\s;,.)])|^)¶?\s?\(?(?P<letter>[A-Z])(?:\s?[.):]\)?|(?=\s-\s))|\((?P<round>[A-Z])\))\s*"
)
_KINDS = (
    ("email", re.compile(r"\bE-?\s?MAILS?\b|@", re.I)),
    ("telcon", re.compile(r"\bTEL(?:EPHONE)?[ -]?CON|PHONE|CONVERSATION|\bFONECON", re.I)),
    ("airgram", re.compile(r"\bA-\d{1,4}\b|\bAIRGRAM", re.I)),
    ("fbis", re.compile(r"\bFBIS\b|\bOSC\b", re.I)),
    ("report", re.compile(r"\bI\s?I\s?R\b|\bTD[- ]?\d|\bINTEL|\bREPORT|\bMEMO", re.I)),
)
_NO_CABLE = ("email", "telcon", "airgram")
_CABLE = re.compile(
    r"(?:(?<!\d)(?P<year>(?:19|20)\d\d|'?\d\d)[\s-]{0,3})?"
    r"(?<![A-Za-z])(?P<name>[A-Za-z][A-Za-z.'-]*(?:\s{1,3}(?!AND\b)[A-Za-z][A-Za-z.'-]*){0,4})"
    r"[\s#(,-]{0,4}(?P<number>\d{1,8})(?!\d|/\d{1,2}/|\.\.\.)"
    r"(?P<after>\s{0,2}\((?P<year2>(?:19|20)\d\d|'?\d\d)\))?"
)
_MORE = re.compile(r"[\s,;.]*(?!NOTAL|AND\b)[\w-]", re.IGNORECASE)
_SLASHED = re.compile(r"\s?/\s?(?P<year>(?:19|20)?\d\d)(?!\d)")
# Words before numbers that are no posts.
_NOT_STATION = re.compile(
    r"(?:^|\s)(?:"
    r"\w{3,}TEL|A|AND|ANNEX|ATTACHMENT|CFR|DATED|DECL|EMAIL|ENCLOSURE|EO|FAH|FAM|FBIS|FROM|"
    r"IIR|ITEM|LETTER|NO|NOTAL|NOTE|NR|NUMBER|OF|ON|OSC|PAGE|PARA|PARAGRAPH|PARAS|"
    r"PART|PL|RES|RESOLUTION|SECTION|TAB|TD|TELCON|THE|UNSC|UNSCR|JAN|JANUARY|FEB|"
    r"FEBRUARY|MAR|MARCH|APR|APRIL|MAY|JUN|JUNE|JUL|JULY|AUG|AUGUST|SEP|SEPT|"
    r"SEPTEMBER|OCT|OCTOBER|NOV|NOVEMBER|DEC|DECEMBER"
    r")(?=\s|$)"
)
# Messages a day that no post but the Department ever reached, and the Department.
_PER_DAY, _STATE_PER_DAY = 45, 900
# What stands between two cables of a list without letters; "and" stays with the second.
_BETWEEN = re.compile(
    r"(?P<kept>[\s,]{0,3}(?:\((?:NOTAL|EXDIS|NODIS|NOFORN)\)|NOTAL)?)[\s,;:/.&]{0,8}(?P<next>(?:and\s+)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citing:
    """What of the citing cable a reference's year is inferred from."""

    date: datetime | None = None
    station: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """A cable named in a text: its canonical id (null where no year is known) and place.

    `inferred` says that the year is the one before the citing cable's.
    """

    cable_id: str | None
    start: int
    end: int
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class References:
    """The items of a REF list; `words` are those that no item holds, `inferred` ids of an earlier year."""

    items: tuple[Reference, ...]
    inferred: tuple[str, ...] = ()


def references(text: str, citing: Citing, tables: Tables) -> References:
    """The items of a REF section without its label.

    >>> from cablesearch.cable.tables import default_tables
    >>> from datetime import UTC, datetime
    >>> citing = Citing(date=datetime(2009, 11, 23, tzinfo=UTC), station="BAKU", number=911)
    >>> found = references("A. STATE 109948 B. 08 BAKU 856 (NOTAL)", citing, default_tables())
    >>> [(item.letter, item.cable_id) for item in found.items]
    [('A', '09STATE109948'), ('B', '08BAKU856')]
    """
    items: list[Reference] = []
    inferred: list[str] = []
    for letter, written in _lettered(text):
        parts = _parted(written, citing, tables) if written else []
        for part in parts:
            kind = _kind(part)
            cited = cables_in(part, citing, tables) if kind not in _NO_CABLE else []
            cable_id = cited[0].cable_id if cited else None
            if cited:
                kind = "cable"
            items.append(Reference(letter=letter, text=part, kind=kind, cable_id=cable_id))
            if cable_id and cited[0].inferred:
                inferred.append(cable_id)
    return References(tuple(items), tuple(inferred))


def cables_in(text: str, citing: Citing, tables: Tables) -> list[Cited]:
    """The cables that a text names, in order."""
    found = []
    for m in _CABLE.finditer(text):
        alone = m.start() == 0 and not _MORE.match(text, m.end())
        station = _station(m["name"], citing, tables, alone=alone)
        number = int(m["number"])
        if station is None or number == 0:
            continue
        end = m.end()
        digits = m["year"] or m["year2"]
        if digits is None and (slash := _SLASHED.match(text, m.end())):
            digits, end = slash["year"], slash.end()
        year: int | None
        if digits is not None:
            year, inferred = year_of(digits.strip("'")), False
        else:
            year, inferred = _year(station, number, citing)
        cable_id = None if year is None else make_id(year, station, number)
        found.append(Cited(cable_id, m.start(), end, inferred))
    return found


def _year(station: str, number: int, citing: Citing) -> tuple[int | None, bool]:
    """The year of a number cited without one: the citing cable's, or the one before it.

    The one before where the number cannot have been reached by then: it is above the citing post's own
    current number, or more than any post sends in so many days.
    """
    if citing.date is None:
        return None, False
    year = citing.date.year
    if station == citing.station and citing.number is not None:
        rolled = number > citing.number
    else:
        days = citing.date.timetuple().tm_yday
        rolled = number > 30 + days * (_STATE_PER_DAY if station == "STATE" else _PER_DAY)
    # a number beyond a whole year's is a misprint, not last year's
    if rolled and number < 366 * _STATE_PER_DAY:
        return year - 1, True
    return year, False


def _station(name: str, citing: Citing, tables: Tables, *, alone: bool) -> str | None:
    words = name.split()
    for first in range(len(words)):
        tail = " ".join(words[first:])
        station = tables.station(tail)
        if station is not None:
            return station
        if citing.station and squeeze(tail) == citing.station:
            return citing.station
    if _NOT_STATION.search(name.upper()):
        return None
    station = tables.nearest(name)
    if station is not None:
        return station
    plain = squeeze(name)
    if (
        alone
        and name == name.upper()
        and plain.isalpha()
        and 3 < len(plain) < 20
        and len(words) < 4
    ):
        return plain  # a post that no table has
    return None


def _kind(text: str) -> str:
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), "other")


def _lettered(text: str) -> list[tuple[str | None, str]]:
    """The items between the letters A, B, C ... of a list, which may begin late or skip one."""
    marks: list[tuple[str, int, int]] = []
    expected = "A"
    for m in _LETTER.finditer(text):
        letter = m["letter"] or m["round"]
        ahead = ord(letter) - ord(expected)
        before = text[max(0, m.start() - 3) : m.start()].rstrip()
        again = ahead == -1 and "(" in m[0] and before.endswith(",")
        if (0 <= ahead <= 2 or again) and (marks or m.start() == 0):
            marks.append((letter, m.start(), m.end()))
            expected = chr(ord(letter) + 1)
    if not marks:
        return [(None, text.strip(" ;,"))] if text.strip(" ;,") else []
    items: list[tuple[str | None, str]] = []
    if before := text[: marks[0][1]].strip():
        items.append((None, before))
    stops = [start for _, start, _ in marks[1:]] + [len(text)]
    for (letter, _, end), stop in zip(marks, stops, strict=True):
        items.append((letter, text[end:stop].strip(" ;,")))
    return items


def _parted(text: str, citing: Citing, tables: Tables) -> list[str]:
    """Items that no letters part: "STATE 1, BAKU 2 (NOTAL)" is two where each names a cable."""
    cited = cables_in(text, citing, tables)
    if len(cited) < 2:
        return [text]
    parts = []
    start = 0
    for before, after in pairwise(cited):
        between = _BETWEEN.fullmatch(text, before.end, after.start)
        if between:
            parts.append(text[start : between.end("kept")].strip(" ,"))
            start = between.start("next")
    return [*parts, text[start:]]
