"""An open index of tantivy and its table of cables: counts, keys of hits, words; and how queries are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tantivy import Occur, Order, Query

from cablesearch.engines.tantivy_cables import Cables
from cablesearch.engines.tantivy_files import CABLES, Opened, holds_removed, reading, stamp_of
from cablesearch.engines.tantivy_schema import CABLE, ORDINAL, field_of
from cablesearch.engines.tantivy_words import Words
from cablesearch.errors import DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tantivy import DocAddress

    from cablesearch.engines.base import Key
    from cablesearch.query.ast import Form


def all_of(queries: Sequence[Query]) -> Query:
    """What all of the queries match."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def any_of(queries: Sequence[Query]) -> Query:
    """What at least one of the queries matches."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def unscored(query: Query) -> Query:
    """The same without a share in the score."""
    return Query.const_score_query(query, 0.0)


class Hits(NamedTuple):
    """tantivy's first hits, each with its score or what it was ordered by, and how many there are in all."""

    hits: list[tuple[Any, DocAddress]]
    total: int


class Reader:
    """See above. Documents are told by tantivy's addresses, cables by their numbers."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.cables = Cables(directory / CABLES)
        self._opened = Opened(directory)
        self._searcher = self._opened.searcher
        self.schema = self._opened.index.schema
        with reading(directory):
            stamp, has_removed = stamp_of(directory), holds_removed(directory)
            documents = self._searcher.num_docs
        self.words = Words(self._searcher, self.schema, directory, has_removed=has_removed)
        if (stamp, documents) != (self.cables.stamp, self.cables.documents):
            self.close()
            raise DamagedError(
                f"the files of the index in {directory} do not belong together",
                remedy="use --rebuild",
            )

    def close(self) -> None:
        """Let go of the files."""
        self.words.close()
        self.__dict__.pop("_searcher", None)
        self._opened.close()

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return self.cables.documents

    def find(
        self, query: Query, limit: int, by: str | None = None, order: Order = Order.Asc
    ) -> Hits:
        """The best hits, or the first in the order of a column; `limit` is at least 1."""
        # what tantivy-py's own types do not know of is the count
        search: Any = self._searcher.search
        with reading(self.directory):
            if by is None:
                found = search(query, limit=limit)
            else:
                found = search(query, limit=limit, order_by_field=by, order=order)
            return Hits(found.hits, found.count)

    def count(self, query: Query) -> int:
        """How many documents match."""
        return self.find(query, 1, CABLE).total

    def aggregate(self, query: Query, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """tantivy's aggregations over all matches; ValueError where there are too many buckets."""
        with reading(self.directory):
            try:
                return self._searcher.aggregate(query, dict(wanted))
            except ValueError as error:
                if "limit was exceeded" not in str(error):
                    raise
                too_many = error
        raise too_many

    def places(self, addresses: Sequence[DocAddress]) -> list[tuple[int, int]]:
        """The rank of each document's cable by id, and its ordinal."""
        ranks = self.cables.ranks
        with reading(self.directory):
            values: Any = self._searcher.fast_field_values
            numbers = values(CABLE, addresses)
            ordinals = values(ORDINAL, addresses)
            return [(ranks[n], o) for n, o in zip(numbers, ordinals, strict=True)]

    def keys(self, places: Iterable[tuple[int, int]]) -> list[Key]:
        """The keys of paragraphs by `places`."""
        return [(self.cables[rank], ordinal) for rank, ordinal in places]

    def of_cables(self, numbers: Sequence[int]) -> Query:
        """The documents of these cables."""
        return Query.term_set_query(self.schema, CABLE, list(numbers))

    def vocabulary(
        self, form: Form, prefix: str, fields: Iterable[str]
    ) -> Iterator[tuple[str, int]]:
        """The terms of text fields and in how many documents (of the field that has most) each stands."""
        found: dict[str, int] = {}
        for name in fields:
            for word, count in self.words.read(field_of(name, form), prefix).items():
                found[word] = max(count, found.get(word, 0))
        yield from sorted(found.items())
