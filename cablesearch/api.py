"""The public Python functions that need an index: open one, search it, look its cables up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, TypedDict, Unpack

from msgspec import Struct

from cablesearch.cable.tables import tables_with
from cablesearch.engines.base import Request
from cablesearch.fields import FACETS
from cablesearch.query.ast import Everything
from cablesearch.query.context import Context
from cablesearch.search import run
from cablesearch.search.dates import Calendar
from cablesearch.search.page import IndexInfo
from cablesearch.search.question import Question, understand
from cablesearch.search.run import Bench, Wanted, known_facets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cablesearch.cable.model import Cable, Paragraph
    from cablesearch.cable.tables import Tables
    from cablesearch.engines.base import Key
    from cablesearch.errors import DamagedError
    from cablesearch.fields import Row
    from cablesearch.indexing.generation import Generation
    from cablesearch.indexing.lookup import Lookup
    from cablesearch.indexing.store import StoreReader
    from cablesearch.indexing.version import Version
    from cablesearch.query.ast import Order
    from cablesearch.search.audit import Audit
    from cablesearch.search.meanings import Meanings
    from cablesearch.search.page import Explanation, FoundParagraph, NothingFound, Page
    from cablesearch.search.question import Understood


class Options(TypedDict, total=False):
    """What narrows a question beside its words; see search.question.Question."""

    filters: Mapping[str, Sequence[str]]
    where: Sequence[str]
    since: str | None
    until: str | None
    plain: bool


def open_index(
    path: str | Path,
    *,
    trust_owners: Sequence[str] = (),
    now: datetime | None = None,
    memo_dir: Path | None = None,
) -> Index:
    """The index that stands in a directory; a context manager.

    `trust_owners` names users beside yourself and root whose indexes may be opened. `now` (aware) is what relative
    dates (`added:7d..`) count from, the moment of opening if not given. `memo_dir` is a directory of the
    user's in which to note that a copied index was found whole, so that it is not read through at every opening.

    Raises NoIndexError, IndexRefusedError, RebuildError or DamagedError.
    """
    from cablesearch.indexing.generation import open_generation

    generation = open_generation(Path(path), trust_owners=trust_owners, memo_dir=memo_dir)
    try:
        return Index(generation, now or datetime.now(UTC))
    except Exception as error:  # of the tables that the index keeps
        damage = generation.damage()
        generation.close()
        if damage is not None:
            raise damage from error
        raise


class Index:
    """An open index. Not shared between threads; close it, or use it in a `with`."""

    # What a search of words does without is imported by the methods that need it: a cold search should not wait for it.

    def __init__(self, generation: Generation, now: datetime) -> None:
        manifest = generation.manifest
        self._generation = generation
        self._now = now
        self.tables = tables_with(generation.tables_dirs)
        self.info = IndexInfo(
            path=str(generation.path.parent),
            generation=generation.number,
            built_at=manifest.built_at,
            engine=manifest.engine,
            cables=manifest.cables,
            paragraphs=manifest.paragraphs,
        )

    @cached_property
    def _lookup(self) -> Lookup:
        from cablesearch.indexing.lookup import Lookup

        return Lookup(self._generation.store, self.tables)

    @cached_property
    def _bench(self) -> Bench:
        # opened when something is searched: a cable is shown without the engine
        stored = _Stored(self._generation.store, self.tables)
        searcher = self._generation.engine().open(self._generation.engine_dir, stored)
        return Bench(
            searcher=searcher,
            cables=stored,
            calendar=Calendar(
                searcher, stored, self.tables, self._generation.store.catalogue.dates()
            ),
            tables=self.tables,
            info=self.info,
        )

    def search(
        self,
        query: str = "",
        *,
        facets: Sequence[str] = (),
        limit: int = 20,
        offset: int = 0,
        sort: Order = "relevance",
        by: Literal["paragraph", "cable"] = "paragraph",
        cables: bool = False,
        **options: Unpack[Options],
    ) -> Page:
        """Ranked paragraphs for a query of the query language, with the exact total and facets of all matches.

        `filters` maps fields to chosen values: OR inside a field, AND between fields; a field's own choice does
        not shrink its own facet. `where` holds further queries, ANDed and not scored. `since` and `until` are dates
        of any precision ("1973-05"), both included. `by="cable"` gives the best paragraph of each cable.
        `cables` asks for the number of distinct cables however many paragraphs match.

        Raises QueryError with everything in the query that cannot be read.
        """
        wanted = Wanted(
            facets=known_facets(facets),
            sort=sort,
            offset=offset,
            limit=limit,
            by_cable=by == "cable",
            cables=cables,
        )
        return run.search(self._bench, self._understand(query, options), wanted)

    def scan(
        self,
        query: str = "",
        *,
        sort: Order = "id",
        by: Literal["paragraph", "cable"] = "paragraph",
        **options: Unpack[Options],
    ) -> Iterator[FoundParagraph]:
        """Every hit, streamed in bounded memory; options as for `search`."""
        wanted = Wanted(sort=sort, by_cable=by == "cable")
        return run.scan(self._bench, self._understand(query, options), wanted)

    def keys(
        self,
        query: str = "",
        *,
        sort: Order = "id",
        by: Literal["paragraph", "cable"] = "paragraph",
        **options: Unpack[Options],
    ) -> Iterator[Key]:
        """The cable id and the ordinal of every hit, as `scan` streams them; no cable is read."""
        wanted = Wanted(sort=sort, by_cable=by == "cable")
        return run.keys(self._bench, self._understand(query, options), wanted)

    def explain(self, query: str = "", **options: Unpack[Options]) -> Explanation:
        """How a query was understood, and what the engine made of it."""
        return run.explain(self._bench, self._understand(query, options), Wanted())

    def audit(
        self,
        query: str = "",
        *,
        checks: Sequence[str] = (),
        as_of: date | None = None,
        **options: Unpack[Options],
    ) -> Audit:
        """What a reviewer should look at, cable by cable in id order: paragraphs marked above their cable, and so on.

        `checks` names some of search.checks.CHECKS, none means all. A query, and options as for `search`, choose the
        cables that have a matching paragraph. `as_of` is the day that declassification dates are held against, today if
        not given. The Audit is iterated once, streamed in bounded memory.

        Raises QueryError, and UsageError for a check that there is not.
        """
        from cablesearch.search.audit import Audit
        from cablesearch.search.check import Desk
        from cablesearch.search.checks import known_checks

        asked = known_checks(checks)
        cables: Iterator[Cable] = self.cables()
        if query or any(options.values()):
            wanted = Wanted(sort="id", by_cable=True)
            hits = run.scan(self._bench, self._understand(query, options), wanted)
            cables = (hit.cable for hit in hits)
        desk = Desk(holds=self._generation.store.__contains__, day=as_of or self._now.date())
        return Audit(cables, asked, desk)

    def why_nothing(self, query: str = "", **options: Unpack[Options]) -> NothingFound:
        """For a query without a hit: the count of each word by itself, spellings, which filter emptied it."""
        return run.why_nothing(self._bench, self._understand(query, options))

    def cable(self, cable_id: str) -> Cable:
        """The cable of an id in any spelling; NotFoundError, with ids that are like it."""
        return self._lookup.cable(cable_id).cable

    def others(self, cable_id: str) -> tuple[str, ...]:
        """The ids of further cables that have this one's number, as 76STATE290286~2."""
        return self._lookup.cable(cable_id).others

    def versions(self, cable_id: str) -> tuple[Version, ...]:
        """Every record of a cable, from whatever files and forms; the first is the one that is searched."""
        return self._lookup.cable(cable_id).versions

    def version(self, cable_id: str, number: int) -> Cable:
        """The cable as one of its versions has it, counted from 1; NotFoundError."""
        return self._lookup.version(self._lookup.cable(cable_id), number)

    def added(self, cable_id: str) -> datetime | None:
        """When a cable (by its canonical id) first entered the index, UTC."""
        return self._generation.store.catalogue.added(cable_id)

    def find(self, spec: str, *, version: int | None = None) -> tuple[Cable, tuple[Paragraph, ...]]:
        """What a citation names: a cable and all of its paragraphs, or one of them.

        Takes 09BAKU911, "09BAKU911 ¶5", "09BAKU911 ¶5[2]", "09BAKU911 ¶[7]", 09BAKU911/5 (number) and 09BAKU911:7
        (ordinal). `version` is one of `versions`, counted from 1. Raises NotFoundError.
        """
        return self._lookup.find(spec, version=version)

    def cables(self) -> Iterator[Cable]:
        """Every cable of the index, in id order."""
        return self._generation.store.iter()

    def damage(self) -> DamagedError | None:
        """What is wrong with the files of the index, by every byte of them; null where they are sound.

        Opening compares names, sizes and times only: ask this where something went wrong that should not.
        """
        return self._generation.damage()

    def close(self, *, unread: bool = True) -> None:
        """Let go of the index's files.

        What `search` gave out and nobody has looked at yet, hits and facets, is read first, unless `unread` is false.
        """
        if "_bench" in self.__dict__:
            self._bench.close(unread=unread)
        self._generation.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _understand(self, query: str, options: Options) -> Understood:
        return understand(Question(query=query, **options), self._context())

    def _context(self) -> Context:
        catalogue = self._generation.store.catalogue
        return Context(
            now=self._now,
            station=self.tables.station,
            canonical_id=lambda text: self._meanings.canonical_id(text),
            tags_meaning=lambda words: self._meanings.tags_meaning(words),
            misprint=lambda code: self._meanings.misprint(code),
            countries=lambda words: self._meanings.countries(words),
            cites_of=catalogue.cables_cited,
            values=self._values,
        )

    @cached_property
    def _meanings(self) -> Meanings:
        from cablesearch.search.meanings import Meanings

        return Meanings(self.tables)

    @cached_property
    def _values(self) -> Callable[[str], tuple[str, ...]]:
        # every choice of a TAG asks for them; an open index does not change
        return lru_cache(maxsize=len(FACETS))(self._values_of)

    def _values_of(self, field: str) -> tuple[str, ...]:
        """The values that a keyword field has here, where it is counted."""
        if field not in FACETS:
            return ()
        request = Request(tree=Everything(), facets=(field,), limit=0)
        return tuple(self._bench.searcher.search(request).facets[field].counts)


class _Stored(Struct, frozen=True):
    """The generation's cables, as a search and an engine ask for them."""

    store: StoreReader
    tables: Tables

    def cables(self, cable_ids: Sequence[str]) -> Iterator[Cable]:
        return self.store.cables(cable_ids)

    def day(self, cable_id: str) -> date | None:
        return self.store.catalogue.day(cable_id)

    def rows(self, keys: Sequence[Key]) -> Iterator[Row]:
        held: str | None = None
        rows: tuple[Row, ...] = ()
        from cablesearch.rows import rows_of

        cables = self.store.cables([cable_id for cable_id, _ in keys])
        for (cable_id, ordinal), cable in zip(keys, cables, strict=True):
            if cable_id != held:
                rows = rows_of(cable, added=self.store.added(cable_id), tables=self.tables)
                held = cable_id
            yield rows[ordinal - 1]
