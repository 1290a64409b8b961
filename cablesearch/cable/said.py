"""The classification that a container names, in any wording: "Secret", "UNCLAS", "CONFIDENTIAL//NOFORN", "LOU"."""

from __future__ import annotations

import re

_WORDS = {
    "UNCLASSIFIED": "UNCLASSIFIED",
    "UNCLAS": "UNCLASSIFIED",
    "U": "UNCLASSIFIED",
    "LIMITED OFFICIAL USE": "LIMITED OFFICIAL USE",
    # what it was called before 1960
    "OFFICIAL USE ONLY": "LIMITED OFFICIAL USE",
    "LOU": "LIMITED OFFICIAL USE",
    "CONFIDENTIAL": "CONFIDENTIAL",
    "C": "CONFIDENTIAL",
    "SECRET": "SECRET",
    "S": "SECRET",
    "TOP SECRET": "TOP SECRET",
    "TS": "TOP SECRET",
}
_SAID = re.compile("(" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")\b[\s/;,-]*(.*)")


def classification_said(text: str) -> tuple[str | None, str]:
    """The classification, null where the text names none, and what is said behind it, in capitals.

    >>> classification_said("Secret//Noforn"), classification_said("restricted")
    (('SECRET', 'NOFORN'), (None, 'RESTRICTED'))
    """
    plain = " ".join(text.upper().split())
    found = _SAID.fullmatch(plain)
    return (_WORDS[found[1]], found[2]) if found else (None, plain)
