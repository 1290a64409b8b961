"""The versions of a cable as a list, and what differs between two of them."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from msgspec.structs import replace

from cablesearch.output.cells import width
from cablesearch.output.grid import write_grid
from cablesearch.output.records import write_tsv
from cablesearch.output.safe import one_line
from cablesearch.output.style import PLAIN
from cablesearch.search.page import iso

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablesearch.indexing.version import Version
    from cablesearch.output.sink import Sink
    from cablesearch.output.style import Style
    from cablesearch.search.compare import Change, Comparison, Piece, Side

COLUMNS: Final = (
    "cable_id", "version", "searched", "source", "format", "released", "date", "section", "paragraphs", "characters",
    "same_text_as",
)  # fmt: skip
_HEADS: Final = (
    "", "", "format", "released", "date", "paragraphs", "characters", "source",
)  # fmt: skip


def version_rows(versions: Sequence[Version]) -> list[dict[str, Any]]:
    """The versions of one cable as records; `same_text_as` is the first version that says the same."""
    first: dict[str, int] = {}
    rows = []
    for number, version in enumerate(versions, 1):
        same = first.setdefault(version.text_digest, number)
        row = {
            "cable_id": version.cable_id,
            "version": number,
            "searched": number == 1,
            "source": source_of(version),
            "format": version.format,
            "released": _iso(version.released),
            "date": _iso(version.date),
            "section": version.section,
            "paragraphs": version.paragraphs,
            "characters": version.length,
            "same_text_as": same if same < number else None,
        }
        rows.append(row)
    return rows


def source_of(version: Version) -> str:
    """The file that a version is from, and the member where that is a container."""
    return ":".join(filter(None, (version.path, version.member)))


def _iso(written: str | None) -> str | None:
    return written and iso(datetime.fromisoformat(written))


def write_versions(rows: Sequence[dict[str, Any]], sink: Sink) -> None:
    """The records of one cable's versions: a table on a terminal, tab-separated elsewhere."""
    if not sink.terminal:
        write_tsv(rows, COLUMNS, sink)
        return
    sink.line(sink.style.strong(one_line(rows[0]["cable_id"])))
    write_grid(_HEADS, [_cells(row) for row in rows], sink, right=frozenset({0, 5, 6}))


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    notes = [f"section {row['section']}" if row["section"] else None]
    notes.append(f"same text as {row['same_text_as']}" if row["same_text_as"] else None)
    more = "; ".join(filter(None, notes))
    return (
        str(row["version"]),
        "*" if row["searched"] else "",
        row["format"],
        (row["released"] or "")[:10],
        (row["date"] or "")[:16].replace("T", " "),
        f"{row['paragraphs']:,}",
        f"{row['characters']:,}",
        row["source"] + (f" ({more})" if more else ""),
    )


class Compared(Struct, frozen=True, kw_only=True):
    """Two versions of one cable, by their numbers, and what differs."""

    versions: Sequence[Version]
    old: int
    new: int
    comparison: Comparison

    @property
    def cable_id(self) -> str:
        """The cable they are of."""
        return self.versions[0].cable_id

    @property
    def alike(self) -> str:
        """What to say where nothing differs."""
        return f"{self.cable_id}: versions {self.old} and {self.new} say the same"


def change_rows(compared: Compared) -> list[dict[str, Any]]:
    """One record a header field or paragraph that differs."""
    return [
        {
            "cable_id": compared.cable_id,
            "old_version": compared.old,
            "new_version": compared.new,
            "kind": change.kind,
            "field": change.field,
            "old_cite": change.old,
            "new_cite": change.new,
            "old": _side(change, "old"),
            "new": _side(change, "new"),
            "pieces": [{"in": piece.side, "text": piece.text} for piece in change.pieces],
        }
        for change in compared.comparison.changes
    ]


def _side(change: Change, side: str) -> str | None:
    words = [piece.text for piece in change.pieces if piece.side in ("both", side)]
    return change.glue.join(words) or None


def write_comparison(compared: Compared, sink: Sink) -> None:
    """The header fields that differ, then paragraphs as lines with - and +; what one version alone has is marked."""
    if not compared.comparison.changes:
        sink.line(one_line(compared.alike))
        return
    for sign, number in (("---", compared.old), ("+++", compared.new)):
        version = compared.versions[number - 1]
        words = (
            f"{sign} {compared.cable_id} version {number}: {source_of(version)} ({version.format})"
        )
        sink.line(sink.style.strong(one_line(words)))
    for change in compared.comparison.header:
        _write(f"{change.field}: ", _listed(change), sink)
    for change in compared.comparison.paragraphs:
        sink.line(sink.style.faint(one_line(f"@@ {_place(change)} @@")))
        if change.kind in ("removed", "added"):
            _write("-" if change.kind == "removed" else "+", change.pieces, sink, alone=True)
            continue
        for sign, side in (("-", "old"), ("+", "new")):
            _write(sign, [p for p in change.pieces if p.side in ("both", side)], sink)


def _listed(change: Change) -> list[Piece]:
    """The items of a header field; a comma stands between two that one version has."""
    pieces = list(change.pieces)
    for at, (piece, following) in enumerate(pairwise(pieces)):
        if "both" in (piece.side, following.side):
            pieces[at] = replace(piece, text=piece.text + change.glue.strip())
    return pieces


def _place(change: Change) -> str:
    """Where a paragraph stands, in both versions where that differs."""
    old, new = change.old or "", change.new or ""
    if change.kind in ("removed", "added"):
        return f"{old or new} {change.kind}"
    return old + (f", now {new.rpartition(' ')[2]}" if old != new else "")


def _write(sign: str, pieces: Sequence[Piece], sink: Sink, *, alone: bool = False) -> None:
    """A line of words, wrapped on a terminal; each part of a marked run that is broken is marked by itself.

    A sign of one character stands before every line, a longer one before the first. Where all of it is in one version
    `alone`, only a colour says so again.
    """
    room = sink.width - len(sign)
    line: list[tuple[Side, str]] = []
    for side, word in [(p.side, one_line(word)) for p in pieces for word in p.text.split()]:
        longer = [*line, (side, word)]
        if line and sink.terminal and width(_marked(longer, PLAIN, alone=alone)) > room:
            sink.line(sign + _marked(line, sink.style, alone=alone))
            sign = sign if len(sign) == 1 else " " * len(sign)
            longer = [(side, word)]
        line = longer
    sink.line(sign + _marked(line, sink.style, alone=alone))


def _marked(words: Sequence[tuple[Side, str]], style: Style, *, alone: bool) -> str:
    parts = []
    for side, run in groupby(words, key=itemgetter(0)):
        text = " ".join(word for _, word in run)
        if side != "both" and (style.color or not alone):
            text = style.removed(text) if side == "old" else style.added(text)
        parts.append(text)
    return " ".join(parts)
