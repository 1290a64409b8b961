"""A timeline for people: a line and a bar for each period, or one line of small bars."""

from __future__ import annotations

from itertools import count, groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from cablesearch.output.cells import cut, pad, width
from cablesearch.output.facets import bar
from cablesearch.output.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cablesearch.output.sink import Sink
    from cablesearch.search.timeline import Timeline

_MOST_EMPTY: Final = 3
"""So many periods without a match stand in the table; more are one line that says how many."""

_LONGEST: Final = 40  # cells of a bar
_SHORTEST: Final = 8
_NAME: Final = 18  # cells of a query above its column
_LEVELS: Final = "▁▂▃▄▅▆▇█"


class Drawn(NamedTuple):
    """One series: its name; of each period the count and, where asked for, the share in per cent (null: of nothing)."""

    name: str
    counts: Sequence[int]
    shares: Sequence[float | None] | None

    @property
    def heights(self) -> Sequence[float]:
        """What is drawn: shares where they were asked for."""
        return self.counts if self.shares is None else [share or 0.0 for share in self.shares]


def columns(timeline: Timeline) -> tuple[str, ...]:
    """The columns of tsv and csv: those that were asked for."""
    names = ["start", "label", "count"]
    names += ["of", "share"] if timeline.shared else []
    names += ["against"] if timeline.against else []
    names += ["against_share"] if timeline.shared and timeline.against else []
    return tuple(names)


def series(timeline: Timeline) -> tuple[Drawn, ...]:
    """What is drawn: one series, or two."""
    periods = timeline.periods
    found = [
        Drawn(
            timeline.counted.query,
            [period.count for period in periods],
            [period.share for period in periods] if timeline.shared else None,
        )
    ]
    if timeline.against:
        found.append(
            Drawn(
                timeline.against.query,
                [period.against or 0 for period in periods],
                [period.against_share for period in periods] if timeline.shared else None,
            )
        )
    return tuple(found)


def write_bars(timeline: Timeline, sink: Sink) -> None:
    """A line a period; bars of all series have one scale; long empty stretches are one line."""
    drawn = series(timeline)
    most = max((height for one in drawn for height in one.heights), default=0)
    wide = max(map(len, (timeline.by, *(period.label for period in timeline.periods))))
    blocks = [_numbers(one) for one in drawn]
    used = wide + sum(width(block[0]) + 3 for block in blocks)
    room = max(_SHORTEST, min(_LONGEST, (sink.width - used) // len(drawn)))
    head = "  ".join(pad(block[0], width(block[0]) + 1 + room) for block in blocks)
    sink.line(sink.style.strong(f"{timeline.by:<{wide}}  {head}".rstrip()))
    for line in _folded(timeline):
        if isinstance(line, str):
            sink.line(sink.style.faint(line))
            continue
        cells = [
            f"{block[line + 1]} {pad(bar(one.heights[line], most, room), room)}"
            for one, block in zip(drawn, blocks, strict=True)
        ]
        sink.line(f"{timeline.periods[line].label:<{wide}}  {'  '.join(cells)}".rstrip())


def _numbers(drawn: Drawn) -> list[str]:
    """The name of a series and what stands before each bar, all of one width."""
    name = cut(one_line(drawn.name), _NAME) or "paragraphs"
    counts = [f"{count:,}" for count in drawn.counts]
    if drawn.shares is not None:
        right = max(map(len, counts))
        counts = [
            f"{count:>{right}} {_per_cent(share):>7}"
            for count, share in zip(counts, drawn.shares, strict=True)
        ]
    wide = max(map(width, (name, *counts)))
    return [pad(text, wide, right=True) for text in (name, *counts)]


def _per_cent(share: float | None) -> str:
    return "-" if share is None else f"{share:.2f}%"


def _folded(timeline: Timeline) -> Iterator[int | str]:
    """The places of the periods to show; for a long stretch without matches what it is."""
    periods = timeline.periods

    def is_empty(at: int) -> bool:
        return not periods[at].count and not periods[at].against

    for empty, some in groupby(range(len(periods)), key=is_empty):
        places = list(some)
        if empty and len(places) > _MOST_EMPTY:
            yield f"... {len(places):,} empty {timeline.by}s"
        else:
            yield from places


def write_sparkline(timeline: Timeline, sink: Sink) -> None:
    """A line for each series: the first period, a sign for each, the last, the most in one and where that was.

    Where there are more periods than fit, a sign is the most of several that follow one another.
    """
    periods = timeline.periods
    if not periods:
        return
    drawn = series(timeline)
    names = max(width(cut(one_line(one.name), _NAME)) for one in drawn) if timeline.against else 0
    for one in drawn:
        top = max(range(len(periods)), key=lambda at: one.heights[at])
        most = _per_cent(one.heights[top]) if one.shares else f"{one.counts[top]:,}"
        name = cut(one_line(one.name), _NAME)
        before = f"{pad(name, names)} " if names else ""
        before += f"{periods[0].label} "
        after = f" {periods[-1].label}  most {most} in {periods[top].label}"
        for each in count(1):
            several = f", a sign is {each} {timeline.by}s" if each > 1 else ""
            room = max(_SHORTEST, sink.width - width(before + after + several))
            if each * room >= len(periods):
                break
        sink.line(f"{before}{_signs(one.heights, each)}{after}{several}")


def _signs(heights: Sequence[float], each: int) -> str:
    """A sign for so many periods."""
    tops = [max(heights[at : at + each]) for at in range(0, len(heights), each)]
    most = max(tops)
    return "".join(_sign(top, most) for top in tops)


def _sign(height: float, most: float) -> str:
    """A blank for nothing, the lowest sign for anything.

    >>> "".join(_sign(height, 8) for height in (0, 0.1, 4, 8))
    ' ▁▄█'
    """
    if not height:
        return " "
    return _LEVELS[max(0, round(height / most * len(_LEVELS)) - 1)]


def summary(timeline: Timeline) -> str:
    """ "41 paragraphs against 7 over 12 months"."""
    many = _many(timeline.total, "paragraph")
    if timeline.against:
        many += f" against {timeline.against.total:,}"
    return f"{many} over {_many(len(timeline.periods), timeline.by)}"


def undated(timeline: Timeline) -> str | None:
    """What stands in no period, in words; null where all do."""
    found = [timeline.counted, *([timeline.against] if timeline.against else [])]
    said = [f"{one.undated:,} of {_many(one.total, 'paragraph')}" for one in found if one.undated]
    return f"without a date, in no period: {' and '.join(said)}" if said else None


def _many(count: int, unit: str) -> str:
    return f"{count:,} {unit}{'s' if count != 1 else ''}"
