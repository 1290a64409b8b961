"""What the system refuses is no damage."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from cablesearch.engines import tantivy_files, whoosh_postings
from cablesearch.errors import DamagedError, WriteError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

FULL = 'Lockfile: IoError(Os { code: 28, kind: StorageFull, message: "No space left on device" })'


@pytest.mark.parametrize("reading", [tantivy_files.reading, whoosh_postings.reading])
@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ValueError(FULL), WriteError),
        (OSError(errno.EIO, "Input/output error"), WriteError),
        (OSError(errno.EMFILE, "Too many open files"), WriteError),
        (OSError(errno.EINVAL, "Invalid argument"), DamagedError),
        (FileNotFoundError(errno.ENOENT, "No such file"), DamagedError),
        (ValueError("Os { code: 2, kind: NotFound }"), DamagedError),
        (ValueError("data corrupted"), DamagedError),
    ],
)
def test_what_the_system_refuses(
    tmp_path: Path,
    reading: Callable[[Path], AbstractContextManager[None]],
    error: Exception,
    expected: type[Exception],
) -> None:
    with pytest.raises(expected, match=str(tmp_path)), reading(tmp_path):
        raise error
