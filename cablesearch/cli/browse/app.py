"""The browser as an application: the thread of the index, colours or none, how it ends."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.app import App
from textual.binding import Binding
from textual.message import Message

from cablesearch.cli.browse.clerk import Clerk, Request
from cablesearch.cli.browse.look import CSS, NoColour
from cablesearch.cli.browse.main import Main
from cablesearch.cli.browse.pager import Leaf
from cablesearch.cli.exits import STATUS_OF_SIGNAL, StoppedError
from cablesearch.errors import CablesearchError

if TYPE_CHECKING:
    import signal
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from textual.filter import LineFilter

    from cablesearch.api import Index
    from cablesearch.cli.browse.clerk import Answer
    from cablesearch.cli.browse.state import View

_PATIENCE: Final = 2.0
"""So many seconds a search at hand may take when the browser is left."""


class Browser(App[None]):
    """Questions and answers on a whole screen."""

    CSS = CSS
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [
        Binding("ctrl+c,ctrl+q", "quit", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
        Binding("y", "command_line", show=False, priority=True),
        Binding("question_mark,f1", "help", show=False, priority=True),
    ]

    class Answered(Message):
        """The index has answered."""

        def __init__(self, answer: Answer) -> None:
            super().__init__()
            self.answer = answer

    def __init__(
        self,
        view: View,
        open_index: Callable[[], AbstractContextManager[Index]],
        *,
        timer: Callable[[], float],
        color: bool = True,
        command: Sequence[str] = (),
    ) -> None:
        super().__init__(ansi_color=True)
        self.animation_level = "none"
        self.view = view
        self.timer = timer
        self.signs = not color
        self.command = command
        self.failure: BaseException | None = None
        self._filters_of_lines: Sequence[LineFilter] = () if color else (NoColour(),)
        self._clerk = Clerk(open_index, lambda answer: self.post_message(self.Answered(answer)))

    def get_line_filters(self) -> Sequence[LineFilter]:
        return self._filters_of_lines

    def on_mount(self) -> None:
        self._clerk.start()
        self.push_screen(Main(self.view, signs=self.signs))
        if threading.current_thread() is threading.main_thread() and not self.is_headless:
            for known in STATUS_OF_SIGNAL:
                asyncio.get_running_loop().add_signal_handler(known, self._stop, known)

    def on_unmount(self) -> None:
        self._clerk.end(wait=_PATIENCE)

    @property
    def idle(self) -> bool:
        """Whether nothing is asked of the index."""
        return self._clerk.idle

    def ask(
        self,
        kind: str,
        work: Callable[[Index], Any],
        take: Callable[[Any], None],
        failed: Callable[[BaseException], bool] | None = None,
    ) -> None:
        """Have something done with the index; see Clerk.ask and Request. By default errors are shown on a page."""
        self._clerk.ask(kind, Request(work, take, failed or self.told))

    def reopen(self) -> None:
        """Have the index opened anew."""
        self._clerk.reopen()

    def told(self, error: BaseException) -> bool:
        """Show what went wrong, where that is for the user to know."""
        if isinstance(error, CablesearchError):
            self.push_screen(Leaf("This could not be done", "\n" + str(error)))
        return isinstance(error, CablesearchError)

    # keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Over a page of text no other is laid; there the keys of help lead back."""
        return action not in ("help", "command_line") or not isinstance(self.screen, Leaf)

    def action_command_line(self) -> None:
        text = self.view.command_line(self.command)
        self.copy_to_clipboard(text)
        title = "The same at the prompt (copied, where the terminal allows that):"
        self.push_screen(Leaf(title, "\n" + text))

    def action_help(self) -> None:
        from cablesearch.cli.topics import topic

        self.push_screen(Leaf("Help", topic("browse")))

    # what comes from elsewhere

    def on_browser_answered(self, message: Browser.Answered) -> None:
        answer = message.answer
        if answer.error is None:
            answer.request.take(answer.value)
        elif not answer.request.failed(answer.error):
            self.failure = answer.error
            self.exit()

    def _handle_exception(self, error: Exception) -> None:
        """Leave with the error, which the caller raises: the screen is given back before it is told."""
        if self.is_headless:
            super()._handle_exception(error)
        else:
            self.failure = error
            self.exit()

    def _stop(self, number: signal.Signals) -> None:
        self.failure = StoppedError(STATUS_OF_SIGNAL[number])
        self.exit()
