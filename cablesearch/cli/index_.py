"""`cablesearch index`: build or refresh the index."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cablesearch.cli import options as opt
from cablesearch.cli.durations import parse_duration
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus, SourceError, UsageError

if TYPE_CHECKING:
    from cablesearch.indexing.report import BuildReport, Skipped

STDIN = "-"
SAMPLES = "corpus"

# Ids of other archives (frus1958-60v07p1/d112) hold none of these.
_NO_ID = re.compile(r"[^!-~]|[,;:]")


def command(
    session: Session,
    paths: opt.Roots = None,
    read_as: opt.ReadAs = None,
    engine: opt.EngineOption = None,
    rebuild: opt.Rebuild = False,
    dry_run: opt.DryRun = False,
    no_prune: opt.NoPrune = False,
    allow_removals: opt.AllowRemovals = False,
    forget: opt.Forget = None,
    exclude: opt.Exclude = None,
    rehash: opt.Rehash = False,
    strict: opt.Strict = False,
    lock_wait: opt.LockWait = "0s",
    errors: opt.Errors = None,
    jobs: opt.Jobs = None,
    progress: opt.ShowProgress = None,
) -> ExitStatus:
    """Build or refresh the index.

    Paths are remembered: without one all of them are refreshed. Only what has changed is read. Readers go on with the
    old index until the new one is published, at once and whole.
    """
    from cablesearch.cli.progress import listening
    from cablesearch.indexing.build import BuildOptions, build

    if read_as not in (None, "auto"):
        from cablesearch.formats.detect import reader_named

        reader_named(read_as)
    directory = session.index_dir()
    new = rebuild or not (directory / "current").exists()
    options = BuildOptions(
        paths=_given(session, paths or (), first=not (directory / "current").exists()),
        format=read_as,
        forget=_absolute(session, forget or ()),
        engine=engine or (session.setting("engine") if new else "auto"),
        rebuild=rebuild,
        dry_run=dry_run,
        no_prune=no_prune,
        allow_removals=allow_removals,
        rehash=rehash,
        strict=strict,
        exclude=_ids(session, session.env.cwd / exclude) if exclude else None,
        tables=session.own_tables(),
        lock_wait=parse_duration(lock_wait).total_seconds(),
        jobs=jobs,
        trust_owners=session.setting("trust_owners"),
    )
    with listening(session, bars=progress) as hear:
        report = build(directory, options, now=session.env.clock, on_event=hear)
    if errors is not None:
        _write_errors(session.env.cwd / errors, report.skipped)
    if dry_run:
        _tell_plan(session, report)
    _tell(session, report, directory)
    return ExitStatus.SKIPPED if report.new_skips and not dry_run else ExitStatus.OK


def _given(session: Session, paths: Sequence[Path], *, first: bool) -> tuple[str, ...]:
    """The paths as given; for a first build without any the samples, where they are."""
    if paths or not first:
        return _absolute(session, paths)
    if not (session.env.cwd / SAMPLES).is_dir():
        raise SourceError(
            "there is nothing to index yet", remedy="name a file or a folder of cables"
        )
    return (str(session.env.cwd / SAMPLES),)


def _absolute(session: Session, paths: Sequence[Path]) -> tuple[str, ...]:
    return tuple(STDIN if str(p) == STDIN else str(session.env.cwd / p) for p in paths)


def _ids(session: Session, path: Path) -> tuple[str, ...]:
    """The ids of an --exclude file, in any spelling: one a line, blank lines and what follows # aside.

    UsageError, with the line, where one is no single id: what was to be kept out must not slip in.
    """
    from cablesearch.cable.ident import canonical_id
    from cablesearch.cable.shared import number_of
    from cablesearch.cable.tables import tables_with
    from cablesearch.formats.encoding import decode
    from cablesearch.indexing.exclusions import excluded_id

    tables = tables_with(session.own_tables())
    try:
        lines = decode(path.read_bytes())[0].splitlines()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}", remedy="check the path") from error
    ids = []
    for number, line in enumerate(lines, 1):
        one = line.partition("#")[0].strip()
        if not one:
            continue
        if canonical_id(number_of(one), tables=tables) is None and _NO_ID.search(one):
            raise UsageError(
                f"{path}:{number}: no id of a cable: {one}", remedy="write one id a line"
            )
        ids.append(excluded_id(one, tables))
    return tuple(ids)


def _write_errors(path: Path, skipped: "Sequence[Skipped]") -> None:
    from msgspec import to_builtins

    from cablesearch.output.records import write_jsonl
    from cablesearch.output.sink import Sink, replacing

    with replacing(path) as stream:
        write_jsonl(map(to_builtins, skipped), Sink(stream=stream))


def _tell_plan(session: Session, report: "BuildReport") -> None:
    """What a dry run would read and remove, one file a line."""
    from cablesearch.output.records import write_tsv

    planned = report.planned
    if planned is not None:
        rows = [
            {"what": what, "path": path}
            for what, files in (("new", planned.new), ("changed", planned.changed), ("gone", planned.gone))
            for path in files
        ]  # fmt: skip
        write_tsv(rows, ("what", "path"), session.sink())


def _tell(session: Session, report: "BuildReport", directory: Path) -> None:
    talk = session.talk
    talk.summary |= {
        "published": report.published,
        "generation": report.generation,
        "engine": report.engine,
        "added": report.added,
        "updated": report.updated,
        "removed": report.removed,
        "cables": report.cables,
        "shared": len(report.shared),
        "paragraphs": report.paragraphs,
        "skipped": len(report.skipped),
        "new_skips": report.new_skips,
    }
    if talk.as_json:
        return
    if known := len(report.skipped) - report.new_skips:
        talk.note(f"skipped as before: {known:,}; cablesearch status lists them")
    if report.duplicates:
        talk.note(
            f"cables of which there are several texts: {len(report.duplicates):,}; cablesearch status lists them"
        )
    if report.shared:
        talk.note(
            f"numbers that several cables have: {len(report.shared):,}; cablesearch status lists them"
        )
    holds = f"{_many(report.cables, 'cable')}, {_many(report.paragraphs, 'paragraph')}"
    if report.dry_run:
        files = report.files
        talk.note(
            f"dry run: {_many(files.new, 'file')} new, {files.changed:,} changed, {files.gone:,} gone"
        )
    elif report.published:
        talk.note(
            f"{directory}: {report.added:,} added, {report.updated:,} updated, {report.removed:,} removed; "
            f"{holds} ({report.engine}, generation {report.generation})"
        )
    else:
        talk.note(f"{directory}: nothing to do; {holds}")


def _many(count: int, unit: str) -> str:
    return f"{count:,} {unit}{'s' if count != 1 else ''}"
