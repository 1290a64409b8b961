"""A version: what one record of a source says of a cable, as the catalogue lists it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, Self

from msgspec import Struct

from cablesearch.cable.shared import nth_id
from cablesearch.indexing.digest import sha256

_LATEST: Final = datetime.max.replace(tzinfo=UTC)


def hour_of(date: datetime | None) -> datetime | None:
    """A date without its minutes, which web pages print wrong; exactly midnight stands for a day of unknown hour.

    >>> hour_of(datetime(1976, 12, 1, 14, 35)).isoformat()
    '1976-12-01T14:00:00'
    """
    if date is None:
        return None
    # a minute past midnight is an hour that is known
    past = 1 if date.hour == 0 and (date.minute or date.second) else 0
    return date.replace(minute=past, second=0, microsecond=0)


class Rank(Struct, frozen=True, order=True):
    """What records of one number are ordered by: their content, never where they stand or when they came.

    `hour` is the last there is where a record has no date, `section` is 0 for a whole cable.
    """

    hour: datetime
    section: int
    digest: str

    @classmethod
    def of(cls, hour: datetime | None, section: int | None, digest: str) -> Self:
        """The rank of a record whose date is as `hour_of` has it."""
        return cls(hour or _LATEST, section or 0, digest)

    @classmethod
    def read(cls, written: str) -> Self:
        """The rank that `written` gives; ValueError."""
        hour, section, digest = written.split()
        return cls(datetime.fromisoformat(hour), int(section), digest)

    @property
    def written(self) -> str:
        """The rank in one line."""
        return f"{self.hour.isoformat()} {self.section} {self.digest}"


class Location(Struct, frozen=True, kw_only=True):
    """Where a frame stands: in which store file, from which byte, how many."""

    store: int
    at: int
    size: int


class Version(Struct, frozen=True, kw_only=True):
    """One record's reading of a cable: the `place`-th record of the file at `path`, in `member` of a container.

    It is of the `nth` cable, from 1, that has this `number`. `date` and `released` are ISO text, `section` says which
    one it is where it is no whole cable ("2 of 3"); `length` counts the characters of its paragraphs; equal
    `text_digest` mean the same paragraphs as normalised, equal `content_digest` the same parsed cable in everything.
    """

    id: int
    number: str
    nth: int
    path: str
    place: int
    member: str | None
    format: str
    date: str | None
    released: str | None
    section: str | None
    length: int
    paragraphs: int
    text_digest: str
    content_digest: str
    location: Location

    @property
    def cable_id(self) -> str:
        """The id of the cable that it is a version of."""
        return nth_id(self.number, self.nth)

    @property
    def hour(self) -> datetime | None:
        """The hour of its date, as `hour_of` has it."""
        return hour_of(datetime.fromisoformat(self.date)) if self.date else None

    @property
    def rank(self) -> Rank:
        """Where it stands among the records of its number."""
        section = int(self.section.split()[0]) if self.section else None
        return Rank.of(self.hour, section, self.text_digest)


def digest_of(data: bytes) -> str:
    """What tells contents apart: half of a SHA-256, for it is kept for every cable twice."""
    return sha256(data).hexdigest()[:32]


def in_order(versions: list[Version]) -> list[Version]:
    """Versions of one cable, the one to be searched first: the latest release, then the longest, then the first."""
    versions = sorted(versions, key=lambda v: (v.path, v.place))
    return sorted(versions, key=lambda v: (v.released or "", v.length), reverse=True)
