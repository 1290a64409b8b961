"""From an exception to what is said and the exit status: the only place that knows both."""

from __future__ import annotations

import errno
import signal
from typing import TYPE_CHECKING, Final

from cablesearch import __version__
from cablesearch.errors import CablesearchError, ExitStatus, QueryError

if TYPE_CHECKING:
    from types import FrameType


class StoppedError(BaseException):
    """A signal asks this run to end; no `except Exception` may swallow it."""

    def __init__(self, status: ExitStatus) -> None:
        super().__init__(status.name.lower())
        self.status = status


class ClosedPipeError(Exception):
    """Whoever read stdout has had enough. Unlike BrokenPipeError, typer has no opinion about it."""


STATUS_OF_SIGNAL: Final = {
    signal.SIGHUP: ExitStatus.HANGUP,
    signal.SIGINT: ExitStatus.INTERRUPTED,
    signal.SIGTERM: ExitStatus.TERMINATED,
}
"""The signals that end a run tidily."""


def heed_signals() -> None:
    """From now on these signals end the run tidily; those the caller has switched off (nohup) stay off."""

    def stop(number: int, _frame: FrameType | None) -> None:
        raise StoppedError(STATUS_OF_SIGNAL[signal.Signals(number)])

    for known in STATUS_OF_SIGNAL:
        if signal.getsignal(known) is not signal.SIG_IGN:
            signal.signal(known, stop)


def outcome(error: BaseException) -> tuple[list[str], ExitStatus]:
    """The lines to say about an exception, none for a closed pipe, and the exit status."""
    if isinstance(error, (BrokenPipeError, ClosedPipeError)):
        return [], ExitStatus.OK
    if isinstance(error, StoppedError):
        return [error.args[0]], error.status
    if isinstance(error, KeyboardInterrupt) or _is_typers(error, "Abort"):
        return ["interrupted"], ExitStatus.INTERRUPTED
    if isinstance(error, QueryError):
        from cablesearch.query.render import caret_lines

        return [error.message, *caret_lines(error)], error.status
    if isinstance(error, CablesearchError):
        return [str(error)], error.status
    if isinstance(error, Exception) and _is_typers(error, "ClickException"):
        return [_argument_message(error)], ExitStatus.USAGE
    if isinstance(error, OSError):
        return [_os_message(error)], ExitStatus.IO
    if isinstance(error, MemoryError):
        return ["not enough memory"], ExitStatus.IO
    text = str(error).split("\n", 1)[0]
    return [
        f"this is a bug in cablesearch {__version__}: {type(error).__name__}: {text}; "
        "--verbose shows where"
    ], ExitStatus.BUG


def _is_typers(error: BaseException, name: str) -> bool:
    """Whether an exception is of a class of typer's by that name; typer itself may not have been imported.

    Typer's vendored Click is private, and older typers use Click itself: ask for the class, not for the module.
    """
    return any(
        c.__name__ == name and c.__module__.partition(".")[0] in ("typer", "click")
        for c in type(error).__mro__
    )


def _argument_message(error: Exception) -> str:
    said = getattr(error, "format_message", lambda: str(error))()
    context = getattr(error, "ctx", None)
    message = said[:1].lower() + said[1:].rstrip(".")
    return f"{message}; {context.command_path} --help tells more" if context else message


def _os_message(error: OSError) -> str:
    what = error.strerror or str(error)
    if error.errno == errno.ENOSPC:
        what = "no space left on the disk"
    path = error.filename
    if isinstance(path, bytes):
        path = path.decode("utf-8", "backslashreplace")
    return f"{path}: {what}" if path else what
