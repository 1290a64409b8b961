"""Searches of an open index: pages, streams, explanations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Unpack

from cablesearch.opened.holdings import Holdings
from cablesearch.query.spans import Highlighter
from cablesearch.search import run
from cablesearch.search.run import Wanted, known_facets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cablesearch.engines.base import Key
    from cablesearch.opened.base import Options
    from cablesearch.query.ast import Order
    from cablesearch.search.page import Explanation, FoundParagraph, NothingFound, Page


class Searches(Holdings):
    """The searches of an open index."""

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

    def explain(self, query: str = "", **options: Unpack[Options]) -> Explanation:
        """How a query was understood, and what the engine made of it."""
        return run.explain(self._bench, self._understand(query, options), Wanted())

    def why_nothing(self, query: str = "", **options: Unpack[Options]) -> NothingFound:
        """For a query without a hit: the count of each word by itself, spellings, which filter emptied it."""
        return run.why_nothing(self._bench, self._understand(query, options))

    def highlighter(self, query: str, **options: Unpack[Options]) -> Highlighter:
        """What finds the words that a query asks for in a text: `spans(text, "text")`; QueryError."""
        return Highlighter(self._understand(query, options).words)
