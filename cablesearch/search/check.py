"""What an audit is made of: a check, what it knows beside the cable, one thing that it finds."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from cablesearch.cable.cite import cites
from cablesearch.cable.diagnosis import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from cablesearch.cable.model import Cable, Paragraph
    from cablesearch.diagnostic import Diagnostic


class Desk(Struct, frozen=True, kw_only=True):
    """What the checks know beside the cable: which ids the index holds, and the day it is."""

    holds: Callable[[str], bool]
    day: date


class Case:
    """One cable under audit; what several checks ask of it is worked out once."""

    def __init__(self, cable: Cable, desk: Desk) -> None:
        self.cable = cable
        self.desk = desk

    @cached_property
    def marked(self) -> tuple[Paragraph, ...]:
        """The paragraphs with a mark, of their own or taken over."""
        return tuple(p for p in self.cable.paragraphs if p.marking is not None)

    @cached_property
    def numbered(self) -> tuple[Paragraph, ...]:
        """The paragraphs with a number."""
        return tuple(p for p in self.cable.paragraphs if p.number is not None)

    @cached_property
    def unreadable(self) -> frozenset[int]:
        """The ordinals of the paragraphs at whose mark the parser has failed."""
        failed = (d for d in self.cable.diagnostics if kind_of(d).field == "marking")
        return frozenset(p.ordinal for p in map(self.at, failed) if p is not None)

    def at(self, diagnostic: Diagnostic) -> Paragraph | None:
        """The paragraph that a Diagnostic is about; null where there is none, or where several share the line."""
        return self._at_line.get(diagnostic.lines[0]) if diagnostic.lines else None

    def cite(self, paragraph: Paragraph) -> str:
        """The citation of a paragraph."""
        return self._cites[paragraph.ordinal]

    @cached_property
    def _cites(self) -> Mapping[int, str]:
        return cites(self.cable)

    @cached_property
    def _at_line(self) -> Mapping[int, Paragraph | None]:
        found: dict[int, Paragraph | None] = {}
        for paragraph in self.cable.paragraphs:
            first, last = paragraph.lines
            for line in range(first, last + 1):
                found[line] = None if line in found else paragraph
        return found


class Found(Struct, frozen=True):
    """One thing found: `value` for machines, `detail` for people, the paragraph where it is about one."""

    value: str | None
    detail: str
    paragraph: Paragraph | None = None


class Check(Struct, frozen=True, kw_only=True):
    """One check: its name, which is a promise, what a finding of it means and what its `value` is.

    A `common` one finds what is mostly as it should be: it is counted, and listed only when it is asked for by name.
    """

    name: str
    meaning: str
    value: str
    find: Callable[[Case], Iterator[Found]]
    common: bool = False


def many(count: int, unit: str) -> str:
    """A count and its unit.

    >>> many(1, "word"), many(2411, "word")
    ('1 word', '2,411 words')
    """
    return f"{count:,} {unit}{'s' if count != 1 else ''}"
