"""What `parse --report` and `--strict` add to parsing: doubts told as they are met, and the exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.errors import ExitStatus, StrictError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cablesearch.cable.model import Cable
    from cablesearch.cable.report import ParseReport
    from cablesearch.cli.log import Talk


def check_choices(*, report: bool, jsonl: bool, examples: int | None) -> None:
    """What was asked for and would change nothing is an error, not a silence."""
    if report and jsonl:
        raise UsageError("--report has no --jsonl", remedy="--json gives all of it")
    if examples is not None and not report:
        raise UsageError("--examples belong to --report")


def doubts_told(cables: Iterable[Cable], talk: Talk) -> Iterator[Cable]:
    """The cables as they come, and each doubt on stderr as path:line: kind: message."""
    from cablesearch.cable.diagnosis import doubts, place

    for cable in cables:
        for doubt in doubts(cable):
            talk.problem(f"{place(cable, doubt)}: {doubt.kind}: {doubt.message}")
        yield cable


def judged(report: ParseReport, *, strict: bool) -> ExitStatus:
    """The exit status of a run; StrictError where --strict was asked for and something is doubtful or skipped."""
    if strict and (report.doubtful or report.skipped):
        cables = f"{report.cables:,} cable{'s' if report.cables != 1 else ''}"
        raise StrictError(f"{report.doubtful:,} of {cables} doubtful, {report.skipped:,} skipped")
    return ExitStatus.SKIPPED if report.skipped else ExitStatus.OK
