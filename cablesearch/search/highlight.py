"""Snippets: the windows of a text that show its matches best."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from cablesearch.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablesearch.errors import Span

_BLANKS: Final = expression(r"\s+")
_FARTHEST_BORDER: Final = 30
"""A cut looks so many characters far for a word border: scripts without blanks have none."""


class Snippet(Struct, frozen=True, kw_only=True):
    """One window: its text in one line, the matches as offsets into that, and whether text was cut off before and
    after it."""

    text: str
    spans: tuple[Span, ...] = ()
    before: bool = False
    after: bool = False


def snippets(
    text: str, spans: Sequence[Span], width: int = 160, count: int = 1
) -> tuple[Snippet, ...]:
    """At most `count` windows of about `width` characters, in the order of the text.

    A window with more different matched words is better, then one with more matches, then an earlier one. Without
    a match the beginning of the text is shown.

    >>> [found] = snippets("It snowed. The only shelter turned eleven away in January.", [(20, 27)], 30)
    >>> found.text
    'The only shelter turned'
    """
    if count < 1 or not text.strip():
        return ()
    if not spans:
        return (_window(text, (), 0, min(width, len(text))),)
    left = sorted(spans)
    windows: list[Span] = []
    while left and len(windows) < count:
        first, last = _best_run(text, left, width)
        run = left[first : last + 1]
        start, end = run[0][0], max(stop for _, stop in run)
        slack = max(0, width - (end - start)) // 2
        floor = max((stop for start_, stop in windows if stop <= start), default=0)
        begin = max(floor, start - slack)
        stop = min(len(text), max(end, begin + width))
        ceiling = min((start_ for start_, _ in windows if start_ >= end), default=len(text))
        begin = max(floor, min(begin, stop - width))
        windows.append((begin, min(stop, ceiling)))
        left = [span for span in left if span[1] <= windows[-1][0] or span[0] >= windows[-1][1]]
    return tuple(_window(text, spans, start, end) for start, end in sorted(windows))


def _best_run(text: str, spans: Sequence[Span], width: int) -> tuple[int, int]:
    """The first and last of the spans that fit a window best."""
    words: Counter[str] = Counter()
    best, best_score, first = (0, 0), (0, 0), 0
    keys = [text[start:end].casefold() for start, end in spans]
    for last, (_, end) in enumerate(spans):
        words[keys[last]] += 1
        while first < last and end - spans[first][0] > width:
            words[keys[first]] -= 1
            if not words[keys[first]]:
                del words[keys[first]]
            first += 1
        score = (len(words), last - first + 1)
        if score > best_score:
            best, best_score = (first, last), score
    return best


def _window(text: str, spans: Sequence[Span], start: int, end: int) -> Snippet:
    """The window with its ends moved to word borders: inwards, or outwards where a match is in the way."""
    inside = [span for span in spans if start <= span[0] and span[1] <= end]
    low, high = (inside[0][0], max(stop for _, stop in inside)) if inside else (end, start)
    if start > 0 and not text[start - 1].isspace():
        if border := _BLANKS.search(text, start, min(low, start + _FARTHEST_BORDER)):
            start = border.end()
        else:
            before = [
                m.end() for m in _BLANKS.finditer(text, max(0, start - _FARTHEST_BORDER), start)
            ]
            start = before[-1] if before else start
    if end < len(text) and not text[end].isspace():
        near = max(high, end - _FARTHEST_BORDER, start)
        if borders := [m.start() for m in _BLANKS.finditer(text, near, end)]:
            end = borders[-1]
        elif beyond := _BLANKS.search(text, end, end + _FARTHEST_BORDER):
            end = beyond.start()
        elif len(text) - end < _FARTHEST_BORDER:
            end = len(text)
    return _in_one_line(text, inside, start, end)


def _in_one_line(text: str, spans: Sequence[Span], start: int, end: int) -> Snippet:
    """Runs of blanks and newlines become one blank; the spans move along."""
    parts: list[str] = []
    moved: list[Span] = []
    length = 0

    def add(piece: str) -> None:
        nonlocal length
        flat = _BLANKS.sub(" ", piece)
        if not length or (parts and parts[-1].endswith(" ")):
            flat = flat.lstrip(" ")
        if flat:
            parts.append(flat)
            length += len(flat)

    at = start
    for from_, to in spans:
        if from_ < at:  # overlaps the one before
            continue
        add(text[at:from_])
        begin = length
        add(text[from_:to])
        if length > begin:
            moved.append((begin, length))
        at = to
    add(text[at:end])
    joined = "".join(parts).rstrip(" ")
    return Snippet(
        text=joined,
        spans=tuple((a, min(b, len(joined))) for a, b in moved if a < len(joined)),
        before=bool(text[:start].strip()),
        after=bool(text[end:].strip()),
    )
