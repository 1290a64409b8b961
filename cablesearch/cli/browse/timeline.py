"""The strip of time: a bar for each period, a cursor to choose a period or a range of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from textual.binding import Binding
from textual.message import Message
from textual.widget import Widget

from cablesearch.cli.browse.look import strip
from cablesearch.cli.browse.pieces import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events
    from textual.strip import Strip

_HEIGHTS: Final = " ▁▂▃▄▅▆▇█"
_WIDEST: Final = 4
"""A period takes so many cells at most."""


class Count(NamedTuple):
    """A period as a query writes it (1973, 1973-05, 1973-05-14), and how many paragraphs are of it."""

    label: str
    hits: int


class Bar(NamedTuple):
    """One or more periods that share a bar."""

    first: str
    last: str
    hits: int

    @property
    def said(self) -> str:
        """The periods and the count in words."""
        name = self.first if self.first == self.last else f"{self.first}..{self.last}"
        return f"{name}: {self.hits:,}"


class Timeline(Widget, can_focus=True):
    """Two lines: the bars, and below them the ends of the time or what is under the cursor."""

    BINDINGS: ClassVar = [
        Binding("left,h", "move(-1)", show=False, priority=True),
        Binding("right,l", "move(1)", show=False, priority=True),
        Binding("home", "move(-9999)", show=False, priority=True),
        Binding("end", "move(9999)", show=False, priority=True),
        Binding("space", "hold", show=False, priority=True),
        Binding("enter", "choose", show=False, priority=True),
        Binding("backspace,minus", "widen", show=False, priority=True),
    ]

    class Narrowed(Message):
        """Somebody wants only what is from the first to the last of these periods."""

        def __init__(self, first: str, last: str) -> None:
            super().__init__()
            self.first = first
            self.last = last

    class Widened(Message):
        """Somebody wants the period one step wider."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._counts: Sequence[Count] = ()
        self._undated = 0
        self._bars: list[Bar] = []
        self._at = 0
        self._held: int | None = None

    def show_counts(self, counts: Sequence[Count], undated: int = 0) -> None:
        """Show these periods, without gaps between them, and how many hits are in none."""
        self._counts = counts
        self._undated = undated
        self._held = None
        self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self._held = None
        self.refresh()

    def _lay_out(self) -> None:
        width = max(1, self.size.width)
        each = -(-len(self._counts) // width) or 1
        self._bars = [
            Bar(some[0].label, some[-1].label, sum(one.hits for one in some))
            for at in range(0, len(self._counts), each)
            if (some := self._counts[at : at + each])
        ]
        self._at = max(0, min(self._at, len(self._bars) - 1))
        self.refresh()

    @property
    def _wide(self) -> int:
        """The cells of a bar."""
        return max(1, min(_WIDEST, self.size.width // max(1, len(self._bars))))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if not self._bars:
            return strip((Piece(self._apart if y else "", "faint"),), width)
        if y == 0:
            return strip(self._drawn(), width)
        return strip((Piece(self._below(width)),), width)

    @property
    def _apart(self) -> str:
        """What the bars do not show."""
        return f"{self._undated:,} without a date" if self._undated else ""

    def _drawn(self) -> Iterator[Piece]:
        most = max(bar.hits for bar in self._bars) or 1
        low, high = sorted((self._at, self._at if self._held is None else self._held))
        for at, bar in enumerate(self._bars):
            height = -(-bar.hits * 8 // most)
            lit = self.has_focus and low <= at <= high
            # between wide bars there is a gap
            wide, gap = (self._wide - 1, " ") if self._wide > 2 else (self._wide, "")
            yield Piece(_HEIGHTS[height] * wide, "cursor" if lit else "")
            yield Piece(gap)

    def _below(self, width: int) -> str:
        first, last = self._bars[0].first, self._bars[-1].last
        end = max(len(first), len(self._bars) * self._wide - len(last))
        if not self.has_focus:
            return self._ends(first, last, end)
        bar = self._bars[self._at]
        if self._held is not None:
            low, high = sorted((self._held, self._at))
            some = self._bars[low : high + 1]
            bar = Bar(some[0].first, some[-1].last, sum(one.hits for one in some))
        under = self._at * self._wide
        said = f"^{bar.said}"
        before = " " * max(0, min(under, width - len(said)))
        apart = self._apart
        after = width - len(before) - len(said)
        # on the side where there is more room; where there is none it is told when the bars are left
        if max(len(before), after) < len(apart) + 2:
            return before + said
        if len(before) > after:
            return f"{apart:<{len(before)}}{said}"
        return f"{before}{said}{apart:>{after}}"

    def _ends(self, first: str, last: str, end: int) -> str:
        """The first period and the last, which begins at `end`; what has no date is told between them."""
        apart = f"  {self._apart}  " if self._apart else ""
        if first == last:
            return first + apart
        between = end - len(first)
        if between < len(apart):
            return f"{first:<{end}}{last}{apart}"
        return f"{first}{apart:^{between}}{last}"

    def action_move(self, by: int) -> None:
        self._at = max(0, min(self._at + by, len(self._bars) - 1))
        self.refresh()

    def action_hold(self) -> None:
        """Hold this end of a range, or let go of it."""
        self._held = self._at if self._held is None else None
        self.refresh()

    def action_choose(self) -> None:
        if self._bars:
            low, high = sorted((self._at, self._at if self._held is None else self._held))
            self.post_message(self.Narrowed(self._bars[low].first, self._bars[high].last))

    def action_widen(self) -> None:
        self.post_message(self.Widened())

    def on_click(self, event: events.Click) -> None:
        at = event.x // self._wide
        if at < len(self._bars):
            self._at = at
            self.action_choose()
