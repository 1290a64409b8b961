"""How much of two texts is the same: of all their sequences of five words, the share that both have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.text import words

if TYPE_CHECKING:
    from collections.abc import Set

SIZE: Final = 5
"""Words in a sequence; a shorter text is one."""


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """The sequences of a text; none of a text without words.

    >>> sorted(shingles("The king hunts near the castle"))
    [('king', 'hunts', 'near', 'the', 'castle'), ('the', 'king', 'hunts', 'near', 'the')]
    """
    found = words(text)
    if len(found) < SIZE:
        return frozenset([tuple(found)]) if found else frozenset()
    return frozenset(zip(*(found[at:] for at in range(SIZE)), strict=False))


def share(one: Set[object], other: Set[object]) -> float:
    """What both have of what either has, from 0 to 1; nothing where both are empty."""
    either = len(one | other)
    return len(one & other) / either if either else 0.0
