"""tantivy-py as it comes: the floor of our tantivy engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import tantivy
from tantivy import FieldType, Occur, Query

from cablesearch.fields import FIELDS, TEXT_FIELDS
from tests.benchmarks.fed import KEYWORDS, NUMBERS
from tests.benchmarks.peers.base import FACETS, HITS, Answer, Asked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_HEAP: Final = 256 << 20
_EVERY_VALUE: Final = 2_000
"""Counts by value are exact where there are fewer values than so many."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace")
        builder.add_text_field(f"{name}_word", tokenizer_name="whitespace", index_option="basic")
    for name in KEYWORDS:
        builder.add_text_field(
            name,
            stored=name == "cable_id",
            fast=FIELDS[name].facet,
            tokenizer_name="raw",
            index_option="basic",
        )
    for name in NUMBERS:
        builder.add_integer_field(name, indexed=name == "ordinal", fast=True)
    return builder.build()


def build(documents: Path, place: Path) -> None:
    """As fast as it goes: the documents are JSON, which tantivy reads itself."""
    writer = tantivy.Index(_schema(), path=str(place)).writer(_HEAP)
    with documents.open(encoding="utf-8") as file:
        for line in file:
            writer.add_json(line)
    writer.commit()
    writer.wait_merging_threads()


def query(schema: tantivy.Schema, asked: Asked) -> tantivy.Query:
    """What is asked, as tantivy's own."""
    if asked.phrase:
        return Query.phrase_query(schema, "text", list(asked.stems))
    if asked.anywhere:
        (stem,) = asked.stems
        first = Query.range_query(schema, "ordinal", FieldType.Integer, 1, 1)
        subject = [Query.term_query(schema, "subject", stem), Query.const_score_query(first, 0.0)]
        fields = [Query.term_query(schema, name, stem) for name in ("text", "heading")]
        every = [*fields, Query.boolean_query([(Occur.Must, one) for one in subject])]
        return Query.boolean_query([(Occur.Should, one) for one in every])
    parts = [(Occur.Must, Query.term_query(schema, "text", stem)) for stem in asked.stems]
    if asked.dates:
        dates = Query.range_query(schema, "date", FieldType.Integer, *asked.dates)
        parts.append((Occur.Must, Query.const_score_query(dates, 0.0)))
    return Query.boolean_query(parts)


def opened(place: Path) -> Callable[[Asked], Answer]:
    """Hits and total in one search, the facets in another; a facet that is chosen from in one of its own."""
    index = tantivy.Index.open(str(place))
    schema, searcher = index.schema, index.searcher()

    def narrowed(base: tantivy.Query, asked: Asked, but: str | None = None) -> tantivy.Query:
        chosen = [
            (Occur.Must, Query.const_score_query(Query.term_query(schema, name, value), 0.0))
            for name, value in asked.chosen
            if name != but
        ]
        return Query.boolean_query([(Occur.Must, base), *chosen]) if chosen else base

    def counts(narrow: tantivy.Query, names: list[str]) -> dict[str, dict[str, int]]:
        wanted: dict[str, Any] = {
            name: {"terms": {"field": name, "size": _EVERY_VALUE}} for name in names
        }
        found = searcher.aggregate(narrow, wanted)
        return {
            name: {one["key"]: one["doc_count"] for one in found[name]["buckets"]} for name in names
        }

    def ask(asked: Asked) -> Answer:
        base = query(schema, asked)
        found: Any = searcher.search(narrowed(base, asked), HITS)
        picked = [name for name, _ in asked.chosen]
        facets = counts(narrowed(base, asked), [f for f in FACETS if f not in picked])
        for name in picked:
            facets |= counts(narrowed(base, asked, but=name), [name])
        hits = tuple(searcher.doc(place)["cable_id"][0] for _, place in found.hits)
        return Answer(total=found.count, hits=hits, facets=facets)

    return ask
