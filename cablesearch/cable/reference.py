"""REF lists: their items, and the cables these cite."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from cablesearch.cable.ident import make_id, year_of
from cablesearch.cable.lettered import lettered
from cablesearch.cable.model import Reference
from cablesearch.cable.tables import squeeze

if TYPE_CHECKING:
    from datetime import datetime

    from cablesearch.cable.tables import Tables
    from cablesearch.errors import Span

_KINDS = (
    ("email", re.compile(r"\bE-?\s?MAILS?\b|@", re.I)),
    ("memo", re.compile(r"\bMEMO(?:S|CONS?|RANDUM|RANDA)?\b|\bMEMCONS?\b", re.I)),
    ("telcon", re.compile(r"\bTEL(?:E|EPHONE)?[ -]?CON|PHONE|CONVERSATION|\bFONECON", re.I)),
    ("airgram", re.compile(r"\bA-\d{1,4}\b|\bAIRGRAM", re.I)),
    ("fbis", re.compile(r"\bFBIS\b|\bOSC\b", re.I)),
    ("letter", re.compile(r"\bLETTERS?\b|\bLTRS?\b", re.I)),
    ("report", re.compile(r"\bI\s?I\s?R\b|\bTD[FX]?[- ]?\d|\bINTEL|\bREPORT", re.I)),
    # a telegram without a number, known by its sender and date-time group
    ("cable", re.compile(r"\b[ZOPR]? ?\d{6} ?Z [A-Z]{3}\b", re.I)),
)
# What holds numbers that are no cables'.
_NO_CABLE = ("email", "memo", "telcon", "airgram", "fbis", "letter")
_WORD = r"[A-Za-z][A-Za-z.'-]{0,60}"  # so long is no post's name
_CABLE = re.compile(
    r"(?:(?<!\d)\(?(?P<year>(?:19|20)\d\d|'?\d\d)\)?[\s-]{0,3})?"
    r"(?<![A-Za-z])(?P<name>(?!(?i:AND)\b)"
    + _WORD
    + r"(?:\s{1,3}(?!(?i:AND)\b)"
    + _WORD
    + r"){0,4})"
    r"[\s#(,-]{0,4}(?P<number>\d{1,8})(?!\d|\s?Z\b|/\d{1,2}/|\.\.\.)"
    r"(?P<after>\s{0,2}\((?P<year2>(?:19|20)\d\d|'?\d\d)\))?"
)
_MORE = re.compile(r"[\s,;.]*(?!NOTAL|AND\b)[\w-]", re.IGNORECASE)
# "STATE 48610, 48611": another number of the same post.
_FURTHER = re.compile(
    r"\s?(?:[,;&/]|\bAND\b)\s?(?:AND\s)?(?P<number>(?!(?:19|20)\d\d\b)\d{3,8})(?=\s*(?:[,;.)(&]|AND\b|NOTAL\b|$))",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"\s?/\s?(?P<year>(?:19|20)?\d\d)(?!\d)")
# Words before numbers that are no posts.
_NOT_STATION = re.compile(
    r"(?:^|\s)(?:"
    r"\w{3,}TEL|A|AND|ANNEX|ATTACHMENT|CFR|DATED|DECL|EMAIL|ENCLOSURE|EO|FAH|FAM|FAX|FBIS|FROM|"
    r"IIR|ITEM|LETTER|MEMCON|MEMO|MEMORANDUM|NO|NOTAL|NOTE|NR|NUMBER|OF|ON|OSC|PAGE|PARA|PARAGRAPH|PARAS|"
    r"PART|PL|REPORT|RES|RESOLUTION|SECTION|TAB|TD|TELCON|THE|UNSC|UNSCR|JAN|JANUARY|FEB|"
    r"FEBRUARY|MAR|MARCH|APR|APRIL|MAY|JUN|JUNE|JUL|JULY|AUG|AUGUST|SEP|SEPT|"
    r"SEPTEMBER|OCT|OCTOBER|NOV|NOVEMBER|DEC|DECEMBER"
    r")(?=\s|$)"
)
# Series of telegrams from and to a Secretary of State who travels, numbered anew on each journey.
_SERIES = ("SECTO", "TOSEC")
# In cables of the 1970s: a telegram of the embassy that writes, and of the Department.
_OWN, _DEPARTMENT = re.compile(r"EMBTELS?", re.I), re.compile(r"DEPTELS?", re.I)
_BEHIND_NAME = re.compile(r"['’]S$|\s(?:NO|NR|NUMBER)\.?$", re.IGNORECASE)
# Where a cable stands by itself in an item of another kind: "DOE-ROE E-MAIL AND STATE 1 (NOTAL)".
_BEFORE_CABLE = re.compile(r"(?:^|[;,]\s*|\bAND\s+)$", re.IGNORECASE)
_NEAR = 12
_BEHIND_CABLE = re.compile(
    r"(?P<kept>\s{0,2}\(?(?:NOTAL|EXDIS|NODIS)\)?)?\s*(?=$|[;,]|AND\b)", re.IGNORECASE
)
# Messages a day that no post but the Department ever reached, and the Department.
_PER_DAY, _STATE_PER_DAY = 45, 900
# What stands between two cables of a list without letters; "and" stays with the second.
_BETWEEN = re.compile(
    r"(?P<kept>[\s,]{0,3}(?:\((?:NOTAL|EXDIS|NODIS|NOFORN)\)|NOTAL)?)[\s,;:/.&]{0,8}(?P<next>(?:and\s+)?)",
    re.IGNORECASE,
)


class Citing(Struct, frozen=True, kw_only=True):
    """What of the citing cable a reference's year is inferred from."""

    date: datetime | None = None
    station: str | None = None
    number: int | None = None


