"""The sources: which files the roots hold now, and what is known of each without reading it."""

from __future__ import annotations

import errno
import os
import stat
from fnmatch import fnmatch
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from cablesearch.errors import SourceError, UsageError
from cablesearch.formats.names import TABLES, is_passed_over, path_passed_over
from cablesearch.indexing import durable
from cablesearch.indexing.report import Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

STDIN: Final = "-"
_MAGIC: Final = "*?["


class Root(Struct, frozen=True, kw_only=True):
    """A place that is searched for cables at every refresh; `path` is absolute and real.

    Of a glob only the part before the first wildcard is made real.
    """

    path: str
    kind: Literal["folder", "file", "glob"]

    def covers(self, path: str) -> bool:
        """Whether a file of that path would be found by this root, if it were there."""
        if self.kind == "file":
            return path == self.path
        if self.kind == "glob":
            # Here * spans slashes as well: rather too much than too little.
            return fnmatch(path, self.path) or fnmatch(path, f"{self.path}/*")
        return path.startswith(self.path.rstrip("/") + "/")


STDIN_ROOT: Final = Root(path=STDIN, kind="file")
"""Standard input where it is spoken of as a root; it is none that could be searched again."""


class SourceState(Struct, frozen=True, kw_only=True, gc=False):
    """What tells a file from its former self; equal stamps mean unchanged, else `sha256` decides.

    Of these there may be millions; not looking for cycles in what cannot have any saves a third of the time.
    """

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    sha256: str | None = None

    def same_stamp(self, other: SourceState) -> bool:
        """Whether nothing but the hash could differ."""
        return (
            self.mtime_ns == other.mtime_ns
            and self.ctime_ns == other.ctime_ns
            and self.size == other.size
            and self.inode == other.inode
        )


class SourceFile(Struct, frozen=True, kw_only=True, gc=False):
    """A file found in a root."""

    path: str
    state: SourceState


class Survey(Struct, kw_only=True):
    """What the roots hold: files in stable order, and what was in the way.

    `closed` are folders and files that could not be looked into: what was known below them is neither there nor gone.
    """

    files: list[SourceFile] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    missing: list[Root] = field(default_factory=list)
    empty: list[Root] = field(default_factory=list)
    tables: list[Path] = field(default_factory=list)


def root_of(given: str) -> Root:
    """The root that a path or quoted glob on the command line means; SourceError where nothing is there."""
    try:
        real = os.path.realpath(given, strict=True)
    except OSError as error:
        if any(c in given for c in _MAGIC):
            if any("**" in part and part != "**" for part in Path(given).parts):
                raise UsageError(
                    f"{given}: ** stands for folders, and for whole names only"
                ) from error
            base = _glob_base(given)
            rest = os.path.relpath(given, base) if base else given
            return Root(path=str(Path(os.path.realpath(base or ".")) / rest), kind="glob")
        raise SourceError(f"{given}: {error.strerror}", remedy="check the path") from error
    return Root(path=real, kind="folder" if Path(real).is_dir() else "file")


def _glob_base(pattern: str) -> str:
    """The folder before the first wildcard."""
    before = pattern[: min(pattern.find(c) for c in _MAGIC if c in pattern)]
    return before.rpartition("/")[0] or ("/" if before.startswith("/") else "")


def survey(roots: Iterable[Root], *, index_dir: Path) -> Survey:
    """Every regular file of the roots once, hidden ones, tables and the index itself left out.

    Links are not followed: a file that is reached twice (roots in one another, hard links) counts where it stands
    first, in the order of the roots' paths.
    """
    walk = _Walk(index_dir)
    for root in sorted(roots, key=lambda r: r.path):
        before = walk.seen_files
        if not walk.root(root):
            walk.found.missing.append(root)
        elif walk.seen_files == before:
            walk.found.empty.append(root)
    walk.found.files.sort(key=attrgetter("path"))
    return walk.found


