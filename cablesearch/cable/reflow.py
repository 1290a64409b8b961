"""The lines of a block as one line of text; tables keep their lines. Of blanks they hold the plain one alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def reflow(texts: Sequence[str]) -> str:
    """The lines of a block in one line of text; a table keeps its lines and columns."""
    whole = " ".join(texts)
    doubled = "  " in whole
    if len(texts) > 1:
        if ((doubled and "   " in whole) or "|" in whole) and is_table(texts):
            return "\n".join([text.rstrip() for text in texts])
        if "- " in whole and any(text.endswith("-") for text in texts[:-1]):
            return _rehyphened(texts)
    while doubled:
        whole = whole.replace("  ", " ")
        doubled = "  " in whole
    return whole.strip(" ")


def _rehyphened(texts: Sequence[str]) -> str:
    """Lines joined, with no blank behind a hyphen at a line's end ("long-" "term")."""
    pieces: list[str] = []
    before = ""
    for text in texts:
        plain = " ".join(text.split())
        hyphen = (
            before[-1:] == "-"
            and before[-2:-1].isalpha()
            and (plain[:1].islower() or (before[-2].isupper() and plain[:2].isupper()))
        )
        if pieces and not hyphen:
            pieces.append(" ")
        pieces.append(plain)
        before = plain
    return "".join(pieces)


def is_table(texts: Sequence[str]) -> bool:
    """Whether lines are the rows of a table: two or more with columns parted by three blanks."""
    rows = 0
    for text in texts:
        plain = text.strip()
        if "   " in plain or plain.count("|") > 1:
            rows += 1
    return rows > 1 and rows * 2 >= len(texts)
