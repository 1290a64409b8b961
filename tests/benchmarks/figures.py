"""Figures, the bars they are held against, and the table of both in markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What was measured. `bar` is the most it may be, or with `at_least` the least; null for a figure without one."""

    what: str
    value: float
    unit: str = ""
    bar: float | None = None
    at_least: bool = False
    remark: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the bar holds; null without one."""
        if self.bar is None:
            return None
        return self.value >= self.bar if self.at_least else self.value <= self.bar


def number(value: float) -> str:
    """A value with three significant digits, or none behind the point.

    >>> number(0.01234), number(12345.6), number(0.0)
    ('0.0123', '12,346', '0')
    """
    return f"{value:,.0f}" if abs(value) >= 100 or value == 0 else f"{value:.3g}"


def line(one: Figure) -> str:
    """A figure as a line of the table."""
    bar = ""
    if one.bar is not None:
        bar = f"{'>=' if one.at_least else '<='} {number(one.bar)} {one.unit}".strip()
    holds = {None: "", True: "yes", False: "**no**"}[one.holds]
    measured = f"{number(one.value)} {one.unit}".strip()
    return f"| {one.what} | {measured} | {bar} | {holds} | {one.remark} |"


def table(figures: Iterable[Figure]) -> str:
    """The figures in markdown, a line each."""
    head = ("| figure | measured | bar | holds | remark |", "|---|---:|---:|---|---|")
    return "\n".join((*head, *map(line, figures)))


def skipped(what: str, why: str) -> str:
    """A line of what was not measured."""
    return f"- not measured: {what}: {why}"
