"""Text in lines of at most 70 characters, each with a blank at its end as pages have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTH: Final = 70


def wrapped(text: str) -> Iterator[str]:
    """The lines.

    >>> list(wrapped("¶1. (U) Rain."))
    ['¶1. (U) Rain. ']
    """
    at, size = 0, len(text)
    while size - at > _WIDTH:
        cut = text.rfind(" ", at, at + _WIDTH)
        cut = cut if cut > at else at + _WIDTH
        yield text[at:cut] + " "
        at = cut + (cut < size and text[cut] == " ")
    yield text[at:] + " "
