"""A timeline as a picture for a paper, drawn by matplotlib without a display; the same data give the same SVG."""

from __future__ import annotations

import io
import warnings
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from cablesearch.errors import UsageError
from cablesearch.output.cells import cut
from cablesearch.output.safe import one_line
from cablesearch.output.timeline import series

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cablesearch.search.timeline import Timeline

KINDS: Final = ("svg", "png")

_SETTINGS: Final[Mapping[str, Any]] = {
    "svg.hashsalt": "cablesearch",
    "svg.fonttype": "none",  # letters stay letters: small, searchable, in the reader's own font
    "axes.spines.top": False,
    "axes.spines.right": False,
    "font.size": 10,
}
_LAST: Final = datetime(9999, 12, 31, 23, tzinfo=UTC)
_WIDEST: Final = 80  # signs of a query in the legend
_INCHES: Final = (7.0, 3.5)
_DOTS: Final = 200  # an inch of a png
_METADATA: Final[Mapping[str, Mapping[str, None]]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
}
_LOOKS: Final[tuple[Mapping[str, Any], ...]] = (
    {"fill": True, "color": "#9db7cc"},
    {"fill": False, "color": "#1a1a1a", "linewidth": 1.4},
)
"""Of the first series and the second: an area under a line stays legible without colour."""


def check_plot(path: Path) -> str:
    """The kind of picture that a file's name asks for; UsageError for another, where the file cannot be put there, or
    where matplotlib is missing."""
    kind = path.suffix.lower().lstrip(".")
    if kind not in KINDS:
        raise UsageError(
            f"{path.name}: a plot is an svg or a png", remedy="name the file so: timeline.svg"
        )
    if path.is_dir():
        raise UsageError(f"{path}: is a folder", remedy="name a file for the plot")
    if not path.parent.is_dir():
        raise UsageError(f"{path.parent}: there is no such folder", remedy="make it first")
    if find_spec("matplotlib") is None:
        raise UsageError(
            "--plot needs matplotlib", remedy="install it: pip install 'cablesearch[plot]'"
        )
    return kind


def picture(timeline: Timeline, kind: str) -> bytes:
    """The timeline drawn, as the bytes of an svg or a png."""
    from matplotlib import style
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    # what the user's own configuration of matplotlib says does not count; a font without some letter is no error
    with style.context(["default", dict(_SETTINGS)]), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        figure = Figure(figsize=_INCHES, layout="constrained")
        FigureCanvasAgg(figure)
        _draw(figure.add_subplot(), timeline)
        drawn = io.BytesIO()
        figure.savefig(drawn, format=kind, dpi=_DOTS, metadata=dict(_METADATA[kind]))
    return drawn.getvalue()


def _draw(axes: Any, timeline: Timeline) -> None:
    from matplotlib import dates
    from matplotlib.ticker import MaxNLocator

    kit: Any = dates  # which has no types
    periods = timeline.periods
    drawn = series(timeline)
    if periods:
        edges = [kit.date2num(period.start) for period in periods]
        # there is no day behind the last of the year 9999
        edges.append(min(kit.date2num(periods[-1].end) + 1, kit.date2num(_LAST)))
        for one, look in zip(drawn, _LOOKS, strict=False):
            axes.stairs(_heights(one.counts, one.shares), edges, **look)
        axes.set_xlim(edges[0], edges[-1])
        locator = kit.AutoDateLocator()
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(kit.ConciseDateFormatter(locator))
    axes.set_ylim(bottom=0)
    if not timeline.shared:
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylabel("per cent of all paragraphs" if timeline.shared else "paragraphs")
    axes.set_xlabel(f"date of the cable, by {timeline.by}")
    _name(axes, [cut(one_line(one.name), _WIDEST) or "all paragraphs" for one in drawn])


def _heights(counts: Any, shares: Any) -> list[float]:
    """What stands on the axis; nothing where there is nothing to have a share of."""
    return [float("nan") if h is None else float(h) for h in (counts if shares is None else shares)]


def _name(axes: Any, names: list[str]) -> None:
    """The legend, above. Names are set as plain text: in a label matplotlib reads "$" as mathematics, "_" as hidden."""
    handles = axes.patches
    if not handles:
        return
    legend = axes.legend(
        handles, ["x"] * len(handles), frameon=False, loc="lower left", bbox_to_anchor=(0, 1)
    )
    for text, name in zip(legend.get_texts(), names, strict=True):
        text.set_parse_math(False)
        text.set_text(name)
