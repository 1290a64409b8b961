"""The seam: what was found goes in, and a format decides how it is written.

Without --format a terminal gets a table and anything else TSV.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from cablesearch.output import records, terminal
from cablesearch.output.columns import CSV_COLUMNS, TSV_COLUMNS, Lookups, record
from cablesearch.output.facets import write_facets
from cablesearch.output.formats import CITING, Format
from cablesearch.output.safe import one_line, tsv_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cablesearch.engines.base import Key
    from cablesearch.output.html import Sheet
    from cablesearch.output.records import Row
    from cablesearch.output.sink import Sink
    from cablesearch.search.page import FoundParagraph, Page


class Choices(Struct, frozen=True, kw_only=True):
    """What the user chose of a format.

    `columns` empty means the format's own; `nul` ends ids with NUL in place of a newline.
    """

    columns: tuple[str, ...] = ()
    header: bool = False
    nul: bool = False
    raw_cells: bool = False
    snippets: int = 1
    facet_size: int = 10
    lookups: Lookups = field(default_factory=Lookups)


class Results(Struct, frozen=True, kw_only=True):
    """A page; in place of its own hits a stream of all, and the same as keys, of which one is used.

    `sheet` is what a web page shows beside them.
    """

    page: Page
    hits: Iterable[FoundParagraph] | None = None
    keys: Iterable[Key] | None = None
    sheet: Sheet | None = None


def format_for(sink: Sink, asked: Format | None) -> Format:
    """The format that was asked for, else what suits the stream."""
    return asked or (Format.TABLE if sink.terminal else Format.TSV)


def write_results(results: Results, how: Format, sink: Sink, choices: Choices) -> int:
    """Write hits and facets; gives the number of hits written."""
    page = results.page
    if how is Format.IDS:  # no cable need be read
        return _write_ids(page.keys if results.keys is None else results.keys, sink, choices)
    counted = _Counted(page.hits if results.hits is None else results.hits)
    if how is Format.HTML:
        _html(results, counted, sink, choices)
    else:
        _WRITERS[how](page, counted, sink, choices)
    return counted.count


class _Counted:
    """Hits that are counted as they pass by; a tuple stays recognisable as a page."""

    def __init__(self, hits: Iterable[FoundParagraph]) -> None:
        self.page = hits if isinstance(hits, tuple) else None
        self.count = len(self.page) if self.page is not None else 0
        self._hits = hits

    def __iter__(self) -> Iterator[FoundParagraph]:
        for hit in self._hits:
            if self.page is None:
                self.count += 1
            yield hit


def _rows(hits: _Counted, names: tuple[str, ...], choices: Choices) -> Iterator[Row]:
    for hit in hits:
        yield record(hit, names, choices.lookups, snippet_count=choices.snippets)


def _objects(hits: _Counted, choices: Choices) -> Iterator[Row]:
    if choices.columns:
        yield from _rows(hits, choices.columns, choices)
    else:
        for hit in hits:
            yield hit.to_dict()


def _table(page: Page, hits: _Counted, sink: Sink, choices: Choices) -> None:
    shown = hits.page if hits.page is not None else hits
    terminal.write_hits(shown, sink, first=page.offset + 1, snippet_count=choices.snippets)
    if page.facets:
        write_facets(page.facets, sink, size=choices.facet_size)


def _tsv(page: Page, hits: _Counted, sink: Sink, choices: Choices) -> None:
    names = choices.columns or TSV_COLUMNS
    records.write_tsv(_rows(hits, names, choices), names, sink, header=choices.header)


def _csv(page: Page, hits: _Counted, sink: Sink, choices: Choices) -> None:
    names = choices.columns or CSV_COLUMNS
    records.write_csv(_rows(hits, names, choices), names, sink, raw_cells=choices.raw_cells)


def _json(page: Page, hits: _Counted, sink: Sink, choices: Choices) -> None:
    facets = {"facets": page.facet_dicts()}
    records.write_json_around(page.head(), "hits", _objects(hits, choices), facets, sink)


def _jsonl(page: Page, hits: _Counted, sink: Sink, choices: Choices) -> None:
    records.write_jsonl(_objects(hits, choices), sink)


def _write_ids(keys: Iterable[Key], sink: Sink, choices: Choices) -> int:
    end = "\0" if choices.nul else "\n"
    count = 0
    for cable_id, ordinal in keys:
        sink.stream.write(f"{tsv_cell(cable_id)}:{ordinal}{end}")
        count += 1
    return count


def _text(page: Page, hits: _Counted, sink: Sink, choices: Choices) -> None:
    for number, hit in enumerate(hits):
        if number:
            sink.line()
        day = hit.cable.date.strftime("%Y-%m-%d") if hit.cable.date else ""
        facts = (hit.cite, day, terminal.post_name(hit.cable), hit.cable.about or "")
        sink.line(one_line("  ".join(filter(None, facts))))
        if hit.paragraph.heading:
            sink.line(one_line(hit.paragraph.heading))
        terminal.write_paragraph(hit.paragraph, sink)


def _html(results: Results, hits: _Counted, sink: Sink, choices: Choices) -> None:
    from cablesearch.output.html import Sheet, write_html

    sheet = results.sheet or Sheet()
    lookups = choices.lookups
    write_html(results.page, hits, sink, sheet, facet_size=choices.facet_size, lookups=lookups)


def _citing(how: Format) -> Callable[[Page, _Counted, Sink, Choices], None]:
    """The writer of a format that cites, whose modules no other format needs."""

    def write(page: Page, hits: _Counted, sink: Sink, choices: Choices) -> None:
        from cablesearch.output.citing import write_citations

        cited = ((hit.cable, hit.paragraph) for hit in hits)
        write_citations(cited, how, sink, form=choices.lookups.form, tables=choices.lookups.tables)

    return write


_WRITERS: Mapping[Format, Callable[[Page, _Counted, Sink, Choices], None]] = {
    Format.TABLE: _table,
    Format.TSV: _tsv,
    Format.CSV: _csv,
    Format.JSON: _json,
    Format.JSONL: _jsonl,
    Format.TEXT: _text,
    **{how: _citing(how) for how in CITING},
}
