"""Line ends put back into headers that have lost them: "...WASHDC 2703INFO RUCNMER/MERCOSUR COLLECTIVE"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cablesearch.cable.lines import Line, Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

# Only these many lines are looked at: headers stand at the top.
_TOP = 40
_LONGEST = 4_000
# Where the text begins, in lines each with its "\n" before it.
_BELOW = re.compile(r"\n(?:¶|E\.O\.|TAGS|SUBJ|1\.)")
# The signs of format lines, and the slash of an indicator, far inside a line.
_SIGN = re.compile(
    r"VZCZC(?<=.{9})|DE RU(?<=.{9})|ZN[RY] (?<=.{8})|FM [AUS](?<=.{8})|ZZH[PORZ](?<=.{8})|\",\"(?<=.{7})"
)
_SLASH_FROM = 14
# What a line must have in it that is cut.
_CUT_SIGN = re.compile(r"VZCZC|DE RU|ZN[RY]|ZZH|FM |R[A-Z]{4,6}/|\",\"")
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


def restore_line_ends(lines: Lines) -> Lines:
    """The lines of a cable, those of its header cut where a format line begins inside another."""
    texts = [text[:_LONGEST] for text in lines.texts[:_TOP]]
    head = "\n" + "\n".join(texts)
    below = _BELOW.search(head)
    if below:
        head = head[: below.start()]
    top = head.count("\n")
    if not _may_be_glued(head, texts[:top]):
        return lines
    apart: list[Line] = []
    for no, text in lines[:top]:
        at = 0
        for m in _GLUED.finditer(text, 0, _LONGEST):
            if piece := text[at : m.end()].rstrip():
                apart.append(Line(no, piece))
            at = m.end()
        apart.append(Line(no, text[at:]))
    return Lines.of(apart) + lines[top:]


def _may_be_glued(head: str, texts: Sequence[str]) -> bool:
    """A quick look at a header, as nearly none is: whole, and its lines."""
    return _SIGN.search(head) is not None or any(
        _GLUED.search(text)
        for text in texts
        if "/" in text[_SLASH_FROM:] and _CUT_SIGN.search(text)
    )
