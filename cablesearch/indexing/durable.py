"""The few calls that change files, each so that a power loss leaves either the old or the new."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from typing import TYPE_CHECKING, Final

from cablesearch.errors import WriteError
from cablesearch.indexing.digest import sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FILE_MODE: Final = 0o644
DIR_MODE: Final = 0o755

_BLOCK: Final = 1 << 20

# On macOS fsync leaves the data in the drive's cache; F_FULLFSYNC empties that too.
_FULLFSYNC: Final[int | None] = getattr(fcntl, "F_FULLFSYNC", None)

_NO_LINKS: Final = frozenset(
    {errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
)


def sync(fd: int) -> None:
    """Have the disk hold what this open file or directory is."""
    if _FULLFSYNC is not None:
        # File systems that do not know it (network shares) get the plain call.
        with contextlib.suppress(OSError):
            fcntl.fcntl(fd, _FULLFSYNC)
            return
    os.fsync(fd)


def sync_path(path: Path) -> None:
    """`sync` of a file or directory by name."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        sync(fd)
    finally:
        os.close(fd)


def seal_file(path: Path) -> None:
    """Readable by all, writable by the owner, whatever the umask or the engine made of it; on the disk."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        os.fchmod(fd, FILE_MODE)
        sync(fd)
    finally:
        os.close(fd)


def make_directory(path: Path) -> None:
    """A new directory, for its maker until it is sealed."""
    path.mkdir(mode=0o700)


def make_directories(path: Path) -> None:
    """A new directory with our mode, and those above it that are missing; their names are on the disk."""
    made = [folder for folder in (path, *path.parents) if not folder.is_dir()]
    path.mkdir(parents=True)
    path.chmod(DIR_MODE)
    for folder in made:
        sync_path(folder.parent)


def write_new(path: Path, data: bytes) -> None:
    """A new file, synced."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, FILE_MODE)
    with os.fdopen(fd, "wb") as file:
        os.fchmod(fd, FILE_MODE)
        file.write(data)
        file.flush()
        sync(fd)


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in the place of the file in one step; the directory is synced."""
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    with undone_by(lambda: beside.unlink(missing_ok=True)):
        write_new(beside, data)
        rename(beside, path)
    sync_path(path.parent)


def rename(old: Path, new: Path) -> None:
    """Rename within a file system; what stood there is replaced."""
    old.rename(new)


def link_or_copy(old: Path, new: Path) -> None:
    """The same file under a second name; a copy where the file system has no hard links."""
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        copy(old, new)


def copy(old: Path, new: Path) -> None:
    """A second file with the same bytes."""
    import shutil  # not for those who only read

    shutil.copyfile(old, new, follow_symlinks=False)
    new.chmod(FILE_MODE)


def remove_tree(path: Path, aside: Path) -> None:
    """Take a directory away: renamed first, so that nobody opens half of it; leftovers are tolerated.

    An engine's watcher may create a lock file in a directory while it is being deleted; the next run tries again.
    """
    import shutil

    # a signal half-way leaves nothing to be cleared away by the next run
    with undone_by(lambda: shutil.rmtree(aside, ignore_errors=True)):
        if path != aside:
            rename(path, aside)
        shutil.rmtree(aside, ignore_errors=True)


def nothing() -> None:
    """What is done between two blocks, unless something is asked for."""


def sha256_file(path: Path, between: Callable[[], None] = nothing) -> str:
    """The SHA-256 of a file's bytes, in hex; `between` is called after every MiB, and may stop it by an exception."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        return sha256_fd(fd, between)
    finally:
        os.close(fd)


def sha256_fd(fd: int, between: Callable[[], None] = nothing) -> str:
    """The SHA-256 of what is left to read of an open file, in hex."""
    digest = sha256()
    while block := os.read(fd, _BLOCK):
        digest.update(block)
        between()
    return digest.hexdigest()


@contextlib.contextmanager
def plain_errors(place: Path) -> Iterator[None]:
    """What the system refuses, as an error of ours that names the file, or else this place."""
    try:
        yield
    except OSError as error:
        named = error.filename if isinstance(error.filename, str) else place  # else a number
        raise WriteError(f"{named}: {error.strerror or error}") from error


@contextlib.contextmanager
def undone_by(undo: Callable[[], None]) -> Iterator[None]:
    """Run `undo` if the block does not come to its end, whatever stops it; the reason goes on.

    A failure of the undoing itself must not hide that reason.
    """
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            undo()
        raise
