"""Section breaks: a second class line, its captions, or a whole second header inside a body."""

from __future__ import annotations

import re
from typing import NamedTuple

from cablesearch.cable.lines import Lines
from cablesearch.cable.model import Furniture


class Sections(NamedTuple):
    """The lines of the text, and what stood between its sections."""

    lines: Lines
    furniture: list[Furniture]


# How the first line of a break begins, of all lines at once.
_MAYBE_BREAK = re.compile(
    r"\n(?:(?: [^\S\n]*)?(?:SIPDIS|UNCLAS|CONFIDENTIAL|(?:TOP )?SECRET|LIMITED OFFICIAL USE)"
    r"|VZCZC|[ZOPR] [ZOPR\d]|DE RU|U ?N ?C ?L|C ?O ?N ?F|S ?E ?C ?R|L ?I ?M ?I ?T ?E)"
)
_HEADER = re.compile(
    r"(?:VZCZC[A-Z]{3}\d{4}|(?:[ZOPR] ){1,2}\d{6}Z [A-Z]{3} \d\d\b|DE RU[A-Z]{4,5} #\d{4})"
)
CLASS_LINE = re.compile(
    r"(?:U ?N ?C ?L ?A ?S(?: ?S ?I ?F ?I ?E ?D)?|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L|S ?E ?C ?R ?E ?T"
    r"|L ?I ?M ?I ?T ?E ?D {1,3}O ?F ?F ?I ?C ?I ?A ?L {1,3}U ?S ?E)\b[A-Z /]{0,30}"
    r"(?:SECTION ?\d{1,2} ?OF ?\d{1,2} )?(?:[A-Z .]{0,24} ?(?=\d{4})|[A-Z][A-Z .]{2,24} )(?P<number>\d{3,6})\b"
)
"""The classification line of a further section."""
# alone on its line it is the top or bottom of a page, not a heading
_CLASS_WORD = re.compile(
    r" *(?:UNCLAS(?:SIFIED)?|LIMITED OFFICIAL USE|CONFIDENTIAL|(?:TOP )?SECRET)"
    r"(?: (?:NOFORN|NODIS|EXDIS|LIMDIS|STADIS|SIPDIS|SENSITIVE))? *$"
)
_LABEL = re.compile(
    r"(?:E\.?O\.? ?\d{5}|TAGS?\b|SUBJ(?:ECT)?\b|REFS?\b|REFTEL|CLASSIFIED BY|REASON)", re.I
)
_CAPTION = re.compile(
    r"(?:SIPDIS|SENSITIVE|NOFORN|NODIS|EXDIS|STADIS|LIMDIS|E F T O|EFTO|CODEL|TERREP|AIDAC|[,/ ])+$"
)
_PASSING = re.compile(r"[A-Z/ .,()-]{2,40}\b(?:FOR|PASS|ALSO FOR|PLEASE PASS)\b")
_TEXT = re.compile(r"\s*(?:¶|\d{1,2}\. ?\()")


def cut_sections(lines: Lines, *, number: int | None = None) -> Sections:
    """Cut repeated headers, class lines, captions and labels out of a body; `number` is the cable's own."""
    furniture: list[Furniture] = []
    nos: list[int] = []
    texts: list[str] = []
    done = 0
    for index in lines.found(_MAYBE_BREAK):
        if index < done:
            continue
        kind, end = _break_at(lines, index, number)
        if end > index:
            furniture.extend(
                Furniture(kind=kind, text=cut.text.strip(), lines=(cut.no, cut.no))
                for cut in lines[index:end]
                if cut.text.strip()
            )
            nos += lines.nos[done:index]
            texts += lines.texts[done:index]
            done = end
    if not done:
        return Sections(lines, furniture)
    return Sections(Lines([*nos, *lines.nos[done:]], [*texts, *lines.texts[done:]]), furniture)


def _break_at(lines: Lines, index: int, number: int | None) -> tuple[str, int]:
    """Kind of a section break and the line after it; (…, index) where there is none."""
    text = lines.texts[index]
    kind, end = "section", index
    if text.strip() == "SIPDIS":
        return kind, index + 1
    if len(text) > 160:
        return kind, index
    if _CLASS_WORD.match(text):
        return "page", index + 1
    if _HEADER.match(text):
        for ahead in range(index + 1, min(len(lines), index + 80)):
            if CLASS_LINE.match(lines.texts[ahead]):
                return "header", after_class_line(lines, ahead)
        return kind, index
    found = CLASS_LINE.match(text) if text.upper() == text else None
    if found:
        end = after_class_line(lines, index)
        if end == index + 1 and number not in (None, int(found["number"])):
            return kind, index  # a sentence of capitals that names another cable, or a year
    return kind, end


def after_class_line(lines: Lines, index: int) -> int:
    """The line after a class line, its captions and repeated labels."""
    if len(lines.texts[index]) > 160:
        return index
    end = index + 1
    in_label = False
    for ahead in range(index + 1, min(len(lines), index + 40)):
        text = lines.texts[ahead].strip()
        if not text:
            in_label = False
            continue
        if _TEXT.match(text) or len(text) > 400:
            break
        if _CAPTION.match(text):
            end = ahead + 1
        elif _LABEL.match(text):
            in_label = True
            end = ahead + 1
        elif in_label or (_PASSING.match(text) and len(text) < 100 and end == ahead):
            end = ahead + 1
        else:
            break
    return end
