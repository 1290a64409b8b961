"""Text as lines of pieces, each with a look: made harmless, marked, wrapped. What it looks like is not known here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cablesearch.output.cells import cut, width, wrap
from cablesearch.output.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cablesearch.errors import Span


class Piece(NamedTuple):
    """Some harmless text; `look` is a key of look.STYLES."""

    text: str
    look: str = ""


Line = tuple[Piece, ...]


def line(text: str, look: str = "") -> Line:
    """A line of one piece; the text may be anything."""
    return (Piece(one_line(text), look),)


def plain(pieces: Iterable[Piece]) -> str:
    """The text of a line.

    >>> plain((Piece("two "), Piece("shelters", "match")))
    'two shelters'
    """
    return "".join(piece.text for piece in pieces)


def marked(text: str, spans: Sequence[Span], *, signs: bool, look: str = "") -> Line:
    """One line of text with its matches marked: by their look, and by ⟦signs⟧ where colours do not show them."""
    found: list[Piece] = []
    at = 0
    for start, end in spans:
        found.append(Piece(one_line(text[at:start]), look))
        match = one_line(text[start:end])
        found.append(Piece(f"⟦{match}⟧" if signs else match, "match"))
        at = end
    found.append(Piece(one_line(text[at:]), look))
    return tuple(piece for piece in found if piece.text)


def wrapped(pieces: Sequence[Piece], to: int) -> list[Line]:
    """Lines of at most so many cells, one at the least, broken at blanks where there are any; never empty."""
    to = max(1, to)
    if sum(width(piece.text) for piece in pieces) <= to:
        return [tuple(pieces)]
    looks = [look for text, look in pieces for _ in text]
    lines: list[Line] = []
    at = 0
    whole = plain(pieces)
    for text in wrap(whole, to):
        # blanks stand where the line was broken, unless a long word was
        while at < len(whole) and whole[at] == " ":
            at += 1
        lines.append(tuple(_runs(text, looks[at : at + len(text)])))
        at += len(text)
    return lines


def _runs(text: str, looks: Sequence[str]) -> Iterator[Piece]:
    """The text cut where the look changes."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or looks[at] != looks[start]:
            yield Piece(text[start:at], looks[start])
            start = at


def fitted(pieces: Sequence[Piece], to: int) -> Line:
    """One line of at most so many cells; what is cut ends in "..."."""
    whole = plain(pieces)
    if width(whole) <= to:
        return tuple(pieces)
    looks = [look for text, look in pieces for _ in text]
    kept = cut(whole, to).removesuffix("...")
    return (*_runs(kept, looks), Piece("..."[:to]))
