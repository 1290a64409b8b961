"""What `parse --report` and `--strict` add to parsing: counts, doubts told as they are met, the exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.errors import ExitStatus, StrictError, UsageError

if TYPE_CHECKING:
    from cablesearch.cable.model import Cable
    from cablesearch.cable.report import ParseReport
    from cablesearch.cli.log import Talk

_EXAMPLES = 3


def check_choices(
    *, report: bool, strict: bool, why: bool, json: bool, jsonl: bool, examples: int | None
) -> None:
    """What was asked for and would change nothing is an error, not a silence."""
    if why and (report or strict):
        raise UsageError("--why reads no further, so there is nothing to report or to doubt")
    if why and (json or jsonl):
        raise UsageError("--why has no JSON", remedy="in a pipe it is tab-separated")
    if json and jsonl:
        raise UsageError("--json and --jsonl exclude each other")
    if report and jsonl:
        raise UsageError("--report has no --jsonl", remedy="--json gives all of it")
    if examples is not None and not report:
        raise UsageError("--examples belong to --report")


class Hearing:
    """Hears of every cable and every skip of a run; tells the doubts on stderr if it `tells`."""

    def __init__(self, talk: Talk, *, examples: int | None, tells: bool) -> None:
        from cablesearch.cable.report import Collector

        self._talk = talk
        self._tells = tells
        self._collector = Collector(examples=_EXAMPLES if examples is None else examples)

    def cable(self, form: str, cable: Cable) -> None:
        """A cable read from this form; each doubt as path:line: kind: message."""
        from cablesearch.cable.diagnosis import doubts, place

        self._collector.cable(form, cable)
        if self._tells:
            for doubt in doubts(cable):
                where = place(form, cable, doubt)
                self._talk.problem(f"{where}: {doubt.kind}: {doubt.message}")

    def skip(self, where: str, reason: str) -> None:
        """Something that was skipped, and why."""
        self._collector.skip(where, reason)

    def report(self) -> ParseReport:
        """What has been heard so far."""
        return self._collector.report()

    def judged(self, *, strict: bool) -> ExitStatus:
        """The exit status; StrictError where --strict was asked for and something is doubtful or skipped."""
        found = self.report()
        if strict and (found.doubtful or found.skipped):
            cables = f"{found.cables:,} cable{'s' if found.cables != 1 else ''}"
            raise StrictError(f"{found.doubtful:,} of {cables} doubtful, {found.skipped:,} skipped")
        return ExitStatus.SKIPPED if found.skipped else ExitStatus.OK
