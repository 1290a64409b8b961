"""What the main screen says in words: what was found, what is wrong, which keys there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.errors import QueryError
from cablesearch.output.cells import width, wrap
from cablesearch.output.safe import one_line
from cablesearch.query.render import caret_lines

if TYPE_CHECKING:
    from cablesearch.cli.browse.searches import Found
    from cablesearch.cli.browse.state import View
    from cablesearch.errors import CablesearchError

_PROMPT: Final = 2
"""The query stands so many cells from the left, as in the lines with carets."""


def found_line(found: Found, at: int) -> str:
    """ "3 of 13 paragraphs in 4 cables · 2008 · KTIP · by date"."""
    total = f"{found.total:,} paragraph{'s' if found.total != 1 else ''}"
    cables = ""
    if found.cables is not None:
        cables = f"{found.cables:,} cable{'s' if found.cables != 1 else ''}"
    said = f"{cables} ({total})" if found.view.by == "cable" else total
    if cables and found.view.by != "cable":
        said += f" in {cables}"
    if found.total:
        said = f"{at + 1:,} of {said}"
    return one_line(" · ".join((said, *_narrowed(found.view))))


def _narrowed(view: View) -> list[str]:
    """What stands beside the query."""
    said = []
    since, until = (bound or "" for bound in view.span)
    if since or until:
        said.append(since if since == until else f"{since}..{until}")
    said += ["|".join(values) for _, values in view.chosen]
    said += list(view.filters)
    if view.sort != "relevance":
        said.append({"date": "oldest first", "-date": "newest first", "id": "by id"}[view.sort])
    return said


def trouble_lines(error: CablesearchError, query: str, room: int) -> list[str]:
    """What is wrong, below the query line: carets under the query itself where all of it is seen."""
    if not isinstance(error, QueryError):
        return wrap(one_line(str(error)), max(1, room))
    lines = caret_lines(error)
    if error.text == query and width(query) + _PROMPT < room and len(lines) > 1:
        lines = lines[1:]
    return [part for text in lines for part in _indented(text, room)]


def _indented(text: str, room: int) -> list[str]:
    """A line of carets and a message; what does not fit goes on below."""
    if width(text) <= room:
        return [text]
    carets, _, message = text.strip().partition(" ")
    indent = text[: len(text) - len(text.lstrip())]
    if set(carets) != {"^"}:
        return [text[:room]]
    return [indent + carets, *("  " + part for part in wrap(message, max(1, room - 2)))]
