"""Where paragraphs stand in the files that they were read from: rows, and a table for people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from cablesearch.cable.cite import cites
from cablesearch.output.grid import write_grid
from cablesearch.output.records import cell
from cablesearch.output.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cablesearch.cable.model import Cable, Paragraph
    from cablesearch.formats.record import Record
    from cablesearch.output.records import Row
    from cablesearch.output.sink import Sink

COLUMNS: Final = (
    *("cable_id", "ordinal", "number", "cite", "file", "member", "first", "last"),
    *("lines_of", "offset"),
)

_AS_THEY_STAND: Final = ("telegram", "markdown", "aad")
"""The forms whose text is that of the file or member, so that its lines are lines there."""

# the line ends that are counted
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


def where_rows(
    cable: Cable, paragraphs: Sequence[Paragraph], form: str | None
) -> Iterator[dict[str, Any]]:
    """A row a paragraph; `first` and `last` are its lines, 1-based, in what `lines_of` names.

    That is "file", the decoded text of the file or member; or "record", the text that was taken out of it, where the
    `form` is a web page, a table, JSON or XML. `offset` is the byte where the record stands in the file or member, null
    where it is all of it.
    """
    names = cites(cable)
    of = "file" if form in _AS_THEY_STAND else "record"
    for p in paragraphs:
        yield {
            "cable_id": cable.id,
            "ordinal": p.ordinal,
            "number": p.number,
            "cite": names[p.ordinal],
            "file": cable.source.path,
            "member": cable.source.member,
            "first": p.lines[0],
            "last": p.lines[1],
            "lines_of": of,
            "offset": cable.source.offset,
        }


def raw_lines(record: Record, paragraphs: Sequence[Paragraph]) -> str:
    """The lines of a record's text that these paragraphs stand on, each once, as they are."""
    lines = _LINE.findall(record.text)
    wanted = {
        no - record.first_line for p in paragraphs for no in range(p.lines[0], p.lines[1] + 1)
    }
    return "".join(lines[at] for at in sorted(wanted) if 0 <= at < len(lines))


def write_where(rows: Iterable[Row], sink: Sink) -> None:
    """Each file, and each record that lines are counted in, once above its paragraphs."""
    by_place: dict[str, list[Row]] = {}
    for row in rows:
        by_place.setdefault(_place(row), []).append(row)
    for number, (place, some) in enumerate(by_place.items()):
        if number:
            sink.line()
        sink.line(sink.style.strong(one_line(place)))
        write_grid(("", ""), [(cell(row["cite"]), _lines(row)) for row in some], sink)


def _place(row: Row) -> str:
    place = ":".join(filter(None, (row["file"], row["member"])))
    if row["lines_of"] == "file" or row["offset"] is None:
        return place
    return f"{place}, record at byte {row['offset']:,}"


def _lines(row: Row) -> str:
    first, last = row["first"], row["last"]
    lines = f"line {first}" if first == last else f"lines {first}-{last}"
    return lines if row["lines_of"] == "file" else f"{lines} of the record's text"
