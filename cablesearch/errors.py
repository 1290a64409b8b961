"""The error tree and the exit statuses: what can go wrong, as data."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cablesearch.diagnostic import Problem


class ExitStatus(IntEnum):
    """What a command's exit status means; the numbers are a promise to scripts."""

    OK = 0
    NOTHING_FOUND = 1  # `index` never says so
    USAGE = 2
    SKIPPED = 3  # done, but a record was skipped that was not skipped, unchanged, last time
    NO_INDEX = 4
    REBUILD = 5  # another schema version, or its engine is not installed
    DAMAGED = 6  # damage found, or older than --max-age
    STRICT = 65
    SOURCE_MISSING = 66
    BUG = 70
    IO = 74
    LOCKED = 75
    HANGUP = 129
    INTERRUPTED = 130
    TERMINATED = 143


Span = tuple[int, int]
"""A half-open range of code points, or (of lines) a first and a last line, both 1-based and included."""


class CablesearchError(Exception):
    """The root of all errors a user can meet: a message in one line, a remedy, an exit status."""

    status = ExitStatus.BUG

    def __init__(self, message: str, *, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}; {self.remedy}" if self.remedy else self.message


class UsageError(CablesearchError):
    """A command line or a configuration that cannot be used."""

    status = ExitStatus.USAGE


class ConfigError(UsageError):
    """A configuration file or variable that cannot be used."""


class QueryError(UsageError):
    """A query that cannot be read; all its problems at once, each with its place."""

    def __init__(self, text: str, problems: tuple[Problem, ...]) -> None:
        count = len(problems)
        super().__init__(f"{count} thing{'s' if count != 1 else ''} in this query cannot be read")
        self.text = text
        self.problems = problems


class NotFoundError(CablesearchError):
    """A cable or paragraph that was asked for by name and is not there."""

    status = ExitStatus.NOTHING_FOUND


class NoIndexError(CablesearchError):
    """No index at that place, or it cannot be opened."""

    status = ExitStatus.NO_INDEX


class IndexRefusedError(NoIndexError):
    """An index that belongs to, or can be written by, somebody not trusted."""


class RebuildError(CablesearchError):
    """An index of another schema version, or one whose engine is not installed."""

    status = ExitStatus.REBUILD


class DamagedError(CablesearchError):
    """An index whose files are not what its manifest says."""

    status = ExitStatus.DAMAGED


class StaleError(CablesearchError):
    """An index older than was asked for."""

    status = ExitStatus.DAMAGED


class StrictError(CablesearchError):
    """`--strict` was asked for and something was skipped or doubtful: nothing was published."""

    status = ExitStatus.STRICT


class SourceError(CablesearchError):
    """A source is missing or empty, or too much would vanish: nothing was published."""

    status = ExitStatus.SOURCE_MISSING


class WriteError(CablesearchError):
    """Disk full, or a read or write that failed."""

    status = ExitStatus.IO


class LockedError(CablesearchError):
    """Another process is building this index."""

    status = ExitStatus.LOCKED


class RecordError(CablesearchError):
    """One record that cannot be read; it is skipped and listed, the rest goes on."""

    status = ExitStatus.SKIPPED
