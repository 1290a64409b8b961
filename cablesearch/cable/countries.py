"""The countries of posts: one value each whatever the era, by TAGS code of 1973-2010, known by any of its names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.cable.eras import LIST_CHANGED, UNDATED, in_force, year_of
from cablesearch.cable.meaning import stem_set

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cablesearch.cable.tables import Tables


def country_of(station: str | None, tables: Tables, when: date | None) -> str | None:
    """The country in which a post was at the date of a cable; see eras.UNDATED for cables without one.

    >>> from datetime import date
    >>> from cablesearch.cable.tables import default_tables
    >>> [country_of("MOSCOW", default_tables(), date(year, 5, 1)) for year in (1974, 2009, 2024)]
    ['UR', 'RS', 'RS']
    """
    rows = in_force(tables.countries.get(station or "", ()), year_of(when))
    return rows[0].code if rows else None


def country_name(code: str, tables: Tables) -> str | None:
    """What the country of a code was called last, before two-letter codes changed.

    >>> from cablesearch.cable.tables import default_tables
    >>> country_name("CH", default_tables())
    'China'
    """
    rows = in_force(
        [t for t in tables.tags.get(code, ()) if t.meaning and t.era.first < LIST_CHANGED], UNDATED
    )
    if rows:
        return rows[0].meaning
    return next((name for held, name in _posts(tables) if held == code and name), None)


def countries_named(words: str, tables: Tables) -> tuple[str, ...]:
    """The codes of the countries with all of these words in one of their names, sorted.

    >>> from cablesearch.cable.tables import default_tables
    >>> countries_named("germany", default_tables())
    ('GE', 'GM', 'GW')
    """
    wanted = stem_set(words)
    if not wanted:
        return ()
    codes = {code for code, _ in _posts(tables)}
    names = [*_posts(tables)]
    names += [
        (code, tag.meaning)
        for code in codes
        for tag in tables.tags.get(code, ())
        if tag.era.first < LIST_CHANGED
    ]
    return tuple(sorted({code for code, name in names if wanted <= stem_set(name or "")}))


def _posts(tables: Tables) -> Iterator[tuple[str, str | None]]:
    """Code and name of every country that a post is or was in."""
    for held in tables.countries.values():
        for country in held:
            yield country.code, country.name
