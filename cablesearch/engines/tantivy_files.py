"""tantivy's files in a directory: opened, also where nothing can be written there; its failures as our errors."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import tantivy

from cablesearch.engines.failures import refused
from cablesearch.errors import CablesearchError, DamagedError, NoIndexError
from cablesearch.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Iterator
    from tempfile import TemporaryDirectory

META: Final = "meta.json"
MANAGED: Final = ".managed.json"
CABLES: Final = "cables"
NEW_CABLES: Final = "cables.new"
READ_LOCK: Final = ".tantivy-meta.lock"
WRITE_LOCK: Final = ".tantivy-writer.lock"

# tantivy replaces its meta files by way of temporaries
_LITTER: Final = expression(r"\.tantivy-(?:meta|writer)\.lock|cables\.new|\.tmp\w+")


def is_litter(name: str) -> bool:
    """Whether it is one of tantivy's or our own locks and temporaries."""
    return _LITTER.fullmatch(name) is not None


def is_panic(error: BaseException) -> bool:
    """Whether tantivy's own code failed: then it raises what is no Exception, of a class that cannot be imported."""
    return type(error).__name__ == "PanicException"


@contextmanager
def reading(directory: Path) -> Iterator[None]:
    """Whatever tantivy raises while reading means that its files are not what it wrote."""
    try:
        yield
    except CablesearchError:
        raise
    except PermissionError as error:
        raise NoIndexError(f"{directory} cannot be opened: {error.strerror}") from error
    except BaseException as error:
        if not isinstance(error, ValueError | OSError | LookupError | TypeError) and not is_panic(
            error
        ):
            raise
        if refusal := refused(directory, error):
            raise refusal from error
        raise DamagedError(
            f"the index in {directory} cannot be read: {error}", remedy="use --rebuild"
        ) from error


def stamp_of(directory: Path) -> int:
    """tantivy's stamp of the last commit."""
    return int(json.loads((directory / META).read_bytes())["opstamp"])


def holds_removed(directory: Path) -> bool:
    """Whether tantivy's files still hold documents that were removed."""
    segments = json.loads((directory / META).read_bytes())["segments"]
    return any(segment["deletes"] for segment in segments)


class Opened:
    """An index open for reading. To open it, tantivy must be able to write one of its lock files: where it cannot,
    it is shown a private directory of links instead."""

    def __init__(self, directory: Path) -> None:
        self._links: TemporaryDirectory[str] | None = None
        try:
            with reading(directory):
                self.index = tantivy.Index.open(str(self._place(directory)))
                self.index.config_reader(
                    "manual"
                )  # nothing changes: no thread need watch the files
                self.searcher = self.index.searcher()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the files."""
        self.__dict__.pop("searcher", None)
        self.__dict__.pop("index", None)
        if self._links is not None:
            self._links.cleanup()

    def _place(self, directory: Path) -> Path:
        """Where tantivy is to look."""
        if _can_lock(directory):
            return directory
        from tempfile import TemporaryDirectory

        self._links = TemporaryDirectory(prefix="cablesearch-")
        place = Path(self._links.name)
        for entry in os.scandir(directory):
            if not is_litter(entry.name):
                (place / entry.name).symlink_to(Path(entry.path).absolute())
        return place


def _can_lock(directory: Path) -> bool:
    lock = directory / READ_LOCK
    return os.access(lock if lock.exists() else directory, os.W_OK)
