"""Which cables entered an index after a generation, and which changed: by the number of generations, not by clocks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.indexing.catalogue import Catalogue


def is_counted(catalogue: Catalogue) -> bool:
    """Whether the index was built upon since this is counted."""
    return bool(catalogue.all("SELECT 1 FROM sqlite_master WHERE name = 'entered'"))


def entered_after(
    catalogue: Catalogue, generation: int, *, changed: bool = False
) -> tuple[str, ...]:
    """The cables whose ids were first published after a generation, sorted; with `changed` also those whose searched
    text changed after it."""
    if generation < 1:
        return tuple(catalogue.ids())
    if not is_counted(catalogue):
        return ()
    sql = """SELECT id FROM cable JOIN entered ON cable_id = id
             WHERE generation > ?1 OR (?2 AND changed > ?1) ORDER BY id"""
    return tuple(row[0] for row in catalogue.all(sql, generation, changed))


def added_since(catalogue: Catalogue, generation: int) -> tuple[datetime | None, tuple[str, ...]]:
    """The earliest second in which a cable that entered after a generation was added, and the cables added from then on
    that had entered before; null where none entered."""
    first = catalogue.one(
        """SELECT min(added) FROM entered JOIN cable ON id = cable_id JOIN first_seen USING (cable_id)
           WHERE generation > ?""",
        generation,
    )
    if first is None:
        return None, ()
    since = datetime.fromisoformat(first).replace(microsecond=0)
    sql = """SELECT id FROM cable JOIN first_seen f ON f.cable_id = id LEFT JOIN entered e ON e.cable_id = id
             WHERE added >= ? AND coalesce(generation, 0) <= ? ORDER BY id"""
    # without its zone the second is no later than anything in it
    second = since.isoformat().partition("+")[0]
    return since, tuple(row[0] for row in catalogue.all(sql, second, generation))


def all_counted(catalogue: Catalogue) -> Iterator[tuple[str, int, int]]:
    """Every id that is counted, the generation in which it entered, and that in which its text last changed."""
    if is_counted(catalogue):
        sql = "SELECT cable_id, generation, changed FROM entered"
        for cable_id, generation, changed in catalogue.each(sql):
            yield str(cable_id), int(generation), int(changed)
