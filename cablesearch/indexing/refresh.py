"""When an index was last brought up to date: a note beside the generations, for a run without news publishes none."""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from cablesearch.indexing import durable

if TYPE_CHECKING:
    from pathlib import Path

REFRESHED: Final = "refreshed"


def note_refresh(index_dir: Path, now: datetime) -> None:
    """Note that a run ended well.

    Nothing rests on it, so that it is not synced; where it cannot be written the run has ended well all the same.
    """
    beside = index_dir / f"{REFRESHED}.new"
    with contextlib.suppress(OSError):
        beside.unlink(missing_ok=True)
        fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, durable.FILE_MODE)
        with os.fdopen(fd, "w") as file:
            os.fchmod(fd, durable.FILE_MODE)
            file.write(now.astimezone(UTC).isoformat() + "\n")
        durable.rename(beside, index_dir / REFRESHED)


def refreshed_at(index_dir: Path, built_at: datetime) -> datetime:
    """When the last run ended well; where that is not noted, or not readable, when the generation was built."""
    try:
        fd = os.open(index_dir / REFRESHED, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(fd, "rb") as file:
            noted = datetime.fromisoformat(file.read(64).decode().strip())
    except (OSError, ValueError):
        return built_at
    return noted if noted.tzinfo else built_at
