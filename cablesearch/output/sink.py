"""Where output goes: a stream and the facts about it that decide how it is written."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple, TextIO

from cablesearch.errors import WriteError
from cablesearch.output.style import Style

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NARROWEST = 24
"""A terminal that claims fewer columns is written to as if it had these."""


class Sink(NamedTuple):
    """A text stream; whether a person looks at it; its columns; its colours."""

    stream: TextIO
    terminal: bool = False
    columns: int = 80
    style: Style = Style()

    @property
    def width(self) -> int:
        """The columns to write in."""
        return max(self.columns, NARROWEST)

    def line(self, text: str = "") -> None:
        """Write one line."""
        self.stream.write(text + "\n")


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """A stream to a file that is written beside it and takes its place at the end, or never.

    What is no regular file (a FIFO, /dev/null) is written into directly.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", errors="backslashreplace") as direct:
            yield direct
        return
    beside = path.with_name(f".{path.name[:200]}.{os.getpid()}.tmp")
    try:
        opened = beside.open("w", encoding="utf-8", errors="backslashreplace", newline="")
    except OSError as error:
        raise WriteError(f"{path}: {error.strerror}") from error
    try:
        with opened as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileNotFoundError):
            beside.chmod(path.stat().st_mode & 0o777)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
