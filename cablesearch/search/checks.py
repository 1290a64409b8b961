"""The table of checks: what a reviewer of cables looks for, one small function each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.cable.diagnosis import Kind, kind_of
from cablesearch.errors import UsageError
from cablesearch.search import mark_checks as marks
from cablesearch.search.check import Check, Found, many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from cablesearch.search.check import Case


def _declassify_past(case: Case) -> Iterator[Found]:
    day = case.cable.declassify_on
    if day is not None and day < case.desk.day and marks.rank(case.cable.classification) != 0:
        yield Found(day.isoformat(), f"to be declassified on {day}, {_ago(day, case.desk.day)} ago")


def _declassify_unclassified(case: Case) -> Iterator[Found]:
    day = case.cable.declassify_on
    if day is not None and marks.rank(case.cable.classification) == 0:
        yield Found(day.isoformat(), f"unclassified, and to be declassified on {day}")


def _reference_missing(case: Case) -> Iterator[Found]:
    for reference in case.cable.references:
        cited = reference.cable_id
        if cited is not None and cited != case.cable.id and not case.desk.holds(cited):
            letter = f"{reference.letter}. " if reference.letter else ""
            yield Found(cited, f"{letter}{reference.text}: {cited} is not in the index")


def _no_class_line(case: Case) -> Iterator[Found]:
    missing = any(d.kind == "class-line-missing" for d in case.cable.diagnostics)
    if case.cable.classification is None:
        yield Found(None, "no classification at all")
    elif missing:
        yield Found(None, f"no classification line; {case.cable.classification} is from elsewhere")


def _diagnosed(
    which: Callable[[Kind], bool],
) -> Callable[[Case], Iterator[Found]]:
    """A check that gives the Diagnostics of some kinds."""

    def find(case: Case) -> Iterator[Found]:
        for d in case.cable.diagnostics:
            if which(kind_of(d)):
                yield Found(d.kind, d.message, case.at(d))

    return find


def _doubts_about(field: str, *, but: str = "") -> Callable[[Case], Iterator[Found]]:
    return _diagnosed(lambda k: k.field == field and k.grade == "doubtful" and k.name != but)


_ELSEWHERE: Final = ("id", "date", "classification", "numbers", "marking")
"""Fields whose doubts have a check of their own."""

_TABLE: Final = (
    Check(name="marked-above", find=marks.marked_above, value="the level of the mark",
          meaning="a paragraph is marked above the cable's classification"),
    Check(name="marked-below", find=marks.marked_below, value="the highest level marked",
          meaning="no paragraph of a classified cable is marked as high as the cable"),
    Check(name="caption-missing", find=marks.caption_missing, value="the caption",
          meaning="a paragraph is marked SBU or NF and the cable does not say SENSITIVE or NOFORN"),
    Check(name="unmarked", find=marks.unmarked, value="",
          meaning="a numbered paragraph without a mark in a cable with marks"),
    Check(name="unmarked-block", find=marks.unmarked_block, value="",
          meaning="a block of text without number and mark in a cable with marks"),
    Check(name="mark-unclear", find=marks.mark_unclear, value="the kind of doubt, if any",
          meaning="a mark that cannot be read, or stands behind the first words of the paragraph"),
    Check(name="no-marks", find=marks.no_marks, value="", common=True,
          meaning="no paragraph has a mark: as usual before about 1982, and in unclassified cables"),
    Check(name="declassify-past", find=_declassify_past, value="the date",
          meaning="the date of declassification is past"),
    Check(name="declassify-unclassified", find=_declassify_unclassified, value="the date",
          meaning="an unclassified cable has a date of declassification"),
    Check(name="reference-missing", find=_reference_missing, value="the id cited",
          meaning="a cable listed as a reference is not in the index"),
    Check(name="id-mismatch", find=_doubts_about("id"), value="the kind of doubt",
          meaning="the id disagrees with the header, the file or the date, or is inferred"),
    Check(name="date-mismatch", find=_doubts_about("date"), value="the kind of doubt",
          meaning="dates disagree, or the date is inferred"),
    Check(name="time-mismatch", find=_diagnosed(lambda k: k.name == "checksum-time"), common=True,
          value="the kind of doubt", meaning="the hour of the DE line is not that of the date-time group"),
    Check(name="classification-mismatch", value="the kind of doubt",
          find=_doubts_about("classification", but="class-line-missing"),
          meaning="the container and the classification line disagree"),
    Check(name="no-class-line", find=_no_class_line, value="",
          meaning="no classification line, or no classification at all"),
    Check(name="numbering", find=_doubts_about("numbers"), value="the kind of doubt",
          meaning="paragraph numbers are skipped, repeated or start again"),
    Check(name="doubtful", find=_diagnosed(lambda k: k.grade == "doubtful" and k.field not in _ELSEWHERE),
          value="the kind of doubt", meaning="any other doubt, such as a section that is not there"),
)  # fmt: skip

CHECKS: Final[Mapping[str, Check]] = {check.name: check for check in _TABLE}
"""Every check by its name, in the order in which findings are given."""


def known_checks(names: Sequence[str]) -> tuple[Check, ...]:
    """The checks of these names, all of them for none, in the table's order; UsageError for an unknown one."""
    for name in names:
        if name not in CHECKS:
            raise UsageError(f'no check "{name}"', remedy=f"these are: {', '.join(CHECKS)}")
    return tuple(check for check in _TABLE if not names or check.name in names)


def _ago(day: date, now: date) -> str:
    """The time between two days in whole years, months or days.

    >>> from datetime import date
    >>> _ago(date(2019, 11, 23), date(2026, 11, 22)), _ago(date(2026, 1, 31), date(2026, 3, 1))
    ('6 years', '1 month')
    """
    months = (now.year - day.year) * 12 + now.month - day.month - (now.day < day.day)
    if months >= 12:
        return many(months // 12, "year")
    return many(months, "month") if months else many((now - day).days, "day")
