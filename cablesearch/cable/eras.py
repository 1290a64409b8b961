"""Eras: the years for which a row of a table holds, and which of its rows hold in a given year."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from msgspec import Struct

from cablesearch.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

LIST_CHANGED: Final = 2011
"""The first year whose two-letter codes are read by the later list of countries: CH was China, and is Switzerland.

No source gives the year in which the later list took the place of the earlier one. The last public cables, of
February 2010, use the earlier; the handbook of March 2024 (5 FAH-3 H-414) prints the later; no public cable is known
from between 2010 and 2022. So the boundary stands right behind the last year of known cables: it reads none wrongly.
"""

UNDATED: Final = LIST_CHANGED - 1
"""The year as of which cables without a date are read: the last of the earlier era. Nearly all of them are the extracts
without a header that were published with the cables up to 2010."""

_EVER: Final = 9999


class Era(Struct, frozen=True):
    """Years from `first` to `last`, both included; without arguments, every year."""

    first: int = 0
    last: int = _EVER

    @classmethod
    def read(cls, text: str) -> Era:
        """An era as a table writes it: a list's name, years, or nothing; ValueError.

        Years are 1974-2010, 1973-79, 1992-, -1991, 1990s or 1985; nothing is every year.

        >>> Era.read("1973-79")
        Era(first=1973, last=1979)
        """
        text = text.strip()
        if text in LISTS:
            return LISTS[text]
        years = _YEARS.fullmatch(text)
        if years is None or text == "-":
            raise ValueError(f'"{text}" is no era')
        if years["decade"]:
            return cls(int(years["decade"]), int(years["decade"]) + 9)
        first = years["year"] or years["first"] or ""
        last = years["year"] or years["last"] or ""
        if len(last) == 2:
            last = first[:2] + last
        era = cls(int(first or 0), int(last or _EVER))
        if era.last < era.first:
            raise ValueError(f'"{text}" is no era: it ends before it begins')
        return era

    def __contains__(self, year: int) -> bool:
        return self.first <= year <= self.last

    def __str__(self) -> str:
        if self.last == _EVER:
            return f"from {self.first}" if self.first else "ever"
        return f"{self.first}-{self.last}" if self.first else f"to {self.last}"


EVER: Final = Era()
"""Every year."""

LISTS: Final = {
    "": EVER,
    # the handbook of June 1974, of codes in use since 1973; no list up to 2010 gives one of them to another country
    "1974": Era(1973, LIST_CHANGED - 1),
    # read from cables of 2002 to 2010; codes that are new in them are of states that arose from 1990 on
    "2000s": Era(1990, LIST_CHANGED - 1),
    "2022": Era(LIST_CHANGED),
    "2024": Era(LIST_CHANGED),
}
"""The published lists by their names in the column `era`, and the years for which each is taken to hold."""

_YEARS: Final = expression(
    r"(?P<decade>\d{3}0)s|(?P<year>\d{4})|(?P<first>\d{4})?-(?P<last>\d{4}|(?<=\d{4}-)\d\d)?"
)


class Dated(Protocol):
    """A row of a table with the years for which it holds."""

    @property
    def era(self) -> Era:
        """Those years."""


Row = TypeVar("Row", bound=Dated)


def year_of(when: date | None) -> int:
    """The year as of which a cable of this date is read."""
    return when.year if when else UNDATED


def in_force(rows: Iterable[Row], year: int) -> list[Row]:
    """The rows that hold in a year, those with the narrowest era first.

    Where no row's era has the year, these are the rows of the nearest earlier era, else of the nearest later.
    """
    rows = list(rows)
    if len(rows) < 2:  # of hundreds of codes that are counted, nearly all
        return rows
    held = [row for row in rows if year in row.era]
    if not held and (earlier := [row for row in rows if row.era.last < year]):
        latest = max(row.era.last for row in earlier)
        held = [row for row in earlier if row.era.last == latest]
    elif not held and rows:
        soonest = min(row.era.first for row in rows)
        held = [row for row in rows if row.era.first == soonest]
    return sorted(held, key=lambda row: row.era.last - row.era.first)


def eras_of(rows: Sequence[Row], chosen: Callable[[Row], bool]) -> tuple[Era, ...]:
    """The eras, in order, in which at least one of the chosen rows is in force."""
    edges = {0, _EVER + 1}
    edges |= {row.era.first for row in rows} | {row.era.last + 1 for row in rows}
    eras: list[Era] = []
    for first, after in pairwise(sorted(edges)):
        if any(map(chosen, in_force(rows, first))):
            if eras and eras[-1].last == first - 1:
                eras[-1] = Era(eras[-1].first, after - 1)
            else:
                eras.append(Era(first, after - 1))
    return tuple(eras)
