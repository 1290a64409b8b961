"""A Reader: one form in which people hold cables, how it is told and how it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cablesearch.formats.evidence import Evidence, Head
    from cablesearch.formats.input import Input
    from cablesearch.formats.record import Record, Unreadable


class Reader(Struct, frozen=True, kw_only=True):
    """A form that can be read.

    `label` names it for people. `detect` says from a file's beginning
    how sure it is, `read` gives the records one after the other and tells of those that cannot be read; RecordError
    ends the file or member.
    """

    name: str
    label: str
    detect: Callable[[Head], Evidence]
    read: Callable[[Input], Iterator[Record | Unreadable]]
