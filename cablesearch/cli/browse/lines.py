"""A list of items of one height with a cursor, drawn as far as it is seen: a key costs the same however long it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView

from cablesearch.cli.browse.look import STYLES, strip
from cablesearch.cli.browse.pieces import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.strip import Strip

    from cablesearch.cli.browse.pieces import Line

_GUTTER = 2
"""Cells before each line, where the cursor is."""


class Lines(ScrollView, can_focus=True):
    """What is listed; `item` gives the lines of one item."""

    BINDINGS: ClassVar = [
        Binding("up,k", "move(-1)", show=False, priority=True),
        Binding("down,j", "move(1)", show=False, priority=True),
        Binding("pageup,b", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("home", "first", show=False, priority=True),
        Binding("end,G", "last", show=False, priority=True),
        Binding("enter", "choose", show=False, priority=True),
    ]

    class Chosen(Message):
        """Somebody has chosen the item under the cursor."""

        def __init__(self, lines: Lines, at: int) -> None:
            super().__init__()
            self.lines = lines
            self.at = at

    class Moved(Message):
        """The cursor stands on another item."""

        def __init__(self, lines: Lines, at: int) -> None:
            super().__init__()
            self.lines = lines
            self.at = at

    tall = 1

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.count = 0
        self.at = 0

    def item(self, at: int, width: int) -> Sequence[Line]:
        """The lines of an item, at most `tall` of them; each is cut at the width."""
        raise NotImplementedError

    def line_beyond(self, y: int) -> Line:
        """What a line says behind the last item."""
        return ()

    def show(self, count: int, at: int = 0) -> None:
        """List so many items anew, with the cursor on one of them."""
        self.count = count
        self.at = max(0, min(at, count - 1))
        self._resized()
        self._reveal()
        self.refresh()

    def move_to(self, at: int) -> None:
        """Put the cursor on an item, or as near as there is one."""
        at = max(0, min(at, self.count - 1))
        if at != self.at:
            self.at = at
            self.refresh()
            self.post_message(self.Moved(self, at))
        self._reveal()

    @property
    def room(self) -> int:
        """The cells of an item's line."""
        return max(1, self.scrollable_content_region.width - _GUTTER)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        at, nth = divmod(int(self.scroll_offset.y) + y, self.tall)
        if at >= self.count:
            return strip(self.line_beyond(y), width)
        lines = self.item(at, self.room)
        pieces = lines[nth] if nth < len(lines) else ()
        here = at == self.at
        sign = "> " if here and nth == 0 else "  "
        over = STYLES["cursor"] if here and nth == 0 and self.has_focus else None
        return strip((Piece(sign), *pieces), width, over=over)

    def action_move(self, by: int) -> None:
        self.move_to(self.at + by)

    def action_page(self, by: int) -> None:
        self.move_to(self.at + by * max(1, self.scrollable_content_region.height // self.tall - 1))

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self.move_to(self.count - 1)

    def action_choose(self) -> None:
        if self.count:
            self.post_message(self.Chosen(self, self.at))

    def on_click(self, event: events.Click) -> None:
        at = (int(self.scroll_offset.y) + event.y) // self.tall
        if at < self.count:
            self.move_to(at)
            self.action_choose()

    def on_resize(self) -> None:
        self._resized()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _resized(self) -> None:
        self.virtual_size = Size(self.room + _GUTTER, self.count * self.tall)

    def _reveal(self) -> None:
        region = Region(0, self.at * self.tall, 1, self.tall)
        self.scroll_to_region(region, animate=False, force=True, immediate=True)
