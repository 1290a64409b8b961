"""The query line: what is typed is applied on Enter, and after a pause where it can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.message import Message
from textual.widgets import Input

if TYPE_CHECKING:
    from textual import events
    from textual.timer import Timer

_PAUSE: Final = 0.4
"""Seconds without a key after which what is typed is tried."""


_EDITING: Final = {
    "left": "cursor_left",
    "right": "cursor_right",
    "ctrl+left": "cursor_left_word",
    "ctrl+right": "cursor_right_word",
    "home": "home",
    "ctrl+a": "home",
    "end": "end",
    "ctrl+e": "end",
    "backspace": "delete_left",
    "delete": "delete_right",
    "ctrl+d": "delete_right",
    "ctrl+w": "delete_left_word",
    "ctrl+u": "delete_left_all",
    "ctrl+k": "delete_right_all",
    "enter": "enter",
    "down": "leave",
}
"""Keys that are obeyed in the order in which they come: those bound in the usual way are overtaken by letters typed
behind them, when many arrive at once from afar."""


class Query(Input):
    """One line of the query language."""

    class Entered(Message):
        """A query is to be asked; `firmly` where somebody says so, and wants to hear what is wrong with it."""

        def __init__(self, text: str, *, firmly: bool) -> None:
            super().__init__()
            self.text = text
            self.firmly = firmly

    class Left(Message):
        """Somebody goes from here to what was found."""

    def __init__(self, text: str) -> None:
        super().__init__(text, id="query", placeholder="words; F1 for help", select_on_focus=False)
        self._pause: Timer | None = None
        self._said = text

    def show_text(self, text: str) -> None:
        """Show another query, which is known already."""
        self._said = text
        self.value = text

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._pause:
            self._pause.stop()
        if event.value != self._said:
            self._pause = self.set_timer(_PAUSE, lambda: self._say(firmly=False))

    def on_key(self, event: events.Key) -> None:
        if action := _EDITING.get(event.key):
            event.stop()
            event.prevent_default()
            getattr(self, f"action_{action}")()

    def action_enter(self) -> None:
        self._say(firmly=True)

    def _say(self, *, firmly: bool) -> None:
        if self._pause:
            self._pause.stop()
        self._said = self.value
        self.post_message(self.Entered(self.value, firmly=firmly))

    def action_leave(self) -> None:
        self.post_message(self.Left())
