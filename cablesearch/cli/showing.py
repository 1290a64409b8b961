"""What `cablesearch show` prints of cables that were found: text, JSON, citations, places, the record itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cablesearch.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cablesearch.api import Index
    from cablesearch.cable.model import Cable, Paragraph
    from cablesearch.formats.record import Record
    from cablesearch.output.sink import Sink

    Found = tuple[Cable, tuple[Paragraph, ...]]

_MOST_NAMED = 5


class Showing:
    """Prints to one sink; `notes` are what should be said when all is printed."""

    def __init__(
        self, index: Index, sink: Sink, how: str, *, match: str | None, expand_tags: bool
    ) -> None:
        self.notes: list[str] = []
        self._index = index
        self._sink = sink
        self._how = how
        self._match = match
        self._marker = None if match is None else index.highlighter(match)
        self._expand_tags = expand_tags

    def find(self, spec: str, version: int | None, para: str | None) -> Found:
        """A cable and its paragraphs by what a user typed; NotFoundError, also where --para leaves none."""
        cable, paragraphs = self._index.find(spec, version=version)
        if para is None:
            return cable, paragraphs
        from cablesearch.cable.ranges import in_ranges

        some = in_ranges(cable, paragraphs, para)
        if not some:
            numbers = [p.number for p in cable.paragraphs if p.number is not None]
            has = f"its last is {max(numbers)}" if numbers else "its paragraphs have no numbers"
            raise NotFoundError(f"{cable.id} has no paragraph {para}; {has}")
        return cable, some

    def text(self, found: Iterable[Found]) -> None:
        """The cables as people read them, or the parsed cables."""
        from cablesearch.output.cable import write_cable
        from cablesearch.output.parsed import write_cables
        from cablesearch.search.labels import tag_meaning

        told = self._told(found)
        if self._how != "text":
            write_cables(map(_narrowed, told), self._sink, array=self._how == "json")
            return
        for number, (cable, paragraphs) in enumerate(told):
            if number:
                self._sink.line()
            marked = write_cable(
                cable,
                paragraphs,
                self._sink,
                meaning=partial(tag_meaning, tables=self._index.tables, when=cable.date),
                expand_tags=self._expand_tags,
                marker=self._marker,
            )
            if self._marker is not None and not marked:
                self.notes.append(f"{cable.id}: nothing of --match {self._match}")

    def cite(self, found: Iterable[Found], how: str) -> None:
        """How to cite each: a whole cable, or each of its paragraphs that were asked for."""
        from cablesearch.output.citing import write_citations
        from cablesearch.output.formats import Format

        cited = (
            (cable, paragraph)
            for cable, paragraphs in found
            for paragraph in ((None,) if _is_whole(cable, paragraphs) else paragraphs)
        )
        write_citations(
            cited, Format(how), self._sink, form=self._index.form, tables=self._index.tables
        )

    def where(self, found: Iterable[Found]) -> None:
        """Where each paragraph stands in its file, or in the text that was taken out of it."""
        from cablesearch.cli.heading import heading
        from cablesearch.output.listing import Listing, Manner, write_listing
        from cablesearch.output.where import COLUMNS, where_rows, write_where

        rows = (
            row
            for cable, paragraphs in found
            for row in where_rows(cable, paragraphs, self._index.form_of(cable))
        )
        listing = Listing(
            names=COLUMNS,
            rows=rows,
            key="paragraphs",
            table=write_where,
            head=heading(self._index),
        )
        how = None if self._how == "text" else self._how
        write_listing(listing, Manner(format=how), self._sink)

    def original(self, found: Found) -> tuple[Record, Found]:
        """The record that a cable was read from; SourceError."""
        return self._index.original(found[0]), found

    def raw(self, found: Iterable[tuple[Record, Found]]) -> None:
        """The text of each record as it was taken out of its file; of some paragraphs only, their lines of it."""
        from cablesearch.output.safe import shown
        from cablesearch.output.where import raw_lines

        for record, (cable, paragraphs) in found:
            text = record.text if _is_whole(cable, paragraphs) else raw_lines(record, paragraphs)
            # a terminal is not a file: there nothing of a cable acts
            self._sink.stream.write(shown(text) if self._sink.terminal else text)
            if not text.endswith("\n"):
                self._sink.line()

    def _told(self, found: Iterable[Found]) -> Iterator[Found]:
        """The same; it is noted which other cables and texts go by the name of each."""
        from cablesearch.cable.shared import number_of

        for cable, paragraphs in found:
            yield cable, paragraphs
            if others := self._index.others(cable.id):
                some = [*others[:_MOST_NAMED], *(["..."] if len(others) > _MOST_NAMED else [])]
                count = len(others) + 1
                self.notes.append(
                    f"{number_of(cable.id)} is the number of {count:,} cables: also {', '.join(some)}"
                )
            texts = {version.text_digest for version in self._index.versions(cable.id)}
            if len(texts) > 1:
                self.notes.append(
                    f"{cable.id} has {len(texts):,} texts: --versions lists, --diff compares them"
                )


def _is_whole(cable: Cable, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a cable was asked for and no paragraph of it, which may be the only one."""
    return paragraphs is cable.paragraphs


def _narrowed(found: Found) -> Cable:
    from msgspec.structs import replace

    cable, paragraphs = found
    return cable if _is_whole(cable, paragraphs) else replace(cable, paragraphs=paragraphs)
