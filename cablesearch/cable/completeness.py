"""Which fields a cable has, and which a cable of its form and time usually has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from cablesearch.cable.ident import year_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cablesearch.cable.model import Cable

_MADE_UP: Final = re.compile(r"x[0-9a-f]{12}")
_CLASSIFIED: Final = ("CONFIDENTIAL", "SECRET", "TOP SECRET")

LACKING: Final[Mapping[str, frozenset[str]]] = {
    "frus": frozenset({
        "to", "executive_order", "declassify_on", "classified_by", "tags", "subject", "numbers", "marking",
    }),
    "json": frozenset({
        "to", "executive_order", "declassify_on", "classified_by", "tags", "numbers", "marking", "signers",
    }),
}  # fmt: skip
"""By form: the fields that most of its records lack, so that a cable without them misses nothing."""


def _always(_: Cable) -> bool:
    return True


def _since(year: int) -> Callable[[Cable], bool]:
    def usual(cable: Cable) -> bool:
        written = cable.date.year if cable.date else year_in(cable.id)
        return written is not None and written >= year

    return usual


def _classified_since(year: int) -> Callable[[Cable], bool]:
    return lambda cable: cable.classification in _CLASSIFIED and _since(year)(cable)


class Field(Struct, frozen=True, kw_only=True):
    """A field as the parse report counts it: whether a cable has it, whether such a cable usually does.

    `expected` says in words of which cables; empty where a cable without it misses nothing.
    """

    name: str
    has: Callable[[Cable], bool]
    usual: Callable[[Cable], bool] | None = _always
    expected: str = "always"


def _optional(name: str, has: Callable[[Cable], bool]) -> Field:
    return Field(name=name, has=has, usual=None, expected="")


# E.O. lines came with E.O. 11652 (June 1972), TAGS in July 1973, portion marks in general use with E.O. 12356 (August
# 1982), dates and reasons of declassification in their present form with E.O. 12958 (October 1995).
_TABLE: Final = (
    Field(name="id", has=lambda c: _MADE_UP.fullmatch(c.id) is None),
    Field(name="date", has=lambda c: c.date is not None),
    Field(name="embassy", has=lambda c: c.embassy is not None),
    Field(name="to", has=lambda c: bool(c.to)),
    Field(name="classification", has=lambda c: c.classification is not None),
    _optional("captions", lambda c: bool(c.captions)),
    Field(name="executive_order", has=lambda c: c.executive_order is not None,
          usual=_since(1973), expected="since 1973"),
    Field(name="declassify_on", has=lambda c: c.declassify_on is not None,
          usual=_classified_since(1996), expected="if classified, since 1996"),
    Field(name="classified_by", has=lambda c: bool(c.classified_by),
          usual=_classified_since(1996), expected="if classified, since 1996"),
    Field(name="tags", has=lambda c: bool(c.tags), usual=_since(1974), expected="since 1974"),
    Field(name="subject", has=lambda c: c.subject is not None),
    _optional("references", lambda c: bool(c.references)),
    Field(name="text", has=lambda c: bool(c.paragraphs)),
    Field(name="numbers", has=lambda c: any(p.number is not None for p in c.paragraphs)),
    Field(name="marking", has=lambda c: any(p.marking is not None for p in c.paragraphs),
          usual=_since(1983), expected="since 1983"),
    _optional("headings", lambda c: any(p.heading is not None for p in c.paragraphs)),
    Field(name="signers", has=lambda c: bool(c.signers)),
)  # fmt: skip

FIELDS: Final[Mapping[str, Field]] = {field.name: field for field in _TABLE}
"""The fields that the parse report counts, in the order of a cable."""


def expected(form: str, field: Field) -> str:
    """Of which cables of a form a field is expected, in words; empty for none."""
    return "" if field.name in LACKING.get(form, ()) else field.expected


def missing(form: str, cable: Cable) -> frozenset[str]:
    """The fields that a cable lacks and that a cable of this form and time usually has.

    >>> from cablesearch import parse_cable
    >>> cable = parse_cable("UNCLAS ZENDA 000457\\n\\nSUBJECT: SHELTERS\\n\\n1. (SBU) Two shelters closed.")
    >>> sorted(missing("telegram", cable))
    ['date', 'id', 'signers', 'to']
    """
    return frozenset(
        field.name
        for field in _TABLE
        if expected(form, field)
        and field.usual is not None
        and field.usual(cable)
        and not field.has(cable)
    )
