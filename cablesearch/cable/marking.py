"""Portion marks: "(S//REL TO USA, GBR)" read into a level and caveats.

The spellings are those of data/portion_marks.tsv (counts over real paragraphs) and what is like them. The text in
the parenthesis is split into words, so that one plain expression finds the mark; an expression that spells out
levels and lists with nested repeats took most of a parser's time (engines.md).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class Marking(NamedTuple):
    """A portion mark: `level` one of model.LEVELS, `caveats` canonical, `entire` for "(S - ENTIRE TEXT)".

    `end` is where the text after the mark begins.
    """

    level: str
    caveats: tuple[str, ...]
    entire: bool
    end: int


_LEVELS = {
    "U": "U",
    "UNCLAS": "U",
    "UNCLASSIFIED": "U",
    "FOUO": "U",
    "SBU": "SBU",
    "SENSITIVE BUT UNCLASSIFIED": "SBU",
    "LOU": "LOU",
    "LIMITED OFFICIAL USE": "LOU",
    "C": "C",
    "CONFIDENTIAL": "C",
    "S": "S",
    "SECRET": "S",
    "TS": "TS",
    "TOP SECRET": "TS",
}
_CAVEATS = {
    "NF": "NF",
    "NOFORN": "NF",
    "NO FORN": "NF",
    "FOUO": "FOUO",
    "FOR OFFICIAL USE ONLY": "FOUO",
    "OUO": "FOUO",
    "FGI": "FGI",
    "ORCON": "ORCON",
    "OC": "ORCON",
    "SI": "SI",
    "TK": "TK",
    "HCS": "HCS",
    "IMCON": "IMCON",
    "PROPIN": "PROPIN",
    "PR": "PROPIN",
    "EXDIS": "EXDIS",
    "NODIS": "NODIS",
    "LIMDIS": "LIMDIS",
    "STADIS": "STADIS",
    "SENSITIVE": "SENSITIVE",
    "RELIDO": "RELIDO",
    "RD": "RD",
    "FRD": "FRD",
    "F": "F",
}
_ENTIRE = {"ENTIRE TEXT", "ENTIRE CABLE", "ENTIRE MESSAGE", "ENTIRE TXT"}

_MARK = re.compile(r"\(([^()\n]{1,80})\)[ .]{0,1}[ ]*|\[(SBU|U|C|S)\] *", re.I)
_LEVEL = re.compile(
    r" *(UNCLASSIFIED|UNCLAS|SENSITIVE BUT UNCLASSIFIED|SBU|LIMITED OFFICIAL USE|LOU|FOUO|CONFIDENTIAL"
    r"|TOP SECRET|TS|SECRET|[UCS])(?![A-Z])"
)
_SPLIT = re.compile(r"[/\\;,]|(?<![A-Z0-9])-|-(?![A-Z0-9])| AND ")
_REL = re.compile(r"REL(?:EASABLE)?\b[ .]*(?:TO\b)?[ :]*(.*)")


@lru_cache(maxsize=4096)
def _read(inner: str) -> tuple[str, tuple[str, ...], bool] | None:
    """Level, caveats and "entire" of what stands in a parenthesis."""
    upper = " ".join(inner.upper().split())
    found = _LEVEL.match(upper)
    if found is None:
        return None
    level, rest = _LEVELS[found[1]], upper[found.end() :].strip(" /-,.;")
    caveats: list[str] = ["FOUO"] if found[1] == "FOUO" else []
    released: list[str] | None = None
    entire = False
    for part in _SPLIT.split(rest):
        word = part.strip(" -.")
        if not word:
            continue
        rel = _REL.match(word)
        if rel:
            released = [] if released is None else released
            if rel[1]:
                released.append(rel[1].strip())
        elif word in _ENTIRE or word == "ENTIRE":
            entire = True
        elif word in _CAVEATS:
            caveats.append(_CAVEATS[word])
        elif released is not None:
            released.append(word)
        elif word.endswith(" ENTIRE TEXT") and word[:-12] in _CAVEATS:
            entire = True
            caveats.append(_CAVEATS[word[:-12]])
        elif _LEVELS.get(word) is None:
            return None
    if released is not None:
        caveats.append(f"REL TO {', '.join(released)}" if released else "REL")
    return level, tuple(dict.fromkeys(caveats)), entire


def is_marked(text: str, at: int) -> bool:
    """Whether a portion mark begins at a place of a text."""
    if text[at : at + 1] not in ("(", "["):
        return False
    found = _MARK.match(text, at)
    return found is not None and _read(found[1] or found[2]) is not None


def read_marking(text: str, *, upper_only: bool = False) -> Marking | None:
    """The portion mark at the start of a text, or None; "(Note: ...)" and the like are none.

    With `upper_only` a lower-case letter alone is none: at the start of a block "(c)" is a list's sign.

    >>> read_marking("(S//REL TO USA, GBR) Talks go on.")
    Marking(level='S', caveats=('REL TO USA, GBR',), entire=False, end=21)
    >>> read_marking("(Note: see below.) Talks go on.")
    """
    if text[:1] not in ("(", "["):
        return None
    found = _MARK.match(text)
    if found is None:
        return None
    inner = found[1] or found[2]
    if upper_only and inner.islower() and len(inner) < 3:
        return None
    read = _read(inner)
    if read is None:
        return None
    return Marking(*read, found.end())
