"""What a word that no paragraph has may have been meant to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.query.patterns import edit_distance, pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_EDITS: Final = 2


def nearest_word(word: str, known: Iterable[tuple[str, int]]) -> str | None:
    """The commonest of the known words within two edits, those within one first; null where the word itself is known.

    `known` are words with their counts that begin with the same letter.

    >>> nearest_word("helsinky", [("helsing", 7), ("helsinki", 2), ("hentzau", 9)])
    'helsinki'
    """
    word = word.casefold()
    places = _places(word)
    best: tuple[int, int, str] | None = None
    for one, count in known:
        if one == word:
            return None
        if best is not None and (1, -count, one) > best:
            continue  # no better even where it is nearer
        # most words have no piece of it where one must stand: that is quicker to see than to count edits
        if any(one.find(piece, start, end) >= 0 for piece, start, end in places):
            edits = edit_distance(word, one, _EDITS)
            if edits is not None and (best is None or (edits, -count, one) < best):
                best = (edits, -count, one)
    return best[2] if best else None


def _places(word: str) -> list[tuple[str, int, int]]:
    """The pieces of a word of which one stands whole in each word near it, and between which places.

    The first letter is the same, so it is in none of them.
    """
    found = []
    at = 1
    for piece in pieces_of(word[1:], _EDITS):
        found.append((piece, max(1, at - _EDITS), at + len(piece) + _EDITS))
        at += len(piece)
    return found
