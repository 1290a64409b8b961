"""A result as one web page that needs nothing else: query, counts, timeline, hits with their citations.

It is written as the hits come. It holds no script and loads nothing; what a cable says is text in it and nothing more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field

from cablesearch import __version__
from cablesearch.output.cite import citation_of, note
from cablesearch.output.html_counts import facets_html, timeline_html
from cablesearch.output.html_look import POLICY, STYLE
from cablesearch.output.html_text import blocks, inert, marked
from cablesearch.output.terminal import portion_mark, post_name
from cablesearch.search.page import iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cablesearch.engines.base import Key
    from cablesearch.output.columns import Lookups
    from cablesearch.output.sink import Sink
    from cablesearch.search.page import FoundParagraph, Page
    from cablesearch.search.timeline import Timeline


class Sheet(Struct, frozen=True, kw_only=True):
    """What a page shows beside the hits.

    `command` is the command line that asks for the same, `among` which cables were asked where these are not all.
    `count` hits are on the page, of paragraphs or `by` cable; `folded` of them are folded into others, and cited as
    `cites` says. `timeline` are the hits over time.
    """

    command: str = ""
    among: str = ""
    count: int | None = None
    by: Literal["paragraph", "cable"] = "paragraph"
    folded: int = 0
    cites: Mapping[Key, str] = field(default_factory=dict)
    timeline: Timeline | None = None


def write_html(
    page: Page,
    hits: Iterable[FoundParagraph],
    sink: Sink,
    sheet: Sheet,
    *,
    facet_size: int,
    lookups: Lookups,
) -> None:
    """Write the page; `hits` are those of the search's page, or more of them as a stream.

    `lookups` have what its citation needs beside a cable.
    """
    for part in (*_head(page, sheet), *facets_html(page.facets, facet_size)):
        sink.stream.write(part)
    if sheet.timeline is not None:
        for part in timeline_html(sheet.timeline):
            sink.stream.write(part)
    title = "Paragraphs" if page.total else "Nothing found"
    sink.line(f'<main aria-labelledby="hits"><h2 id="hits">{title}</h2>')
    sink.line(f'<ol start="{page.offset + 1}">')
    for number, hit in enumerate(hits, page.offset + 1):
        for part in _hit(hit, number, lookups, sheet.cites):
            sink.stream.write(part)
    sink.line("</ol></main>")
    for part in _foot(page):
        sink.stream.write(part)


def _head(page: Page, sheet: Sheet) -> Iterator[str]:
    title = inert(page.query or "All paragraphs")
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">\n'
    yield f"<title>{title} - cablesearch</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
    yield f'<header><h1 dir="auto">{title}</h1>\n<p>{_totals(page, sheet)}</p>\n'
    if page.query and page.read_as:
        yield f'<p class="soft">read as <code>{inert(page.read_as)}</code></p>\n'
    for said in page.notes:
        yield f'<p class="soft">note: {inert(said)}</p>\n'
    if sheet.command:
        yield f'<p class="command">asked with <code>{inert(sheet.command)}</code></p>\n'
    if sheet.among:
        yield f'<p class="soft">asked were only {inert(sheet.among)}</p>\n'
    yield "</header>\n"


def _totals(page: Page, sheet: Sheet) -> str:
    """ "13 paragraphs in 4 cables; here are paragraphs 1 to 10, 2 of them folded into others"."""
    said = f"{page.total:,} paragraph{'s' if page.total != 1 else ''}"
    if page.cables is not None:
        said += f" in {page.cables:,} cable{'s' if page.cables != 1 else ''}"
    total = page.cables if sheet.by == "cable" and page.cables is not None else page.total
    folded = f"{sheet.folded:,} of them folded into others" if sheet.folded else ""
    if sheet.count is not None and 0 < sheet.count < total:
        said += f"; here are {sheet.by}s {page.offset + 1:,} to {page.offset + sheet.count:,}"
        return f"{said}, {folded}" if folded else said
    return f"{said}; {folded}" if folded else said


def _hit(
    hit: FoundParagraph, number: int, lookups: Lookups, cites: Mapping[Key, str]
) -> Iterator[str]:
    cable, paragraph = hit.cable, hit.paragraph
    mark = portion_mark(paragraph)
    level = (paragraph.marking or "").lower()
    drawn = f' <span class="level {level}">{inert(mark)}</span>' if mark else ""
    yield f'<li><article aria-labelledby="h{number}">'
    yield f'<h3 id="h{number}">{number:,}. {inert(hit.cite)}{drawn}</h3>\n'
    yield f'<p class="facts">{_facts(hit)}</p>\n'
    if cable.about:
        about = marked(cable.about, hit.subject_highlights)
        yield f'<p class="subject" dir="auto">{about}</p>\n'
    if paragraph.heading:
        heading = marked(paragraph.heading, hit.heading_highlights)
        yield f'<p class="heading" dir="auto">{heading}</p>\n'
    cited = note(citation_of(cable, paragraph, form=lookups.form, tables=lookups.tables))
    yield '<div class="text" dir="auto">'
    for block in blocks(paragraph.text, hit.highlights):
        yield f"<p>{block}</p>"
    yield f'</div>\n<p class="cited">{inert(cited)}</p>'
    if hit.similar:
        named = ", ".join(cites[key] for key in hit.similar)
        yield f'\n<p class="cited">+{len(hit.similar):,} similar: {inert(named)}</p>'
    yield "</article></li>\n"


def _facts(hit: FoundParagraph) -> str:
    """Date, post, classification, captions, TAGS."""
    cable = hit.cable
    day = ""
    if cable.date:
        day = f'<time datetime="{iso(cable.date)}">{cable.date:%Y-%m-%d %H:%MZ}</time>'
    facts = (
        day,
        inert(post_name(cable)),
        inert(" ".join((cable.classification or "", *cable.class_caveats)).strip()),
        inert(", ".join(cable.captions)),
        inert(" ".join(cable.tags)),
        f"+{hit.more:,} more" if hit.more else "",
    )
    return " · ".join(filter(None, facts))


def _foot(page: Page) -> Iterator[str]:
    info = page.index
    yield (
        f"<footer><p>From an index of {info.cables:,} cables, {info.paragraphs:,} paragraphs: generation "
        f'{info.generation} of <time datetime="{iso(info.built_at)}">{info.built_at:%Y-%m-%d %H:%MZ}</time>, '
        f"{inert(info.engine)}. cablesearch {__version__}.</p></footer>\n</body>\n</html>\n"
    )
