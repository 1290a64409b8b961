"""The cable as frozen values: what every later layer works on."""

from __future__ import annotations

import datetime as dt
from typing import Final

from msgspec import Struct

from cablesearch.diagnostic import Diagnostic
from cablesearch.errors import Span
from cablesearch.formats.record import Source

LEVELS: Final = ("U", "SBU", "LOU", "C", "S", "TS")
"""Portion-mark levels, lowest first."""

CLASSIFICATIONS: Final = (
    "UNCLASSIFIED",
    "LIMITED OFFICIAL USE",
    "CONFIDENTIAL",
    "SECRET",
    "TOP SECRET",
)
"""Classifications of a whole cable, lowest first."""

ZONES: Final = ("summary", "body", "comment")
"""The parts of a cable's text that a paragraph may stand in."""


# gc=False below: frozen values of texts and tuples cannot hold one another in rings, and there are very many of them


class Addressee(Struct, frozen=True, kw_only=True, gc=False):
    """A post or agency a cable is addressed to.

    `route` is the routing indicator (RUEHC), `name` the address as written (SECSTATE WASHDC), `precedence`
    a word (PRIORITY) or null, `number` the message count behind it, `excluded` true for XMT lines.
    """

    route: str | None = None
    name: str
    precedence: str | None = None
    number: int | None = None
    excluded: bool = False


class Reference(Struct, frozen=True, kw_only=True, gc=False):
    """One item of a REF list.

    `letter` as listed (A; AA behind Z), `text` as written (NOTAL and all), `kind` cable, document (of a printed
    collection), email, telcon, memo, letter, report, airgram, fbis or other, `cable_id` the canonical id of a cable
    (null where its year or number is not known), or a document's own.
    """

    letter: str | None = None
    text: str
    kind: str = "other"
    cable_id: str | None = None


class Paragraph(Struct, frozen=True, kw_only=True, gc=False):
    """The unit of search: one paragraph of a cable.

    `ordinal` counts from 1 in the cable and is the key; `number` is the drafter's, repaired; `parent` is the
    number a split-off part stands under and `label` that part's own sign as written ("a.", "--").
    `marking` is one of LEVELS or null; `marking_by` says where it stands: own, entire, parent, or null (never
    guessed from the cable). `heading` is the section heading in force. `text` is reflowed: one line a block, blocks
    parted by a blank line. `lines` are the first and last line, 1-based, in the decoded source.
    """

    ordinal: int
    number: int | None = None
    parent: int | None = None
    label: str | None = None
    marking: str | None = None
    caveats: tuple[str, ...] = ()
    marking_by: str | None = None
    heading: str | None = None
    zone: str = "body"
    text: str
    lines: Span


class HeaderLine(Struct, frozen=True, kw_only=True, gc=False):
    """A header line recognised and not otherwise held (routing lines, labels)."""

    text: str
    lines: Span


class Furniture(Struct, frozen=True, kw_only=True, gc=False):
    """A line of the body that is no text: `kind` is page, rule, section, end, stamp, debris ..."""

    kind: str
    text: str
    lines: Span


class Cable(Struct, frozen=True, kw_only=True, gc=False):
    """One cable as parsed; the JSON of `cablesearch parse --jsonl` has exactly these keys.

    `date` is the date-time group in UTC; `embassy` the originating post's canonical station name (BAKU, STATE,
    USOSCE); `classification` one of CLASSIFICATIONS or null. `tags` are the codes as written, those glued together cut
    apart; `persons` the persons among them, as SURNAME, GIVEN NAMES in capitals. `title` is what a page or a printed
    collection calls the cable, beside its own `subject`.
    """

    id: str
    id_raw: str | None = None
    date: dt.datetime | None = None
    released: dt.datetime | None = None
    embassy: str | None = None
    embassy_name: str | None = None
    transmission_id: str | None = None
    precedence: str | None = None
    info_precedence: str | None = None
    sections: int | None = None
    classification: str | None = None
    class_caveats: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    corrected: bool = False
    tags: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    subject: str | None = None
    title: str | None = None
    references: tuple[Reference, ...] = ()
    to: tuple[Addressee, ...] = ()
    info: tuple[Addressee, ...] = ()
    classified_by: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    executive_order: str | None = None
    declassify_on: dt.date | None = None
    signers: tuple[str, ...] = ()
    passing: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    header_lines: tuple[HeaderLine, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    source: Source

    @property
    def about(self) -> str | None:
        """What it is about, in a line: its subject, else its title. This is searched and shown as the subject."""
        return self.subject or self.title


def to_json(cable: Cable) -> bytes:
    """One line of JSON; dates ISO 8601 with Z, absent values null or []."""
    import msgspec

    return msgspec.json.encode(cable)


def from_json(data: bytes) -> Cable:
    """The cable that `to_json` wrote; ValueError where it is none."""
    import msgspec

    try:
        return msgspec.json.decode(data, type=Cable)
    except msgspec.DecodeError as error:
        raise ValueError(f"not a parsed cable: {error}") from error


def unknown_keys(data: str) -> tuple[str, ...]:
    """The keys of a cable's JSON that a cable does not have: a later version may write more."""
    import msgspec

    keys = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    return tuple(sorted(keys.keys() - _KEYS))


_KEYS: Final = frozenset(Cable.__struct_fields__)
