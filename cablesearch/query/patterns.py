"""Patterns on single words and values: wildcards, regular expressions, words some edits away.

Engines take `word_matcher` and `value_matcher` to expand a pattern over their vocabulary, so all mean the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from cablesearch.query.ast import Shape
from cablesearch.query.regex import compile_regex, leading_literal
from cablesearch.text import normalise

if TYPE_CHECKING:
    from collections.abc import Callable


@lru_cache(maxsize=256)
def word_matcher(shape: Shape, pattern: str, edits: int = 0) -> Callable[[str], bool]:
    """A function that says whether a word as normalised fits the pattern; RegexError where that is none.

    >>> word_matcher(Shape.WILDCARD, "wom?n")("women")
    True
    """
    match shape:
        case Shape.WILDCARD:
            fits = _wildcard(pattern)
            return lambda word: fits(word) is not None
        case Shape.REGEX:
            return compile_regex(pattern)
        case Shape.FUZZY:
            pieces = pieces_of(pattern, edits)
            return lambda word: (
                abs(len(word) - len(pattern)) <= edits
                and any(piece in word for piece in pieces)
                and edit_distance(pattern, word, edits) is not None
            )


@lru_cache(maxsize=32)
def text_matcher(shape: Shape, pattern: str, edits: int = 0) -> Callable[[str], bool]:
    """The same for the words of texts, most of which come again and again."""
    return lru_cache(maxsize=8192)(word_matcher(shape, pattern, edits))


@lru_cache(maxsize=256)
def value_matcher(shape: Shape, pattern: str) -> Callable[[str], bool]:
    """A function that says whether a keyword value fits the pattern; case and accents do not matter.

    >>> value_matcher(Shape.WILDCARD, "*zenda*")("cables/ZENDA.txt")
    True
    """
    fits = word_matcher(shape, pattern)
    return lambda value: fits(normalise(value))


def literal_prefix(shape: Shape, pattern: str) -> str:
    """What every word that fits begins with; empty where nothing is sure.

    >>> literal_prefix(Shape.WILDCARD, "embarg*")
    'embarg'
    """
    match shape:
        case Shape.WILDCARD:
            return re.split(r"[*?]", pattern, maxsplit=1)[0]
        case Shape.REGEX:
            return leading_literal(pattern)
        case Shape.FUZZY:
            return ""


def _wildcard(pattern: str) -> Callable[[str], re.Match[str] | None]:
    # Each run between stars is found as early as possible and never given up again ("(?>"), which is enough for
    # wildcards and keeps many stars from trying all ways of sharing a word.
    runs = [
        "".join("." if c == "?" else re.escape(c) for c in run)
        for run in re.sub(r"\*+", "*", pattern).split("*")
    ]
    if len(runs) == 1:
        return re.compile(runs[0], re.DOTALL).fullmatch
    middle = "".join(f"(?>.*?{run})" for run in runs[1:-1])
    return re.compile(f"{runs[0]}{middle}.*{runs[-1]}", re.DOTALL).fullmatch


def pieces_of(word: str, edits: int) -> list[str]:
    """A word cut into so many pieces that each word within so many edits has one of them whole; looking for these is
    far quicker than counting edits.

    >>> pieces_of("helsinki", 1)
    ['hels', 'inki']
    """
    cuts = [len(word) * i // (edits + 1) for i in range(edits + 2)]
    return [word[start:end] for start, end in pairwise(cuts)]


def edit_distance(one: str, other: str, most: int) -> int | None:
    """How many insertions, deletions and replacements of a character lead from one word to the other; null beyond most.

    >>> edit_distance("helsinki", "helsinky", 2)
    1
    """
    if abs(len(one) - len(other)) > most:
        return None
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        left = i
        new = [left]
        for j, b in enumerate(other, start=1):
            left = min(left + 1, row[j] + 1, row[j - 1] + (a != b))
            new.append(left)
        if min(new) > most:
            return None
        row = new
    return row[-1] if row[-1] <= most else None
