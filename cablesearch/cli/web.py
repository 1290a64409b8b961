"""What `query --format html` puts on its page beside the hits: the timeline, the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from cablesearch.cable.cite import cite
from cablesearch.cli.browse.state import View
from cablesearch.errors import UsageError
from cablesearch.fields import MAIN_FACETS
from cablesearch.output.html import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from cablesearch.api import Index
    from cablesearch.engines.base import Key
    from cablesearch.output.writer import Results
    from cablesearch.query.ast import Order
    from cablesearch.search.page import Page

MOST_HITS: Final = 5_000
"""A web page of more hits is slow to open and read by nobody."""


def with_sheet(
    results: Results,
    index: Index,
    options: dict[str, Any],
    *,
    by: Literal["paragraph", "cable"],
    sort: Order,
    limit: int | None,
    fold_similar: bool,
    facets: Sequence[str],
) -> Results:
    """The results with what a page shows of them; UsageError where they are too many for one.

    `limit` is null where all hits are written.
    """
    page = results.page
    cites = _folded(index, page) if fold_similar else {}
    if limit is None:
        count = (
            page.cables if by == "cable" and page.cables is not None else page.total
        ) - page.offset
    else:
        count = len(page.keys) + len(cites)
    if count > MOST_HITS:
        raise UsageError(
            f"{count:,} {by}s are too many for a web page, which holds {MOST_HITS:,} at most",
            remedy="narrow the question, or write csv or jsonl",
        )
    view = View.of(page.query, options, by=by)._replace(facets=())
    more = _paging(page.offset, sort, limit, facets, fold_similar=fold_similar)
    sheet = Sheet(
        command=view.command_line(more=tuple(more)),
        among=_among(options),
        count=count,
        by=by,
        folded=len(cites),
        cites=cites,
        timeline=index.timeline(page.query, **options),
    )
    return replace(results, sheet=sheet)


def _among(options: Mapping[str, Any]) -> str:
    """Which cables a saved query asked, that asks only for what is new."""
    after = options.get("entered_after")
    if after is None:
        return ""
    changed = ", or whose text has changed since" if options.get("changed") else ""
    return f"cables that entered the index after generation {after}{changed}"


def _folded(index: Index, page: Page) -> dict[Key, str]:
    """The citations of the hits that are folded into others."""
    found = {}
    for cable_id, ordinal in (key for hit in page.hits for key in hit.similar or ()):
        cable = index.cable(cable_id)
        found[cable_id, ordinal] = cite(cable, cable.paragraphs[ordinal - 1])
    return found


def _paging(
    offset: int, sort: Order, limit: int | None, facets: Sequence[str], *, fold_similar: bool
) -> Iterator[str]:
    """The arguments that do not narrow the question but say what of it is shown, whatever is configured elsewhere."""
    if limit is None:
        yield "--all"
    else:
        yield from ("-n", str(limit))
    if offset:
        yield from ("--offset", str(offset))
    if sort != "relevance" or limit is None:  # all of them are in the order of ids by default
        yield from ("--sort", sort)
    if fold_similar:
        yield "--fold-similar"
    whole = set(MAIN_FACETS) <= set(facets)
    if whole:
        yield "--facets"
    for name in facets:
        if not (whole and name in MAIN_FACETS):
            yield from ("--facet", name)
