"""What an open index is made of: its generation, the bench that searches work at, how a question is understood."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final, Self, TypedDict

from msgspec import Struct

from cablesearch.cable.tables import tables_with
from cablesearch.engines.base import Request
from cablesearch.fields import FACETS
from cablesearch.query.ast import Everything
from cablesearch.query.context import Context, Entered
from cablesearch.query.question import Question
from cablesearch.search.dates import Calendar
from cablesearch.search.page import IndexInfo
from cablesearch.search.question import understand
from cablesearch.search.run import Bench

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from cablesearch.cable.model import Cable
    from cablesearch.cable.tables import Tables
    from cablesearch.engines.base import Key
    from cablesearch.errors import DamagedError
    from cablesearch.fields import Row
    from cablesearch.indexing.generation import Generation
    from cablesearch.indexing.lookup import Lookup
    from cablesearch.indexing.store import StoreReader
    from cablesearch.search.meanings import Meanings
    from cablesearch.search.question import Understood


_MANY: Final = 500
"""More cables than this are no longer searched by their ids."""


class Options(TypedDict, total=False):
    """What narrows a question beside its words; see search.question.Question."""

    filters: Mapping[str, Sequence[str]]
    where: Sequence[str]
    since: str | None
    until: str | None
    plain: bool
    entered_after: int | None
    changed: bool


class Opened:
    """A generation, open, with all that a question is understood and answered by; a context manager."""

    # What a search of words does without is imported by the methods that need it: a cold search should not wait for it.

    def __init__(
        self, generation: Generation, now: datetime, saved: Mapping[str, Question]
    ) -> None:
        manifest = generation.manifest
        self._generation = generation
        self._now = now
        self._saved = saved
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
            del self.__dict__["_bench"]
        self._generation.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        damage = self._generation.blamed(error)
        self.close(unread=error is None)
        if damage is not None:
            raise damage from error

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
            saved=self._saved,
            entered_after=self._entered,
        )

    def _entered(self, generation: int, changed: bool) -> Entered:
        from cablesearch.indexing.entered import added_since

        entered = self.entered_after(generation)
        also = self.entered_after(generation, changed=True) if changed else ()
        since: datetime | None = None
        besides: tuple[str, ...] = ()
        if len(entered) > _MANY:
            since, besides = added_since(self._generation.store.catalogue, generation)
        return Entered(
            entered=entered,
            changed=tuple(sorted(set(also).difference(entered))),
            since=since,
            besides=besides,
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

    def entered_after(self, generation: int, *, changed: bool = False) -> tuple[str, ...]:
        """The cables that entered the index after the generation of this number, with `changed` also those whose text
        changed after it; sorted ids."""
        from cablesearch.indexing.entered import entered_after

        return entered_after(self._generation.store.catalogue, generation, changed=changed)


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
