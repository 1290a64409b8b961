"""The world of one run: streams, arguments, environment variables, clock. Nothing else reads them from the process."""

from __future__ import annotations

import io
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Env(NamedTuple):
    """What a run can know of the world; tests make their own.

    `columns` and `rows` are the terminal's size; `clock` gives UTC; `timer` seconds that only go forward.
    """

    argv: tuple[str, ...]
    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    stdout_isatty: bool
    stderr_isatty: bool
    columns: int
    environ: Mapping[str, str]
    cwd: Path
    clock: Callable[[], datetime] = _utc_now
    timer: Callable[[], float] = monotonic
    rows: int = 24

    @property
    def config_home(self) -> Path | None:
        """Where the user's configuration stands, by XDG; none for a user without a home (cron, containers)."""
        return self._home("XDG_CONFIG_HOME", ".config")

    @property
    def memo_dir(self) -> Path | None:
        """Where it is noted that a copied index was found whole."""
        home = self._home("XDG_CACHE_HOME", ".cache")
        return home / "cablesearch" if home else None

    @property
    def state_home(self) -> Path | None:
        """Where it is noted what was shown to the user before."""
        return self._home("XDG_STATE_HOME", ".local/state")

    def _home(self, variable: str, folder: str) -> Path | None:
        named = self.environ.get(variable, "")
        if named.startswith("/"):
            return Path(named)
        home = self.environ.get("HOME", "")
        return Path(home) / folder if home.startswith("/") else None

    @property
    def dumb(self) -> bool:
        """Whether the terminal knows no escape sequences."""
        return self.environ.get("TERM", "") in ("", "dumb")


def of_process() -> Env:
    """The real world; the standard streams become UTF-8 whatever the locale."""
    stdin, stdout, stderr = _opened(sys.stdin, 0), _opened(sys.stdout, 1), _opened(sys.stderr, 2)
    return Env(
        argv=tuple(sys.argv[1:]),
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        stdout_isatty=stdout.isatty(),
        stderr_isatty=stderr.isatty(),
        columns=_columns(),
        rows=_rows(),
        environ=dict(os.environ),
        cwd=_here(),
    )


def _here() -> Path:
    """The working directory; the root where it has been deleted under us."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return Path("/")


def _opened(stream: TextIO | None, descriptor: int) -> TextIO:
    """The stream as UTF-8; a closed one (`>&-`) reads as empty and swallows what is written."""
    if stream is None:
        return Path(os.devnull).open("w" if descriptor else "r", encoding="utf-8")
    if isinstance(stream, io.TextIOWrapper):
        errors = "backslashreplace" if descriptor else "surrogateescape"
        stream.reconfigure(encoding="utf-8", errors=errors)
    return stream


def _columns() -> int:
    """The width of the terminal that stdout or stderr is, COLUMNS, or 80."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked) > 0:
        return int(asked)
    for descriptor in (1, 2, 0):
        try:
            return os.get_terminal_size(descriptor).columns or 80
        except OSError:
            continue
    return 80


def _rows() -> int:
    """The height of the terminal that stdout is, or 24."""
    try:
        return os.get_terminal_size(1).lines or 24
    except OSError:
        return 24
