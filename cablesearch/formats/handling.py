"""How a printed document was handled, by the prose of its source note: "Secret; Niact; Eyes Only."."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_CLASSES: Final = {
    name.lower(): name
    for name in (
        "Top Secret", "Secret", "Confidential", "Limited Official Use", "Official Use Only", "Unclassified",
    )
}  # fmt: skip
# As the field table has them; an IMMEDIATE of the 1950s was called operational.
_PRECEDENCES: Final = {
    "flash": "FLASH",
    "niact immediate": "NIACT IMMEDIATE",
    "operational immediate": "IMMEDIATE",
    "immediate": "IMMEDIATE",
    "priority": "PRIORITY",
    "routine": "ROUTINE",
}
_CAPTIONS: Final = {
    "limit distribution": "LIMDIS",
    "limited distribution": "LIMDIS",
    "limdis": "LIMDIS",
    "exdis": "EXDIS",
    "nodis": "NODIS",
    "no distribution": "NODIS",
    "noforn": "NOFORN",
    "niact": "NIACT",
    "eyes only": "EYES ONLY",
    "exclusively eyes only": "EYES ONLY",
    "sensitive": "SENSITIVE",
    "stadis": "STADIS",
}
_NONE: Final = "no classification marking"
_ALL: Final = (f"{_NONE}s", _NONE, *_CLASSES, *_PRECEDENCES, *_CAPTIONS, "restricted")
_FIRST: Final = "|".join(word.replace(" ", r"\s+") for word in sorted(_ALL, key=len, reverse=True))
# A list that begins with such a word: "Secret; Niact; Alpha."; its full stop may be missing, as may the one before it.
_LIST: Final = re.compile(
    rf"(?:^|[.:)”]\s+|(?-i:[A-Z]{{2,}})\s+)(?P<items>(?:{_FIRST})(?=[.;,:/]|$|\s+(?:{_FIRST})\b)[^.]{{0,300}})",
    re.I,
)
_PARTED: Final = re.compile(rf"[;:]\s+|(?:,\s+|/)(?=(?:{_FIRST})\b)", re.I)
_WORD: Final = re.compile(rf"\W*(?P<item>{_FIRST})\b", re.I)
_BEHIND: Final = re.compile(rf"(?P<first>{'|'.join(_CAPTIONS)})\s?[/-]\s?(?P<rest>.+)", re.I)
# Words that nobody has listed (Alpha, Presidential Handling), and what begins prose.
_OTHER: Final = re.compile(
    r"(?!(?:repeated|received|drafted|cleared|approved|passed|also|sent|transmitted|which|and|the|handled|printed|see)\b)"
    r"[a-z][\w/’'—-]*(?: [\w/’'—-]+){0,4}",
    re.I,
)


class Handling(NamedTuple):
    """What a note says of how a document was handled; `captions` in capitals."""

    classification: str | None = None
    precedence: str | None = None
    captions: tuple[str, ...] = ()


def handling(note: str) -> Handling:
    """What the first list of such words in a note says; everything else in it is prose.

    >>> handling("Source: Department of State, 611.60/7–1060. Secret; Niact; Limit Distribution. Repeated to Paris.")
    Handling(classification='Secret', precedence=None, captions=('NIACT', 'LIMDIS'))
    """
    found = _LIST.search(note)
    return _handling(_PARTED.split(found["items"])) if found else Handling()


def opening(text: str) -> Handling:
    """What stands above a telegram in the older volumes: "secret   priority". Other words end it.

    >>> opening("top secret   niact")
    Handling(classification='Top Secret', precedence=None, captions=('NIACT',))
    """
    return _handling(_words(text))


def _words(text: str) -> list[str]:
    """The known words that a text begins with."""
    items: list[str] = []
    at = 0
    while found := _WORD.match(text, at):
        items.append(" ".join(found["item"].split()))
        at = found.end()
    return items


def _handling(items: list[str]) -> Handling:
    level = precedence = None
    captions: list[str] = []
    for item in items:
        text, prose, _ = item.strip().partition(",")
        known = _words(text)
        whole = "".join("".join(known).split()) == re.sub(r"\W", "", text)
        for part in known if whole else [text]:
            word = part.lower()
            if word in _CLASSES:
                level = level or _CLASSES[word]
            elif word in _PRECEDENCES:
                precedence = precedence or _PRECEDENCES[word]
            elif word in _CAPTIONS:
                captions.append(_CAPTIONS[word])
            elif behind := _BEHIND.fullmatch(part):  # "Exdis/Tan", "Nodis-TAG"
                captions += (_CAPTIONS[behind["first"].lower()], behind["rest"].upper())
            elif not _OTHER.fullmatch(part):
                return Handling(level, precedence, tuple(dict.fromkeys(captions)))
            elif not word.startswith(_NONE):
                captions.append(part.upper())
        if prose:
            break
    return Handling(level, precedence, tuple(dict.fromkeys(captions)))
