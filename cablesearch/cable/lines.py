"""Clean lines: markup of pages taken out of a text, each line keeping its number in the source."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Line(NamedTuple):
    """One line as cleaned, without its line end or trailing blanks; `no` is its 1-based number in the source.

    A source line may give several of these with the same number, where lost line ends are restored.
    """

    no: int
    text: str


# "[PGOV](#)" is PGOV; "[1](#)" before a number or a letter at a line start was a pilcrow.
_PILCROW_LINK = re.compile(r"^\s*\[(?:1|¶)\]\([^()\s]{0,200}\)\s*(?=(?:\d{1,4}|[A-Za-z])\s?[.)])")
_LINK = re.compile(r"\[([^\[\]\n]{0,200})\]\((?:#|[a-z+]{0,8}:?/[^()\s]{0,500})?\)")

# Line ends that are no "\n": the Unicode ones stand in pages beside glued page lines.
_NEWLINES = re.compile(r"\r\n?|\u2028|\u2029|\x85|\x0b|\x0c")
_PLAIN = {
    ord("\t"): "    ",
    0: None,
    0xA0: " ",
    0xAD: None,
    0x200B: None,
    0x2010: "-",
    0x2011: "-",
    0xFEFF: None,
}
# What a line has in it that is more than its text.
_DIRT = (*map(chr, _PLAIN), *"\u2028\u2029\x85\x0b\x0c]&\\")


def clean_lines(text: str, first_line: int = 1) -> list[Line]:
    r"""The lines of a decoded text with links, entities, backslash ends and tabs made plain.

    Line numbers count "\n", "\r\n" and "\r"; other line ends (U+2028, "&#x000A;") part a source line into
    several of the same number.

    >>> clean_lines("TAGS: [RR](#)\n[1](#)2. (U) Rain &amp; hail.")
    [Line(no=1, text='TAGS: RR'), Line(no=2, text='¶2. (U) Rain & hail.')]
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    raws = map(str.rstrip, text.split("\n"))
    lines = list(map(Line._make, enumerate(raws, first_line)))
    dirt = "".join(sign for sign in _DIRT if sign in text)
    if not dirt:
        return lines
    dirty = re.compile(f"[{re.escape(dirt)}]").search
    return [part for line in lines for part in (_cleaned(*line) if dirty(line.text) else (line,))]


def _cleaned(no: int, line: str) -> Iterator[Line]:
    """The lines of one line that has a sign of markup or an odd character in it."""
    if "](" in line:
        line = _LINK.sub(r"\1", _PILCROW_LINK.sub("¶", line))
    if "&" in line:
        line = html.unescape(line)
    line = line.translate(_PLAIN).rstrip()
    if line.endswith("\\"):
        line = line[:-1].rstrip()
    for part in _NEWLINES.sub("\n", line).split("\n"):
        yield Line(no, part.rstrip())


def whole_of(lines: Sequence[Line]) -> str:
    """The texts of lines as one, each behind a "\\n": one search of it stands for one of each line.

    A pattern that begins with "\\n" is looked for at line starts only, which is what `found_at` wants.
    """
    return "\n".join(["", *[text for _, text in lines]])


def found_at(pattern: re.Pattern[str], whole: str) -> list[int]:
    """The indices of the lines that a pattern beginning with "\\n" finds in the `whole_of` them."""
    indices: list[int] = []
    index = at = 0
    for m in pattern.finditer(whole):
        index += whole.count("\n", at, m.start())
        at = m.start()
        indices.append(index)
    return indices
