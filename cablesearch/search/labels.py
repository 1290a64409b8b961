"""What the values of facets mean in words, at the dates of the cables that were counted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from cablesearch.cable.countries import country_name
from cablesearch.cable.eras import LIST_CHANGED, UNDATED
from cablesearch.cable.meaning import is_given_away, meaning
from cablesearch.cable.misprints import corrected
from cablesearch.fields import UNMARKED
from cablesearch.search.dates import UNKNOWN, Dates

if TYPE_CHECKING:
    from cablesearch.cable.tables import Tables

_LEVEL_LABELS: Final = {
    "U": "Unclassified",
    "SBU": "Sensitive but unclassified",
    "LOU": "Limited official use",
    "C": "Confidential",
    "S": "Secret",
    "TS": "Top secret",
    UNMARKED: "no portion mark of its own",
}


def label_of(field: str, value: str, tables: Tables, dates: Dates = UNKNOWN) -> str | None:
    """What a value means in words, where a code table or the field says so.

    >>> from cablesearch.cable.tables import default_tables
    >>> label_of("tags", "CH", default_tables(), Dates(last=date(2024, 1, 1), both=True))
    'China; Switzerland from 2011'
    """
    if field == "marking":
        return _LEVEL_LABELS.get(value)
    if field == "tags":
        return _tag(value, tables, dates)
    if field in ("embassy", "to", "info"):
        post = tables.posts.get(value)
        return post.name or None if post else None
    if field == "country":
        return country_name(value, tables)
    return None


def tag_meaning(code: str, *, tables: Tables, when: date | None) -> str | None:
    """What a code on a cable's TAGS line meant at its date; of a misprint also which code it was meant to be.

    >>> from cablesearch.cable.tables import default_tables
    >>> tag_meaning("PGVO", tables=default_tables(), when=date(2008, 2, 8))
    'for PGOV: Internal government affairs'
    """
    meant = corrected(code, tables)
    what = meaning(meant or code, tables, when)
    return f"for {meant}: {what}" if meant and what else f"for {meant}" if meant else what


def _tag(code: str, tables: Tables, dates: Dates) -> str | None:
    """The meaning of a code; both meanings, where cables of both eras have it."""
    now = meaning(code, tables, dates.last)
    if dates.both and is_given_away(code, tables):
        before = meaning(code, tables, date(UNDATED, 12, 31))
        if before and now and before != now:
            return f"{before}; {now} from {LIST_CHANGED}"
    return now
