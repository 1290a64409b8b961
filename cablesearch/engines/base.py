"""The seam to the engines: the protocols and the values that cross it.

An engine takes resolved trees and rows and returns values. It never sees a query's text. It keeps no copy of a
paragraph's text: what it must verify on text it asks of the `RowSource` it was opened with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct, field

from cablesearch.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from cablesearch.fields import Row
    from cablesearch.query.ast import Form, Node, Order

MOST_TERMS = 1024
"""How many words a query's patterns may expand to, all together."""

Key = tuple[str, int]
"""A paragraph: its cable's id and its ordinal."""


class TooManyTermsError(UsageError):
    """A pattern (or the query's patterns together) fits more than MOST_TERMS words."""


class RowSource(Protocol):
    """Where an engine gets the rows of paragraphs from, to verify on text."""

    def rows(self, keys: Sequence[Key]) -> Iterable[Row]:
        """The rows of these paragraphs, in this order."""


class Request(Struct, frozen=True, kw_only=True):
    """What is wanted of a search.

    `tree` restricts everything. `chosen` are facet choices, one node a field: hits satisfy all of them, a field's own
    facet is counted without its own (drill sideways). `facets` names the fields to count. Hits are ordered by `sort`,
    ties by cable id and ordinal; `limit` 0 counts only. `by_cable` gives the best paragraph of each cable.
    `cables` asks for the exact number of distinct cables however many paragraphs match.
    """

    tree: Node
    chosen: tuple[tuple[str, Node], ...] = ()
    facets: tuple[str, ...] = ()
    sort: Order = "relevance"
    offset: int = 0
    limit: int = 20
    by_cable: bool = False
    cables: bool = False


class Hit(Struct, frozen=True, kw_only=True):
    """One paragraph found; `more` further paragraphs of its cable match where hits are by cable."""

    cable_id: str
    ordinal: int
    score: float = 0.0
    more: int = 0


class Counts(Struct, frozen=True, kw_only=True):
    """One facet: paragraphs by value over all matches, and how many hold no value."""

    counts: Mapping[str, int]
    missing: int


class Days(Struct, frozen=True, kw_only=True):
    """How many paragraphs match on each day (UTC) of their date, the days in order, and how many have no date."""

    counts: dict[date, int]
    undated: int

    @property
    def total(self) -> int:
        """How many paragraphs match."""
        return self.undated + sum(self.counts.values())


class Found(Struct, frozen=True, kw_only=True):
    """What a search found: `total` paragraphs, exact; `count_cables` counts the cables they are of, and may do so when
    it is called, even after the searcher was closed."""

    total: int
    count_cables: Callable[[], int | None]
    hits: tuple[Hit, ...]
    facets: Mapping[str, Counts] = field(default_factory=dict)
    verified: int = 0

    @property
    def cables(self) -> int | None:
        """How many cables the paragraphs are of, exact or null (see MOST_COUNTED)."""
        return self.count_cables()


MOST_COUNTED = 50_000
"""Up to so many matching paragraphs the number of distinct cables is always given."""


class Searcher(Protocol):
    """An open, immutable index."""

    def search(self, request: Request) -> Found:
        """Hits, exact total and facets; TooManyTermsError where patterns expand too far."""

    def scan(self, request: Request) -> Iterator[Hit]:
        """Every hit of the request in its order, whatever its offset and limit; bounded memory for sort "id"."""

    def days(self, request: Request) -> Days:
        """What the request matches by day, whatever its order, facets and page; no hit is made."""

    def vocabulary(
        self, form: Form, prefix: str = "", field: str | None = None
    ) -> Iterator[tuple[str, int]]:
        """The words (or stems) of a text field, or of all, that begin with `prefix`, sorted, with the number of
        paragraphs that have them (of all fields: at least as many as any one field's)."""

    def holding(self, form: Form, field: str, words: Iterable[str]) -> dict[str, int]:
        """How many paragraphs hold each of these words (or stems) in a text field, as `vocabulary` counts them."""

    def describe(self, node: Node) -> str:
        """The engine's own form of a query, for --explain."""

    def close(self) -> None:
        """Let go of files; the searcher is of no use afterwards."""


class Writer(Protocol):
    """A build in progress in one directory. Nothing is visible before `commit`."""

    def add(self, rows: Sequence[Row]) -> None:
        """Index the paragraphs of one cable, all of them, once."""

    def enter(self, prepared: bytes) -> None:
        """The same of rows that `Engine.prepare` has prepared."""

    def remove(self, cable_id: str) -> None:
        """Take all paragraphs of a cable out."""

    def commit(self) -> None:
        """Make all of it visible to searchers opened from now on; the writer is of no use afterwards."""

    def abort(self) -> None:
        """Drop everything since the writer was opened."""


class Engine(Protocol):
    """A way to index and search rows in a directory of its own."""

    name: str

    @property
    def version(self) -> str:
        """The version of the library behind it, for the manifest."""

    def create(self, directory: Path) -> Writer:
        """A writer on a new, empty directory."""

    def append(self, directory: Path) -> Writer:
        """A writer on a directory that already holds an index of this engine (hard links to another's immutable
        files: only ever replaced or deleted, never written into)."""

    def prepare(self, rows: Sequence[Row]) -> bytes:
        """All that can be done of indexing one cable's rows apart from the writer: in another process."""

    def open(self, directory: Path, rows: RowSource) -> Searcher:
        """A searcher; DamagedError where the files cannot be read."""

    def is_litter(self, name: str) -> bool:
        """Whether a file of that name (a lock, a temporary) must not be linked into a next generation."""
