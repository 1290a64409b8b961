"""A concordance: every match of a query with the words before and after it, a line each."""

from __future__ import annotations

from heapq import nsmallest
from itertools import islice
from operator import itemgetter
from random import Random
from typing import TYPE_CHECKING, Any, Final, Literal

from msgspec import Struct

from cablesearch.errors import UsageError
from cablesearch.expressions import expression
from cablesearch.search.page import iso
from cablesearch.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cablesearch.errors import Span
    from cablesearch.query.spans import Highlighter
    from cablesearch.search.page import FoundParagraph

Unit = Literal["paragraph", "sentence"]
LineOrder = Literal["left", "right", "node", "date", "none"]

WIDTH: Final = 60
"""Characters shown on either side, where nobody says otherwise."""

_BLANKS: Final = expression(r"\s+")


class Line(Struct, frozen=True, kw_only=True):
    """One match. `node` is what matched, `left` and `right` the text around it within its paragraph or sentence.

    The three are one line: each run of blanks and newlines is one blank. `start` and `end` are half-open code-point
    offsets of the node into the paragraph's text as it is. `date` is ISO 8601 with Z.
    """

    cite: str
    cable_id: str
    ordinal: int
    date: str | None
    embassy: str | None
    left: str
    node: str
    right: str
    start: int
    end: int

    def to_dict(self) -> dict[str, Any]:
        """The line as JSON values."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS: Final = Line.__struct_fields__


class Manner(Struct, frozen=True, kw_only=True):
    """How a concordance is to be: `width` in characters a side; see api.Index.kwic."""

    width: int = WIDTH
    sort: LineOrder = "none"
    sample: int | None = None
    seed: int = 0
    limit: int | None = None


class Concordance:
    """The lines, made while they are iterated over, once.

    Meanwhile `matches` counts the matches met so far and `paragraphs` those that hold them; `is_whole` says whether
    these are all there are.
    """

    def __init__(
        self,
        hits: Iterable[FoundParagraph],
        manner: Manner,
        unit_of: Callable[[str, Span], Span],
    ) -> None:
        self.matches = 0
        self.paragraphs = 0
        self.is_whole = False
        self._hits = hits
        self._manner = manner
        self._unit_of = unit_of

    def __iter__(self) -> Iterator[Line]:
        manner = self._manner
        lines = self._sampled(manner.sample) if manner.sample is not None else self._every()
        key = _KEYS.get(manner.sort)
        if manner.sort == "date" and manner.sample is not None:
            key = _date_key
        if key is None:
            yield from islice(lines, manner.limit)
            if manner.limit is not None:
                next(lines, None)  # else a stream that ends just there would not know that it ends
        elif manner.limit is None:
            yield from sorted(lines, key=key)
        else:
            yield from nsmallest(manner.limit, lines, key=key)

    def _every(self) -> Iterator[Line]:
        for hit, span in self._places():
            yield self._line(hit, span)

    def _sampled(self, size: int) -> Iterator[Line]:
        """So many of the lines, every choice of them as likely as any other, in their order.

        A reservoir: the nth match takes the place of one that was kept with a chance of size / n.
        """
        kept: list[tuple[int, Line]] = []
        chance = Random(self._manner.seed)  # noqa: S311 - nothing depends on its being secret
        for number, (hit, span) in enumerate(self._places()):
            if number < size:
                kept.append((number, self._line(hit, span)))
            elif (at := int(chance.random() * (number + 1))) < size:
                kept[at] = (number, self._line(hit, span))
        kept.sort(key=itemgetter(0))
        yield from (line for _, line in kept)

    def _places(self) -> Iterator[tuple[FoundParagraph, Span]]:
        for hit in self._hits:
            spans = hit.highlighter.nodes(hit.paragraph.text, "text")
            self.paragraphs += bool(spans)
            for span in spans:
                self.matches += 1
                yield hit, span
        self.is_whole = True

    def _line(self, hit: FoundParagraph, span: Span) -> Line:
        text = hit.paragraph.text
        start, end = span
        first, last = self._unit_of(text, span)
        return Line(
            cite=hit.cite,
            cable_id=hit.cable.id,
            ordinal=hit.paragraph.ordinal,
            date=iso(hit.cable.date),
            embassy=hit.cable.embassy,
            left=_before(text, first, start, self._manner.width),
            node=_BLANKS.sub(" ", text[start:end]),
            right=_after(text, end, last, self._manner.width),
            start=start,
            end=end,
        )


def whole_text(text: str, _span: Span) -> Span:
    """The unit of a match within its paragraph: all of it."""
    return 0, len(text)


def known_nodes(highlighter: Highlighter) -> None:
    """UsageError where a query asks for nothing that could stand in the middle of a line."""
    if not highlighter.asks("text"):
        raise UsageError(
            "this query looks for no word in the text of paragraphs",
            remedy="name a word or a phrase; what stands under NOT or in --filter does not count",
        )


def _before(text: str, first: int, end: int, width: int) -> str:
    """The last characters before a place, not before `first`, in one line."""
    size = 2 * width + 16
    while True:
        start = max(first, end - size)
        flat = _BLANKS.sub(" ", text[start:end])
        # a run of blanks may go on before the piece
        if start == first or len(flat) > width:
            return flat[max(0, len(flat) - width) :]
        size *= 4


def _after(text: str, start: int, last: int, width: int) -> str:
    size = 2 * width + 16
    while True:
        end = min(last, start + size)
        flat = _BLANKS.sub(" ", text[start:end])
        if end == last or len(flat) > width:
            return flat[:width]
        size *= 4


def _date_key(line: Line) -> tuple[bool, str]:
    return line.date is None, line.date or ""


def _left_key(line: Line) -> tuple[list[str], list[str]]:
    return words(line.left)[::-1], words(line.node)


def _right_key(line: Line) -> tuple[list[str], list[str]]:
    return words(line.right), words(line.node)


def _node_key(line: Line) -> tuple[list[str], list[str]]:
    return words(line.node), words(line.right)


_KEYS: Final[dict[str, Callable[[Line], Any]]] = {
    "left": _left_key,
    "right": _right_key,
    "node": _node_key,
}
"""What lines are compared by; lines that are alike stay in the order of cables. Dates are the engine's business, but
for those of a sample."""
