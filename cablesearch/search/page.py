"""The values a search gives back: a Page of found paragraphs, its facets, and their JSON form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from cablesearch.cable.model import Cable, Paragraph
    from cablesearch.errors import Span

FORMAT_VERSION: Final = 1
"""The version of the JSON that `query --json` writes. New keys do not raise it; a changed or removed one does."""


class FoundParagraph(Struct, frozen=True, kw_only=True):
    """One hit: a paragraph, the cable it stands in, its score.

    `highlights` are half-open code-point offsets into the paragraph's text. `cite` is the short citation
    ("09BAKU911 ¶5"). `more` counts further matching paragraphs of the cable where hits are by cable.
    """

    cable: Cable
    paragraph: Paragraph
    score: float
    highlights: tuple[Span, ...] = ()
    heading_highlights: tuple[Span, ...] = ()
    subject_highlights: tuple[Span, ...] = ()
    cite: str
    more: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The hit as JSON values, under the keys that are a promise."""
        c, p = self.cable, self.paragraph
        return {
            "cable_id": c.id,
            "ordinal": p.ordinal,
            "number": p.number,
            "marking": p.marking,
            "caveats": list(p.caveats),
            "marking_by": p.marking_by,
            "heading": p.heading,
            "subject": c.about,
            "tags": list(c.tags),
            "captions": list(c.captions),
            "classification": c.classification,
            "embassy": c.embassy,
            "date": iso(c.date),
            "score": round(self.score, 6),
            "text": p.text,
            "highlights": [list(span) for span in self.highlights],
            "cite": self.cite,
        }


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
        self._make: Callable[[], tuple[FacetValue, ...]] | None = make
        self._values: tuple[FacetValue, ...] = ()

    @property
    def values(self) -> tuple[FacetValue, ...]:
        """The values in order: count down then value; a LEVEL field by level.

        Unmarked paragraphs are both the value `unmarked` of the marking facet and its `missing`.
        """
        if self._make is not None:
            self._values, self._make = self._make(), None
        return self._values

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

    `notes` are what a person should be told of how the query was read.
    """

    query: str
    read_as: str
    index: IndexInfo
    total: int
    count_cables: Callable[[], int | None]
    offset: int
    hits: tuple[FoundParagraph, ...]
    facets: Mapping[str, Facet] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def cables(self) -> int | None:
        """The exact number of distinct cables, counted when somebody looks; null where too many paragraphs match to
        count it unasked."""
        return self.count_cables()

    def to_dict(self) -> dict[str, Any]:
        """The object that `query --json` writes."""
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
            "returned": len(self.hits),
            "hits": [hit.to_dict() for hit in self.hits],
            "facets": {name: facet.to_dict() for name, facet in self.facets.items()},
        }

    def to_dicts(self) -> list[dict[str, Any]]:
        """The hits as flat dicts, one a paragraph: what a pandas.DataFrame takes."""
        return [hit.to_dict() for hit in self.hits]


class WordCount(Struct, frozen=True, kw_only=True):
    """A word or phrase of a query: as typed, its stem, and how many paragraphs match it by itself."""

    written: str
    stem: str
    paragraphs: int


class Explanation(Struct, frozen=True, kw_only=True):
    """How a query was understood, for --explain."""

    query: str
    read_as: str
    notes: tuple[str, ...]
    terms: tuple[WordCount, ...]
    periods: tuple[str, ...]
    engine: str
    engine_query: str
    total: int
    verified: int


class NothingFound(Struct, frozen=True, kw_only=True):
    """Why nothing matched: each word by itself, spelling suggestions, what is left without each filter."""

    terms: tuple[WordCount, ...]
    suggestions: tuple[tuple[str, str], ...]
    emptied_by: tuple[tuple[str, int], ...]


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 with Z, to the second, of a UTC moment."""
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")
