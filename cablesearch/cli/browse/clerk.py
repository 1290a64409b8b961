"""A thread that has the index to itself and answers one request after another, the newest of a kind only."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from cablesearch.api import Index

KINDS: Final = ("search", "page", "cable", "timeline")
"""What can be asked for, the most urgent first."""


class Request(NamedTuple):
    """What to do with the index, and who takes what comes of it, in the thread of the screen.

    `failed` says whether it has an answer to an error.
    """

    work: Callable[[Index], Any]
    take: Callable[[Any], None]
    failed: Callable[[BaseException], bool]


class Answer(NamedTuple):
    """What came of a request: a value, or what went wrong."""

    request: Request
    value: Any = None
    error: BaseException | None = None


class Clerk:
    """Holds an open index, which must not leave its thread.

    A request that has not been begun when another of its kind comes is dropped: its asker no longer wants it.
    """

    def __init__(
        self,
        open_index: Callable[[], AbstractContextManager[Index]],
        answer: Callable[[Answer], Any],
    ) -> None:
        self._open = open_index
        self._answer = answer
        self._waiting: dict[str, Request] = {}
        self._change = threading.Condition()
        self._busy = False
        self._reopen = False
        self._ended = False
        self.thread = threading.Thread(target=self._run, name="clerk", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self.thread.start()

    @property
    def idle(self) -> bool:
        """Whether nothing is asked or worked on."""
        with self._change:
            return not self._busy and not self._waiting

    def ask(self, kind: str, request: Request) -> None:
        """Put a request of one of KINDS, in place of one of that kind that still waits."""
        with self._change:
            self._waiting[kind] = request
            self._change.notify()

    def reopen(self) -> None:
        """Open the index anew before the next request: another generation may stand there by now."""
        with self._change:
            self._reopen = True
            self._change.notify()

    def end(self, *, wait: float) -> None:
        """Close the index when the request at hand is done; wait for that so many seconds at most."""
        with self._change:
            self._ended = True
            self._waiting.clear()
            self._change.notify()
        if self.thread.is_alive():
            self.thread.join(wait)

    def _run(self) -> None:
        while not self._ended:
            with self._change:
                self._reopen = False
            self._with_one_index()

    def _with_one_index(self) -> None:
        """Answer until the end, or until the index is to be opened anew."""
        request = self._next(holding=False)
        if request is None:
            return
        try:
            with self._open() as index:
                while request is not None:
                    self._work(index, request)
                    request = self._next(holding=True)
        except BaseException as error:  # tantivy's panics are no Exceptions
            if request is not None:
                self._done(Answer(request, error=error))

    def _next(self, *, holding: bool) -> Request | None:
        """The most urgent request, when there is one; null at the end, and where the index that is held is to go."""
        with self._change:
            self._busy = False
            while not (self._waiting or self._ended or (holding and self._reopen)):
                self._change.wait()
            kind = next((kind for kind in KINDS if kind in self._waiting), None)
            if kind is None or (holding and self._reopen):
                return None
            self._busy = True
            return self._waiting.pop(kind)

    def _work(self, index: Index, request: Request) -> None:
        try:
            answer = Answer(request, request.work(index))
        except BaseException as error:  # tantivy's panics are no Exceptions
            answer = Answer(request, error=error)
        self._done(answer)

    def _done(self, answer: Answer) -> None:
        if not self._ended:
            self._answer(answer)
