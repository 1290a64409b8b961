"""Locks on files: one wrapper around flock, which the kernel frees when its holder dies, however it dies."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import time
from datetime import datetime
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from cablesearch.errors import LockedError, WriteError
from cablesearch.indexing import durable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUILD_LOCK: Final = "build.lock"

_STEP: Final = 0.1  # seconds between two tries
_BUSY: Final = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)
_NO_LOCKS: Final = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)


def try_lock(fd: int, *, shared: bool) -> bool:
    """Lock an open file without waiting; whether it was free.

    A file system without locks says OSError.
    """
    try:
        fcntl.flock(fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _BUSY:
            return False
        raise
    return True


def try_shared(fd: int) -> bool:
    """`try_lock` for readers, who go on without a lock where there are none."""
    try:
        return try_lock(fd, shared=True)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return True
        raise


class Holder(Struct, frozen=True, kw_only=True):
    """Who says to hold the builder's lock."""

    pid: int
    host: str
    start: datetime


@contextlib.contextmanager
def build_lock(index_dir: Path, *, now: datetime, wait: float = 0.0) -> Iterator[None]:
    """Hold the one builder's lock of an index; LockedError naming the holder after `wait` seconds."""
    path = index_dir / BUILD_LOCK
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, durable.FILE_MODE)
    try:
        _wait_for(fd, path, now, wait)
        with contextlib.suppress(PermissionError):  # a former builder's file
            os.fchmod(fd, durable.FILE_MODE)
        _sign(fd, now)
        yield
        os.ftruncate(fd, 0)
    finally:
        os.close(fd)


def _wait_for(fd: int, path: Path, now: datetime, wait: float) -> None:
    waited = 0.0
    while True:
        try:
            if try_lock(fd, shared=False):
                return
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            raise WriteError(
                f"{path}: this file system has no locks", remedy="keep the index on a local disk"
            ) from error
        if waited >= wait:
            raise LockedError(
                _locked_message(path.parent, _holder(fd), now),
                remedy="try again later, or wait for it with --lock-wait",
            )
        time.sleep(_STEP)
        waited += _STEP


def _sign(fd: int, now: datetime) -> None:
    signature = {"pid": os.getpid(), "host": os.uname().nodename, "start": now.isoformat()}
    os.ftruncate(fd, 0)
    os.pwrite(fd, json.dumps(signature).encode(), 0)


def _holder(fd: int) -> Holder | None:
    """Who signed the lock; None where it is unsigned yet, or signed by something else."""
    try:
        found = json.loads(os.pread(fd, 4096, 0))
        return Holder(
            pid=int(found["pid"]),
            host=str(found["host"]),
            start=datetime.fromisoformat(found["start"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _locked_message(index_dir: Path, holder: Holder | None, now: datetime) -> str:
    if holder is None:
        return f"{index_dir}: another process is building this index"
    age = max(0, int((now - holder.start).total_seconds()))
    hours, minutes = divmod(age // 60, 60)
    since = f"{hours} h {minutes} min" if hours else f"{minutes} min {age % 60} s"
    return f"{index_dir}: process {holder.pid} on {holder.host} has been building this index for {since}"
