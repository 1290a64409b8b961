"""Line ends put back into headers that have lost them: "...WASHDC 2703INFO RUCNMER/MERCOSUR COLLECTIVE"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cablesearch.cable.lines import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

# Only these many lines are looked at: headers stand at the top.
_TOP = 40
_LONGEST = 4_000
_SIGNS = (
    "VZCZC",
    "DE RU",
    "ZNR ",
    "ZNY ",
    "FM A",
    "FM U",
    "FM S",
    "ZZHP",
    "ZZHO",
    "ZZHR",
    "ZZHZ",
    '","',
)
_BELOW = ("¶", "E.O.", "TAGS", "SUBJ", "1.")
_GLUED = re.compile(
    r"(?<=[\"\w])(?=VZCZC[A-Z]{3}\d{4})"
    r"|(?<=[A-Z])(?=DE RU[A-Z]{3,6} ?#\d)"
    r"|(?<=\d{7})\s{0,3}(?=ZN[RY] [A-Z]{5}\b)"
    r"|(?<=ZZH)\s{0,3}(?=(?:[ZOPR] ){1,2}\d{6}Z)"
    r"|(?<=\d\d)\s{0,3}(?=FM (?:AM|US|SEC|AIT|REO)[A-Z]{2,})"
    r"|(?<=[A-Z0-9])\s{0,3}(?=(?:TO|INFO) R[A-Z]{4,6}/)"
    r"|(?<=[A-Z0-9])(?=R(?:UE|HE|UC|HM|UZ|UL|XF|HR|UF)[A-Z]{2,4}/[A-Z])"
    r'|(?<=[A-Z])","(?=[A-Z])'
)


def restore_line_ends(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of a cable, those of its header cut where a format line begins inside another."""
    top = 0
    glued = False
    for line in lines[:_TOP]:
        if line.text.startswith(_BELOW):
            break
        top += 1
        glued = glued or _may_be_glued(line.text)
    if not glued:
        return lines
    whole: list[Line] = []
    for line in lines[:top]:
        at = 0
        for m in _GLUED.finditer(line.text, 0, _LONGEST):
            if piece := line.text[at : m.end()].rstrip():
                whole.append(Line(line.no, piece))
            at = m.end()
        whole.append(Line(line.no, line.text[at:]) if at else line)
    return [*whole, *lines[top:]]


def _may_be_glued(text: str) -> bool:
    """A quick look, as nearly no line is: a format line's sign, or an indicator's slash, far inside a line."""
    tail = text[4:_LONGEST]
    return ("/" in text[14:_LONGEST] and _GLUED.search(text, 0, _LONGEST) is not None) or any(
        sign in tail for sign in _SIGNS
    )
