"""Invented English of a realistic shape, or words in the shape of a given text, the same every time.

A few words make up half of a text and most words are rare, as Zipf found: the stop words come first, then invented
words, many of them inflected, and one word in 300 is a name that hardly comes again.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_SYLLABLES: Final = (
    "ba", "be", "bo", "ca", "den", "dra", "el", "fen", "ga", "hor", "il", "jo", "ka", "lor", "ma", "ne", "or", "pa",
    "qui", "ra", "sel", "ta", "ur", "va", "wen", "zo",
)  # fmt: skip
_ENDINGS: Final = ("s", "ed", "ing", "al", "ation", "ly")
_FREQUENT: Final = (
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "that",
    "for",
    "on",
    "with",
    "by",
    "an",
    "at",
)
_INVENTED: Final = 50_000
_FLATTER: Final = 2.7  # Mandelbrot's: the first words of a language are less apart than 1/n
_CELLS: Final = 1 << 20
_RARE: Final = 300
_WORD: Final = re.compile(r"[^\W\d_]+")


class Prose:
    """A language: `text` gives so many words of it for a number, always the same."""

    def __init__(self, words: list[str], weights: NDArray[np.float64]) -> None:
        self._words = words
        # One look into a table of cells a word, instead of a search for it: a word has cells as it is frequent.
        ends = np.cumsum(weights) / weights.sum()
        self._cells = np.searchsorted(ends, (np.arange(_CELLS) + 0.5) / _CELLS)

    def sentences(self, chance: np.random.Generator, count: int) -> str:
        """So many words in sentences of 8 to 30."""
        drawn = chance.random((2, count))
        words = self._words
        found = [words[n] for n in self._cells[(drawn[0] * _CELLS).astype(np.int64)].tolist()]
        for at in np.flatnonzero(drawn[1] < 1 / _RARE).tolist():
            found[at] = _name(int(drawn[1, at] * _RARE * 26**4))
        at = 0
        for length in (8 + chance.random(1 + count // 8) * 23).astype(int).tolist():
            end = min(at + length, count)
            found[at] = found[at].capitalize()
            found[end - 1] += "."
            at = end
            if at == count:
                break
        return " ".join(found)


def _name(number: int) -> str:
    """One of 456,976 names."""
    parts = []
    for _ in range(4):
        number, rest = divmod(number, 26)
        parts.append(_SYLLABLES[rest])
    return "".join(parts).capitalize()


def invented() -> Prose:
    """The language of the samples."""
    chance = random.Random(1974)
    words = dict.fromkeys(_FREQUENT)
    roots: list[str] = []
    while len(words) < _INVENTED:
        if roots and chance.random() < 0.4:
            word = chance.choice(roots) + chance.choice(_ENDINGS)
        else:
            word = "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 2, 3, 3, 4))))
            roots.append(word)
        words[word] = None
    return Prose(list(words), 1 / (np.arange(len(words)) + 1 + _FLATTER))


def like(path: Path) -> Prose:
    """Words of a text file, each as frequent as there."""
    counts = Counter(_WORD.findall(path.read_text(encoding="utf-8").lower()))
    if not counts:
        raise ValueError(f"{path}: has no words")
    words = sorted(counts, key=lambda word: (-counts[word], word))
    return Prose(words, np.array([counts[word] for word in words], dtype=np.float64))
