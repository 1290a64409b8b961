"""Where the header ends: the classification line found, and the lines above and below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from cablesearch.cable.classline import ClassLine, class_line, numbered_name
from cablesearch.cable.header import FORMAT_LINE, HEADER_LINE
from cablesearch.cable.labels import BODY, label_at_start
from cablesearch.cable.lines import Line, Lines
from cablesearch.cable.unglue import restore_line_ends

if TYPE_CHECKING:
    from cablesearch.cable.tables import Tables

# Headers with hundreds of addressees exist; class lines of later sections lie beyond the labels anyway.
_LONGEST_HEADER = 600
_DTG_LINE = re.compile(r"\s*(?:[ZOPRYM] ){1,2}\d{6}Z", re.IGNORECASE)
_RESTART = re.compile(r"\s*(?:(?:[ZOPR] ){1,2}\d{6}Z|VZCZC[A-Z]{3}\d|DE R[A-Z]{4,7} ?#|FM [A-Z])")
# How far below a page head ("UNCLASSIFIED TRIPOLI 00000641") the header may begin.
_PAGE_HEAD = 12
# How far below the last header line another "TO ..." may stand.
_GAP = 12
# How far below a misplaced TAGS or E.O. line the classification line may stand.
_MISPLACED = 6


class Parts(Struct, frozen=True, kw_only=True):
    """A cable's lines: above the classification line, that line as written, and those below it."""

    above: Lines
    line: ClassLine | None
    written: tuple[Line, ...]
    below: Lines


def split_header(lines: Lines, tables: Tables) -> Parts:
    """Split at the last classification line before the labels and the text.

    A mail program or a page head may have put an earlier one above the header. Without any, the header ends
    behind the last line that is one by its form.
    """
    lines = restore_line_ends(lines)
    best: tuple[int, ClassLine] | None = None
    header_end = 0
    first_label: int | None = None
    for at, text in enumerate(lines.texts[:_LONGEST_HEADER]):
        if not text or text.isspace():
            continue
        near = at <= header_end + _GAP
        if (_RESTART if best else HEADER_LINE if near else FORMAT_LINE).match(text):
            header_end = at + 1
            continue
        if best and best[1].station and best[0] >= header_end:
            # only a header below could make this one a page head
            if at > best[0] + _PAGE_HEAD or label_at_start(text):
                break
            continue
        found = class_line(text, tables)
        if found:
            if first_label is not None and found.station is None:
                continue  # a class word at the head of a later page
            if best is None or found.station or best[1].station is None:
                best = (at, found)
                if found.end < len(text.rstrip()):
                    break  # the preamble is glued to it
                continue
        if BODY.match(text) and (best or not _header_follows(lines, at)):
            break
        label = label_at_start(text)
        if (
            first_label is None
            and (best or header_end)
            and label
            and label.kind in ("eo", "tags", "subject")
            and not _header_follows(lines, at)
        ):
            first_label = at
        if first_label is not None and at > first_label + _MISPLACED:
            break
    if best is None or (best[1].station is None and header_end > best[0] + 1):
        return Parts(above=lines[:header_end], line=None, written=(), below=lines[header_end:])
    parts = _parts(lines, *best, tables)
    if first_label is None or not header_end <= first_label < best[0]:
        return parts
    return replace(
        parts,
        above=lines[:first_label],
        below=lines[first_label : best[0]] + parts.below,
    )


def _header_follows(lines: Lines, at: int) -> bool:
    """Whether a date-time group stands a little below: a mail's own Subject line is no label."""
    return any(_DTG_LINE.match(text) for text in lines.texts[at + 1 : at + 12])


def _parts(lines: Lines, at: int, found: ClassLine, tables: Tables) -> Parts:
    no, text = lines[at]
    written = [Line(no, text[: found.end].strip())]
    left, after = text[found.end :], at + 1
    if found.station is None and not left.strip():
        # "UNCLAS SECTION 01 OF 02" and the post on the next line
        for below in range(at + 1, min(at + 3, len(lines))):
            if not lines.texts[below].strip():
                continue
            rest = numbered_name(lines.texts[below], tables)
            if rest:
                station, number, name, end = rest
                found = replace(found, station=station, number=number, name=name)
                no, text = lines[below]
                written.append(Line(no, text[:end].strip()))
                left, after = text[end:], below + 1
            break
    glued = Lines([no], [left]) if left.strip(" \"'.\\*-") else None
    if left.strip() and not glued:
        written[-1] = Line(no, f"{written[-1].text} {left.strip()}")
    below_it = lines[after:]
    return Parts(
        above=lines[:at],
        line=found,
        written=tuple(written),
        below=glued + below_it if glued else below_it,
    )
