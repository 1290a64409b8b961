"""Hits as people read them on a terminal: citation line, subject, heading, snippets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.expressions import expression
from cablesearch.output.cells import pad, width, wrap
from cablesearch.output.columns import hit_snippets, marked
from cablesearch.output.safe import one_line, shown
from cablesearch.output.style import PLAIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cablesearch.cable.model import Cable, Paragraph
    from cablesearch.output.sink import Sink
    from cablesearch.output.style import Style
    from cablesearch.search.page import FoundParagraph

_MATCH: Final = expression("⟦([^⟦⟧]*)⟧")
_GAP: Final = "  "
_LEAST: Final = 12
"""With less room than this behind the other facts, TAGS do not get a column of their own."""


def portion_mark(paragraph: Paragraph) -> str:
    """The portion mark as a drafter writes it: (C/NF); nothing where there is none."""
    if paragraph.marking is None:
        return ""
    return "(" + "/".join((paragraph.marking, *paragraph.caveats)) + ")"


def post_name(cable: Cable) -> str:
    """The post in words where the cable has them."""
    return cable.embassy_name or cable.embassy or ""


def write_hits(
    hits: Iterable[FoundParagraph], sink: Sink, *, first: int = 1, snippet_count: int = 1
) -> int:
    """Hits one by one; the columns of a page stand under each other. Gives how many there were."""
    page = hits if isinstance(hits, tuple) else ()
    digits = max(2, len(str(first + len(page) - 1)))
    widths = [max(map(width, column)) for column in zip(*map(_facts, page), strict=True)]
    number = first - 1
    for number, hit in enumerate(hits, first):
        _write_hit(hit, f"{number:>{digits}}", widths, sink, snippet_count)
    return number - first + 1


def _facts(hit: FoundParagraph) -> tuple[str, ...]:
    """What stands in the first line, but the tags."""
    day = hit.cable.date.strftime("%Y-%m-%d") if hit.cable.date else ""
    return (
        one_line(hit.cite),
        one_line(portion_mark(hit.paragraph)),
        day,
        one_line(post_name(hit.cable)),
    )


def _write_hit(
    hit: FoundParagraph, number: str, widths: Sequence[int], sink: Sink, snippet_count: int
) -> None:
    style = sink.style
    indent = " " * (len(number) + 2)
    room = sink.width - len(indent)
    cite, mark, day, post = map(pad, _facts(hit), widths) if widths else _facts(hit)
    more = f"+{hit.more:,} more" if hit.more else ""
    similar = f"+{len(hit.similar):,} similar" if hit.similar else ""
    last = one_line(" ".join(filter(None, (*hit.cable.tags, more, similar))))
    facts = _GAP.join((cite, mark, day, post))
    rest = room - width(facts) - width(_GAP)
    if rest >= _LEAST:
        looks = (style.strong(cite), style.level(mark, hit.paragraph.marking), day, post)
        first, *others = wrap(last, rest)
        sink.line(f"{number}  " + _GAP.join((*looks, first)).rstrip())
        under = indent + " " * (width(facts) + width(_GAP))
    else:
        first, *others = wrap(" ".join(f"{facts} {last}".split()), room)
        sink.line(f"{number}  {first}")
        under = indent
    for line in others:
        sink.line(under + line)
    for text, spans in (
        (hit.cable.about, hit.subject_highlights),
        (hit.paragraph.heading, hit.heading_highlights),
    ):
        if text:
            _write_marked(_mark_all(text, spans), room, indent, sink)
    for snippet in hit_snippets(hit, snippet_count):
        _write_marked(marked(snippet, PLAIN.match, one_line), room, indent, sink)


def _mark_all(
    text: str, spans: Sequence[tuple[int, int]], clean: Callable[[str], str] = one_line
) -> str:
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += (clean(text[at:start]), PLAIN.match(clean(text[start:end])))
        at = end
    return "".join((*parts, clean(text[at:])))


def marked_line(text: str, spans: Sequence[tuple[int, int]], style: Style) -> str:
    """A line of a cable, harmless, with these spans of it marked."""
    return coloured(_mark_all(text, spans), style)


def _write_marked(text: str, room: int, indent: str, sink: Sink) -> None:
    """Wrap text that has ⟦marks⟧, and put colours in their place where there are any."""
    for line in wrap(text, room):
        sink.line(indent + coloured(line, sink.style))


def coloured(line: str, style: Style) -> str:
    """A line of which pieces are marked ⟦so⟧, with colours in the place of the marks where there are any."""
    # a match broken over two lines keeps its plain marks
    return _MATCH.sub(lambda m: style.match(m[1]), line) if style.color else line


def write_paragraph(
    paragraph: Paragraph,
    sink: Sink,
    *,
    room: int | None = None,
    spans: Sequence[tuple[int, int]] = (),
) -> None:
    """A paragraph's text with its number and mark, blocks parted by blank lines; `spans` of the text are marked."""
    opening = " ".join(
        filter(
            None,
            (
                f"{paragraph.number}." if paragraph.number is not None else paragraph.label or "",
                portion_mark(paragraph),
            ),
        )
    )
    text = _mark_all(paragraph.text, spans, shown) if spans else shown(paragraph.text)
    text = f"{shown(opening)} {text}" if opening else text
    text = text.expandtabs(4) if sink.terminal else text
    for line in text.split("\n"):
        for part in wrap(line, room or sink.width) if sink.terminal else (line,):
            sink.line(coloured(part, sink.style) if spans else part)
