"""An audit: checks put to a stream of cables, the findings as they come, and how many there were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from cablesearch.search.check import Case
from cablesearch.search.page import iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from cablesearch.cable.model import Cable
    from cablesearch.search.check import Check, Desk, Found


class Finding(Struct, frozen=True, kw_only=True):
    """One thing a reviewer should look at.

    `cite` names the paragraph it is about, null where it is about the cable. `value` is what was found, in a form that
    can be counted and joined on (an id, a level, a date), by what the check says of it. `detail` says it to people.
    """

    check: str
    cable_id: str
    cite: str | None
    date: datetime | None
    embassy: str | None
    classification: str | None
    value: str | None
    detail: str

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON values, under the keys that are a promise."""
        return {
            "check": self.check,
            "cable_id": self.cable_id,
            "cite": self.cite,
            "date": iso(self.date),
            "embassy": self.embassy,
            "classification": self.classification,
            "value": self.value,
            "detail": self.detail,
        }


class Count(Struct):
    """How many findings a check has made so far, in how many cables."""

    findings: int = 0
    cables: int = 0


class Audit:
    """The findings of some checks on some cables, cable by cable, to be iterated once.

    `audited` is the number of cables so far and `counts` what each check has found in them; both grow as the findings
    are taken. Few cables are held at a time.
    """

    def __init__(self, cables: Iterable[Cable], checks: Sequence[Check], desk: Desk) -> None:
        self.audited = 0
        self.counts = {check.name: Count() for check in checks}
        self._cables = cables
        self._checks = checks
        self._desk = desk

    def __iter__(self) -> Iterator[Finding]:
        for cable in self._cables:
            self.audited += 1
            case = Case(cable, self._desk)
            for check in self._checks:
                count = self.counts[check.name]
                before = count.findings
                for found in check.find(case):
                    count.findings += 1
                    yield _finding(check, case, found)
                count.cables += count.findings > before


def _finding(check: Check, case: Case, found: Found) -> Finding:
    cable = case.cable
    return Finding(
        check=check.name,
        cable_id=cable.id,
        cite=case.cite(found.paragraph) if found.paragraph is not None else None,
        date=cable.date,
        embassy=cable.embassy,
        classification=cable.classification,
        value=found.value,
        detail=found.detail,
    )
