"""Finds the words of a field some edits away from another among all of them, without looking at each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.query.ast import Shape
from cablesearch.query.patterns import pieces_of, word_matcher

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class ByLength:
    """All words of a field by their lengths, those of one length in one text, a line feed before and after each.

    A word some edits away is about as long, and holds one of a few pieces; a text is looked through for a piece far
    quicker than its words one by one.

    >>> list(ByLength(["fish", "wish", "fishes", "gold"]).near("fish", 1))
    ['fish', 'wish']
    """

    def __init__(self, words: Iterable[str]) -> None:
        found: dict[int, list[str]] = {}
        for word in words:
            found.setdefault(len(word), []).append(word)
        self._lines = {length: "\n".join(("", *some, "")) for length, some in found.items()}

    def near(self, pattern: str, edits: int) -> Iterator[str]:
        """The words at most so many edits away, each once."""
        fits = word_matcher(Shape.FUZZY, pattern, edits)
        pieces = pieces_of(pattern, edits)
        for length in range(len(pattern) - edits, len(pattern) + edits + 1):
            if length in self._lines:
                yield from filter(fits, _with_any(self._lines[length], pieces))


def _with_any(lines: str, pieces: Iterable[str]) -> Iterator[str]:
    """The words that hold any of these pieces, each once."""
    seen = set()
    for piece in pieces:
        at = lines.find(piece, 1)
        while 0 < at < len(lines):
            end = lines.index("\n", at)
            word = lines[lines.rindex("\n", 0, at) + 1 : end]
            if word not in seen:
                seen.add(word)
                yield word
            at = lines.find(piece, end + 1)
