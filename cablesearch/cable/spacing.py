"""Double-spaced texts: a blank line behind each line taken out, so that blocks are blocks again.

Some copies of a page have a blank line after every line of a hard-wrapped text; a blank line then says nothing.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from cablesearch.cable.lines import Lines


class Closed(NamedTuple):
    """The lines, and the first and last line number of a text that was double-spaced (None: it was not)."""

    lines: Lines
    span: tuple[int, int] | None


_FEWEST = 12
_SHORTEST = 45
_LONGEST = 90


def close_up(lines: Lines) -> Closed:
    """Take out the single blank lines inside paragraphs, where most full lines stand alone between blank ones.

    A full line (as long as lines of this text are) runs on in the next one; a short line ends its block.
    """
    texts = lines.texts
    blanks = [index for index, text in enumerate(texts) if not text]
    full = [
        index - 1
        for index in blanks
        if 0 < index < len(texts) - 1
        and _SHORTEST < len(texts[index - 1]) < _LONGEST
        and texts[index + 1][:1].islower()
    ]
    if len(full) < _FEWEST:
        return Closed(lines, None)
    adjacent = sum(
        1
        for text, following in pairwise(texts)
        if _SHORTEST < len(text) < _LONGEST and following[:1].islower()
    )
    if adjacent * 3 > len(full):
        return Closed(lines, None)
    lengths = sorted(len(texts[index]) for index in full)
    width = lengths[len(lengths) // 4] - 8
    kept: list[int] = []
    index, count = 0, len(texts)
    while index < count:
        kept.append(index)
        alone = (
            width <= len(texts[index]) < _LONGEST
            and index + 2 < count
            and not texts[index + 1]
            and _runs_on(texts[index], texts[index + 2])
        )
        index += 2 if alone else 1
    left = Lines([lines.nos[index] for index in kept], [texts[index] for index in kept])
    return Closed(left, (lines.nos[full[0]], lines.nos[full[-1]]))


def _runs_on(text: str, following: str) -> bool:
    """Whether a line behind a full line is its sentence's next, not a number, bullet or rule."""
    first = following[:1]
    if first.islower():
        return True
    if not first.isalpha() or text[-1:] in "-=_" or following[1:2] in (".", ")"):
        return first in "(\"'“" and text[-1:] not in ".:?!"
    return not (text.isupper() or following.isupper())
