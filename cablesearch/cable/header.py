"""The header above the classification line: format lines 1 to 5, FM, TO, INFO (ACP-127 and ACP-126)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from cablesearch.cable.addressees import LABEL, addressee, is_office_list, looks_addressed
from cablesearch.cable.dates import date_time_group, page_date
from cablesearch.cable.model import Addressee, HeaderLine

if TYPE_CHECKING:
    from datetime import datetime

    from cablesearch.cable.lines import Lines
    from cablesearch.cable.tables import Tables

_START = re.compile(r"VZCZC(?P<channel>[A-Z]{3})(?P<number>\d{4})")
_DE = re.compile(
    r"DE (?P<route>R[A-Z]{4,7}) ?#?(?P<serial>\d{1,5})(?: ?/ ?\d{1,2})?"
    r"(?: +(?P<day>\d{3})(?P<hour>\d\d)(?P<minute>\d\d))?"
)
_WARNING = re.compile(r"ZN[RY] +(?P<level>[UCSTE])[A-Z]{4}")
_DTG_LINE = re.compile(
    r"(?:(?P<action>[ZOPRYM]) +)?(?:(?P<info>[ZOPRYM]) +)?\d\d ?\d{4} ?Z ?[A-Z]{3}", re.I
)
# "P 251346 Z JUN 7 3": the archive's copies of 1973 have blanks anywhere in four of ten date-time groups.
_SCATTERED = re.compile(r"(?:[ZOPRYM] ?){0,2}(?:\d ?){6}(?:Z ?)?(?:[A-Z] ?){3}\d ?\d")
_CLOSE = re.compile(
    r"(?P<prosigns>[ZOPRYM]{0,2})(?P<group>\d{6})Z?(?P<month>[A-Z]{3})(?P<year>\d\d)"
)
_PARTIAL = "This record is a partial extract"
_CORRECTION = re.compile(r"\(CCY\b")

_FORMAT = (
    r"VZCZC[A-Z]{3}\d|(?:ZZ|OO|PP|RR) R[A-Z]{4,7}|DE R[A-Z]{4,7} ?#|ZN[RY] [A-Z]{5}|FM [A-Z]|"
    r"(?:(?:TO|INFO|XMT) )?R[A-Z]{4,7}/[A-Z]|(?:[ZOPR] ){1,2}\d{6}Z|This record is a partial extract"
)
FORMAT_LINE = re.compile(_FORMAT)
"""What a line of a header begins with, wherever it stands."""

HEADER_LINE = re.compile(_FORMAT + "|(?:TO|INFO|XMT) [A-Z]")
"""What a line above the classification line begins with."""


class Header(Struct, frozen=True, kw_only=True):
    """What the header says; `route`, `serial`, `day`, `time` are of format line 3 (DE)."""

    date: datetime | None = None
    page_date: datetime | None = None
    transmission_id: str | None = None
    precedence: str | None = None
    info_precedence: str | None = None
    sender: str | None = None
    route: str | None = None
    serial: int | None = None
    day: int | None = None
    time: tuple[int, int] | None = None
    level: str | None = None
    partial: bool = False
    corrected: bool = False
    to: tuple[Addressee, ...] = ()
    info: tuple[Addressee, ...] = ()
    lines: tuple[HeaderLine, ...] = ()


def parse_header(lines: Lines, tables: Tables) -> Header:
    """The header of the lines above the classification line; every word of them is kept."""
    reading = _Reading(tables)
    for no, line in zip(lines.nos, lines.texts, strict=True):
        text = line.strip()
        if text:
            reading.take(text, no)
    return reading.header()


def _closed_up(text: str) -> str:
    """A date-time group without stray blanks; any other line as it is."""
    m = _CLOSE.fullmatch("".join(text.split())) if _SCATTERED.fullmatch(text) else None
    if m is None:
        return text
    return " ".join((*m["prosigns"], f"{m['group']}Z", m["month"], m["year"]))


class _Reading:
    """What has been read so far, of one header."""

    def __init__(self, tables: Tables) -> None:
        self.prosigns = tables.precedences
        self.lines: list[HeaderLine] = []
        self.lists: dict[str, list[Addressee]] = {"TO": [], "INFO": []}
        self.label: str | None = None
        self.again = False
        self.start: re.Match[str] | None = None
        self.dtg: re.Match[str] | None = None
        self.date: datetime | None = None
        self.de: re.Match[str] | None = None
        self.warning: re.Match[str] | None = None
        self.sender: str | None = None

    def take(self, text: str, no: int) -> None:
        """One line that is not blank: an addressee's, or any other, kept whole."""
        label = LABEL.match(text)
        if label and not is_office_list(text):
            if self.again:
                self.label = None
            else:
                self.label = label["label"]
                self._addressee(text[label.end() :], label["label"], no)
                return
        elif self.label and looks_addressed(text):
            self._addressee(text, "", no)
            return
        else:
            self.label = None
        self.lines.append(HeaderLine(text=text, lines=(no, no)))
        self._format_line(text)

    def _addressee(self, text: str, label: str, no: int) -> None:
        left = label
        if text.strip():
            found = addressee(text, excluded=self.label == "XMT")
            self.lists["TO" if self.label == "TO" else "INFO"].append(found.addressee)
            left = f"{label} {found.left}".strip()
        if left:
            self.lines.append(HeaderLine(text=left, lines=(no, no)))

    def _format_line(self, text: str) -> None:
        """A header that was read and begins once more is kept, but not read again."""
        text = _closed_up(text)
        start = _START.match(text)
        if start or _DTG_LINE.match(text):
            self.again = self.again or bool(self.lists["TO"])
        if self.again:
            return
        if start:
            self.start = self.start or start
        elif m := _DE.match(text):
            self.de = self.de or m
        elif m := _WARNING.match(text):
            self.warning = self.warning or m
        elif text.startswith("FM "):
            self.sender = self.sender or text[3:].strip()
        elif self.date is None and (moment := date_time_group(text)):
            m = _DTG_LINE.match(text)
            if m or len(text) < 40:
                self.date, self.dtg = moment, m

    def header(self) -> Header:
        """The finished value."""
        texts = [line.text for line in self.lines]
        de, dtg = self.de, self.dtg
        page = None
        if self.date is None:
            page = next((found for text in texts if (found := page_date(text))), None)
        return Header(
            date=self.date,
            page_date=page,
            transmission_id=self.start[0] if self.start else None,
            precedence=self._word(dtg["action"]) if dtg else None,
            info_precedence=self._word(dtg["info"]) if dtg else None,
            sender=self.sender,
            route=de["route"] if de else None,
            serial=int(de["serial"]) if de else None,
            day=int(de["day"]) if de and de["day"] else None,
            time=(int(de["hour"]), int(de["minute"])) if de and de["day"] else None,
            level=self.warning["level"] if self.warning else None,
            partial=any(text.startswith(_PARTIAL) for text in texts),
            corrected=any("(CCY" in text and _CORRECTION.search(text) for text in texts),
            to=tuple(self.lists["TO"]),
            info=tuple(self.lists["INFO"]),
            lines=tuple(self.lines),
        )

    def _word(self, prosign: str | None) -> str | None:
        return self.prosigns.get(prosign.upper()) if prosign else None
