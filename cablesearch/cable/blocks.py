"""A record whose container gives whole paragraphs: their numbers, portion marks, headings and zones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cablesearch.cable.marking import read_marking
from cablesearch.cable.model import Paragraph
from cablesearch.cable.zones import zones_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablesearch.formats.record import Block

_NUMBER = re.compile(r"¶?(?P<number>\d{1,3})[.)]\s+(?=\S)")


def paragraphs_of(blocks: Sequence[Block], first_line: int) -> tuple[Paragraph, ...]:
    """One paragraph a block; "2. ..." is paragraph 2 where 1 or the end of the text before it allows that.

    A number that does not follow the last one (a year, an item of a list) stays text.
    """
    zones = zones_of([(block.heading, block.text) for block in blocks])
    found: list[Paragraph] = []
    last = 0
    entire: tuple[str, tuple[str, ...]] | None = None
    for ordinal, (block, zone) in enumerate(zip(blocks, zones, strict=True), 1):
        text, number = block.text, None
        written = _NUMBER.match(text)
        if written and int(written["number"]) == last + 1:
            number = last = int(written["number"])
            text = text[written.end() :]
        mark = read_marking(text, upper_only=number is None)
        marking_by = None
        if mark is not None:
            text = text[mark.end :]
            marking_by = "entire" if mark.entire else "own"
            if mark.entire:
                entire = (mark.level, mark.caveats)
        level, caveats = (mark.level, mark.caveats) if mark else entire or (None, ())
        begin = first_line + block.line - 1
        found.append(
            Paragraph(
                ordinal=ordinal,
                number=number,
                marking=level,
                caveats=caveats,
                marking_by=marking_by or ("entire" if level else None),
                heading=block.heading,
                zone=zone,
                text=text,
                lines=(begin, begin + block.text.count("\n")),
            )
        )
    return tuple(found)
