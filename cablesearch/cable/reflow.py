"""The lines of a block as one line of text; tables keep their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablesearch.cable.lines import Line


def reflow(lines: Sequence[Line]) -> str:
    """The text of a block in one line; a table keeps its lines and columns."""
    if len(lines) == 1:
        return _one_blank(lines[0].text)
    whole = "\n".join([text for _, text in lines])
    if ("   " in whole or "|" in whole) and is_table(lines):
        return "\n".join(line.text.rstrip() for line in lines)
    joined = _one_blank(whole.replace("\n", " "))
    if "-\n" in whole and any(line.text.endswith("-") for line in lines[:-1]):
        return _rehyphened(lines)
    return joined


def _one_blank(text: str) -> str:
    """A line with one blank between words and none around them."""
    if "  " not in text and text.isprintable():  # no other white space either
        return text.strip()
    return " ".join(text.split())


def _rehyphened(lines: Sequence[Line]) -> str:
    """Lines joined, with no blank behind a hyphen at a line's end ("long-" "term")."""
    text = ""
    for line in lines:
        plain = " ".join(line.text.split())
        hyphen = (
            len(text) > 1
            and text[-1] == "-"
            and text[-2].isalpha()
            and (plain[:1].islower() or (text[-2].isupper() and plain[:2].isupper()))
        )
        text = f"{text}{plain}" if hyphen or not text else f"{text} {plain}"
    return text


def is_table(lines: Sequence[Line]) -> bool:
    """Whether lines are the rows of a table: two or more with columns parted by three blanks."""
    rows = 0
    for _, text in lines:
        plain = text.strip()
        if "   " in plain or plain.count("|") > 1:
            rows += 1
    return rows > 1 and rows * 2 >= len(lines)
