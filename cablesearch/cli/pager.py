"""A pager between what is shown and a terminal: $PAGER, else less as git calls it."""

from __future__ import annotations

import shlex
import signal
import subprocess
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
def paged(sink: Sink, command: list[str], environ: Mapping[str, str]) -> Iterator[Sink]:
    """The sink behind the pager; itself where the command is empty or cannot be run.

    Whoever leaves the pager early has read enough: BrokenPipeError, as of any closed pipe.
    """
    process = _started(command, environ)
    if process is None or process.stdin is None:
        yield sink
        return
    stream = TextIOWrapper(process.stdin, encoding="utf-8", errors="backslashreplace")
    # Ctrl-C is the pager's while it runs; it began with its own way to take it
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield sink._replace(stream=stream)
        stream.close()
    finally:
        with suppress(BrokenPipeError):
            stream.close()
        process.wait()
        signal.signal(signal.SIGINT, before)


def _started(command: list[str], environ: Mapping[str, str]) -> subprocess.Popen[bytes] | None:
    if not command:
        return None
    try:
        return subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.PIPE,
            env={"LESS": _OPTIONS, "LESSCHARSET": "utf-8", **environ},
        )
    except OSError:
        return None
