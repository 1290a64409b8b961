"""Which generations are there and which one answers: the `current` file."""

from __future__ import annotations

import errno
import json
import os
import stat
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from cablesearch.errors import DamagedError, NoIndexError
from cablesearch.expressions import expression
from cablesearch.indexing.manifest import DAMAGE_REMEDY

if TYPE_CHECKING:
    from pathlib import Path

CURRENT: Final = "current"

_NAME: Final = expression(r"g(\d{6,})")


class Pointer(Struct, frozen=True, kw_only=True):
    """What `current` says."""

    generation: int
    manifest_sha256: str

    def encode(self) -> bytes:
        """The pointer as it stands in the file."""
        values = {"generation": self.generation, "manifest_sha256": self.manifest_sha256}
        return json.dumps(values).encode() + b"\n"


def directory_of(index_dir: Path, number: int) -> Path:
    """Where a generation stands."""
    return index_dir / f"g{number:06d}"


def generations(index_dir: Path) -> tuple[int, ...]:
    """The numbers of the generations that are there, the oldest first."""
    try:
        names = [entry.name for entry in os.scandir(index_dir)]
    except FileNotFoundError:
        return ()
    return tuple(sorted(int(m[1]) for m in map(_NAME.fullmatch, names) if m))


def read_pointer(index_dir: Path) -> Pointer:
    """Which generation answers; NoIndexError where there never was one, DamagedError where it cannot be said."""
    path = index_dir / CURRENT
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _no_pointer(index_dir) from error
    except OSError as error:
        raise unopened(path, error) from error
    try:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise DamagedError(f"{path}: is no regular file", remedy=DAMAGE_REMEDY)
        return _pointer(json.loads(os.read(fd, 4096)))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedError(f"{path}: cannot be read", remedy=DAMAGE_REMEDY) from error
    except OSError as error:
        raise unopened(path, error) from error
    finally:
        os.close(fd)


def _pointer(found: Any) -> Pointer:
    number = int(found["generation"])
    if number < 1:
        raise ValueError("generations are counted from 1")
    return Pointer(generation=number, manifest_sha256=str(found["manifest_sha256"]))


def _no_pointer(index_dir: Path) -> NoIndexError | DamagedError:
    if index_dir.is_dir() and generations(index_dir):
        return DamagedError(
            f"{index_dir / CURRENT}: is missing",
            remedy="`cablesearch rollback` puts it back, `cablesearch index` builds anew",
        )
    return NoIndexError(
        f"{index_dir}: no index here, or its first build was not finished",
        remedy="run `cablesearch index PATH...`",
    )


def unopened(path: Path, error: OSError) -> NoIndexError | DamagedError:
    """Rights are the user's affair; everything else is damage."""
    if isinstance(error, PermissionError):
        return NoIndexError(f"{path}: cannot be opened: {error.strerror}")
    what = "is a symbolic link" if error.errno == errno.ELOOP else error.strerror or str(error)
    return DamagedError(f"{path}: {what}", remedy=DAMAGE_REMEDY)
