"""Text for a web page: harmless to whoever reads it, and markup only where we put it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from cablesearch.output.safe import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cablesearch.errors import Span


def inert(text: str) -> str:
    """Text as the content of an element or an attribute: no tag, no control, nothing that turns the line about.

    >>> inert("<b>\\x1b</b>")
    '&lt;b&gt;␛&lt;/b&gt;'
    """
    return escape(shown(text))


def marked(text: str, spans: Sequence[Span]) -> str:
    """Text with its matches in <mark>.

    >>> marked("two shelters", [(4, 12)])
    'two <mark>shelters</mark>'
    """
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += (inert(text[at:start]), f"<mark>{inert(text[start:end])}</mark>")
        at = end
    return "".join((*parts, inert(text[at:])))


def blocks(text: str, spans: Sequence[Span]) -> Iterator[str]:
    """The blocks of a paragraph's text, parted by blank lines, each with its matches in <mark>."""
    at = 0
    for block in text.split("\n\n"):
        end = at + len(block)
        inside = [(max(a, at) - at, min(b, end) - at) for a, b in spans if a < end and b > at]
        if block.strip():
            yield marked(block, inside)
        at = end + 2
