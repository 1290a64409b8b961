"""What a build says: events while it runs, a report at its end."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

Phase = Literal["plan", "read", "index", "check", "publish", "prune", "prove"]
"""The parts of a build, in order; a purge reads nothing, and searches at its end for what is left."""


class Skipped(Struct, frozen=True, kw_only=True):
    """A file, or the rest of it, that could not be read, and why.

    `sha256` is that of the file as it was, null where not even that could be read. `known` is true where it was skipped
    for the same reason, unchanged, the last time. `bug` marks a failure of ours.
    """

    path: str
    reason: str
    sha256: str | None = None
    known: bool = False
    bug: bool = False


class Duplicate(Struct, frozen=True, kw_only=True):
    """A cable that several records give with different texts: which is searched, which are only kept."""

    cable_id: str
    searched: str
    kept: tuple[str, ...]


class Shared(Struct, frozen=True, kw_only=True):
    """A number that several cables have; all of them are searched."""

    number: str
    cables: int


class PhaseStarted(Struct, frozen=True, kw_only=True):
    """A part of the build begins; `total` counts its steps where that is known."""

    phase: Phase
    total: int | None = None


class Progress(Struct, frozen=True, kw_only=True):
    """So many steps of the phase are done: files of those to read, cables of those to index.

    `cables` are those that came in so far; `bytes_done` of `bytes_total` where the steps are of unequal size.
    """

    phase: Phase
    done: int
    total: int | None = None
    cables: int = 0
    bytes_done: int = 0
    bytes_total: int = 0


class RecordSkipped(Struct, frozen=True, kw_only=True):
    """A record was skipped."""

    skipped: Skipped


class Note(Struct, frozen=True, kw_only=True):
    """Something the user should hear of that is no fault."""

    text: str


Event = PhaseStarted | Progress | RecordSkipped | Note


class FileCounts(Struct, frozen=True, kw_only=True):
    """Source files by what a run found of them.

    `touched` are those whose state differs and whose content does not; they count as unchanged too.
    """

    new: int = 0
    changed: int = 0
    gone: int = 0
    unchanged: int = 0
    touched: int = 0


class PlannedFiles(Struct, frozen=True, kw_only=True):
    """What a dry run would read and remove."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


class BuildReport(Struct, frozen=True, kw_only=True):
    """What a build did.

    `added`, `updated` (searched otherwise than before), `removed` and `unchanged` count cables; `cables` and
    `paragraphs` are what the index holds now. `generation` is the one that answers now, null where there is none.
    `skipped` is the whole list, `new_skips` how many of it were not skipped, unchanged, the last time. Of a dry run
    only `files`, `planned` and what stood before are known.
    """

    published: bool
    dry_run: bool = False
    generation: int | None
    engine: str
    added: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    cables: int = 0
    paragraphs: int = 0
    files: FileCounts = field(default_factory=FileCounts)
    planned: PlannedFiles | None = None
    skipped: tuple[Skipped, ...] = ()
    new_skips: int = 0
    duplicates: tuple[Duplicate, ...] = ()
    shared: tuple[Shared, ...] = ()
    notes: tuple[str, ...] = ()
