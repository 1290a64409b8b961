"""`cablesearch parse`: what was understood of files; needs no index."""

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from cablesearch.cli import options as opt
from cablesearch.cli.reporting import Hearing, check_choices
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus, RecordError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from typing import BinaryIO

    from cablesearch.cable.model import Cable
    from cablesearch.cable.tables import Tables
    from cablesearch.cli.log import Talk
    from cablesearch.formats.record import Record, Unreadable
    from cablesearch.formats.why import Why
    from cablesearch.indexing.sources import Survey

STDIN = "-"


def command(
    session: Session,
    paths: opt.Paths,
    report: opt.Report = False,
    strict: opt.StrictParse = False,
    examples: opt.Examples = None,
    json: opt.ParsedJson = False,
    jsonl: opt.ParsedJsonl = False,
    read_as: opt.ReadAs = None,
    why: opt.Why = False,
    output: opt.Output = None,
) -> ExitStatus:
    """Show what was understood of files: a table, or with --jsonl the whole parsed cables.

    --report counts instead, by form and field, what was found, repaired, doubtful and missing. Links are not followed.
    What cannot be read is named on stderr and left out; the exit status is then 3, and with --strict 65.
    """
    from cablesearch.output.parsed import write_cables, write_overview
    from cablesearch.output.report import write_report

    check_choices(report=report, strict=strict, why=why, json=json, jsonl=jsonl, examples=examples)
    hearing = Hearing(session.talk, examples=examples, tells=strict and not report)
    with session.output(output) as sink:
        reading = _Reading(session, None if read_as == "auto" else read_as, hearing)
        if why:
            from cablesearch.output.why import write_why

            write_why(reading.explained(paths), sink)
            return ExitStatus.SKIPPED if reading.skipped else ExitStatus.OK
        cables = reading.cables(paths)
        if report:
            count = sum(1 for _ in cables)
            write_report(hearing.report(), sink, as_json=json)
        elif json or jsonl:
            count = write_cables(cables, sink, array=json)
        else:
            count = write_overview(cables, sink)
    session.talk.summary |= {"cables": count, "skipped": reading.skipped}
    return hearing.judged(strict=strict)


class _Reading:
    """Cables as they stream by, and how much was skipped."""

    def __init__(self, session: Session, format: str | None, hearing: Hearing) -> None:
        self._session = session
        self._hearing = hearing
        self._format = format
        self._talk: Talk = session.talk
        self.skipped = 0

    def cables(self, paths: list[Path]) -> "Iterator[Cable]":
        """Every cable of these files and folders, in order."""
        found = self._survey(paths)
        tables = self._tables(found.tables)
        for path in self._files(paths, found):
            yield from self._records(path, tables)

    def explained(self, paths: list[Path]) -> "Iterator[Why]":
        """How every one of these files, and every member of a container, was recognised."""
        from cablesearch.formats.container import open_regular
        from cablesearch.formats.record import Source
        from cablesearch.formats.why import explain

        for path in self._files(paths, self._survey(paths)):
            try:
                with self._stdin() if path == STDIN else open_regular(path) as stream:
                    for one in explain(stream, Source(path=path)):
                        self.skipped += one.form is None
                        yield one
            except OSError as error:
                self._skip(path, error.strerror or str(error))

    def _survey(self, paths: list[Path]) -> "Survey":
        from cablesearch.indexing.sources import root_of, survey

        cwd = self._session.env.cwd
        roots = [root_of(str(cwd / path)) for path in paths if str(path) != STDIN]
        return survey(roots, index_dir=self._session.index_dir())

    def _files(self, paths: list[Path], found: "Survey") -> "Iterator[str]":
        for skip in found.skipped:
            self._skip(skip.path, skip.reason)
        if STDIN in map(str, paths):
            yield STDIN
        yield from (file.path for file in found.files)

    def _stdin(self) -> "AbstractContextManager[BinaryIO]":
        return nullcontext(self._session.env.stdin.buffer)

    def _tables(self, beside: list[Path]) -> "Tables":
        from cablesearch.cable.tables import tables_with

        return tables_with([*beside, *self._session.own_tables()])

    def _records(self, path: str, tables: "Tables") -> "Iterator[Cable]":
        from cablesearch.cable.parse import parse_record
        from cablesearch.formats.record import Unreadable

        records = self._read(path)
        while True:
            try:
                record = next(records, None)
            except OSError as error:
                self._skip(path, error.strerror or str(error))
                return
            if record is None:
                return
            if isinstance(record, Unreadable):
                self._skip(*_placed(str(record), record.source.place))
                continue
            try:
                cable = parse_record(record, tables)
            except RecordError as error:
                self._skip(*_placed(str(error), record.source.place))
                continue
            self._hearing.cable(record.format, cable)
            yield cable

    def _read(self, path: str) -> "Iterator[Record | Unreadable]":
        from cablesearch.formats.detect import read_file, read_stream
        from cablesearch.formats.record import Source

        if path == STDIN:
            with self._stdin() as stdin:
                return read_stream(stdin, Source(path=STDIN), format=self._format)
        return read_file(path, format=self._format)

    def _skip(self, where: str, reason: str) -> None:
        self.skipped += 1
        self._hearing.skip(where, reason)
        self._talk.problem(f"skipped {where}: {reason}")


def _placed(said: str, place: str) -> tuple[str, str]:
    """A message that begins with its place, in two."""
    return place, said.removeprefix(f"{place}: ")
