"""How pieces look on the screen: the colours that the terminal has anyway, or none at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.color import Color

    from cablesearch.cli.browse.pieces import Piece

STYLES: Final[Mapping[str, Style]] = {
    "": Style(),
    "strong": Style(bold=True),
    "faint": Style(dim=True),
    "match": Style(bold=True, color="yellow"),
    "cursor": Style(reverse=True),
    "U": Style(color="green"),
    "SBU": Style(color="cyan"),
    "LOU": Style(color="cyan"),
    "C": Style(color="blue"),
    "S": Style(color="red"),
    "TS": Style(bold=True, color="red"),
}
"""The looks, those of output/style.py among them; a portion mark's is its level."""

CSS: Final = """
Screen, Query, Lines, Timeline, .line { background: ansi_default; color: ansi_default; }
Query { height: 1; border: none; padding: 0; }
Query:focus { border: none; }
Query > .input--cursor { background: ansi_default; color: ansi_default; text-style: reverse; }
Query > .input--placeholder, Query > .input--suggestion { color: ansi_default; text-style: dim; }
Query > .input--selection { background: ansi_default; color: ansi_default; text-style: reverse; }
#asking { height: auto; }
#prompt { width: 2; height: 1; }
#trouble { height: auto; max-height: 8; display: none; }
#body { height: 1fr; }
.line { height: 1; width: 1fr; }
Lines { width: 1fr; height: 1fr; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1;
        scrollbar-background: ansi_default; scrollbar-color: ansi_bright_black;
        scrollbar-background-hover: ansi_default; scrollbar-color-hover: ansi_white;
        scrollbar-background-active: ansi_default; scrollbar-color-active: ansi_white; }
Timeline { height: 2; }
#facets { width: 27; }
"""


class NoColour(LineFilter):
    """Everything without colours; bold, faint and reverse stay, which a terminal of 1978 knows."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            Segment(text, style.without_color if style else style, control)
            for text, style, control in segments
        ]


def strip(pieces: Iterable[Piece], width: int, *, over: Style | None = None) -> Strip:
    """A line of a widget, filled up to its width; `over` is laid over all of it."""
    segments = [
        Segment(text, STYLES[look] + over if over else STYLES[look]) for text, look in pieces
    ]
    return Strip(segments).adjust_cell_length(width, over)
