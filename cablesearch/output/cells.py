"""How wide text is on a terminal, and text cut into lines of a width."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def _char_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def width(text: str) -> int:
    """The cells that a line of text takes.

    >>> width("cable"), width("電報"), width("e\\u0301")
    (5, 4, 1)
    """
    return len(text) if text.isascii() else sum(map(_char_width, text))


def pad(text: str, to: int, *, right: bool = False) -> str:
    """Text with blanks up to a number of cells, before it where `right`."""
    blanks = " " * (to - width(text))
    return blanks + text if right else text + blanks


def cut(text: str, to: int) -> str:
    """Text of at most so many cells; what is cut ends in "...".

    >>> cut("Trafficking in Persons", 14)
    'Trafficking...'
    """
    if width(text) <= to:
        return text
    used = 0
    for at, char in enumerate(text):
        used += _char_width(char)
        if used > to - 3:
            return text[:at].rstrip() + "..."
    return text


def wrap(text: str, to: int) -> list[str]:
    """Lines of at most so many cells, broken at blanks where there are any; never empty.

    >>> wrap("the law of the sea", 10)
    ['the law of', 'the sea']
    """
    if width(text) <= to:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if width(joined) <= to:
            line = joined
            continue
        if line:
            lines.append(line)
        line = word
        while width(line) > to:
            head = _head(line, to)
            lines.append(head)
            line = line[len(head) :]
    if line or not lines:
        lines.append(line)
    return lines


def _head(word: str, to: int) -> str:
    """The longest beginning of a word that fits, at least one character with its combining marks."""
    used = 0
    for at, char in enumerate(word):
        used += _char_width(char)
        if used > to and at:
            return word[:at]
    return word
