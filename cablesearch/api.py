"""The public Python functions that need an index: open one, search it, look its cables up."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cablesearch.opened.around import Around
from cablesearch.opened.base import Options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cablesearch.query.question import Question

__all__ = ["Index", "Options", "open_index"]


def open_index(
    path: str | Path,
    *,
    trust_owners: Sequence[str] = (),
    now: datetime | None = None,
    memo_dir: Path | None = None,
    saved: Mapping[str, Question] | None = None,
) -> Index:
    """The index that stands in a directory; a context manager.

    `trust_owners` names users beside yourself and root whose indexes may be opened. `now` (aware) is what relative
    dates (`added:7d..`) count from, the moment of opening if not given. `memo_dir` is a directory of the
    user's in which to note that a copied index was found whole, so that it is not read through at every opening.
    `saved` are the queries that `saved:NAME` opens, by names in small letters.

    Raises NoIndexError, IndexRefusedError, RebuildError or DamagedError.
    """
    from cablesearch.indexing.generation import open_generation

    generation = open_generation(Path(path), trust_owners=trust_owners, memo_dir=memo_dir)
    try:
        return Index(generation, now or datetime.now(UTC), {} if saved is None else saved)
    except Exception as error:  # of the tables that the index keeps
        damage = generation.damage()
        generation.close()
        if damage is not None:
            raise damage from error
        raise


class Index(Around):
    """An open index. Not shared between threads; close it, or use it in a `with`."""
