"""THE field table, and the Row: what is indexed of one paragraph.

The schema of every engine, the query language, the facets, completion, `cablesearch fields` and the docs read it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from cablesearch.cable.model import CLASSIFICATIONS, LEVELS, ZONES

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA_VERSION: Final = 3
"""Raised whenever an index built before could answer wrongly: fields, their meaning, the files' layout."""

UNMARKED: Final = "unmarked"
"""The facet value and query word for paragraphs without a portion mark."""


class Kind(StrEnum):
    """How a field's values are indexed, asked and shown."""

    TEXT = "text"  # analysed: words, phrases, patterns
    KEYWORD = "keyword"  # whole values
    LEVEL = "level"  # whole values with an order
    DATE = "date"  # a moment or a day, UTC
    NUMBER = "number"


class Field(Struct, frozen=True, kw_only=True):
    """One row of the table.

    `name` is canonical and the JSON key; `of` says whether the paragraph or its cable holds the value;
    `order` lists the values of a LEVEL, lowest first; `weight` is the share of a TEXT field in the score.
    """

    name: str
    kind: Kind
    help: str
    example: str
    aliases: tuple[str, ...] = ()
    of: str = "cable"
    multi: bool = False
    facet: bool = False
    sort: bool = False
    order: tuple[str, ...] = ()
    weight: float = 0.0


_TABLE: Final = (
    Field(name="text", kind=Kind.TEXT, of="paragraph", weight=1.0,
          help="the paragraph's own words", example="text:shelter"),
    Field(name="heading", kind=Kind.TEXT, of="paragraph", weight=1.5,
          help="the section heading the paragraph stands under", example='heading:"next steps"'),
    Field(name="subject", kind=Kind.TEXT, aliases=("title",), weight=0.7,
          help="the cable's SUBJECT line; of a printed one that has none, its title", example="subject:fisheries"),
    Field(name="cable_id", kind=Kind.KEYWORD, aliases=("id", "cable", "mrn"), sort=True,
          help="the cable's canonical id, in any spelling", example="id:08ZENDA457"),
    Field(name="ordinal", kind=Kind.NUMBER, of="paragraph",
          help="the paragraph's place in its cable, from 1", example="ordinal:1"),
    Field(name="number", kind=Kind.NUMBER, of="paragraph", aliases=("para", "paragraph"),
          help="the paragraph's number as the drafter meant it", example="number:5"),
    Field(name="marking", kind=Kind.LEVEL, of="paragraph", aliases=("mark", "portion"), facet=True,
          order=LEVELS, help="the paragraph's own portion marking", example="marking:>=C"),
    Field(name="caveats", kind=Kind.KEYWORD, of="paragraph", aliases=("caveat",), multi=True, facet=True,
          help="what stands behind the level in the portion mark", example="caveats:NF"),
    Field(name="classification", kind=Kind.LEVEL, aliases=("class",), facet=True, order=CLASSIFICATIONS,
          help="the classification of the whole cable", example="class:>=confidential"),
    Field(name="class_caveats", kind=Kind.KEYWORD, aliases=("class_caveat",), multi=True, facet=True,
          help="what stands behind the cable's classification", example="class_caveats:NOFORN"),
    Field(name="captions", kind=Kind.KEYWORD, aliases=("caption",), multi=True, facet=True,
          help="distribution captions of the cable", example="captions:SIPDIS"),
    Field(name="tags", kind=Kind.KEYWORD, aliases=("tag",), multi=True, facet=True,
          help="the cable's TAGS, by code or by what it meant at the cable's date", example="tags:PREL"),
    Field(name="persons", kind=Kind.KEYWORD, aliases=("person",), multi=True, facet=True,
          help="persons on the TAGS line; a surname is enough", example='persons:"doe, jane"'),
    Field(name="embassy", kind=Kind.KEYWORD, aliases=("origin", "from", "post"), facet=True,
          help="the originating post, in any spelling", example="embassy:ZENDA"),
    Field(name="country", kind=Kind.KEYWORD, facet=True,
          help="the country of the post at the cable's date, by TAGS code of 1973-2010 or name", example="country:RR"),
    Field(name="date", kind=Kind.DATE, sort=True,
          help="the date-time group of the cable, UTC", example="date:2008-02..2008-04"),
    Field(name="released", kind=Kind.DATE,
          help="when the cable was released, where its source says", example="released:2011.."),
    Field(name="declassify_on", kind=Kind.DATE, aliases=("decl",),
          help="the declassification date of the E.O. line", example="declassify_on:..2020"),
    Field(name="precedence", kind=Kind.LEVEL, facet=True,
          order=("ROUTINE", "PRIORITY", "IMMEDIATE", "NIACT IMMEDIATE", "FLASH"),
          help="the action precedence", example="precedence:immediate"),
    Field(name="to", kind=Kind.KEYWORD, multi=True, facet=True,
          help="action addressees: posts by station, others by name", example="to:STATE"),
    Field(name="info", kind=Kind.KEYWORD, multi=True, facet=True,
          help="information addressees", example='info:"EU MEMBER STATES"'),
    Field(name="cites", kind=Kind.KEYWORD, aliases=("ref", "refs"), multi=True, facet=True,
          help="cables that this one lists as references", example="cites:08ZENDA457"),
    Field(name="signers", kind=Kind.KEYWORD, aliases=("signer", "signed"), multi=True, facet=True,
          help="names of the signature", example="signers:DOE"),
    Field(name="zone", kind=Kind.KEYWORD, of="paragraph", facet=True, order=ZONES,
          help="summary, comment or body", example="zone:summary"),
    Field(name="reasons", kind=Kind.KEYWORD, aliases=("reason",), multi=True, facet=True,
          help="reasons for the classification", example='reasons:"1.4(b)"'),
    Field(name="added", kind=Kind.DATE,
          help="when the cable first entered the index", example="added:7d.."),
    Field(name="source", kind=Kind.KEYWORD, aliases=("path", "file"),
          help="the file the cable was read from", example="source:*zenda*"),
)  # fmt: skip

