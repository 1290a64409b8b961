"""Facets as people see them: side by side, with counts, bars and meanings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.output.cells import cut, pad, width
from cablesearch.output.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cablesearch.output.sink import Sink
    from cablesearch.search.page import Facet

_BAR: Final = 4
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
_LABEL: Final = 26
_GAP: Final = 3


def bar(count: float, most: float, cells: int = _BAR) -> str:
    """A bar of at most so many cells, in eighths.

    >>> bar(11, 11), bar(2, 11)
    ('████', '▋')
    """
    eighths = int(count * cells * 8 / most) if most else 0
    full, rest = divmod(eighths, 8)
    drawn = "█" * full + (_EIGHTHS[rest] if rest else "")
    return drawn or ("▏" if count else "")


def write_facets(facets: Mapping[str, Facet], sink: Sink, *, size: int) -> None:
    """All facets, as many side by side as the terminal is wide."""
    blocks = [_block(name, facet, sink, size) for name, facet in facets.items()]
    row: list[list[str]] = []
    used = 0
    for block in blocks:
        wide = max(map(width, block))
        if row and used + _GAP + wide > sink.width:
            _write_row(row, sink)
            row, used = [], 0
        used += (_GAP if row else 0) + wide
        row.append(block)
    if row:
        _write_row(row, sink)


def _block(name: str, facet: Facet, sink: Sink, size: int) -> list[str]:
    """The lines of one facet, its name first."""
    shown = facet.values[:size] if size else facet.values
    most = max((v.count for v in facet.values), default=0)
    missing = facet.missing if name != "marking" else 0  # there they are the value "unmarked"
    values = [one_line(v.value) for v in shown]
    counts = [f"{v.count:,}" for v in shown] + ([f"{missing:,}"] if missing else [])
    wide = max(map(width, (*values, "(none)" if missing else "")))
    wide = min(wide, sink.width // 2)
    right = max(map(len, counts), default=0)
    room = max(0, min(_LABEL, sink.width - wide - right - _BAR - 8))
    lines = [name]
    for value, given, count in zip(values, shown, counts, strict=False):
        label = cut(one_line(given.label), room) if given.label and room > 8 else ""
        sign = "*" if given.chosen else " "
        drawn = pad(bar(given.count, most), _BAR)
        lines.append(
            f" {sign}{pad(cut(value, wide), wide)}  {count:>{right}} {drawn}  {label}".rstrip()
        )
    if missing:
        lines.append(
            f"  {pad('(none)', wide)}  {counts[-1]:>{right}} {bar(missing, most)}".rstrip()
        )
    if len(facet.values) > len(shown):
        lines.append(f"  +{len(facet.values) - len(shown):,} more")
    return [cut(line, sink.width) for line in lines]


def _write_row(blocks: list[list[str]], sink: Sink) -> None:
    widths = [max(map(width, block)) for block in blocks]
    for at in range(max(map(len, blocks))):
        line = (
            (" " * _GAP)
            .join(
                pad(block[at] if at < len(block) else "", wide)
                for block, wide in zip(blocks, widths, strict=True)
            )
            .rstrip()
        )
        sink.line(sink.style.strong(line) if at == 0 else line)
