"""Where a run of the benchmarks keeps its things, and how our command is called."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.benchmarks.figures import Figure, line, skipped

if TYPE_CHECKING:
    from tests.benchmarks.collection import Collection

PYTHON: Final = sys.executable
BENCHMARKS: Final = "tests.benchmarks"


def cablesearch(*arguments: str | Path) -> list[str]:
    """Our command as it is installed beside this Python."""
    script = Path(PYTHON).with_name("cablesearch")
    start = [str(script)] if script.exists() else [PYTHON, "-m", "cablesearch"]
    return [*start, *map(str, arguments)]


def module(name: str, *arguments: str | Path) -> list[str]:
    """A module of the benchmarks in a process of its own."""
    return [PYTHON, "-m", f"{BENCHMARKS}.{name}", *map(str, arguments)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A run: its folder, what it measures, and the figures so far."""

    folder: Path
    engine: str
    cables: int
    rounds: int
    peers: tuple[str, ...]
    collection: Collection
    figures: list[Figure] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def dump(self) -> Path:
        """The collection as a CSV dump."""
        return self.folder / "cables.csv"

    @property
    def documents(self) -> Path:
        """What the peers are fed."""
        return self.folder / "documents.jsonl"

    @property
    def index(self) -> Path:
        """Our index of the dump."""
        return self.folder / "index"

    @property
    def bare(self) -> str:
        """The peer that is the floor of our engine."""
        return "tantivy" if self.engine == "tantivy" else "whoosh"

    def of_peer(self, name: str) -> Path:
        """The index of a peer."""
        return self.folder / f"peer-{name}"

    def add(self, *figures: Figure) -> None:
        """Take figures into the table; whoever waits sees them at once."""
        self.figures.extend(figures)
        for one in figures:
            print(line(one), file=sys.stderr, flush=True)

    def leave_out(self, what: str, why: str) -> None:
        """Say what is not measured."""
        self.left_out.append(skipped(what, why))


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
