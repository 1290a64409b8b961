"""Whose index is opened: never one that others can write; one with pickles only from a trusted owner."""

from __future__ import annotations

import errno
import os
import pwd
import stat
from typing import TYPE_CHECKING, Final

from cablesearch.errors import IndexRefusedError
from cablesearch.indexing import durable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RUNS_CODE: Final = frozenset({"whoosh"})
"""Engines whose files are unpickled, so that opening one runs what its writer put there."""

_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH
_ROOT: Final = 0


def refuse_writable(path: Path, status: os.stat_result) -> None:
    """IndexRefusedError where anybody but the owner may write this file or directory."""
    if status.st_mode & _OTHERS_WRITE and not stat.S_ISLNK(
        status.st_mode
    ):  # a link's mode says nothing
        mode = stat.S_IMODE(status.st_mode)
        raise IndexRefusedError(
            f"{path}: can be written by others than its owner (mode {mode:04o})",
            remedy=f"chmod go-w {path}, if you trust what is in it",
        )


def refuse_closed(path: Path) -> None:
    """IndexRefusedError where this user may not read it: that is no damage, and should not wait for its first use."""
    if not os.access(path, os.R_OK):
        raise IndexRefusedError(
            f"{path}: cannot be read: {os.strerror(errno.EACCES)}",
            remedy=f"its owner can say chmod a+r {path}",
        )


def trusted_uids(trust_owners: Sequence[str]) -> frozenset[int]:
    """The user, root, and the owners named (names or numbers; unknown ones are nobody)."""
    uids = {os.geteuid(), _ROOT}
    for owner in trust_owners:
        if owner.isdecimal():
            uids.add(int(owner))
            continue
        try:
            uids.add(pwd.getpwnam(owner).pw_uid)
        except KeyError:
            continue
    return frozenset(uids)


def refuse_stranger(path: Path, status: os.stat_result, trusted: frozenset[int]) -> None:
    """IndexRefusedError where the owner is nobody we trust to run code."""
    if status.st_uid not in trusted:
        owner = _name(status.st_uid)
        raise IndexRefusedError(
            f"{path}: belongs to {owner}, and opening a whoosh index runs what its writer put there",
            remedy=f'add "{owner}" to trust_owners in the configuration, or build an index of your own',
        )


def own_directory(path: Path, *, ours: bool) -> None:
    """Make a directory that is to hold an index unwritable by others, or refuse.

    `ours` says that nothing but an index is in it: then a group-writable mode, which a umask of 002 leaves behind, is
    put right by its owner. Somebody's shared directory is left alone.
    """
    status = path.stat()
    if not status.st_mode & _OTHERS_WRITE:
        return
    if ours and status.st_uid == os.geteuid() and not status.st_mode & stat.S_ISVTX:
        path.chmod(durable.DIR_MODE)
        return
    refuse_writable(path, status)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