FIELDS: Final[Mapping[str, Field]] = {f.name: f for f in _TABLE}
"""Every field by its canonical name, in the table's order."""

_BY_NAME: Final = {name: f for f in _TABLE for name in (f.name, *f.aliases)}

TEXT_FIELDS: Final = tuple(f.name for f in _TABLE if f.kind is Kind.TEXT)
FACETS: Final = tuple(f.name for f in _TABLE if f.facet)
MAIN_FACETS: Final = ("marking", "tags", "embassy")
"""What `--facets` shows."""


def find_field(name: str) -> Field | None:
    """The field of that name or alias, whatever its case.

    >>> find_field("Origin").name
    'embassy'
    """
    return _BY_NAME.get(name.lower())


def field_names() -> tuple[str, ...]:
    """Every name and alias that a query may write before a colon."""
    return tuple(_BY_NAME)


class Row(Struct, frozen=True, kw_only=True, gc=False):
    """What is indexed of one paragraph: one attribute a field, under the field's name."""

    cable_id: str
    ordinal: int
    number: int | None = None
    text: str
    heading: str | None = None
    subject: str | None = None
    marking: str | None = None
    caveats: tuple[str, ...] = ()
    classification: str | None = None
    class_caveats: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    embassy: str | None = None
    country: str | None = None
    date: datetime | None = None
    released: datetime | None = None
    declassify_on: datetime | None = None
    precedence: str | None = None
    to: tuple[str, ...] = ()
    info: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()
    zone: str = "body"
    reasons: tuple[str, ...] = ()
    added: datetime | None = None
    source: str | None = None


assert set(Row.__struct_fields__) == set(FIELDS)


def values_of(row: Row, field: str) -> tuple[str, ...]:
    """The values of a keyword or level field as a tuple, empty where there is none."""
    value = getattr(row, field)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def start_of_day(day: date) -> datetime:
    """Midnight UTC of a day."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
