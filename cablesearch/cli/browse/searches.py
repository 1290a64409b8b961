"""What is asked of the index for the screen: values only, read whole, for they leave the thread of the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cablesearch.cable.cite import cite
from cablesearch.cli.browse.hits import PAGE
from cablesearch.cli.browse.timeline import Count
from cablesearch.output.cite import citation_of, note

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cablesearch.api import Index
    from cablesearch.cable.model import Cable
    from cablesearch.cable.tables import Tables
    from cablesearch.cli.browse.facets import Counted
    from cablesearch.cli.browse.state import View
    from cablesearch.search.page import FoundParagraph, IndexInfo, NothingFound
    from cablesearch.search.refs import Graph
    from cablesearch.search.steps import Step


_STEPS: Final[tuple[Step, ...]] = ("year", "month", "day")
_FEW: Final = 3


class Found(NamedTuple):
    """What a search has found: the first page of hits, the facets, or why there is nothing."""

    view: View
    info: IndexInfo
    tables: Tables
    total: int
    cables: int | None
    hits: tuple[FoundParagraph, ...]
    facets: Mapping[str, Counted]
    notes: tuple[str, ...]
    why: NothingFound | None
    seconds: float

    @property
    def listed(self) -> int:
        """The number of hits in the list."""
        by_cable = self.view.by == "cable" and self.cables is not None
        return self.cables if by_cable and self.cables is not None else self.total


def search(index: Index, view: View, timer: Callable[[], float]) -> Found:
    """Search for what a view shows; QueryError."""
    started = timer()
    page = index.search(
        view.query,
        facets=view.facets,
        limit=PAGE,
        sort=view.sort,
        by=view.by,
        cables=view.by == "cable",
        **view.options,
    )
    return Found(
        view=view,
        info=page.index,
        tables=index.tables,
        total=page.total,
        cables=page.cables,
        hits=_read(page.hits),
        facets={name: (facet.values, facet.missing) for name, facet in page.facets.items()},
        notes=page.notes,
        why=None if page.total else index.why_nothing(view.query, **view.options),
        seconds=timer() - started,
    )


def more_hits(index: Index, view: View, page: int) -> tuple[FoundParagraph, ...]:
    """A page of hits, counted from 0."""
    found = index.search(
        view.query,
        limit=PAGE,
        offset=page * PAGE,
        sort=view.sort,
        by=view.by,
        **view.options,
    )
    return _read(found.hits)


def _read(hits: tuple[FoundParagraph, ...]) -> tuple[FoundParagraph, ...]:
    """Hits with their marked words found, which takes a moment that the screen has not."""
    for hit in hits:
        _ = hit.highlights, hit.subject_highlights, hit.heading_highlights
    return hits


class Times(NamedTuple):
    """The hits over time: each period as a query writes it, and how many hits have no date."""

    counts: tuple[Count, ...] = ()
    undated: int = 0


def timeline(index: Index, view: View) -> Times:
    """The hits over time, by the longest step that gives three periods or more."""
    times = Times()
    for step in _STEPS:
        found = index.timeline(view.query, by=step, **view.options)
        counts = tuple(Count(period.label, period.count) for period in found.periods)
        times = Times(counts, found.undated)
        if len(counts) >= _FEW:
            break
    return times


def references(index: Index, cable_id: str) -> Graph:
    """What a cable cites and what cites it."""
    return index.refs(cable_id)


def cable(index: Index, cable_id: str) -> tuple[Cable, Tables]:
    """A cable by its id, and the code tables to read it by; NotFoundError."""
    return index.cable(cable_id), index.tables


def citation(index: Index, cable: Cable, ordinal: int | None) -> str:
    """The citation of a paragraph, or of a cable: short, and as the note of a paper."""
    paragraph = cable.paragraphs[ordinal - 1] if ordinal else None
    short = cite(cable, paragraph) if paragraph else cable.id
    said = citation_of(cable, paragraph, form=index.form, tables=index.tables)
    return f"{short}\n\n{note(said)}"
