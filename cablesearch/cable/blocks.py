"""A record whose container gives whole paragraphs: their numbers, portion marks, headings and zones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cablesearch.cable.marking import read_marking
from cablesearch.cable.model import Paragraph
from cablesearch.cable.reflow import reflow
from cablesearch.cable.zones import zones_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablesearch.cable.marking import Marking
    from cablesearch.formats.record import Block

_ODD_BLANK = re.compile(r"[^\S\n ]")
_NUMBER = re.compile(r"¶?(?P<number>\d{1,3})[.)]\s+(?=\S)")


def paragraphs_of(blocks: Sequence[Block], first_line: int) -> tuple[Paragraph, ...]:
    """One paragraph a block; "2. ..." is paragraph 2 where 1 or the end of the text before it allows that.

    A number that does not follow the last one (a year, an item of a list) stays text. What the container says of
    number and marking holds; its text may say the same once more.
    """
    zones = zones_of([(block.heading, block.text) for block in blocks])
    found: list[Paragraph] = []
    last = 0
    entire: tuple[str, tuple[str, ...]] | None = None
    for ordinal, (block, zone) in enumerate(zip(blocks, zones, strict=True), 1):
        text = _plain(block.text)
        number, text = _number(block, text, last)
        last = number or last
        said, mark = _marks(block, text, numbered=number is not None)
        if mark is not None:
            text = text[mark.end :]
        mark = said or mark
        if mark and mark.entire:
            entire = (mark.level, mark.caveats)
        level, caveats = (mark.level, mark.caveats) if mark else entire or (None, ())
        marking_by = ("entire" if mark.entire else "own") if mark else "entire" if level else None
        begin = first_line + block.line - 1
        found.append(
            Paragraph(
                ordinal=ordinal,
                number=number,
                label=block.marking if block.marking and not said else None,
                marking=level,
                caveats=caveats,
                marking_by=marking_by,
                heading=block.heading,
                zone=zone,
                text=text,
                lines=(begin, begin + block.text.count("\n")),
            )
        )
    return tuple(found)


def _plain(text: str) -> str:
    """The text in one line; a table keeps its lines."""
    return reflow(_ODD_BLANK.sub(" ", text.replace("\0", "")).strip("\n").split("\n"))


def _number(block: Block, text: str, last: int) -> tuple[int | None, str]:
    """The number of a block, and its text without it."""
    written = _NUMBER.match(text)
    expected = last + 1 if block.number is None else block.number
    if written and int(written["number"]) == expected:
        return expected, text[written.end() :]
    return block.number, text


def _marks(block: Block, text: str, *, numbered: bool) -> tuple[Marking | None, Marking | None]:
    """The portion mark that the container gives, and the one before the text unless it says something else."""
    said = read_marking(f"({block.marking.strip(' ()')})") if block.marking else None
    mark = read_marking(text, upper_only=not numbered)
    if said and mark and (mark.level, mark.caveats) != (said.level, said.caveats):
        mark = None
    return said, mark
