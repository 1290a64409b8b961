"""Which cable it is: id, post and date, from the lines that say so, and whether these agree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from cablesearch.cable.dates import julian_day
from cablesearch.cable.ident import canonical_id, make_id, year_in
from cablesearch.cable.missions import post_named
from cablesearch.cable.tables import squeeze
from cablesearch.diagnostic import Diagnostic

if TYPE_CHECKING:
    from datetime import datetime

    from cablesearch.cable.classline import ClassLine
    from cablesearch.cable.header import Header
    from cablesearch.cable.tables import Tables
    from cablesearch.errors import Span
    from cablesearch.formats.record import Known

_IN_ID = re.compile(r"\d\d(?P<station>[A-Z]+)(?P<number>\d+)")
_CUT = 6


class Identity(Struct, frozen=True, kw_only=True):
    """The id (null where neither text nor container gives one), the post and the date."""

    id: str | None
    id_raw: str | None
    date: datetime | None
    station: str | None
    number: int | None
    diagnostics: tuple[Diagnostic, ...]


def identify(
    header: Header, line: ClassLine | None, known: Known, tables: Tables, where: Span | None
) -> Identity:
    """Id, post and date: of the text; where that is silent, of the container.

    The number is the classification line's, else the serial of format line 3; the post is the classification
    line's, else the FM line's, else the routing indicator's.
    """
    notes: list[Diagnostic] = []
    known_id = canonical_id(known.id, tables=tables) if known.id else None
    station, number, raw = _named(header, line, tables)
    if station and number is not None and not (line and line.number):
        message = f"{station} {number} is from the header alone"
        notes.append(Diagnostic(kind="id-inferred", message=message))
    date = header.date
    if date is None:
        date = known.date or header.page_date
        if date is not None and known.date is None:
            notes.append(
                Diagnostic(kind="date-inferred", message="the date is from a line above the cable")
            )
    found = None
    if station and number is not None:
        if date is not None:
            found = make_id(date.year, station, number)
        elif known_id and known_id[2:] == f"{station}{number}":
            found = known_id
    if known_id and (named := _named_in_full(known_id, found, known.embassy)):
        known_id = named
    if found and known.id and found != (known_id or known.id):
        message = f"the container calls this {known_id or known.id}, its text {found}"
        notes.append(Diagnostic(kind="id-mismatch", message=message, lines=where))
    found = found or known_id or known.id
    if station is None and known.embassy:
        year = date.year if date else None
        station = post_named(known.embassy, tables, place=known.place, year=year)
    if station is None and known_id and (m := _IN_ID.fullmatch(known_id)):
        station = m["station"]
    if known.date and header.date and abs((known.date - header.date).days) > 1:
        message = (
            f"the container says {known.date:%Y-%m-%d}, the date-time group {header.date:%Y-%m-%d}"
        )
        notes.append(Diagnostic(kind="date-mismatch", message=message))
    notes += _checksums(header, line, where)
    if found and date and year_in(found) not in (None, date.year):
        message = f"the id's year is not that of the date {date:%Y-%m-%d}"
        notes.append(Diagnostic(kind="id-year", message=message, lines=where))
    return Identity(
        id=found,
        id_raw=raw or known.id,
        date=date,
        station=station,
        number=number,
        diagnostics=tuple(notes),
    )


def _named_in_full(known_id: str, found: str | None, embassy: str | None) -> str | None:
    """The container's id with the post's whole name, where it has the six characters of the 1970s: 74PORTL388.

    The whole name is the text's, or the container's own name of the post, before which the country may stand.
    """
    m = _IN_ID.fullmatch(known_id)
    if m is None or len(m["station"]) > _CUT:
        return None
    full = _IN_ID.fullmatch(found or "")
    words = (embassy or "").split()
    names = [full["station"] if full else ""]
    names += (squeeze("".join(words[first:])) for first in range(len(words)))
    for name in names:
        if name.startswith(m["station"]):
            return f"{known_id[:2]}{name}{m['number']}"
    return None


def _named(
    header: Header, line: ClassLine | None, tables: Tables
) -> tuple[str | None, int | None, str | None]:
    if line and line.station:
        return line.station, line.number or header.serial, line.name
    station = tables.station(header.sender) if header.sender else None
    if station is None and header.route:
        station = tables.routes.get(header.route)
    return station, header.serial, None


def _checksums(header: Header, line: ClassLine | None, where: Span | None) -> list[Diagnostic]:
    """The serial, day and time of format line 3 against class line and date-time group (cables.md 0)."""
    notes = []
    number = line.number if line else None
    if header.serial is not None and number is not None and (header.serial - number) % 10_000:
        message = f"serial {header.serial:04d}, but number {number} on the class line"
        notes.append(Diagnostic(kind="checksum-serial", message=message, lines=where))
    if header.date is not None and header.day is not None and header.time is not None:
        day = julian_day(header.date)
        if header.day != day:
            message = f"day {header.day} of the year on line DE, {day} in the date-time group"
            notes.append(Diagnostic(kind="checksum-day", message=message))
        if header.time != (header.date.hour, header.date.minute):
            hour, minute = header.time
            message = (
                f"{hour:02d}{minute:02d} on line DE, {header.date:%H%M} in the date-time group"
            )
            notes.append(Diagnostic(kind="checksum-time", message=message))
    if header.sender is not None and line is None:
        notes.append(Diagnostic(kind="class-line-missing", message="no classification line found"))
    return notes
