"""`rollback`: let an earlier generation answer again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.errors import CablesearchError, DamagedError, NoIndexError
from cablesearch.indexing import durable
from cablesearch.indexing.generation import manifest_hash, open_generation, open_number
from cablesearch.indexing.lock import build_lock
from cablesearch.indexing.manifest import REBUILD_REMEDY
from cablesearch.indexing.pointer import generations, read_pointer
from cablesearch.indexing.stage import point_to
from cablesearch.indexing.tools import load_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from cablesearch.engines.base import Engine


def rollback(
    index_dir: Path,
    *,
    now: Callable[[], datetime],
    lock_wait: float = 0.0,
    trust_owners: Sequence[str] = (),
    engines: Callable[[str], Engine] = load_engine,
) -> int:
    """Point to the newest sound generation below the current one; its number.

    Where `current` itself cannot be read, or none below it is there and it does not open, the newest sound generation
    of all is meant. Every byte of it is checked first. NoIndexError where there is none to go back to, DamagedError
    where none is sound.
    """
    if not generations(index_dir):
        raise NoIndexError(f"{index_dir}: no index here")
    with durable.plain_errors(index_dir), build_lock(index_dir, now=now(), wait=lock_wait):
        try:
            below: int | None = read_pointer(index_dir).generation
        except CablesearchError:
            below = None
        candidates = [n for n in generations(index_dir) if below is None or n < below]
        if not candidates and not _opens(index_dir, trust_owners, engines):
            candidates = list(generations(index_dir))
        if not candidates:
            raise NoIndexError(
                f"{index_dir}: no generation before {below} to go back to", remedy=REBUILD_REMEDY
            )
        reason: CablesearchError | None = None
        for number in reversed(candidates):
            try:
                with open_number(
                    index_dir, number, trust_owners=trust_owners, engines=engines
                ) as sound:
                    point_to(index_dir, number, manifest_hash(sound))
                    return number
            except CablesearchError as error:
                reason = reason or error
        raise DamagedError(
            f"no generation to go back to is sound: {reason.message if reason else index_dir}",
            remedy=REBUILD_REMEDY,
        )


def _opens(index_dir: Path, trust_owners: Sequence[str], engines: Callable[[str], Engine]) -> bool:
    try:
        open_generation(index_dir, trust_owners=trust_owners, engines=engines).close()
    except DamagedError:
        return False
    return True
