"""A pager between what is shown and a terminal, once it is more than a screen: $PAGER, else less as git calls it."""

from __future__ import annotations

import shlex
import signal
import subprocess
from contextlib import contextmanager, suppress
from io import StringIO, TextIOWrapper
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TextIO

    from cablesearch.cli.env import Env
    from cablesearch.output.sink import Sink

_OPTIONS = "FRX"
"""What less is told unless LESS says otherwise: quit where all fits, let colours through, leave the screen as it is."""


def pager_of(env: Env) -> list[str]:
    """The command of the pager; empty where there is to be none: no terminal, one that knows nothing, PAGER=cat."""
    if not env.stdout_isatty or env.dumb:
        return []
    try:
        words = shlex.split(env.environ.get("PAGER", "less"))
    except ValueError:
        return []
    return [] if words in ([], ["cat"]) else words


@contextmanager
def paged(sink: Sink, command: list[str], env: Env) -> Iterator[Sink]:
    """The sink behind the pager; itself where the command is empty.

    Whoever leaves the pager early has read enough: BrokenPipeError, as of any closed pipe.
    """
    if not command:
        yield sink
        return
    held = _Held(sink.stream, command, env)
    try:
        yield sink._replace(stream=held)
        held.finish()
    finally:
        held.leave()


class _Held(StringIO):
    """What is written is held until it is more than a screen; then it goes to the pager, and all else after it.

    Less than that goes straight to the terminal, as all does where the pager cannot be run.
    """

    def __init__(self, terminal: TextIO, command: list[str], env: Env) -> None:
        super().__init__()
        self._terminal = terminal
        self._command = command
        self._environ: Mapping[str, str] = env.environ
        self._room = env.rows - 1  # the prompt of the shell has a line
        self._out: TextIO | None = None
        self._pager: subprocess.Popen[bytes] | None = None
        self._before: Any = None

    def write(self, text: str) -> int:
        """Write, or hold."""
        if self._out is not None:
            return self._out.write(text)
        self._room -= text.count("\n")
        super().write(text)
        if self._room < 0:
            self._out = self._started()
            self._out.write(self.getvalue())
        return len(text)

    def finish(self) -> None:
        """All is written."""
        if self._out is None:
            self._terminal.write(self.getvalue())
        elif self._out is not self._terminal:
            self._out.close()

    def leave(self) -> None:
        """Wait until the reader has done with the pager."""
        if self._pager is not None and self._out is not None:
            with suppress(BrokenPipeError):
                self._out.close()
            self._pager.wait()
            signal.signal(signal.SIGINT, self._before)

    def _started(self) -> TextIO:
        """What leads to the pager; the terminal where it cannot be run."""
        try:
            self._pager = subprocess.Popen(  # noqa: S603
                self._command,
                stdin=subprocess.PIPE,
                env={"LESS": _OPTIONS, "LESSCHARSET": "utf-8", **self._environ},
            )
        except OSError:
            return self._terminal
        assert self._pager.stdin is not None
        # Ctrl-C is the pager's while it runs; it has begun with its own way to take it
        self._before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        return TextIOWrapper(self._pager.stdin, encoding="utf-8", errors="backslashreplace")
