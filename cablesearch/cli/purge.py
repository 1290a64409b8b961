"""`cablesearch purge`: remove cables from an index for good, and prove it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cablesearch.cli import options as opt
from cablesearch.cli.durations import parse_duration
from cablesearch.cli.session import Session
from cablesearch.errors import DamagedError, ExitStatus

if TYPE_CHECKING:
    from cablesearch.indexing.purge import PurgeReport

_MOST_NAMED = 5
_COLUMNS = ("what", "cable_id", "path")


def command(
    session: Session,
    ids: opt.PurgedIds,
    allow_again: opt.AllowAgain = False,
    dry_run: opt.DryRun = False,
    lock_wait: opt.LockWait = "0s",
    json: opt.Json = False,
    progress: opt.ShowProgress = None,
) -> ExitStatus:
    """Remove cables from every generation of the index and from its store, at once, and search it for what is left.

    A number goes with all cables that have it; 76STATE290286~2 is that one alone, as it is now. The index is written
    anew without them, from its own store; every older generation goes, so that rollback has nowhere to go. The ids are
    excluded from now on. Sources are not touched: those that still hold the cables are named.
    """
    from cablesearch.cable.tables import tables_with
    from cablesearch.cli.progress import listening
    from cablesearch.indexing.exclusions import excluded_id
    from cablesearch.indexing.purge import PurgeOptions, purge

    directory = session.index_dir()
    tables = tables_with(session.own_tables())
    options = PurgeOptions(
        ids=tuple(excluded_id(id, tables) for id in ids),
        allow_again=allow_again,
        dry_run=dry_run,
        lock_wait=parse_duration(lock_wait).total_seconds(),
        trust_owners=session.setting("trust_owners"),
    )
    with listening(session, bars=progress) as hear:
        report = purge(directory, options, now=session.env.clock, on_event=hear)
    still = _still_there(report)
    if json:
        from cablesearch.output.records import dumps

        session.sink().line(dumps(_as_json(directory, report, still)))
    else:
        from cablesearch.output.records import write_tsv

        write_tsv(_rows(directory, report), _COLUMNS, session.sink())
    _tell(session, directory, report, still)
    if report.proof is not None and report.proof.found:
        more = len(report.proof.found) - 1
        raise DamagedError(
            report.proof.found[0] + (f", and {more:,} more" if more else ""),
            remedy="the purge is not complete; run it again, and if this stays, delete the index and build it anew",
        )
    return ExitStatus.NOTHING_FOUND if report.unknown else ExitStatus.OK


def _still_there(report: "PurgeReport") -> list[str]:
    """The sources that gave the records and are still there: files, with the member where they are containers."""
    from cablesearch.output.versions import source_of

    return sorted({source_of(v) for v in report.versions if Path(v.path).exists()})


def _rows(directory: Path, report: "PurgeReport") -> list[dict[str, Any]]:
    """What went, or would go."""
    from cablesearch.indexing.pointer import directory_of
    from cablesearch.output.versions import source_of

    rows = [
        {"what": "version", "cable_id": v.cable_id, "path": source_of(v)} for v in report.versions
    ]
    if report.dry_run:
        rows += [{"what": "store file", "cable_id": "", "path": str(path)} for path in report.files]
    paths = (directory_of(directory, number) for number in report.dropped)
    return rows + [{"what": "generation", "cable_id": "", "path": str(path)} for path in paths]


def _as_json(directory: Path, report: "PurgeReport", still: list[str]) -> dict[str, Any]:
    from cablesearch.output.versions import version_rows

    by_id: dict[str, list[Any]] = {}
    for version in report.versions:
        by_id.setdefault(version.cable_id, []).append(version)
    proof = report.proof
    return {
        "path": str(directory),
        "dry_run": report.dry_run,
        "generation": report.generation,
        "cables": report.cables,
        "paragraphs": report.paragraphs,
        "versions": [row for versions in by_id.values() for row in version_rows(versions)],
        "unknown": list(report.unknown),
        "dropped": list(report.dropped),
        "still_in": still,
        "proof": proof
        and {
            "files": proof.files,
            "bytes": proof.size,
            "frames": proof.frames,
            "words": proof.words,
            "named": list(proof.named),
            "found": list(proof.found),
        },
    }


def _tell(session: Session, directory: Path, report: "PurgeReport", still: list[str]) -> None:
    talk = session.talk
    for id in report.unknown:
        talk.problem(f'nothing here goes by "{id}"', id=id)
    proof = report.proof
    talk.summary |= {
        "generation": report.generation,
        "versions": len(report.versions),
        "unknown": len(report.unknown),
        "still_in": still,
    }
    went = f"{_many(len({v.cable_id for v in report.versions}), 'cable')} ({_many(len(report.versions), 'version')})"
    if report.dry_run:
        talk.note(f"dry run: {went} would go")
    elif proof is not None:
        talk.note(
            f"{directory}: {went} purged; {_many(report.cables, 'cable')}, "
            f"{_many(report.paragraphs, 'paragraph')} ({report.engine}, generation {report.generation})"
        )
        for number in report.read:
            talk.note(f"generation {number} was being read; the disk has its files until that ends")
        if proof.named:
            some = [
                *proof.named[:_MOST_NAMED],
                *(["..."] if len(proof.named) > _MOST_NAMED else []),
            ]
            talk.note(f"still named in other cables: {', '.join(some)}")
        if not proof.found:
            talk.note(
                f"{_many(proof.files, 'file')}, {proof.size / 1e6:,.1f} MB searched: "
                f"none of {_many(proof.frames, 'frame')}, {_many(proof.words, 'word')} found"
            )
    for source in still:
        talk.note(f"still in {source}: that file is yours to delete")


def _many(count: int, unit: str) -> str:
    return f"{count:,} {unit}{'s' if count != 1 else ''}"
