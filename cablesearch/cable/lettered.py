"""The items of a REF list by their letters: A. (B) C) ¶D. [E], and AA. or (BB) behind Z."""

from __future__ import annotations

import re

_LETTER_FORM = (
    r"(?:(?:(?<=[\s;,.)\]])|^)¶?\s?[(\[]?(?P<letter>[A-Z]{1,2})(?:\s?[.):\]][)\]]?|\s-(?=\s))"
    r"|[(\[](?P<round>[A-Z]{1,2})[)\]])\s*"
)
_LETTER = re.compile(_LETTER_FORM)
_SMALL_LETTER = re.compile(_LETTER_FORM, re.IGNORECASE)
_SMALL = re.compile(r"[¶\s]*[(\[]?a[.)\]]")
# What may stand before the first letter: the label once more, dots of what was cut off.
_OPENING = re.compile(r"(?:\W|REF(?:S|TELS?|ERENCES?)?\b)*")
_WORDS = re.compile(r"\w+")
_ENDED = re.compile(r"[\d);,]\s*$")


def lettered(text: str) -> list[tuple[str | None, str]]:
    """The items between the letters A, B, C ... of a list, which may begin late or skip one.

    The letter of the first may have stood in the label: "REF (A): STATE 1, (B) STATE 2".

    >>> lettered("A. STATE 109948 ¶B. BAKU 856")
    [('A', 'STATE 109948'), ('B', 'BAKU 856')]
    """
    marks: list[tuple[str, int, int]] = []
    expected = 0
    opening = _OPENING.match(text)
    opened = opening.end() if opening else 0
    pattern = _SMALL_LETTER if _SMALL.match(text) else _LETTER
    for m in pattern.finditer(text):
        letter = (m["letter"] or m["round"]).upper()
        place = _place(letter)
        if place is None:
            continue
        before = text[max(0, m.start() - 3) : m.start()]
        ahead = place - expected
        again = ahead == -1 and "(" in m[0] and before.rstrip().endswith(",")
        if not (0 <= ahead <= 2 or again):
            continue
        if not marks and m.start() > opened:
            if letter != "B" or not _ENDED.search(before):
                continue
            marks.append(("A", 0, 0))
        doubled = re.compile(rf"[(\[]?{letter}[.)\]][)\]]?\s*").match(text, m.end())
        marks.append((letter, m.start(), doubled.end() if doubled else m.end()))
        expected = place + 1
    if not marks:
        return [(None, text.strip(" ;,"))] if text.strip(" ;,") else []
    stops = [start for _, start, _ in marks[1:]] + [len(text)]
    items = [
        (letter, text[end:stop].strip(" ;,"))
        for (letter, _, end), stop in zip(marks, stops, strict=True)
    ]
    label = " ".join(_WORDS.findall(text[: marks[0][1]]))
    return [(items[0][0], f"{label} {items[0][1]}".strip()), *items[1:]]


def _place(letter: str) -> int | None:
    """The place of a letter in the list, from 0; behind Z come AA BB CC or AA AB AC."""
    last = ord(letter[-1]) - ord("A")
    if len(letter) == 1:
        return last
    return 26 + last if letter[0] in ("A", letter[1]) else None