class _Walk:
    """One survey in progress."""

    def __init__(self, index_dir: Path) -> None:
        self.found = Survey()
        self.seen_files = 0
        self._seen: set[tuple[int, int]] = set()
        self._index = _identity(index_dir)

    def root(self, root: Root) -> bool:
        """Look through one root; whether it is there."""
        if root.kind == "glob":
            base = _glob_base(root.path)
            self._tables_beside(Path(base))
            if not Path(base).is_dir():
                return False
            for match in sorted(Path("/").glob(root.path.lstrip("/"))):
                if not path_passed_over(str(match.relative_to(base))):
                    self._entry(str(match))
            return True
        if not os.path.lexists(root.path):
            return False
        if root.kind == "file":
            self._tables_beside(Path(root.path).parent)
        self._entry(root.path)
        return True

    def _entry(self, path: str) -> None:
        try:
            status = os.lstat(path)
        except OSError as error:
            self._closed(path, error)
            return
        if stat.S_ISDIR(status.st_mode):
            self._folder(path)
        else:
            self._file(path, status)

    def _folder(self, top: str) -> None:
        waiting = [top]
        while waiting:
            folder = waiting.pop()
            if self._index is not None and _identity(folder) == self._index:
                continue
            try:
                with os.scandir(folder) as entries:
                    inside = sorted(entries, key=attrgetter("name"))
            except OSError as error:
                self._closed(folder, error)
                continue
            for entry in inside:
                is_folder = entry.is_dir(follow_symlinks=False)
                if is_folder and entry.name == TABLES:
                    self.found.tables.append(Path(entry.path))
                elif is_passed_over(entry.name, folder=is_folder):
                    continue
                elif is_folder:
                    waiting.append(entry.path)
                else:
                    self._listed(entry)

    def _listed(self, entry: os.DirEntry[str]) -> None:
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            return  # gone since the folder was listed
        except OSError as error:
            self._closed(entry.path, error)
            return
        self._file(entry.path, status)

    def _file(self, path: str, status: os.stat_result) -> None:
        if stat.S_ISREG(status.st_mode):
            self.seen_files += 1
            key = (status.st_dev, status.st_ino)
            if key not in self._seen:
                self._seen.add(key)
                self.found.files.append(SourceFile(path=path, state=_state(status)))
        elif stat.S_ISLNK(status.st_mode):
            self._skip(path, "a symbolic link is not followed; name the place it leads to")
        else:
            self._skip(path, "is no regular file; save what it gives as one")

    def _tables_beside(self, folder: Path) -> None:
        tables = folder / TABLES
        if tables.is_dir() and tables not in self.found.tables:
            self.found.tables.append(tables)

    def _closed(self, path: str, error: OSError) -> None:
        self.found.closed.append(path)
        self.seen_files += 1  # what cannot be looked into is not empty
        self._skip(path, f"cannot be read: {error.strerror or error}")

    def _skip(self, path: str, reason: str) -> None:
        self.found.skipped.append(Skipped(path=path, reason=reason))


def hash_source(path: str, between: Callable[[], None] = durable.nothing) -> SourceState:
    """The state of a file with the hash of what is in it now; OSError where it cannot be read.

    `between` is that of durable.sha256_file. O_NONBLOCK because a FIFO that has taken the file's place would hang a
    nightly run.
    """
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "is no regular file", path)
        return replace(_state(status), sha256=durable.sha256_fd(fd, between))
    finally:
        os.close(fd)


def is_packed(path: str) -> bool:
    """Whether a file is a container, in which places say nothing of how far one has come."""
    from cablesearch.formats.container import (  # readers of an index need none of it
        kind_of,
        open_regular,
    )

    with open_regular(path) as file:
        return kind_of(file.read(512)) is not None


def size_of(path: str) -> int:
    """The bytes of a file, 0 where that cannot be known."""
    try:
        return os.lstat(path).st_size
    except OSError:
        return 0


def is_still(path: str, state: SourceState) -> bool:
    """Whether the file has kept its stamp since."""
    try:
        return _state(os.lstat(path)).same_stamp(state)
    except OSError:
        return False


def below(path: str, folders: Iterable[str]) -> bool:
    """Whether a path is one of these, or stands below one of them."""
    return any(path == folder or path.startswith(folder.rstrip("/") + "/") for folder in folders)


def table_files(folders: Iterable[Path]) -> Iterator[Path]:
    """The tables in these folders, in stable order."""
    for folder in sorted(folders):
        yield from sorted(folder.glob("*.tsv"))


def _state(status: os.stat_result) -> SourceState:
    return SourceState(
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        ctime_ns=status.st_ctime_ns,
        inode=status.st_ino,
    )


def _identity(path: str | Path) -> tuple[int, int] | None:
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
