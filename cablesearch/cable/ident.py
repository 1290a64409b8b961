"""Cable ids: any spelling of a reference number -> the canonical one, as 09BAKU911."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from cablesearch.cable.tables import squeeze
from cablesearch.expressions import expression

if TYPE_CHECKING:
    from cablesearch.cable.tables import Tables

_WHOLE = expression(
    r"\s*(?P<year>(?:19|20)?\d\d)?[\s'-]*(?P<name>[^\W\d_][^\d_]{1,60}?)[\s#-]*(?P<number>\d{1,9})"
    r"(?P<rest>\W*(?:Z[A-Z]{2}.{0,40})?|_[abc])\s*"
)
# What was taken into ids from the class line: "E F T O", "SECTION 02 OF 03" [cablemap consts MALFORMED].
_DEBRIS = expression(
    r"(?P<year>(?:19|20)?\d\d)?(?:EFTO|FOUO)?"
    r"(?:SE?CTI?ON\d{1,2}[GO]F\d{1,2}|SECTION\d{1,2}|SECTION|EFTO)(?P<tail>[A-Z].{1,60})",
)
_DOUBLED_YEAR = expression(r"(\d\d)\1(?=[A-Z])")
_OF_TEXT = expression(r"x[0-9a-f]{12}")


def id_of_text(text: str) -> str:
    """The id of a record that has no number of its own or of its container's: it says what is in it, and no more.

    >>> id_of_text("Rain over Zenda.")
    'xbd11fe5e5034'
    """
    return f"x{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:12]}"


def is_of_text(cable_id: str) -> bool:
    """Whether an id is one of `id_of_text`: another text is another id."""
    return _OF_TEXT.fullmatch(cable_id) is not None


def year_of(digits: str) -> int:
    """The year of two or four digits: 60 and above are of the 20th century.

    >>> year_of("73"), year_of("09"), year_of("1974")
    (1973, 2009, 1974)
    """
    year = int(digits)
    return year if year >= 100 else year + (1900 if year >= 60 else 2000)


def make_id(year: int, station: str, number: int) -> str:
    """The canonical id.

    >>> make_id(2009, "BAKU", 911)
    '09BAKU911'
    """
    return f"{year % 100:02d}{station}{number}"


def year_in(cable_id: str) -> int | None:
    """The four-digit year of a canonical id, null where it has none.

    >>> year_in("73TEHRAN7005")
    1973
    """
    match = re.match(r"(\d\d)[A-Z]", cable_id)
    return year_of(match[1]) if match else None


def station_in(cable_id: str) -> str | None:
    """The post of a canonical id, null where it has none.

    >>> station_in("73TEHRAN7005"), station_in("76STATE290286~2"), station_in("frus1917-72PubDip/d10")
    ('TEHRAN', 'STATE', None)
    """
    match = re.match(r"\d\d([A-Z]+)\d", cable_id)
    return match[1] if match else None


def canonical_id(text: str, *, year: int | None = None, tables: Tables) -> str | None:
    """The canonical id of a reference number in any spelling, or null where it is none.

    `year` is taken where the text names none. Posts that the tables do not know keep their name.

    >>> from cablesearch.cable.tables import default_tables
    >>> canonical_id("2009 Baku 00911", tables=default_tables())
    '09BAKU911'
    """
    if len(text) > 120:
        return None
    compact = squeeze(text)
    debris = _DEBRIS.match(compact)
    if debris:
        text = (debris["year"] or "") + debris["tail"]
    elif _DOUBLED_YEAR.match(compact) and int(compact[:4]) not in range(1960, 2030):
        text = compact[2:]
    match = _WHOLE.fullmatch(text)
    if match is None:
        return None
    name, number = match["name"], int(match["number"])
    station = tables.station(name)
    if station is None:
        station = squeeze(name).removeprefix("EFTO")
        station = tables.names.get(station, station)
    if not station.isalpha() or len(station) < 3 or number == 0:
        return None
    if match["year"] is not None:
        year = year_of(match["year"])
        if not 1900 <= year <= 2099:
            return None
    return None if year is None else make_id(year, station, number)
