"""`cablesearch check`: is the index sound, and does it match the corpus?"""

from typing import TYPE_CHECKING, Annotated

import typer

from cablesearch.cli import options as opt
from cablesearch.cli.session import Session
from cablesearch.errors import DamagedError, ExitStatus

if TYPE_CHECKING:
    from cablesearch.indexing.check import CheckReport

MaxSeconds = Annotated[
    int | None,
    typer.Option(
        "--max-seconds",
        metavar="N",
        min=1,
        help="Stop after so many seconds; the next such check goes on from there.",
    ),
]


def command(
    session: Session,
    deep: opt.Deep = False,
    max_seconds: MaxSeconds = None,
    json: opt.Json = False,
) -> ExitStatus:
    """Read every byte of the index and say what is wrong with it.

    --deep reads the sources again too. That they have changed since is said, and is no damage: cablesearch index
    takes care of it.

    With --max-seconds it says how much it has seen, and never of a part that the whole is sound. How far it came is
    remembered in the user's cache folder: short checks, week after week, come to everything, though the index is
    renewed meanwhile. Exit status 0 then means that nothing was wrong in what was seen.
    """
    from cablesearch.indexing.check import check
    from cablesearch.indexing.partial import Limit

    directory = session.index_dir()
    env = session.env
    report = check(
        directory,
        deep=deep,
        tables=session.own_tables(),
        trust_owners=session.setting("trust_owners"),
        limit=Limit(seconds=max_seconds, timer=env.timer, memo_dir=env.memo_dir)
        if max_seconds is not None
        else None,
    )
    talk = session.talk
    if json:
        from msgspec import to_builtins

        from cablesearch.output.records import dumps

        said = {"path": str(directory), **to_builtins(report), "whole": report.is_whole}
        session.sink().line(dumps(said))
    for finding in report.findings:
        talk.problem(f"{finding.path}: {finding.message}", kind=finding.kind, path=finding.path)
    if report.too_long is not None:
        talk.problem(f"not looked at, for it alone takes longer: {report.too_long}")
    talk.summary |= {
        "findings": len(report.findings),
        "generation": report.generation,
        "whole": report.is_whole,
    }
    if report.is_damaged:
        raise DamagedError(
            f"{directory}: damaged",
            remedy="cablesearch rollback steps back, cablesearch index --rebuild builds anew",
        )
    if not (json or talk.quiet):
        session.sink().line(_said(report, deep=deep))
    return ExitStatus.OK


def _said(report: "CheckReport", *, deep: bool) -> str:
    if not report.is_whole:
        seen = ", ".join(f"{part.seen:,} of {part.of:,} {part.part}" for part in report.parts)
        so_far = "" if report.findings else ", nothing wrong so far"
        return (
            f"partly looked at{so_far}: generation {report.generation}, {seen}; "
            "the next check with --max-seconds goes on from there"
        )
    against = ", and matches its sources" if deep and not report.findings else ""
    return (
        f"sound{against}: generation {report.generation}, {report.files:,} files, "
        f"{report.cables:,} cables, {report.paragraphs:,} paragraphs"
    )
