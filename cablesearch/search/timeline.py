"""Matches over time: paragraphs by year, quarter, month, week or day of their cable's date."""

from __future__ import annotations

from datetime import date
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from cablesearch.engines.base import Days, Request
from cablesearch.errors import UsageError
from cablesearch.query.periods import read_period
from cablesearch.search.page import FORMAT_VERSION, IndexInfo, iso
from cablesearch.search.steps import label_of, many, periods, step_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cablesearch.search.question import Question, Understood
    from cablesearch.search.run import Bench
    from cablesearch.search.steps import Step

MOST_PERIODS: Final = 50_000
"""So many periods a timeline has at most: a misread date must not make a million empty days."""


class Period(Struct, frozen=True, kw_only=True):
    """One period, both days included.

    `count` paragraphs match. `of` are all paragraphs of the index in the period and `share` per cent of them match:
    both null where no share was asked for, `share` also where `of` is 0. `against` and `against_share` are the same of
    the second query.
    """

    start: date
    end: date
    label: str
    count: int
    of: int | None = None
    share: float | None = None
    against: int | None = None
    against_share: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """The period as JSON values; shares to four places."""
        return {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "label": self.label,
            "count": self.count,
            "of": self.of,
            "share": _rounded(self.share),
            "against": self.against,
            "against_share": _rounded(self.against_share),
        }


class Series(Struct, frozen=True, kw_only=True):
    """What one query found in all: `total` paragraphs, of which `undated` are in no period."""

    query: str
    read_as: str
    total: int
    undated: int

    def to_dict(self) -> dict[str, Any]:
        """The series as JSON values."""
        return {
            "query": self.query,
            "read_as": self.read_as,
            "total": self.total,
            "undated": self.undated,
        }


class Timeline(Struct, frozen=True, kw_only=True):
    """Matches by period, without gaps: a period without a match counts 0.

    The periods go from the first match of either query to the last, and as far as `since` and `until` where the index
    has cables of these dates. `shared` says whether shares were asked for. `notes` are what a person should be told of
    how the queries were read.
    """

    index: IndexInfo
    by: Step
    periods: tuple[Period, ...]
    counted: Series
    against: Series | None = None
    shared: bool = False
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many paragraphs match, those without a date too."""
        return self.counted.total

    @property
    def undated(self) -> int:
        """How many of them have no date."""
        return self.counted.undated

    def head(self) -> dict[str, Any]:
        """What the JSON says before the periods."""
        return {
            "format_version": FORMAT_VERSION,
            **self.counted.to_dict(),
            "index": {
                "path": self.index.path,
                "generation": self.index.generation,
                "built_at": iso(self.index.built_at),
                "engine": self.index.engine,
            },
            "by": self.by,
            "against": self.against.to_dict() if self.against else None,
        }

    def to_dicts(self) -> list[dict[str, Any]]:
        """The periods as flat dicts: what a pandas.DataFrame takes."""
        return [period.to_dict() for period in self.periods]


def timeline(
    bench: Bench,
    understood: Understood,
    *,
    by: Step | None = None,
    share: bool = False,
    against: Understood | None = None,
) -> Timeline:
    """Counted by the engine from its dates: no cable is read."""
    found = _days(bench, understood)
    second = _days(bench, against) if against is not None else None
    every = bench.calendar.all_days if share else None
    span = _span(bench, understood.question, [found, *([second] if second else [])])
    step = by or (step_for(*span) if span else "year")
    if span and many(*span, step) > MOST_PERIODS:
        raise UsageError(
            f"from {span[0]} to {span[1]} there are more than {MOST_PERIODS:,} {step}s",
            remedy="count by a longer period, or narrow the dates with --since and --until",
        )
    spans = list(periods(*span, step)) if span else []
    counts = _by_period(found, spans)
    of: Iterable[int | None] = repeat(None) if every is None else _by_period(every, spans)
    others: Iterable[int | None] = repeat(None) if second is None else _by_period(second, spans)
    return Timeline(
        index=bench.info,
        by=step,
        periods=tuple(
            _period(start, end, step, count, whole, other)
            for (start, end), count, whole, other in zip(spans, counts, of, others, strict=False)
        ),
        counted=_series(understood, found),
        against=_series(against, second) if against is not None and second else None,
        shared=share,
        notes=tuple(dict.fromkeys([*understood.notes, *(against.notes if against else ())])),
    )


def _days(bench: Bench, understood: Understood) -> Days:
    return bench.searcher.days(Request(tree=understood.tree, chosen=understood.chosen))


def _span(bench: Bench, question: Question, found: list[Days]) -> tuple[date, date] | None:
    """The first and the last day to count from and to; null where nothing that was found has a date."""
    dated = [days.counts for days in found if days.counts]
    if not dated:
        return None
    first = min(next(iter(counts)) for counts in dated)
    last = max(next(reversed(counts)) for counts in dated)
    oldest, latest = bench.calendar.ends
    since = read_period(question.since).start if question.since else None
    until = read_period(question.until).end if question.until else None
    if since is not None and oldest is not None:
        first = min(first, max(since.date(), oldest))
    if question.until and latest is not None:
        # the end is the first moment after the period
        last = max(last, latest if until is None else min(_day_before(until.date()), latest))
    return first, last


def _day_before(day: date) -> date:
    return day.fromordinal(day.toordinal() - 1)


def _by_period(days: Days, spans: list[tuple[date, date]]) -> list[int]:
    """How many there are in each of the periods; both are in order, so each day is looked at once."""
    counts: list[int] = []
    left = iter(days.counts.items())
    day, count = next(left, (date.max, 0))
    for start, end in spans:
        within = 0
        while day <= end and count:
            if day >= start:
                within += count
            day, count = next(left, (date.max, 0))
        counts.append(within)
    return counts


def _period(
    start: date, end: date, step: Step, count: int, of: int | None, other: int | None
) -> Period:
    return Period(
        start=start,
        end=end,
        label=label_of(start, step),
        count=count,
        of=of,
        share=_share(count, of),
        against=other,
        against_share=_share(other, of),
    )


def _share(count: int | None, of: int | None) -> float | None:
    return 100 * count / of if count is not None and of else None


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _series(understood: Understood, found: Days) -> Series:
    return Series(
        query=understood.question.query,
        read_as=understood.read_as,
        total=found.total,
        undated=found.undated,
    )
