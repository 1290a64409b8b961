"""Parsed cables as data: JSON lines, one JSON array, or a table of what was understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cablesearch.cable.model import to_json
from cablesearch.output.cells import cut, pad
from cablesearch.output.records import write_tsv
from cablesearch.output.safe import json_text, one_line
from cablesearch.search.page import iso

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cablesearch.cable.model import Cable
    from cablesearch.output.sink import Sink

_COLUMNS: Final = (
    "id", "date", "post", "class", "paragraphs", "marked", "tags", "diagnostics", "subject",
)  # fmt: skip
_WIDTHS: Final = (16, 10, 14, 12, 10, 6, 24, 11)


def write_cables(cables: Iterable[Cable], sink: Sink, *, array: bool) -> int:
    """Cables as JSON, one a line, or as one array; gives their number."""
    count = 0
    if array:
        sink.stream.write("[")
    for count, cable in enumerate(cables, 1):
        line = json_text(to_json(cable).decode())
        sink.stream.write(("," if count > 1 else "") + f"\n{line}" if array else f"{line}\n")
    if array:
        sink.stream.write("\n]\n" if count else "]\n")
    return count


def write_overview(cables: Iterable[Cable], sink: Sink) -> int:
    """One line a cable: aligned on a terminal, tab-separated elsewhere; gives their number."""
    count = 0

    def rows() -> Iterable[dict[str, Any]]:
        nonlocal count
        for cable in cables:
            count += 1
            yield _row(cable)

    if not sink.terminal:
        write_tsv(rows(), _COLUMNS, sink)
        return count
    heads = [pad(name, wide) for name, wide in zip(_COLUMNS, _WIDTHS, strict=False)]
    sink.line(sink.style.strong("  ".join((*heads, _COLUMNS[-1]))))
    for row in rows():
        row["date"] = (row["date"] or "")[:10]
        # cables stream by, so the widths are fixed; a longer cell pushes the rest to the right
        cells = [
            pad(_text(row[name]), wide, right=isinstance(row[name], int))
            for name, wide in zip(_COLUMNS, _WIDTHS, strict=False)
        ]
        sink.line(cut("  ".join((*cells, _text(row["subject"]))).rstrip(), sink.width))
    return count


def _text(value: Any) -> str:
    if isinstance(value, list):
        return one_line(" ".join(value))
    return "" if value is None else one_line(str(value))


def _row(cable: Cable) -> dict[str, Any]:
    return {
        "id": cable.id,
        "date": iso(cable.date),
        "post": cable.embassy,
        "class": cable.classification,
        "paragraphs": len(cable.paragraphs),
        "marked": sum(p.marking is not None for p in cable.paragraphs),
        "tags": list(cable.tags),
        "diagnostics": len(cable.diagnostics),
        "subject": cable.about,
    }
