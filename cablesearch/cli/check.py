"""`cablesearch check`: is the index sound, and does it match the corpus?"""

from cablesearch.cli import options as opt
from cablesearch.cli.session import Session
from cablesearch.errors import DamagedError, ExitStatus


def command(session: Session, deep: opt.Deep = False, json: opt.Json = False) -> ExitStatus:
    """Read every byte of the index and say what is wrong with it.

    --deep reads the sources again too. That they have changed since is said, and is no damage: cablesearch index
    takes care of it.
    """
    from cablesearch.indexing.check import check

    directory = session.index_dir()
    report = check(
        directory,
        deep=deep,
        tables=session.own_tables(),
        trust_owners=session.setting("trust_owners"),
    )
    talk = session.talk
    if json:
        from msgspec import to_builtins

        from cablesearch.output.records import dumps

        session.sink().line(dumps({"path": str(directory), **to_builtins(report)}))
    for finding in report.findings:
        talk.problem(f"{finding.path}: {finding.message}", kind=finding.kind, path=finding.path)
    talk.summary |= {"findings": len(report.findings), "generation": report.generation}
    if report.is_damaged:
        raise DamagedError(
            f"{directory}: damaged",
            remedy="cablesearch rollback steps back, cablesearch index --rebuild builds anew",
        )
    if not (json or talk.quiet):
        against = ", and matches its sources" if deep and not report.findings else ""
        session.sink().line(
            f"sound{against}: generation {report.generation}, {report.files:,} files, "
            f"{report.cables:,} cables, {report.paragraphs:,} paragraphs"
        )
    return ExitStatus.OK
