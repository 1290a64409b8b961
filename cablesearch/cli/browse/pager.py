"""Screens of text: a pager, a page of it with a title, a list to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Static

from cablesearch.cli.browse.lines import Lines
from cablesearch.cli.browse.look import strip
from cablesearch.cli.browse.pieces import fitted, line, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.strip import Strip

    from cablesearch.cli.browse.pieces import Line

_Value = TypeVar("_Value")


class Pager(Lines):
    """Lines to be read, without a cursor; `lay_out` gives them for a width, and which of them is to be seen first."""

    BINDINGS: ClassVar = [
        Binding("space", "page(1)", show=False, priority=True),
        Binding("enter", "page(1)", show=False, priority=True),
    ]

    def __init__(self, lay_out: Callable[[int], tuple[Sequence[Line], int]]) -> None:
        super().__init__()
        self._lay_out = lay_out
        self._lines: Sequence[Line] = ()
        self._for: int | None = None

    def show_anew(self, lay_out: Callable[[int], tuple[Sequence[Line], int]]) -> None:
        """Show another text."""
        self._lay_out = lay_out
        self._for = None
        self._flow()

    def on_resize(self) -> None:
        self._flow()

    def _flow(self) -> None:
        """Lay the text out where the width is another."""
        width = self.room
        if width == self._for or not self.size:
            return
        self._for = width
        self._lines, first = self._lay_out(width)
        self.show(len(self._lines))
        self.scroll_to(y=max(0, first - 2), animate=False, force=True, immediate=True)

    @property
    def room(self) -> int:
        return max(1, self.scrollable_content_region.width - 1)

    def render_line(self, y: int) -> Strip:
        at = int(self.scroll_offset.y) + y
        return strip(self._lines[at] if at < len(self._lines) else (), self.room + 1)

    def move_to(self, at: int) -> None:
        """No cursor stands here."""

    def action_move(self, by: int) -> None:
        self.scroll_relative(y=by, animate=False, force=True, immediate=True)

    def action_page(self, by: int) -> None:
        self.action_move(by * max(1, self.scrollable_content_region.height - 2))

    def action_first(self) -> None:
        self.scroll_to(y=0, animate=False, force=True, immediate=True)

    def action_last(self) -> None:
        self.scroll_to(y=self.count, animate=False, force=True, immediate=True)


def text_lines(text: str, width: int) -> tuple[Sequence[Line], int]:
    """A text's lines, wrapped."""
    found = [piece for written in text.split("\n") for piece in wrapped(line(written), width)]
    return found, 0


class Leaf(Screen[None]):
    """A page of text over the others."""

    BINDINGS: ClassVar = [Binding("escape,q,f1,question_mark", "leave", show=False, priority=True)]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        yield Static(self._title, classes="line", markup=False)
        yield Pager(lambda width: text_lines(self._text, width))
        yield Static("Esc back", classes="line", markup=False)

    def action_leave(self) -> None:
        self.dismiss()


class Choices(Lines):
    """What a Chooser offers, one line each."""

    def __init__(self, offered: Sequence[Line]) -> None:
        super().__init__()
        self._offered = offered

    def on_mount(self) -> None:
        self.show(len(self._offered))

    def item(self, at: int, width: int) -> Sequence[Line]:
        return (fitted(self._offered[at], width),)


class Chooser(Screen[_Value | None], Generic[_Value]):
    """A list from which one value is chosen, or none; a line without a value is a heading."""

    BINDINGS: ClassVar = [Binding("escape,q", "leave", show=False, priority=True)]

    def __init__(self, title: str, offered: Sequence[tuple[Line, _Value | None]]) -> None:
        super().__init__()
        self._title = title
        self._values = [value for _, value in offered]
        self._lines = [pieces for pieces, _ in offered]

    def compose(self) -> ComposeResult:
        yield Static(self._title, classes="line", markup=False)
        yield Choices(self._lines)
        yield Static("Enter choose  Esc back", classes="line", markup=False)

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        value = self._values[message.at]
        if value is not None:
            self.dismiss(value)

    def action_leave(self) -> None:
        self.dismiss(None)
