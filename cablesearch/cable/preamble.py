"""The preamble: from the classification line to the first line of text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cablesearch.cable.classified import statement_end
from cablesearch.cable.classline import class_line
from cablesearch.cable.labels import (
    BODY,
    HEADING,
    MARK,
    RULE,
    Found,
    body_inside,
    label_at_start,
    label_inside,
)
from cablesearch.cable.lines import Lines
from cablesearch.cable.notes import Notes, Preamble
from cablesearch.cable.pagelines import cut_pages
from cablesearch.cable.unlabelled import REASON, take_unlabelled

if TYPE_CHECKING:
    from cablesearch.cable.tables import Tables

_MAYBE_PAGE = re.compile(r"\sOF\s{1,2}0\d\d", re.IGNORECASE)
_ITEM = re.compile(r"\s*\(([B-Z])\)")
_NUMBERED_REF = re.compile(
    r"\s*\(?\d[.)]\)?\s{0,3}(?:\d\d\s)?[A-Z][A-Z ]{2,20} \d{2,7}\s*(?:\([A-Z]+\))?[.;,]?$"
)
# So many fields are looked for in one line; each costs time by the line's length.
_PIECES = 64


def parse_preamble(
    lines: Lines,
    tables: Tables,
    *,
    classed: bool,
    station: str | None,
    number: int | None,
) -> Preamble:
    """The preamble of the lines after the classification line (or of all, where there is none).

    `classed` says that there was a header or a classification line: free lines are then instructions, not text.
    By `station` and `number` page lines are known.
    """
    notes = Notes(tables, lines, classed=classed)
    own = (station, number)
    for at, (no, text) in enumerate(zip(lines.nos, lines.texts, strict=True)):
        if "0" in text and _MAYBE_PAGE.search(text):
            cut = cut_pages(lines[at : at + 1], station=station, number=number)
            notes.furniture += cut.furniture
            text = " ".join(cut.lines.texts)
            if not text.strip():
                notes.page_alone()
                continue
        if not text or text.isspace():
            notes.blank()
            continue
        left = _take(notes, text, no, own)
        pieces = 1
        while left and left != text and pieces < _PIECES:
            text = left
            left = _take(notes, text, no, own)
            pieces += 1
        if left:
            rest = Lines(lines.nos[at:], [left.lstrip(), *lines.texts[at + 1 :]])
            return notes.preamble(rest)
    return notes.preamble(Lines())


def _take(notes: Notes, text: str, no: int, own: tuple[str | None, int | None]) -> str:
    """Read the first field of a line; what is left of the line, or all of it where the body begins."""
    again = class_line(text, notes.tables) if text.lstrip()[0] in "UCSTL" else None
    if again and again.station and (notes.state == "top" or (again.station, again.number) == own):
        notes.keep(text[: again.end], no)  # a page's, or a repeated cable's
        notes.state = "top" if notes.state == "top" else "after"
        return text[again.end :].lstrip()
    found = label_at_start(text)
    if found and _takes_label(notes, found, text):
        return _labelled(notes, found, text, no)
    if _is_body(notes, text):
        return text
    cut = _cut(notes, text, 1)
    piece, left = text[:cut], text[cut:]
    if not take_unlabelled(notes, piece, no):
        return text
    notes.after_blank = False
    return left


def _takes_label(notes: Notes, found: Found, text: str) -> bool:
    if found.kind == "subject" and notes.values["subject"]:
        return False
    if found.kind == "ref":
        return bool(notes.seen & {"eo", "tags", "subject"}) or ":" in text[: found.end]
    if found.kind == "by":
        return bool(notes.seen) or notes.labelled == 0
    if found.kind == "eo":
        return notes.state != "subject" or ":" in text[found.start : found.end + 6]
    return True


def _labelled(notes: Notes, found: Found, text: str, no: int) -> str:
    kind = found.kind
    end = found.start if kind == "by" else found.end
    cut = _cut(notes, text, max(end, 1), kind=kind)
    closed = statement_end(text, end, cut) if kind == "by" else cut
    ended, cut = closed < cut, closed
    value = text[end:cut]
    if kind == "by":
        if REASON.match(text) and notes.classified:
            notes.classified[-1].append(value)
        else:
            notes.classified.append([value])
            notes.spans.append((no, no))
    else:
        label = text[found.start : end].strip()
        if kind in ("eo", "tags"):
            notes.keep(text[found.start : cut], no)
        else:
            mark = MARK.match(value) if kind == "subject" else None
            if mark:
                label, value = f"{label} {mark[0].strip()}", value[mark.end() :]
            notes.keep(label, no)
        if kind == "ref" and notes.values["ref"]:
            value = f"; {value}"
        notes.add(kind, value.strip())
    notes.label(kind)
    if ended:
        notes.state = "after"
    return text[cut:]


def _cut(notes: Notes, text: str, start: int, kind: str | None = None) -> int:
    """Where the next label, or the body, begins inside a line."""
    kind = kind or notes.state
    label = label_inside(text, start, notes.seen, kind)
    cut = label.start if label else len(text)
    if kind != "top":
        body = body_inside(text, start, cut, reference=kind == "ref")
        if body is not None:
            cut = body
    return cut


def _is_body(notes: Notes, text: str) -> bool:
    if notes.state == "ref" and (_NUMBERED_REF.match(text) or _next_item(notes, text)):
        return False
    if BODY.match(text):
        return True
    if notes.state == "top":
        return False
    return bool(RULE.match(text) or HEADING.match(text))


def _next_item(notes: Notes, text: str) -> bool:
    """Whether "(C) ..." is the item behind (B) of a list, not a confidential paragraph."""
    item = _ITEM.match(text)
    return item is not None and chr(ord(item[1]) - 1) in notes.letters
