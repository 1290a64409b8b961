"""What TAGS codes mean in words at a cable's date, and which codes mean given words, when."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from cablesearch.cable.eras import EVER, Era, eras_of, in_force, year_of
from cablesearch.text import stems

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from cablesearch.cable.tables import Tables, Tag

_GIVEN_AWAY: Final = ("country", "region")
"""Kinds of codes that came to stand for something else. Of other codes only the wording changed (EFIS was fishing, then
fisheries), and they are found by any of their wordings."""


def meaning(code: str, tables: Tables, when: date | None) -> str | None:
    """What a code meant at the date of a cable; see eras.UNDATED for cables without one.

    >>> from datetime import date
    >>> from cablesearch.cable.tables import default_tables
    >>> [meaning("CH", default_tables(), date(year, 5, 1)) for year in (2009, 2024)]
    ['China', 'Switzerland']
    """
    rows = in_force(_with_meaning(code, tables), year_of(when))
    return rows[0].meaning if rows else None


def is_given_away(code: str, tables: Tables) -> bool:
    """Whether a code's meaning can be another thing, not only another wording, by era."""
    return any(tag.kind in _GIVEN_AWAY for tag in tables.tags.get(code, ()))


def codes_meaning(words: str, tables: Tables) -> Mapping[str, tuple[Era, ...]]:
    """The codes whose meaning has all of these words in it, sorted, each with the eras in which it had that meaning.

    >>> from cablesearch.cable.tables import default_tables
    >>> codes_meaning("Switzerland", default_tables())
    {'CH': (Era(first=2011, last=9999),), 'SZ': (Era(first=0, last=2010),)}
    """
    wanted = stem_set(words)
    found: dict[str, tuple[Era, ...]] = {}
    if not wanted:
        return found

    def meant(tag: Tag) -> bool:
        return wanted <= stem_set(tag.meaning or "")

    for code in sorted(tables.tags):
        rows = _with_meaning(code, tables)
        fitting = [tag for tag in rows if meant(tag)]
        if any(tag.kind not in _GIVEN_AWAY for tag in fitting):
            found[code] = (EVER,)
        elif fitting and (eras := eras_of(rows, meant)):
            found[code] = eras
    return found


@lru_cache(maxsize=4096)
def stem_set(text: str) -> frozenset[str]:
    """The stems of a text's words; the tables' meanings are asked for them again and again."""
    return frozenset(stems(text))


def _with_meaning(code: str, tables: Tables) -> list[Tag]:
    return [tag for tag in tables.tags.get(code, ()) if tag.meaning]
