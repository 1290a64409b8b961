"""A cable as lines to read: header block, headings, marked paragraphs, the one that was looked for shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cablesearch.cli.browse.pieces import Piece, line, marked, wrapped
from cablesearch.output.cable import header_lines
from cablesearch.output.terminal import portion_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cablesearch.cable.model import Cable, Paragraph
    from cablesearch.cli.browse.pieces import Line
    from cablesearch.errors import Span

_LABEL: Final = 10
_TAB: Final = 4
_WIDEST: Final = 100
"""Longer lines are hard to read, however wide the screen."""


class Reading(NamedTuple):
    """A cable to be read; the ordinal of the paragraph that is shown, none for its beginning; what finds the words
    that were asked for in a text of a field; what one of its TAGS means."""

    cable: Cable
    ordinal: int | None
    spans: Callable[[str | None, str], Sequence[Span]]
    meaning: Callable[[str], str | None]


def lines_of(reading: Reading, to: int, *, signs: bool) -> tuple[list[Line], int]:
    """All lines, and which of them is the first of the paragraph that is shown."""
    cable, spans = reading.cable, reading.spans
    to = min(to, _WIDEST)
    found: list[Line] = [line(cable.id, "strong"), *_header(reading, to)]
    start = 0
    heading = None
    for paragraph in cable.paragraphs:
        found.append(())
        if paragraph.heading != heading:
            heading = paragraph.heading
            if heading:
                text = marked(heading, spans(heading, "heading"), signs=signs, look="strong")
                found += [*wrapped(text, to), ()]
        here = paragraph.ordinal == reading.ordinal
        if here:
            start = len(found)
        for text in _paragraph(paragraph, spans(paragraph.text, "text"), to - 2, signs=signs):
            found.append((Piece("┃ " if here else "  ", "match" if here else ""), *text))
    if cable.signers:
        found += [(), line(", ".join(cable.signers))]
    return found, start


def _header(reading: Reading, to: int) -> Iterator[Line]:
    for label, value in header_lines(reading.cable, reading.meaning):
        for number, text in enumerate(wrapped(line(value), max(1, to - _LABEL))):
            yield (Piece(f"{'' if number else label:<{_LABEL}}", "faint"), *text)


def _paragraph(
    paragraph: Paragraph, spans: Sequence[Span], to: int, *, signs: bool
) -> Iterator[Line]:
    """The lines of a paragraph; number and mark stand before the first."""
    number = f"{paragraph.number}. " if paragraph.number is not None else paragraph.label or ""
    mark = portion_mark(paragraph)
    opening = [Piece(number), Piece(f"{mark} " if mark else "", paragraph.marking or "")]
    if paragraph.number is None and paragraph.label:
        opening.insert(1, Piece(" "))
    at = 0
    for text in paragraph.text.split("\n"):
        end = at + len(text)
        inside = [(low - at, high - at) for low, high in spans if at <= low and high <= end]
        pieces = [*opening, *_untabbed(text, inside, signs=signs)]
        yield from wrapped(tuple(piece for piece in pieces if piece.text), to)
        opening = []
        at = end + 1


def _untabbed(text: str, spans: Sequence[Span], *, signs: bool) -> Iterator[Piece]:
    """The marked text; a tab is four blanks, which no word that was asked for holds."""
    at = 0
    for start, end in spans:
        yield from marked(text[at:start].replace("\t", " " * _TAB), (), signs=signs)
        yield from marked(text[start:end], ((0, end - start),), signs=signs)
        at = end
    yield from marked(text[at:].replace("\t", " " * _TAB), (), signs=signs)