class Cited(Struct, frozen=True):
    """A cable named in a text: its canonical id (null where no year is known) and place.

    `inferred` says that the year is the one before the citing cable's.
    """

    cable_id: str | None
    start: int
    end: int
    inferred: bool = False


class References(Struct, frozen=True):
    """The items of a REF list; `inferred` are the ids whose year is the one before."""

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
    for letter, written in lettered(text):
        for part, cited in _parted(written, citing, tables):
            kind = "cable" if cited else _kind(part)
            cable_id = cited.cable_id if cited else None
            items.append(Reference(letter=letter, text=part, kind=kind, cable_id=cable_id))
            if cited and cable_id and cited.inferred:
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
        written = year_of(digits.strip("'")) if digits is not None else None
        found.append(_cited(station, number, written, citing, (m.start(), end)))
        while further := _FURTHER.match(text, end):
            end = further.end()
            number = int(further["number"])
            found.append(_cited(station, number, written, citing, (further.start("number"), end)))
    return found


def _cited(station: str, number: int, written: int | None, citing: Citing, place: Span) -> Cited:
    year, inferred = (written, False) if written is not None else _year(station, number, citing)
    cable_id = None if year is None else make_id(year, station, number)
    return Cited(cable_id, *place, inferred)


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
    name = _BEHIND_NAME.sub("", name)
    words = name.split()
    if words[-1].upper() in _SERIES:
        return words[-1].upper()
    sender = tables.posts.get(citing.station or "")
    if sender and sender.type == "embassy" and _OWN.fullmatch(words[-1]):
        return sender.station
    if sender and sender.station != "STATE" and _DEPARTMENT.fullmatch(words[-1]):
        return "STATE"
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


def _parted(text: str, citing: Citing, tables: Tables) -> list[tuple[str, Cited | None]]:
    """Items that no letters part, each with the cable it names: "STATE 1, BAKU 2 (NOTAL)" is two."""
    cited = cables_in(text, citing, tables)
    if _kind(text) in _NO_CABLE:
        return _by_itself(text, cited)
    if not cited:
        return [(text, None)] if text else []
    parts: list[tuple[str, Cited | None]] = []
    start = 0
    held = cited[0]
    for before, after in pairwise(cited):
        between = _BETWEEN.fullmatch(text, before.end, after.start)
        if between:
            parts.append((text[start : between.end("kept")].strip(" ,"), held))
            start, held = between.start("next"), after
    return [*parts, (text[start:], held)]


def _by_itself(text: str, cited: list[Cited]) -> list[tuple[str, Cited | None]]:
    """An item of another kind, and the cables that stand before or behind it."""
    parts: list[tuple[str, Cited | None]] = []
    start = 0
    for cable in cited:
        before = _BEFORE_CABLE.search(text, max(start, cable.start - _NEAR), cable.start)
        behind = _BEHIND_CABLE.match(text, cable.end)
        if before and behind and _kind(text[cable.start : cable.end]) not in _NO_CABLE:
            parts.append((text[start : before.start()], None))
            end = behind.end("kept") if behind["kept"] else cable.end
            parts.append((text[before.start() : end], cable))
            start = end
    parts.append((text[start:], None))
    plain = [(part.strip(" ,;"), cable) for part, cable in parts]
    return [(part, cable) for part, cable in plain if part]
