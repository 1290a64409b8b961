"""Around the hits of an open index: over time, in their words, along their references, what a reviewer looks for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, Unpack

from cablesearch.errors import UsageError
from cablesearch.opened.searches import Searches
from cablesearch.query.spans import Highlighter
from cablesearch.search import run
from cablesearch.search.run import Wanted, known_facets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from cablesearch.cable.model import Cable
    from cablesearch.language.punkt import Splitter
    from cablesearch.opened.base import Options
    from cablesearch.search.audit import Audit
    from cablesearch.search.cited import MostCited
    from cablesearch.search.collocates import Collocates, Measure
    from cablesearch.search.copies import Copy
    from cablesearch.search.kwic import Concordance, LineOrder
    from cablesearch.search.refs import Direction, Graph
    from cablesearch.search.similar import Similar
    from cablesearch.search.steps import Step
    from cablesearch.search.summary import Summary
    from cablesearch.search.timeline import Timeline


class Around(Searches):
    """What is counted, compared and followed around the hits."""

    def summary(
        self, query: str = "", *, facets: Sequence[str] = (), **options: Unpack[Options]
    ) -> Summary:
        """How many paragraphs and cables match, and the days of the first and the last; options as for `search`."""
        from cablesearch.search.summary import summarise

        return summarise(self._bench, self._understand(query, options), known_facets(facets))

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

        second = options.copy()
        if against is not None and against.strip() == "*":
            second["plain"] = (
                False  # it stands for all there is, whatever the first query is read as
            )
        return timeline(
            self._bench,
            self._understand(query, options),
            by=by,
            share=share,
            against=None if against is None else self._understand(against, second),
        )

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
        # a sample is taken in the order of ids, whatever order its lines come in
        wanted = Wanted(sort="date" if sort == "date" and sample is None else "id")
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

    @cached_property
    def splitter(self) -> Splitter:
        """What finds the sentences of a text: by the model trained on these cables, else by Punkt's defaults."""
        from cablesearch.indexing.sentences import trained_of
        from cablesearch.language.punkt import Splitter

        trained = trained_of(self._generation)
        return Splitter(trained.model if trained is not None else None)

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
        group. Options as for `search` choose the cables, by a matching paragraph. About 1 KB of memory a cable;
        search.copies says for what.
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
