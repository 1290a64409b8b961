"""The values a search gives back: a Page of found paragraphs, its facets, and their JSON form."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field

from cablesearch.cable.cite import cite
from cablesearch.search.later import Later

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from cablesearch.cable.model import Cable, Paragraph
    from cablesearch.engines.base import Key
    from cablesearch.errors import Span
    from cablesearch.query.spans import Highlighter

FORMAT_VERSION: Final = 1
"""The version of the JSON that `query --json` writes. New keys do not raise it; a changed or removed one does."""


class FoundParagraph(Struct, frozen=True, kw_only=True, dict=True):
    """One hit: a paragraph, the cable it stands in, its score.

    `more` counts further matching paragraphs of the cable where hits are by cable. `similar` are the hits of its page
    that are folded into it, null where that was not asked for. `highlighter` knows the words that
    were asked for; where they stand is found when somebody looks, for not every output shows it.
    """

    cable: Cable
    paragraph: Paragraph
    score: float
    highlighter: Highlighter
    more: int = 0
    similar: tuple[Key, ...] | None = None

    @cached_property
    def highlights(self) -> tuple[Span, ...]:
        """The matched words as half-open code-point offsets into the paragraph's text."""
        return self.highlighter.spans(self.paragraph.text, "text")

    @cached_property
    def heading_highlights(self) -> tuple[Span, ...]:
        """The matched words in the paragraph's heading."""
        return self.highlighter.spans(self.paragraph.heading, "heading")

    @cached_property
    def subject_highlights(self) -> tuple[Span, ...]:
        """The matched words in what the cable is about."""
        return self.highlighter.spans(self.cable.about, "subject")

    @cached_property
    def cite(self) -> str:
        """The short citation ("09BAKU911 ¶5")."""
        return cite(self.cable, self.paragraph)

    def to_dict(self) -> dict[str, Any]:
        """The hit as JSON values, under the keys that are a promise."""
        values = {key: value_of(self) for key, value_of in HIT_KEYS.items()}
        return values if self.similar is None else {**values, "similar": self.similar_ids}

    @property
    def similar_ids(self) -> list[str]:
        """The hits folded into it as `show` takes them: 09BAKU911:7."""
        return [f"{cable_id}:{ordinal}" for cable_id, ordinal in self.similar or ()]


HIT_KEYS: Final[Mapping[str, Callable[[FoundParagraph], Any]]] = {
    "cable_id": lambda hit: hit.cable.id,
    "ordinal": lambda hit: hit.paragraph.ordinal,
    "number": lambda hit: hit.paragraph.number,
    "marking": lambda hit: hit.paragraph.marking,
    "caveats": lambda hit: list(hit.paragraph.caveats),
    "marking_by": lambda hit: hit.paragraph.marking_by,
    "heading": lambda hit: hit.paragraph.heading,
    "subject": lambda hit: hit.cable.about,
    "tags": lambda hit: list(hit.cable.tags),
    "captions": lambda hit: list(hit.cable.captions),
    "classification": lambda hit: hit.cable.classification,
    "embassy": lambda hit: hit.cable.embassy,
    "date": lambda hit: iso(hit.cable.date),
    "score": lambda hit: round(hit.score, 6),
    "text": lambda hit: hit.paragraph.text,
    "highlights": lambda hit: [list(span) for span in hit.highlights],
    "cite": lambda hit: hit.cite,
}
"""The keys of a hit's JSON and what stands under each."""


class FacetValue(Struct, frozen=True, kw_only=True):
    """One value of a facet: how many paragraphs have it, and the arguments that narrow to it."""

    value: str
    label: str | None
    count: int
    refine: tuple[str, ...]
    chosen: bool = False


