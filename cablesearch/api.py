"""The public Python functions that need an index: open one, search it, look its cables up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Self, TypedDict, Unpack

from msgspec import Struct

from cablesearch.cable.tables import tables_with
from cablesearch.engines.base import Request
from cablesearch.errors import UsageError
from cablesearch.fields import FACETS
from cablesearch.query.ast import Everything
from cablesearch.query.context import Context, Entered
from cablesearch.query.question import Question
from cablesearch.query.spans import Highlighter
from cablesearch.search import run
from cablesearch.search.dates import Calendar
from cablesearch.search.page import IndexInfo
from cablesearch.search.question import understand
from cablesearch.search.run import Bench, Wanted, known_facets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from cablesearch.cable.model import Cable, Paragraph
    from cablesearch.cable.tables import Tables
    from cablesearch.engines.base import Key
    from cablesearch.errors import DamagedError
    from cablesearch.fields import Row
    from cablesearch.formats.record import Record
    from cablesearch.indexing.generation import Generation
    from cablesearch.indexing.lookup import Lookup
    from cablesearch.indexing.store import StoreReader
    from cablesearch.indexing.version import Version
    from cablesearch.language.punkt import Splitter
    from cablesearch.query.ast import Order
    from cablesearch.search.audit import Audit
    from cablesearch.search.cited import MostCited
    from cablesearch.search.collocates import Collocates, Measure
    from cablesearch.search.copies import Copy
    from cablesearch.search.kwic import Concordance, LineOrder
    from cablesearch.search.meanings import Meanings
    from cablesearch.search.page import Explanation, FoundParagraph, NothingFound, Page
    from cablesearch.search.question import Understood
    from cablesearch.search.refs import Direction, Graph
    from cablesearch.search.similar import Similar
    from cablesearch.search.steps import Step
    from cablesearch.search.summary import Summary
    from cablesearch.search.timeline import Timeline


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
    except BaseException:
        generation.close()
        raise


class Index:
    """An open index. Not shared between threads; close it, or use it in a `with`."""

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
        fold_similar: bool = False,
        **options: Unpack[Options],
    ) -> Page:
        """Ranked paragraphs for a query of the query language, with the exact total and facets of all matches.

        `filters` maps fields to chosen values: OR inside a field, AND between fields; a field's own choice does
        not shrink its own facet. `where` holds further queries, ANDed and not scored. `since` and `until` are dates
        of any precision ("1973-05"), both included. `entered_after` is the number of a generation: only cables that
        entered after it, with `changed` also those whose text changed after it. `by="cable"` gives the best paragraph
        of each cable. `cables` asks for the number of distinct cables however many paragraphs match. `fold_similar`
        leaves the first of hits that are near-copies of each other on the page, which names the others.

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
        page = run.search(self._bench, self._understand(query, options), wanted)
        if fold_similar:
            from cablesearch.search.fold import folded

            return folded(page)
        return page

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

    def summary(
        self, query: str = "", *, facets: Sequence[str] = (), **options: Unpack[Options]
    ) -> Summary:
        """How many paragraphs and cables match, and the days of the first and the last; options as for `search`."""
        from cablesearch.search.summary import summarise

        return summarise(self._bench, self._understand(query, options), known_facets(facets))

    def kwic(
        self,
        query: str,
        *,
        within: Literal["paragraph", "sentence"] = "paragraph",
        width: int = 60,
        sort: LineOrder = "none",
        sample: int | None = None,
        seed: int = 0,
        limit: int | None = None,
        **options: Unpack[Options],
    ) -> Concordance:
        """A concordance: each match of the query's words in the text of paragraphs, with what stands around it.

        A phrase or NEAR is one match, from its first word to its last; words in OR are matches each; what stands under
        NOT or only restricts is none. What is shown ends with the paragraph, or `within` the sentence; `width` is in
        characters a side. Lines come in the order of cables (`none`), of
        dates, or of the words to the `left` (the last one first), to the `right` or in the `node`, compared as they
        are indexed, as far as they are shown. `sample` takes so many at random, all equally likely, the same for the
        same `seed` and index. `limit` applies after both. The Concordance is iterated once: streamed in bounded
        memory, but `left`, `right` and `node` without a limit or a sample hold all lines.

        Options as for `search`. Raises QueryError, and UsageError where the query looks for no word in the text.
        """
        from cablesearch.search.kwic import Concordance, Manner, known_nodes, whole_text

        unit = self.splitter.around if within == "sentence" else whole_text

        understood = self._understand(query, options)
        known_nodes(Highlighter(understood.words))
        wanted = Wanted(sort="date" if sort == "date" else "id")
        manner = Manner(width=width, sort=sort, sample=sample, seed=seed, limit=limit)
        return Concordance(run.scan(self._bench, understood, wanted), manner, unit)

    def collocates(
        self,
        query: str,
        *,
        span: int = 5,
        within: Literal["paragraph", "sentence"] = "paragraph",
        min_count: int = 3,
        stop_words: bool = False,
        sort: Measure = "log-likelihood",
        limit: int | None = None,
        **options: Unpack[Options],
    ) -> Collocates:
        """The words that stand near the matches of a query oftener than by chance, the most telling first.

        Matches are those of `kwic`; near are at most `span` words on either side, `within` the paragraph or the
        sentence. Words near in fewer than `min_count` paragraphs are left out, and so are `stop_words` unless they are
        asked for. search.collocates says exactly what is counted. Options as for `search`; they narrow the matches,
        not the collection that is compared with. Raises as `kwic` does.
        """
        from cablesearch.search.collocates import Choice, collocates
        from cablesearch.search.kwic import known_nodes

        understood = self._understand(query, options)
        known_nodes(Highlighter(understood.words))
        return collocates(
            run.scan(self._bench, understood, Wanted(sort="id")),
            self._bench.searcher,
            Choice(span=span, min_count=min_count, stop_words=stop_words, sort=sort, limit=limit),
            self.splitter.around if within == "sentence" else None,
        )

    def similar(
        self,
        spec: str,
        *,
        limit: int = 20,
        by: Literal["paragraph", "cable"] | None = None,
        **options: Unpack[Options],
    ) -> tuple[Similar, ...]:
        """What is most like a cable or a paragraph, named as `find` takes it, with the words that made it so.

        `by` says what is wanted, of the same kind if not given. The cable itself and others of its number are left out.
        search.similar says how likeness is measured. Options as for `search`. Raises NotFoundError.
        """
        from cablesearch.cable.shared import number_of
        from cablesearch.search.similar import similar

        cable, paragraphs = self.find(spec)
        whole = paragraphs is cable.paragraphs
        return similar(
            self._bench,
            self._understand("", options),
            [paragraph.text for paragraph in paragraphs],
            but=self._generation.store.catalogue.sharing(number_of(cable.id)),
            by=by or ("cable" if whole else "paragraph"),
            limit=limit,
        )

    def duplicates(self, *, share: float = 0.6, **options: Unpack[Options]) -> Iterator[Copy]:
        """The cables that are near-copies of one another, by groups: retransmissions, corrected copies and their like.

        They have at least the `share` (0.5 to 1) of their sequences of five words in common with the first of their
        group. Options as for `search` choose the cables, by a matching paragraph. Bounded memory: search.copies says
        how.
        """
        from cablesearch.search.copies import LEAST_SHARE, copies

        if not LEAST_SHARE <= share <= 1:
            raise UsageError(f"a share of {share} cannot be asked for", remedy="0.5 to 1 can")
        store = self._generation.store
        cables = self.cables()
        if any(options.values()):
            keys = self.keys(sort="id", by="cable", **options)
            cables = store.cables(cable_id for cable_id, _ in keys)
        return copies(cables, store.cables, share)

    @cached_property
    def splitter(self) -> Splitter:
        """What finds the sentences of a text: by the model trained on these cables, else by Punkt's defaults."""
        from cablesearch.indexing.sentences import trained_of
        from cablesearch.language.punkt import Splitter

        trained = trained_of(self._generation)
        return Splitter(trained.model if trained is not None else None)

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

    def timeline(
        self,
        query: str = "",
        *,
        by: Step | None = None,
        share: bool = False,
        against: str | None = None,
        **options: Unpack[Options],
    ) -> Timeline:
        """Matching paragraphs over time, by the date of their cable: years, quarters, months, weeks or days.

        Without `by` the step is chosen by the span of dates, for about 60 periods at most. Gaps are periods that count
        0. `share` adds all paragraphs of each period and what per cent of them match. `against` is a second query,
        counted beside the first; the options, as for `search`, hold for both.

        Raises QueryError, and UsageError where there would be more than search.timeline.MOST_PERIODS periods.
        """
        from cablesearch.search.timeline import timeline

        return timeline(
            self._bench,
            self._understand(query, options),
            by=by,
            share=share,
            against=None if against is None else self._understand(against, options),
        )

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

    def form(self, cable_id: str) -> str | None:
        """The form (`cablesearch help formats`) that a cable (by its canonical id) was read in; null where unknown."""
        return self._generation.store.catalogue.form(cable_id)

    def added(self, cable_id: str) -> datetime | None:
        """When a cable (by its canonical id) first entered the index, UTC."""
        return self._generation.store.catalogue.added(cable_id)

    @cached_property
    def identity(self) -> str | None:
        """What tells this index from every other one, its copies excepted; null in one that has not learnt it yet."""
        from cablesearch.indexing.catalogue import IDENTITY

        return self._generation.store.catalogue.setting(IDENTITY)

    def entered_after(self, generation: int, *, changed: bool = False) -> tuple[str, ...]:
        """The cables that entered the index after the generation of this number, with `changed` also those whose text
        changed after it; sorted ids."""
        from cablesearch.indexing.entered import entered_after

        return entered_after(self._generation.store.catalogue, generation, changed=changed)

    def find(self, spec: str, *, version: int | None = None) -> tuple[Cable, tuple[Paragraph, ...]]:
        """What a citation names: a cable and all of its paragraphs, or one of them.

        Takes 09BAKU911, "09BAKU911 ¶5", "09BAKU911 ¶5[2]", "09BAKU911 ¶[7]", 09BAKU911/5 (number) and 09BAKU911:7
        (ordinal). `version` is one of `versions`, counted from 1. Raises NotFoundError.
        """
        return self._lookup.find(spec, version=version)

    def original(self, cable: Cable) -> Record:
        """The record of a source that a cable of this index was read from, read again: its text with nothing taken out.

        Raises SourceError where the file is gone or what stood there has changed.
        """
        from cablesearch.indexing.original import original

        place = (cable.source.path, cable.source.member)
        forms = (v.format for v in self.versions(cable.id) if (v.path, v.member) == place)
        return original(cable, next(forms, None))

    def highlighter(self, query: str, **options: Unpack[Options]) -> Highlighter:
        """What finds the words that a query asks for in a text: `spans(text, "text")`; QueryError."""
        return Highlighter(self._understand(query, options).words)

    def refs(
        self,
        *specs: str,
        depth: int = 1,
        directions: Sequence[Direction] = ("cites", "cited-by"),
        most: int = 500,
    ) -> Graph:
        """What cables cite and what cites them, up to `depth` steps away.

        Takes ids as `find` does, also one that is not in the index but is cited there. A step in one direction goes on
        in that direction. The graph has at most `most` cables; its `beyond` says how many were left out.

        Raises NotFoundError.
        """
        from cablesearch.search.refs import walk

        roots = [self._lookup.mentioned(spec) for spec in specs]
        return walk(self._generation.store, roots, depth=depth, directions=directions, most=most)

    def most_cited(
        self, query: str = "", *, held: bool | None = None, **options: Unpack[Options]
    ) -> MostCited:
        """The cables cited, those cited by most cables first, each with the cables that cite it.

        A query, and options as for `search`, choose the citing cables, by a matching paragraph. `held` false gives
        those that are not in the index, true those that are. It has a length, and is read as it is iterated.
        """
        from cablesearch.search.cited import MostCited

        store = self._generation.store
        citing: Iterable[str] | None = None
        if query or any(options.values()):
            citing = (id for id, _ in self.keys(query, by="cable", **options))
        return MostCited(store, store.catalogue.citations(citing, held=held))

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
