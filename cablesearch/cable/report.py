"""The parse report: of many cables, by form and field, what was found, repaired, doubtful and missing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from cablesearch.cable.completeness import FIELDS, expected, missing
from cablesearch.cable.diagnosis import GRADES, kind_of, place

if TYPE_CHECKING:
    from cablesearch.cable.diagnosis import Kind
    from cablesearch.cable.model import Cable

REPORT_VERSION: Final = 1
"""The version of the JSON that `parse --report --json` writes. New keys do not raise it."""

_MOST_REASONS: Final = 500
_OTHERS: Final = "other reasons"
_NUMBER: Final = re.compile(r"\d[\d,]*")


class Example(Struct, frozen=True, kw_only=True):
    """Where one thing was seen: `place` is path:line or path:member:line; `message` what was seen there."""

    cable_id: str | None
    place: str
    message: str


class FieldCount(Struct, frozen=True, kw_only=True):
    """Cables that have a field; that lack it where it is `expected` (null: nowhere); with repairs and doubts in it."""

    field: str
    expected: str
    found: int
    missing: int | None
    repaired: int
    doubtful: int
    examples: tuple[Example, ...]


class KindCount(Struct, frozen=True, kw_only=True):
    """One kind of Diagnostic: in how many cables, in how many places."""

    kind: str
    field: str
    grade: str
    meaning: str
    cables: int
    places: int
    examples: tuple[Example, ...]


class FormReport(Struct, frozen=True, kw_only=True):
    """The cables of one form; `doubtful` of them have a doubt of any kind."""

    form: str
    cables: int
    doubtful: int
    fields: tuple[FieldCount, ...]
    kinds: tuple[KindCount, ...]


class SkipCount(Struct, frozen=True, kw_only=True):
    """One reason why something was skipped; the numbers in it are written N."""

    reason: str
    count: int
    examples: tuple[Example, ...]


class ParseReport(Struct, frozen=True, kw_only=True):
    """What a run of `parse` met; `doubtful` counts the cables with a doubt, `skipped` records and files."""

    cables: int
    doubtful: int
    skipped: int
    forms: tuple[FormReport, ...]
    skips: tuple[SkipCount, ...]

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        from msgspec import to_builtins

        return {"format_version": REPORT_VERSION, **to_builtins(self)}


class Collector:
    """Takes cables and skips as they stream by and keeps counts, and the first few `examples` of each."""

    def __init__(self, *, examples: int) -> None:
        self._most = examples
        self._forms: dict[str, _Form] = {}
        self._skips: Counter[str] = Counter()
        self._skipped: dict[str, list[Example]] = defaultdict(list)

    def cable(self, form: str, cable: Cable) -> None:
        """A cable that was read, and the form it was read from."""
        self._forms.setdefault(form, _Form(self._most)).cable(form, cable)

    def skip(self, where: str, reason: str) -> None:
        """Something that was skipped: its path (with member or line), and why."""
        known = _NUMBER.sub("N", reason)
        if known not in self._skips and len(self._skips) >= _MOST_REASONS:
            known = _OTHERS
        self._skips[known] += 1
        if len(self._skipped[known]) < self._most:
            self._skipped[known].append(Example(cable_id=None, place=where, message=reason))

    def report(self) -> ParseReport:
        """What has been collected so far."""
        forms = tuple(one.report(name) for name, one in sorted(self._forms.items()))
        skips = sorted(self._skips.items(), key=lambda item: (-item[1], item[0]))
        return ParseReport(
            cables=sum(one.cables for one in forms),
            doubtful=sum(one.doubtful for one in forms),
            skipped=self._skips.total(),
            forms=forms,
            skips=tuple(
                SkipCount(reason=reason, count=count, examples=tuple(self._skipped[reason]))
                for reason, count in skips
            ),
        )


class _Form:
    """The counts of one form."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._cables = self._doubtful = 0
        self._found: Counter[str] = Counter()
        self._missing: Counter[str] = Counter()
        self._lacking: dict[str, list[Example]] = defaultdict(list)
        self._kinds: dict[str, Kind] = {}
        self._in_cables: Counter[str] = Counter()
        self._places: Counter[str] = Counter()
        self._graded: Counter[tuple[str, str]] = Counter()
        self._seen: dict[str, list[Example]] = defaultdict(list)

    def cable(self, form: str, cable: Cable) -> None:
        self._cables += 1
        self._found.update(field.name for field in FIELDS.values() if field.has(cable))
        for name in missing(form, cable):
            self._missing[name] += 1
            self._keep(self._lacking[name], cable, place(form, cable), f"no {name}")
        kinds = {}
        for diagnostic in cable.diagnostics:
            kind = kinds[diagnostic.kind] = kind_of(diagnostic)
            self._places[kind.name] += 1
            self._keep(
                self._seen[kind.name], cable, place(form, cable, diagnostic), diagnostic.message
            )
        self._kinds |= kinds
        self._in_cables.update(kinds.keys())
        self._graded.update({(kind.field, kind.grade) for kind in kinds.values()})
        self._doubtful += any(kind.grade == "doubtful" for kind in kinds.values())

    def _keep(self, examples: list[Example], cable: Cable, where: str, message: str) -> None:
        if len(examples) < self._most:
            examples.append(Example(cable_id=cable.id, place=where, message=message))

    def report(self, form: str) -> FormReport:
        def rank(kind: Kind) -> tuple[int, int, str]:
            return GRADES.index(kind.grade), -self._in_cables[kind.name], kind.name

        return FormReport(
            form=form,
            cables=self._cables,
            doubtful=self._doubtful,
            fields=tuple(
                self._field(name, expected(form, field)) for name, field in FIELDS.items()
            ),
            kinds=tuple(map(self._kind, sorted(self._kinds.values(), key=rank))),
        )

    def _field(self, name: str, expected: str) -> FieldCount:
        return FieldCount(
            field=name,
            expected=expected,
            found=self._found[name],
            missing=self._missing[name] if expected else None,
            repaired=self._graded[name, "repaired"],
            doubtful=self._graded[name, "doubtful"],
            examples=tuple(self._lacking[name]),
        )

    def _kind(self, kind: Kind) -> KindCount:
        return KindCount(
            kind=kind.name,
            field=kind.field,
            grade=kind.grade,
            meaning=kind.meaning,
            cables=self._in_cables[kind.name],
            places=self._places[kind.name],
            examples=tuple(self._seen[kind.name]),
        )
