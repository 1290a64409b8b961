"""What `query --format html` puts on its page beside the hits: the timeline, the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from cablesearch.cli.browse.state import View
from cablesearch.errors import UsageError
from cablesearch.output.html import Sheet

if TYPE_CHECKING:
    from typing import Literal

    from cablesearch.api import Index
    from cablesearch.output.writer import Results
    from cablesearch.query.ast import Order

MOST_HITS: Final = 5_000
"""A web page of more hits is slow to open and read by nobody."""


def with_sheet(
    results: Results,
    index: Index,
    options: dict[str, Any],
    *,
    by: Literal["paragraph", "cable"],
    sort: Order | None,
    count: int,
) -> Results:
    """The results with what a page shows of them; UsageError where `count` hits are too many for one."""
    if count > MOST_HITS:
        raise UsageError(
            f"{count:,} hits are too many for a web page, which holds {MOST_HITS:,} at most",
            remedy="narrow the question, or write csv or jsonl",
        )
    query = results.page.query
    view = View.of(query, options, by=by, sort=sort or "relevance")
    # what only a saved query is narrowed by cannot be said at the prompt
    command = view.command_line() if view.options.keys() == options.keys() else ""
    timeline = index.timeline(query, **options)
    return replace(results, sheet=Sheet(command=command, count=count, timeline=timeline))
