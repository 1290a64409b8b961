"""What the browser says of hits, facet values and counts, as lines of pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.cli.browse.pieces import Piece, fitted, line, marked, plain, wrapped
from cablesearch.output.cells import cut, pad
from cablesearch.output.facets import bar
from cablesearch.output.safe import one_line
from cablesearch.output.terminal import portion_mark, post_name
from cablesearch.search.highlight import snippets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.cli.browse.pieces import Line
    from cablesearch.search.page import FacetValue, FoundParagraph, NothingFound
    from cablesearch.search.refs import Graph

HIT_LINES: Final = 4
"""The lines of a hit in the list: the facts, what its cable is about, its heading where that matches, a snippet."""

_SNIPPET: Final = 60
"""A snippet has so many characters at least."""
_DOTS: Final = 10
"""For the dots at its ends, and for what a line's end leaves free."""
_BAR: Final = 4
_LABELLED: Final = 36
"""In a pane of so many cells there is room for what a value means."""


def hit_card(hit: FoundParagraph, to: int, *, signs: bool) -> list[Line]:
    """A hit in HIT_LINES lines: citation, mark, date, post; subject; snippet."""
    day = hit.cable.date.strftime("%Y-%m-%d") if hit.cable.date else ""
    more = f"+{hit.more:,} more" if hit.more else ""
    mark = portion_mark(hit.paragraph)
    facts = [
        Piece(one_line(hit.cite) + "  ", "strong"),
        Piece(one_line(mark) + "  " if mark else "", hit.paragraph.marking or ""),
        Piece("  ".join(filter(None, (more, day, one_line(post_name(hit.cable)))))),
    ]
    lines = [fitted(facts, to)]
    if about := hit.cable.about:
        lines.append(fitted(marked(about, hit.subject_highlights, signs=signs), to))
    if (heading := hit.paragraph.heading) and hit.heading_highlights:
        lines.append(fitted(marked(heading, hit.heading_highlights, signs=signs), to))
    room = HIT_LINES - len(lines)
    for found in snippets(hit.paragraph.text, hit.highlights, max(_SNIPPET, room * to - _DOTS)):
        text = ("..." if found.before else "") + found.text + ("..." if found.after else "")
        moved = 3 if found.before else 0
        spans = [(start + moved, end + moved) for start, end in found.spans]
        pieces = marked(text, spans, signs=signs, look="")
        lines += fitted_in(wrapped(pieces, to), room, to)
    return lines


def fitted_in(lines: list[Line], room: int, to: int) -> list[Line]:
    """So many of the lines; the last one shows where more were."""
    if len(lines) <= room:
        return lines
    last = fitted(lines[room - 1], to - 3)
    more = () if plain(last).endswith("...") else (Piece("..."),)
    return [*lines[: room - 1], (*last, *more)]


def value_card(value: FacetValue, most: int, to: int) -> Line:
    """A value of a facet: [x] where it is ticked, its count, a bar, what it means where there is room."""
    box = "[x]" if value.chosen else "[ ]"
    count = f"{value.count:,}"
    drawn = bar(value.count, most)
    room = to - len(box) - len(count) - _BAR - 3
    name, label = one_line(value.value), one_line(value.label or "")
    if to >= _LABELLED and label:
        name = f"{name} {label}"
    text = f"{box} {pad(cut(name, room), room)} {count} {drawn}"
    return (Piece(text, "strong" if value.chosen else ""),)


def nothing_lines(why: NothingFound, to: int) -> list[Line]:
    """Why nothing was found, as `query` says it."""
    said = ["nothing found"]
    if why.terms:
        each = " · ".join(f"{term.written} {term.paragraphs:,}" for term in why.terms)
        said.append(f"each word by itself: {each}")
    said += [f'did you mean "{better}" for "{word}"?' for word, better in why.suggestions]
    said += [f"without {written}: {left:,}" for written, left in why.emptied_by if left]
    return [found for text in said for found in wrapped(line(text), to)]


def reference_lines(graph: Graph) -> Iterator[tuple[Line, str | None]]:
    """What a cable cites and what cites it, each with the id of a cable that can be opened."""
    for title, direction in (("cites", "cites"), ("cited by", "cited-by")):
        rows = [row for row in graph.rows() if row["direction"] == direction]
        yield (Piece(f"{title}: {len(rows):,}", "strong"),), None
        for row in rows:
            written = f"{row['letter']}. {row['written']}" if row["letter"] else row["written"]
            facts = (
                (row["date"] or "")[:10],
                row["embassy"] or "",
                row["subject"] or "" if row["held"] else "not in this index",
            )
            named = row["cable_id"] if row["held"] else written
            text = "  ".join(filter(None, (named, *facts)))
            yield (
                line(text, "" if row["held"] else "faint"),
                row["cable_id"] if row["held"] else None,
            )
    if graph.beyond:
        yield line(f"+{graph.beyond:,} more", "faint"), None
