"""A cable as people read it: header block, headings, numbered and marked paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.output.cells import wrap
from cablesearch.output.safe import one_line
from cablesearch.output.terminal import post_name, write_paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cablesearch.cable.model import Addressee, Cable, Paragraph
    from cablesearch.output.sink import Sink

_LABEL = 10


def write_cable(
    cable: Cable,
    paragraphs: Sequence[Paragraph],
    sink: Sink,
    *,
    meaning: Callable[[str], str | None] = lambda _code: None,
) -> None:
    """The header and these paragraphs of a cable; `meaning` says what one of its TAGS stands for."""
    sink.line(sink.style.strong(one_line(cable.id)))
    for label, value in header_lines(cable, meaning):
        first, *more = wrap(one_line(value), sink.width - _LABEL) if sink.terminal else (value,)
        sink.line(f"{label:<{_LABEL}}{one_line(first)}")
        for line in more:
            sink.line(" " * _LABEL + line)
    heading = None
    for paragraph in paragraphs:
        sink.line()
        if paragraph.heading != heading:
            heading = paragraph.heading
            if heading:
                sink.line(sink.style.strong(one_line(heading)))
                sink.line()
        write_paragraph(paragraph, sink)
    if cable.signers and paragraphs and paragraphs[-1] == cable.paragraphs[-1]:
        sink.line()
        sink.line(one_line(", ".join(cable.signers)))


def header_lines(cable: Cable, meaning: Callable[[str], str | None]) -> Iterator[tuple[str, str]]:
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
    if cable.tags:
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
