"""A cable as people read it: header block, headings, numbered and marked paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.output.cells import wrap
from cablesearch.output.links import file_url, printed_url
from cablesearch.output.safe import one_line
from cablesearch.output.style import PLAIN
from cablesearch.output.terminal import coloured, marked_line, post_name, write_paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cablesearch.cable.model import Addressee, Cable, Paragraph
    from cablesearch.output.sink import Sink
    from cablesearch.query.spans import Highlighter

_LABEL = 10


def write_cable(
    cable: Cable,
    paragraphs: Sequence[Paragraph],
    sink: Sink,
    *,
    meaning: Callable[[str], str | None] = lambda _code: None,
    expand_tags: bool = False,
    marker: Highlighter | None = None,
) -> int:
    """The header and these paragraphs of a cable; `meaning` says what one of its TAGS stands for.

    With `expand_tags` each of them has a line. The words that `marker` finds in subject, headings and text are marked;
    gives how many they are.
    """
    style = sink.style
    sink.line(style.link(style.strong(one_line(cable.id)), printed_url(cable.id)))
    marked = 0
    for label, value in header_lines(cable, meaning, expand_tags=expand_tags):
        spans = marker.spans(value, "subject") if marker and label in ("subject", "title") else ()
        marked += len(spans)
        text = marked_line(value, spans, PLAIN)
        address = file_url(cable.source.path) if label == "source" else None
        parts = wrap(text, sink.width - _LABEL) if sink.terminal else [text]
        for number, part in enumerate(parts):
            shown = coloured(part, style) if spans else style.link(part, address)
            sink.line(f"{'' if number else label:<{_LABEL}}{shown}")
    heading = None
    for paragraph in paragraphs:
        sink.line()
        if paragraph.heading != heading:
            heading = paragraph.heading
            if heading:
                spans = marker.spans(heading, "heading") if marker else ()
                marked += len(spans)
                # bold ends where a mark does
                line = marked_line(heading, spans, style)
                sink.line(line if spans else style.strong(line))
                sink.line()
        spans = marker.spans(paragraph.text, "text") if marker else ()
        marked += len(spans)
        write_paragraph(paragraph, sink, spans=spans)
    if cable.signers and paragraphs and paragraphs[-1] == cable.paragraphs[-1]:
        sink.line()
        sink.line(one_line(", ".join(cable.signers)))
    return marked


def header_lines(
    cable: Cable, meaning: Callable[[str], str | None], *, expand_tags: bool = False
) -> Iterator[tuple[str, str]]:
    """The lines of the header block that have something to say, each with its label."""
    if cable.date:
        yield "date", cable.date.strftime("%Y-%m-%d %H:%MZ")
    if post := post_name(cable):
        yield "from", post
    for label, addressees in (("to", cable.to), ("info", cable.info)):
        if addressees:
            yield label, "; ".join(map(_addressee, addressees))
    if cable.classification:
        yield "class", " ".join((cable.classification, *cable.class_caveats))
    if cable.captions:
        yield "captions", ", ".join(cable.captions)
    if cable.tags and expand_tags:
        wide = max(map(len, cable.tags))
        for number, tag in enumerate(cable.tags):
            yield "" if number else "tags", f"{tag:<{wide}}  {meaning(tag) or '-'}"
    elif cable.tags:
        yield (
            "tags",
            ", ".join(f"{tag} ({what})" if (what := meaning(tag)) else tag for tag in cable.tags),
        )
    if cable.persons:
        yield "persons", "; ".join(cable.persons)
    if cable.subject:
        yield "subject", cable.subject
    if cable.title and cable.title.lower() != (cable.subject or "").lower():
        yield "title", cable.title
    for reference in cable.references:
        letter = f"{reference.letter}. " if reference.letter else ""
        yield "ref", letter + reference.text
    for note in cable.diagnostics:
        if note.kind == "text-lost":
            yield "lost", note.message
    yield "source", ":".join(filter(None, (cable.source.path, cable.source.member)))


def _addressee(addressee: Addressee) -> str:
    precedence = f" {addressee.precedence}" if addressee.precedence else ""
    return f"{addressee.name}{precedence}" + (" (excluded)" if addressee.excluded else "")
