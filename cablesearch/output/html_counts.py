"""Counts on a result's page: the timeline drawn, and facets as tables with bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.output.html_text import inert

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cablesearch.search.page import Facet, FacetValue
    from cablesearch.search.timeline import Period, Timeline

_HEIGHT: Final = 100
_GAP: Final = 0.15
"""The share of a period's width that is left free."""
_TABLED: Final = 120
"""A timeline of more periods than this is drawn and not written out."""


def timeline_html(timeline: Timeline) -> Iterator[str]:
    """The timeline as a drawing, and its counts as a table to open."""
    periods = timeline.periods
    if not periods:
        return
    most = max(periods, key=lambda period: period.count)
    said = (
        f"{timeline.total:,} paragraphs by {timeline.by}, from {periods[0].label} to {periods[-1].label}; "
        f"most in {most.label}: {most.count:,}"
    )
    yield '<section aria-labelledby="time"><h2 id="time">Over time</h2>\n<figure>'
    yield (
        f'<svg class="time" role="img" aria-label="{inert(said)}" viewBox="0 0 {len(periods)} {_HEIGHT}" '
        'preserveAspectRatio="none">'
    )
    for at, period in enumerate(periods):
        yield _period(at, period, most.count)
    yield "</svg>"
    ends = (periods[0].label, f"most: {most.label}, {most.count:,}", periods[-1].label)
    shown = ends if len(periods) > 1 else (ends[0], f"{most.count:,}")
    spans = "".join(f"<span>{inert(text)}</span>" for text in shown)
    yield f"<figcaption>{spans}</figcaption></figure>"
    if timeline.undated:
        yield f'<p class="soft">Without a date: {timeline.undated:,}</p>'
    if len(periods) <= _TABLED:
        yield "<details><summary>The counts</summary><table>"
        yield f'<tr><th scope="col">{timeline.by}</th><th scope="col">paragraphs</th></tr>'
        for period in periods:
            yield (
                f'<tr><th scope="row">{inert(period.label)}</th>'
                f'<td class="count">{period.count:,}</td></tr>'
            )
        yield "</table></details>"
    yield "</section>\n"


def _period(at: int, period: Period, most: int) -> str:
    height = round(period.count * _HEIGHT / most, 2) if most else 0
    title = f"<title>{inert(period.label)}: {period.count:,}</title>"
    return (
        f'<rect x="{at + _GAP / 2:.3f}" y="{_HEIGHT - height:.2f}" width="{1 - _GAP}" height="{height}">'
        f"{title}</rect>"
    )


def facets_html(facets: Mapping[str, Facet], size: int) -> Iterator[str]:
    """Each facet as a table: value, meaning, count, bar. `size` values of each, 0 for all."""
    if not facets:
        return
    yield '<section aria-labelledby="counts"><h2 id="counts">Counts of paragraphs</h2>\n<div class="facets">'
    for name, facet in facets.items():
        values = facet.values
        shown = values[:size] if size else values
        missing = facet.missing if name != "marking" else 0  # there they are the value "unmarked"
        yield f"<table><caption>{inert(name)}</caption>"
        yield from _rows(shown, missing, max((missing, *(v.count for v in values))))
        if len(values) > len(shown):
            left = len(values) - len(shown)
            yield f'<tr><td class="soft" colspan="3">+{left:,} more</td></tr>'
        yield "</table>"
    yield "</div></section>\n"


def _rows(values: Sequence[FacetValue], missing: int, most: int) -> Iterator[str]:
    for value in values:
        named = inert(value.value)
        if value.label:
            named += f' <span class="soft">{inert(value.label)}</span>'
        yield _row(named, value.count, most, "chosen" if value.chosen else "")
    if missing:
        yield _row('<span class="soft">(none)</span>', missing, most, "")


def _row(named: str, count: int, most: int, look: str) -> str:
    wide = round(count * 100 / most, 1) if most else 0
    bar = (
        '<svg class="bar" aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none">'
        f'<rect width="{min(wide, 100)}" height="1"></rect></svg>'
    )
    opening = f'<tr class="{look}">' if look else "<tr>"
    return (
        f'{opening}<th scope="row">{named}</th><td class="count">{count:,}</td>'
        f'<td class="drawn">{bar}</td></tr>'
    )
