"""The Searcher over an index of Whoosh."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cablesearch.engines.base import MOST_COUNTED, Counts, Days, Found, Hit, Request
from cablesearch.engines.describe import describe
from cablesearch.engines.ranking import best, best_of_each, ordered, sort_key
from cablesearch.engines.whoosh_postings import Reader
from cablesearch.engines.whoosh_query import Evaluation
from cablesearch.engines.whoosh_schema import field_of
from cablesearch.fields import TEXT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from cablesearch.engines.arrays import Array
    from cablesearch.engines.base import RowSource
    from cablesearch.query.ast import Form, Node

_STREAMED = 1000  # hits made at a time by scan


class WhooshSearcher:
    """An open index; see base.Searcher."""

    def __init__(self, directory: Path, rows: RowSource) -> None:
        self._reader = Reader(directory)
        self._rows = rows

    def search(self, request: Request) -> Found:
        """Hits, exact total and facets of one evaluation of the tree."""
        evaluation = Evaluation(self._reader, self._rows)
        scored = request.sort == "relevance" and request.limit > 0
        documents, facets, scores = self._evaluate(evaluation, request, scored=scored)
        columns = self._reader.columns
        cables = columns.keyword("cable_id").codes
        counted = request.cables or request.by_cable or len(documents) <= MOST_COUNTED
        distinct = _distinct(cables[documents]) if counted else None
        return Found(
            total=len(documents),
            count_cables=lambda: distinct,
            hits=tuple(self._page(evaluation, request, documents, scores))
            if request.limit > 0
            else (),
            facets=facets,
            verified=evaluation.verified,
        )

    def scan(self, request: Request) -> Iterator[Hit]:
        """Every hit in order; some numbers for each are held, the hits themselves are not."""
        evaluation = Evaluation(self._reader, self._rows)
        scored = request.sort == "relevance"
        documents, _, scores = self._evaluate(evaluation, request, scored=scored, counting=False)
        key = sort_key(request.sort, self._reader.columns, scores, documents)
        order = ordered(key, self._reader.columns.rank[documents])
        yield from self._by_cable_or_not(evaluation, request, documents, order, scores)

    def days(self, request: Request) -> Days:
        """See base.Searcher."""
        evaluation = Evaluation(self._reader, self._rows)
        documents, _, _ = self._evaluate(evaluation, request, scored=False, counting=False)
        return self._reader.columns.days(documents)

    def vocabulary(
        self, form: Form, prefix: str = "", field: str | None = None
    ) -> Iterator[tuple[str, int]]:
        """See base.Searcher."""
        return self._reader.vocabulary(form, prefix, TEXT_FIELDS if field is None else (field,))

    def holding(self, form: Form, field: str, words: Iterable[str]) -> dict[str, int]:
        """See base.Searcher."""
        return self._reader.holding(field_of(field, form), words)

    def describe(self, node: Node) -> str:
        """The tree as it is evaluated."""
        return f"whoosh: {describe(node)}"

    def close(self) -> None:
        """Let go of files."""
        self._reader.close()

    def _evaluate(
        self, evaluation: Evaluation, request: Request, *, scored: bool, counting: bool = True
    ) -> tuple[Array, dict[str, Counts], Array | None]:
        """The numbers of the documents found, the facets, and scores by document number."""
        columns = self._reader.columns
        facets = request.facets if counting else ()
        # a choice in a field that is not counted restricts everything: it narrows before the tree is asked
        within = np.array(columns.live)
        sideways: list[tuple[str, Array]] = []
        for field, node in request.chosen:
            if field in facets:
                sideways.append(
                    (field, evaluation.find(node, columns.live, scored=False).documents)
                )
            else:
                within = evaluation.find(node, within, scored=False).documents
        found = evaluation.find(request.tree, within, scored=scored)
        documents = _all_of(found.documents, (chosen for _, chosen in sideways))
        counts = {}
        for facet in facets:
            if any(field == facet for field, _ in sideways):
                others = (chosen for field, chosen in sideways if field != facet)
                base = _all_of(found.documents, others)
            else:
                base = documents
            counts[facet] = columns.keyword(facet).counts(base)
        return documents, counts, found.scores

    def _page(
        self, evaluation: Evaluation, request: Request, documents: Array, scores: Array | None
    ) -> Iterator[Hit]:
        key = sort_key(request.sort, self._reader.columns, scores, documents)
        rank = self._reader.columns.rank[documents]
        end = request.offset + request.limit
        order = ordered(key, rank) if request.by_cable else best(key, rank, end)
        return self._by_cable_or_not(
            evaluation, request, documents, order, scores, request.offset, end
        )

    def _by_cable_or_not(
        self,
        evaluation: Evaluation,
        request: Request,
        documents: Array,
        order: Array,
        scores: Array | None,
        start: int = 0,
        end: int | None = None,
    ) -> Iterator[Hit]:
        """The hits of documents in that order, from `start` to `end`."""
        more = None
        if request.by_cable:
            order, more = best_of_each(
                order, self._reader.columns.keyword("cable_id").codes[documents]
            )
            more = more[start:end]
        chosen = documents[order[start:end]]
        for at in range(0, len(chosen), _STREAMED):
            some = chosen[at : at + _STREAMED]
            for i, (cable_id, ordinal) in enumerate(evaluation.keys(some)):
                yield Hit(
                    cable_id=cable_id,
                    ordinal=ordinal,
                    score=0.0 if scores is None else float(scores[some[i]]),
                    more=0 if more is None else int(more[at + i]),
                )


def _all_of(documents: Array, restrictions: Iterator[Array]) -> Array:
    """The numbers of the documents that are in all of the sets."""
    for restriction in restrictions:
        documents = documents & restriction
    return np.flatnonzero(documents)


def _distinct(codes: Array) -> int:
    return int(np.count_nonzero(np.bincount(codes))) if len(codes) else 0
