"""What the notes of a printed document cite: other documents by links, telegrams by their numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cablesearch.formats.record import Telegram

if TYPE_CHECKING:
    from collections.abc import Iterator

_TARGET: Final = re.compile(r"(?P<volume>frus[\w.-]{1,40})?#(?P<id>d\w{1,20}?)(?:fn\w{0,12})?$")
_MONTHS: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
_TELEGRAM: Final = re.compile(
    r"\btelegrams? (?:No\. )?(?P<numbers>\d{1,5}(?:(?:, and|,| and) \d{1,5}){0,6})"
    rf"(?:, (?P<before>(?:{_MONTHS}) \d\d?(?:, (?P<year1>\d{{4}}))?)(?:, [\w.: ]{{1,12}})?,)?"
    r" from (?P<post>(?:the )?[A-Z][\w’'.-]*(?: (?:[A-Z][\w’'-]*|de|del|la)){0,3})"
    rf"(?:, (?P<after>(?:{_MONTHS}) \d\d?(?:, (?P<year2>\d{{4}}))?))?",
    re.I,
)


def document_cited(target: str, volume: str) -> str | None:
    """The id of the document that a link leads to; null where it leads to a page, a volume or out of the series.

    >>> document_cited("#d110fn2", "frus1958-60v07p1"), document_cited("#pg_12", "frus1958-60v07p1")
    ('frus1958-60v07p1/d110', None)
    """
    found = _TARGET.fullmatch(target)
    return f"{found['volume'] or volume}/{found['id']}" if found else None


def telegrams_in(note: str, year: int | None) -> Iterator[Telegram]:
    """The telegrams that a note names with their posts; one without a year is of the document's own, as printed.

    >>> [(t.year, t.post, t.number) for t in telegrams_in("See telegram 311 from Port Lorenz, May 2.", 1960)]
    [(1960, 'Port Lorenz', 311)]
    """
    for found in _TELEGRAM.finditer(note):
        said = found["year1"] or found["year2"]
        for number in re.findall(r"\d+", found["numbers"]):
            yield Telegram(
                text=found[0],
                post=found["post"],
                number=int(number),
                year=int(said) if said else year,
            )
