"""What every peer can do: build an index of the documents of fed.py, and answer with hits, total and facets."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FACETS: Final = ("marking", "tags", "embassy")
HITS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The stems that the text must have, in a row where it is a `phrase`.

    With `anywhere` a single stem may stand in the heading as well, or in the subject of a cable's first paragraph: as a
    bare word is meant. `chosen` are values of facets, `dates` the first and last second. Only tantivy is asked the last
    three.
    """

    stems: tuple[str, ...]
    phrase: bool = False
    anywhere: bool = False
    chosen: tuple[tuple[str, str], ...] = ()
    dates: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How many paragraphs, the cables of the ten best, and how many paragraphs have each value of each facet."""

    total: int
    hits: tuple[str, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Peer(Protocol):
    """A module of this folder; importing it needs its library."""

    def build(self, documents: Path, place: Path) -> None:
        """Index the documents in a new folder."""

    def opened(self, place: Path) -> Callable[[Asked], Answer]:
        """What answers on that folder."""


NAMES: Final = {
    "tantivy": "bare tantivy-py",
    "whoosh": "bare Whoosh",
    "sqlite": "SQLite FTS5",
    "xapian": "Xapian",
}
"""The peers' modules, each `bare_` and this, and what they are called."""


def peer(name: str) -> Peer:
    """The peer of that name; ImportError where its library is not there."""
    return cast("Peer", import_module(f"tests.benchmarks.peers.bare_{name}"))


def why_absent(name: str) -> str | None:
    """Why a peer cannot be measured here, null where it can."""
    try:
        peer(name)
    except ImportError as error:
        return f"{error} (pip install --group bench)"
    return None


def main() -> None:
    """Build the index of a peer, in a process of its own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("peer", choices=NAMES)
    parser.add_argument("documents", type=Path)
    parser.add_argument("place", type=Path)
    given = parser.parse_args()
    given.place.mkdir(parents=True)
    peer(given.peer).build(given.documents, given.place)


if __name__ == "__main__":
    main()