class Facet:
    """The counts of one field over all matches: `distinct` values there are, `missing` paragraphs hold none.

    `make` gives the values; it is called when they are first looked at, for to order and label hundreds of TAGS can
    take longer than the search.
    """

    def __init__(
        self, *, distinct: int, missing: int, make: Callable[[], tuple[FacetValue, ...]]
    ) -> None:
        self.distinct = distinct
        self.missing = missing
        self.listed = Later(make)

    @property
    def values(self) -> tuple[FacetValue, ...]:
        """The values in order: count down then value; a LEVEL field by level.

        Unmarked paragraphs are both the value `unmarked` of the marking facet and its `missing`.
        """
        return self.listed.value

    def to_dict(self) -> dict[str, Any]:
        """The facet as JSON values."""
        return {
            "values": [
                {"value": v.value, "label": v.label, "count": v.count, "refine": list(v.refine)}
                for v in self.values
            ],
            "distinct": self.distinct,
            "missing": self.missing,
        }


class IndexInfo(Struct, frozen=True, kw_only=True):
    """Which index answered: its place, generation, time of building (UTC), engine."""

    path: str
    generation: int
    built_at: datetime
    engine: str
    cables: int
    paragraphs: int


class Page(Struct, frozen=True, kw_only=True):
    """A page of hits with the exact total and the facets of all matches.

    `keys` are the cable and the ordinal of each hit, `listed` its hits, read when somebody looks. `notes` are what a
    person should be told of how the query was read.
    """

    query: str
    read_as: str
    index: IndexInfo
    total: int
    count_cables: Callable[[], int | None]
    offset: int
    keys: tuple[Key, ...]
    listed: Later[tuple[FoundParagraph, ...]]
    facets: Mapping[str, Facet] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def hits(self) -> tuple[FoundParagraph, ...]:
        """The hits in order; DamagedError where their cables cannot be read."""
        return self.listed.value

    @property
    def cables(self) -> int | None:
        """The exact number of distinct cables, counted when somebody looks; null where too many paragraphs match to
        count it unasked."""
        return self.count_cables()

    def to_dict(self) -> dict[str, Any]:
        """The object that `query --json` writes."""
        return {
            **self.head(),
            "returned": len(self.keys),
            "hits": self.to_dicts(),
            "facets": self.facet_dicts(),
        }

    def head(self) -> dict[str, Any]:
        """What the object says before the hits."""
        return {
            "format_version": FORMAT_VERSION,
            "query": self.query,
            "read_as": self.read_as,
            "index": {
                "path": self.index.path,
                "generation": self.index.generation,
                "built_at": iso(self.index.built_at),
                "engine": self.index.engine,
            },
            "total": self.total,
            "cables": self.cables,
            "offset": self.offset,
        }

    def facet_dicts(self) -> dict[str, Any]:
        """The facets as JSON values."""
        return {name: facet.to_dict() for name, facet in self.facets.items()}

    def to_dicts(self) -> list[dict[str, Any]]:
        """The hits as flat dicts, one a paragraph: what a pandas.DataFrame takes."""
        return [hit.to_dict() for hit in self.hits]


class WordCount(Struct, frozen=True, kw_only=True):
    """A word or phrase of a query: as typed, its stem, and how many paragraphs match it by itself."""

    written: str
    stem: str
    paragraphs: int


class Explanation(Struct, frozen=True, kw_only=True):
    """How a query was understood, for --explain; `saved` are the saved queries it opened, and how each was read."""

    query: str
    read_as: str
    notes: tuple[str, ...]
    terms: tuple[WordCount, ...]
    periods: tuple[str, ...]
    engine: str
    engine_query: str
    total: int
    verified: int
    saved: tuple[tuple[str, str], ...] = ()


class NothingFound(Struct, frozen=True, kw_only=True):
    """Why nothing matched: each word by itself, spelling suggestions, what is left without each filter."""

    terms: tuple[WordCount, ...]
    suggestions: tuple[tuple[str, str], ...]
    emptied_by: tuple[tuple[str, int], ...]


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 with Z, to the second, of a UTC moment."""
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")
