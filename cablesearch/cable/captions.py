"""Captions under the classification line: SIPDIS, SENSITIVE, NOFORN, corrected copies."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cablesearch.cable.tables import squeeze

if TYPE_CHECKING:
    from cablesearch.cable.tables import Tables

CORRECTED = re.compile(r"C\s?O\s?R\s?R\s?E\s?C\s?T\s?E\s?D\s{1,4}C\s?O\s?P\s?Y", re.IGNORECASE)
"""A corrected copy says so, spaced or not."""

_VISAS = ("VIPER", "DONKEY", "BEAR", "MANTIS", "CONDOR", "EAGLE", "MERLIN")
_SPELLINGS = {
    "SBU": "SENSITIVE BUT UNCLASSIFIED",
    "SENSITIVE BUT UNCLASSIFIED": "SENSITIVE BUT UNCLASSIFIED",
    "FOR OFFICIAL USE ONLY": "FOUO",
    "LIMITED OFFICIAL USE": "LOU",
    "NOT RELEASABLE TO FOREIGN NATIONALS": "NOFORN",
    "VISAS": "VISAS",
    **{f"VISAS {kind}": f"VISAS {kind}" for kind in _VISAS},
    "DEA SENSITIVE": "DEA SENSITIVE",
    "E F T O": "EFTO",
    "EFTO": "EFTO",
}
_TRAILING = {"SIPDIS", "SENSITIVE", "NOFORN", "NODIS", "EXDIS", "STADIS", "LIMDIS"}
_RELEASE = re.compile(r"REL(?:EASABLE)? TO\b[A-Z ,&]{2,80}$|REL [A-Z]{3}(?:[ ,]+[A-Z]{2,4}){0,12}$")
_PERISHABLE = re.compile(r"\W*PERISHABLE INFORMATION\b.{0,60}$")
_SPREAD = re.compile(r"\W{0,20}[A-Z] [A-Z] [A-Z] ")
_GLUED = re.compile(r"E\.O|TAGS|SUBJ|DEPT|STATE")
_BETWEEN = re.compile(r"""[\s,;/.&"'()-]*""")


class Captions(NamedTuple):
    """The captions a line begins with, and where they end in it."""

    found: tuple[str, ...]
    end: int


@lru_cache(maxsize=8)
def _pattern(words: frozenset[str]) -> re.Pattern[str]:
    ordered = sorted(words | set(_SPELLINGS), key=lambda word: (-len(word), word))
    return re.compile("|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered))


def captions(text: str, tables: Tables) -> Captions:
    """The captions at the start of a line.

    Behind the last one the line ends, or something begins that is no word glued to it: "SIPDISE.O. 12958".
    """
    upper = text.upper()
    if len(upper) != len(text):
        upper = text  # places must hold: a capital may be two letters
    if _RELEASE.match(upper) or ("PERISHABLE" in upper and _PERISHABLE.match(upper)):
        return Captions((" ".join(upper.strip("\"' ").split()),), len(text))
    pattern = _pattern(tables.caption_words)
    if _SPREAD.match(upper):
        plain = squeeze(upper)
        whole = pattern.fullmatch(plain)
        return Captions((_folded(whole[0]),), len(text)) if whole else Captions((), 0)
    start = _BETWEEN.match(upper)
    at = start.end() if start else 0
    found: list[str] = []
    end = 0
    while m := pattern.match(upper, at):
        after = upper[m.end() : m.end() + 1]
        if after.isalpha() and not (_GLUED.match(upper, m.end()) or pattern.match(upper, m.end())):
            break
        found.append(_folded(m[0]))
        gap = _BETWEEN.match(upper, m.end())
        end = at = gap.end() if gap else m.end()
    return Captions(tuple(dict.fromkeys(found)), end)


def trailing_captions(text: str, tables: Tables) -> Captions:
    """The captions at the end of a line of instructions ("... LAC/AA SENSITIVE SIPDIS"), and where they begin."""
    words = text.split(" ")
    first = len(words)
    while first > 1 and words[first - 1] in _TRAILING:
        first -= 1
    tail = " ".join(words[first:])
    found = captions(tail, tables).found if tail else ()
    return Captions(found, len(" ".join(words[:first])) if found else len(text))


def _folded(word: str) -> str:
    plain = " ".join(word.split())
    return _SPELLINGS.get(plain, plain)
