"""A version: what one record of a source says of a cable, as the catalogue lists it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from cablesearch.cable.shared import nth_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a frame stands: in which store file, from which byte, how many."""

    store: int
    at: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
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


def digest_of(data: bytes) -> str:
    """What tells contents apart: half of a SHA-256, for it is kept for every cable twice."""
    return hashlib.sha256(data).hexdigest()[:32]


def in_order(versions: list[Version]) -> list[Version]:
    """Versions of one cable, the one to be searched first: the latest release, then the longest, then the first."""
    versions = sorted(versions, key=lambda v: (v.path, v.place))
    return sorted(versions, key=lambda v: (v.released or "", v.length), reverse=True)
