"""The classification line: UNCLAS SECTION 01 OF 03 BAKU 000911, in all its spacings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from cablesearch.cable.tables import squeeze

if TYPE_CHECKING:
    from cablesearch.cable.tables import Tables


class ClassLine(Struct, frozen=True, kw_only=True):
    """A classification line taken apart.

    `station` and `number` are null on a line that is a class word alone; `end` is the offset behind what
    belongs to the line, where further text may be glued to it.
    """

    classification: str
    caveats: tuple[str, ...] = ()
    section: int | None = None
    sections: int | None = None
    station: str | None = None
    number: int | None = None
    name: str | None = None
    end: int


def _spaced(word: str) -> str:
    return r"\s{0,2}".join(word)


_CLASSES = {
    "UNCLASSIFIED": "UNCLASSIFIED",
    "UNCLAS": "UNCLASSIFIED",
    "LIMITEDOFFICIALUSE": "LIMITED OFFICIAL USE",
    "CONFIDENTIAL": "CONFIDENTIAL",
    "TOPSECRET": "TOP SECRET",
    "SECRET": "SECRET",
}
# "S" doubled (SS E C R E T) has been seen; a class word may follow a mail program's or a newspaper's words.
_WORD = re.compile(
    r"(?P<word>S?" + "|S?".join(_spaced(word) for word in _CLASSES) + r")", re.IGNORECASE
)
# Where a class word may begin, and how: a line without it is none.
_HEAD = (
    r"[Ss]?(?:[Uu]\s{0,2}[Nn]\s{0,2}[Cc]|[Cc]\s{0,2}[Oo]\s{0,2}[Nn]\s{0,2}[Ff]|[Ss]\s{0,2}[Ee]\s{0,2}[Cc]"
    r"|[Ll]\s{0,2}[Ii]\s{0,2}[Mm]|[Tt]\s{0,2}[Oo]\s{0,2}[Pp])"
)
_AT_START = re.compile(r"""["'\s>(*/]{0,8}""" + _HEAD)
_BEHIND_SIGN = re.compile(r"[\d.:]\s{0,4}" + _HEAD)
_START = re.compile(r"""^["'\s>(*/]{0,8}$|[\d.:]\s{0,4}$""")
_CAVEATS = {
    "FOROFFICIALUSEONLY": "FOUO",
    "FOUO": "FOUO",
    "SENSITIVEBUTUNCLASSIFIED": "SBU",
    "SBU": "SBU",
    "NOFORN": "NOFORN",
    "NF": "NOFORN",
    "NOTRELEASABLETOFOREIGNNATIONALS": "NOFORN",
    "NODIS": "NODIS",
    "EXDIS": "EXDIS",
    "LIMDIS": "LIMDIS",
    "STADIS": "STADIS",
    "EFTO": "EFTO",
}
_CAVEAT = re.compile(
    r"[\s/,;-]{0,8}(?P<caveat>"
    + "|".join(_spaced(word) for word in _CAVEATS)
    + r"|REL(?:EASABLE)?\s{0,2}(?:TO\s)?[A-Z, ]{3,60}(?=//|\s{2}|$))",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"\s{0,8}(?:S\s?E?\s?C\s?T\s?I?\s?O?\s?N?S?|SEC)\.?\s{0,2}(?P<this>\d{1,2})\s{0,3}[OG]\s?F\s{0,3}(?P<all>\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<gap>[\s/*-]{0,20})(?P<name>[A-Z][A-Z .'/-]{1,34}?)[\s#.-]{0,12}(?P<number>\d{1,8})(?!\d)",
    re.IGNORECASE,
)
_NO_STATION = {"SECTION", "PAGE", "NODIS", "EXDIS", "DECL", "PER", "AND", "THE", "OF"}


def class_line(text: str, tables: Tables) -> ClassLine | None:
    """The classification line that a line of text is or begins with, or null."""
    head = text[:160]
    if not (_AT_START.match(head) or _BEHIND_SIGN.search(head)):
        return None
    word = _WORD.search(head)
    if word is None or not _START.search(head[: word.start()]):
        return None
    classification = _class_of(word["word"])
    end, caveats = _caveats(head, word.end())
    section = _SECTION.match(head, end)
    if section:
        end = section.end()
        end, more = _caveats(head, end)
        caveats += more
    found = _NUMBER.match(head, end)
    if found:
        name = found["name"]
        station = _station(name, tables)
        loose = bool(found["gap"]) or end != word.end()
        if station is None and loose and squeeze(name) not in _NO_STATION:
            # a post that no table knows: only as a short name of capitals
            plain = squeeze(name)
            if name.upper() == name and len(plain) >= 3 and len(name.split()) <= 4:
                station = plain
        if station is not None:
            return ClassLine(
                classification=classification,
                caveats=caveats,
                section=int(section["this"]) if section else None,
                sections=int(section["all"]) if section else None,
                station=station,
                number=int(found["number"]),
                name=head[found.start("name") : found.end()],
                end=found.end(),
            )
    rest = text[end:].strip(" \"')*./\\-")
    if rest and not section:
        return None
    return ClassLine(
        classification=classification,
        caveats=caveats,
        section=int(section["this"]) if section else None,
        sections=int(section["all"]) if section else None,
        end=end if rest else len(text),
    )


def numbered_name(text: str, tables: Tables) -> tuple[str, int, str, int] | None:
    """Station, number, spelling and end of "BAKU 000911": the second half of a broken class line."""
    found = _NUMBER.match(text[:80])
    if found is None or found["gap"].strip():
        return None
    station = _station(found["name"], tables)
    if station is None:
        return None
    return station, int(found["number"]), text[found.start("name") : found.end()], found.end()


def _station(name: str, tables: Tables) -> str | None:
    """The station of a name; letters of a broken class word or section may stand before it."""
    station = tables.station(name)
    if station is None:
        words = name.split()
        for first in range(1, min(len(words), 4)):
            station = tables.station(" ".join(words[first:]))
            if station is not None and len("".join(words[:first])) <= 4:
                return station
        station = tables.nearest(name)
    return station


def _class_of(word: str) -> str:
    plain = squeeze(word)
    return _CLASSES.get(plain) or _CLASSES[plain[1:]]


def _caveats(text: str, at: int) -> tuple[int, tuple[str, ...]]:
    found: list[str] = []
    while len(found) < 8 and (m := _CAVEAT.match(text, at)):
        if text[m.end() : m.end() + 1].isalpha() and len(m["caveat"]) <= 4:
            break  # "NF" at the head of a post's name
        plain = squeeze(m["caveat"])
        found.append(_CAVEATS.get(plain, " ".join(m["caveat"].upper().split())))
        at = m.end()
    return at, tuple(dict.fromkeys(found))
