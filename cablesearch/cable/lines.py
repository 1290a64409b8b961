"""Clean lines: markup of pages taken out of a text, each line keeping its number in the source."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line as cleaned, without its line end or trailing blanks; `no` is its 1-based number in the source.

    A source line may give several of these with the same number, where lost line ends are restored.
    """

    no: int
    text: str


# "[PGOV](#)" is PGOV; "[1](#)" before a number or a letter at a line start was a pilcrow.
_PILCROW_LINK = re.compile(r"^\s*\[(?:1|¶)\]\([^()\s]*\)\s*(?=(?:\d{1,3}|[A-Za-z])\s?[.)])")
_LINK = re.compile(r"\[([^\[\]\n]{0,200})\]\((?:#|[a-z+]*:?/[^()\s]*)?\)")


def clean_lines(text: str, first_line: int = 1) -> list[Line]:
    """The lines of a decoded text with links, entities, backslash ends and tabs made plain."""
    lines = []
    for no, raw in enumerate(re.split(r"\r\n?|\n", text), first_line):
        line = raw.rstrip().removesuffix("\\").rstrip()
        if "](" in line:
            line = _LINK.sub(r"\1", _PILCROW_LINK.sub("¶", line))
        if "&" in line:
            line = html.unescape(line)
        lines.append(Line(no, line.replace("\t", "    ").replace("\0", "")))
    return lines
