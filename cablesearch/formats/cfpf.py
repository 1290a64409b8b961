"""The State Central Foreign Policy File, 1973-79: what its index says of a telegram, in every form it is held in.

The names and values are those of the National Archives' text records and of PlusD's pages; counts in cables.md 1.4.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from cablesearch.diagnostic import Diagnostic
from cablesearch.formats.record import Known

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cablesearch.formats.record import Attribute

STAMP: Final = re.compile(
    r"\s*(?:(?:Margaret P\. Grafeld|Sheryl P\. Walter)\b.{0,120}|Declassified/Released\b.{0,90}"
    r"|\*{3} ?Current (?:Handling Restrictions|Classification)\b.{0,80})\s*$"
)
"""A line that the archive stamped on a page, or the first one of a stamp of four."""

STAMP_GOES_ON: Final = re.compile(
    r"\s*(?:Declassified/Released|US Department of State|EO Systematic Review|\d\d [A-Za-z]{3} 20\d\d)\s*$"
)
"""A further line of such a stamp."""

GONE: Final = re.compile(
    r"\s*(?:ERROR READING TEXT INDEX|EXPAND ERROR ENCOUNTERED|TELEGRAM TEXT FOR THIS MRN IS UNAVAILABLE)\b"
)
"""A line that stands for text that could not be read back."""

# "n/a", "N/A", and PlusD's "-- N/A or Blank --", "-- Not Assigned --"
_NONE: Final = re.compile(r"(?:n/?a|-+ ?[\w /]{1,30} ?-+)?", re.I)
_RESTRICTIONS: Final = re.compile(r"EXDIS|LIMDIS|NODIS|STADIS|NOFORN|FOUO|ONLY")
_CHANNELS: Final = {"ROG": "ROGER CHANNEL", "DS": "DS CHANNEL", "AGR": "AGRMENT CHANNEL"}
_LONG_NAME: Final = re.compile(r" - (?=[^|]*[a-z])[^|]*")
_PERSON: Final = re.compile(r"\([^()|]*\)?")
_CODE: Final = re.compile(r"[A-Z]{2,8}(?:[/-][A-Z0-9]{1,6}){0,2}")
_SCHEDULES: Final = {"GS": "GDS", "AS": "ADS", **{f"X{n}": f"XGDS-{n}" for n in (1, 2, 3, 4)}}
_ORDERS: Final = (
    (datetime(1978, 12, 1, tzinfo=UTC), "12065"),
    (datetime(1972, 6, 1, tzinfo=UTC), "11652"),
)
"""When which executive order on classification came into force, the later one first."""

_NEXT_REFERENCE: Final = re.compile(r"[,;|]\s*(?=(?:19)?7\d ?[A-Z])")
_DAY: Final = re.compile(
    r"(?P<d>\d{1,2})[ -](?P<m>[A-Za-z]{3})[A-Za-z]*[ -](?P<y>\d{4})"
    r"|(?P<d2>\d{1,2})/(?P<m2>\d{1,2})/(?P<y2>\d{4})"
    r"|(?P<y3>\d{4}) (?P<m3>[A-Za-z]{3})[A-Za-z]* (?P<d3>\d{1,2})(?:, (?P<hour>\d\d):(?P<minute>\d\d))?"
)
_MONTHS: Final = (
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
)  # fmt: skip


def known_of(
    pairs: Sequence[Attribute], text: str, *, title: str | None = None
) -> tuple[Known, tuple[Diagnostic, ...]]:
    """What the pairs of a record with this text say, and what of it cannot be read. All pairs are kept as they are."""
    values: dict[str, str] = {}
    for one in pairs:
        if not _NONE.fullmatch(one.value):
            values.setdefault(one.name.lower(), one.value)

    def value(*names: str) -> str | None:
        return next((values[name] for name in names if name in values), None)

    written = value("draft date", "sent date", "date")
    date = moment(written) if written else None
    notes = []
    if written and date is None:
        message = f"the date in the index cannot be read: {written[:40]}"
        notes.append(Diagnostic(kind="date-unreadable", message=message))
    return (
        Known(
            id=value("document number", "canonical id"),
            date=date,
            released=_released(pairs),
            embassy=value("from"),
            classification=(value("original classification") or "").strip(" .,;:()\"'-") or None,
            captions=tuple(dict.fromkeys(_captions(values))),
            to=_listed(value("to")),
            tags=_tags(value("tags") or ""),
            subject=(value("subject") or title or "").strip(" :") or None,
            title=title,
            references=tuple(_NEXT_REFERENCE.split(value("reference") or ""))
            if value("reference")
            else (),
            executive_order=_order(value("executive order"), date),
            attributes=tuple(pairs),
            lost=_lost(text, value("locator"), value("film number")),
        ),
        tuple(notes),
    )


def moment(text: str) -> datetime | None:
    """A day, or a minute, as the index prints it, UTC; None where there is none.

    >>> moment("12 JUL 1974") == moment("12-Jul-1974 12:00:00 am") == moment("12/7/1974")
    True
    >>> moment("1974 July 12, 13:02 (Friday)").isoformat()
    '1974-07-12T13:02:00+00:00'
    """
    found = _DAY.match(text.strip())
    if found is None:
        return None
    name = (found["m"] or found["m3"] or "").upper()
    try:
        month = _MONTHS.index(name) + 1 if name else int(found["m2"])
        return datetime(
            int(found["y"] or found["y2"] or found["y3"]),
            month,
            int(found["d"] or found["d2"] or found["d3"]),
            int(found["hour"] or 0),
            int(found["minute"] or 0),
            tzinfo=UTC,
        )
    except ValueError:
        return None


def _released(pairs: Sequence[Attribute]) -> datetime | None:
    """The day at the end of the markings, or of a stamp beside the pairs."""
    for name in ("markings", "review markings", ""):
        stamp = " ".join(one.value for one in pairs if one.name.lower() == name)
        days = [found for m in _DAY.finditer(stamp) if (found := moment(m[0]))]
        if days:
            return days[-1]
    return None


def _captions(values: dict[str, str]) -> Iterator[str]:
    for name in ("handling restrictions", "original handling restrictions"):
        yield from _RESTRICTIONS.findall(_LONG_NAME.sub("", values.get(name, "")))
    for code in _LONG_NAME.sub("", values.get("channel indicators", "")).replace("|", " ").split():
        if code in _CHANNELS:
            yield _CHANNELS[code]


def _tags(value: str) -> tuple[str, ...]:
    """The codes, without persons in brackets, and without the long names that PlusD adds.

    >>> _tags("PFOR - Political Affairs--Foreign Policy | RR - Ruritania")
    ('PFOR', 'RR')
    >>> _tags("OVIP, (DOE, JANE A) UNGA/C-6 KE")
    ('OVIP', 'UNGA/C-6', 'KE')
    """
    plain = _PERSON.sub(" ", _LONG_NAME.sub("", value))
    words = (word.strip(".:") for word in re.split(r"[\s,;|]+", plain))
    return tuple(dict.fromkeys(word for word in words if _CODE.fullmatch(word)))


def _listed(value: str | None) -> tuple[str, ...]:
    names = (one.strip() for one in re.split(r"[|,]", value or ""))
    return tuple("STATE" if name == "Department of State" else name for name in names if name)


def _order(value: str | None, date: datetime | None) -> str | None:
    """The schedule in full, with the order that was in force where none is named.

    >>> _order("GS", moment("12 JUL 1974")), _order("11652 XGDS-2", None)
    ('11652 GDS', '11652 XGDS-2')
    """
    if value is None:
        return None
    code, _, rest = value.partition(" ")
    if code not in _SCHEDULES:
        return value
    number = next((order for since, order in _ORDERS if date and date >= since), "")
    return " ".join(filter(None, (number, _SCHEDULES[code], rest)))


def _lost(text: str, locator: str | None, film: str | None) -> str | None:
    """What is known of text that is not there: nothing on line, or a line in its place."""
    gone = next((line for line in text.splitlines() if GONE.match(line)), None)
    if gone is not None:
        return f"the archive could not read the text back: {gone.strip()}"
    if text.strip() and not (locator and not re.search(r"ON[- ]?LINE", locator, re.I)):
        return None
    where = ", ".join(filter(None, (locator, f"film {film}" if film else None)))
    return f"no text in the record{f': {where}' if where else ''}"
