"""`cablesearch parse`: what was understood of files; needs no index."""

from pathlib import Path
from typing import TYPE_CHECKING

from cablesearch.cli import options as opt
from cablesearch.cli.reporting import check_choices, doubts_told, judged
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus, RecordError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.cable.model import Cable
    from cablesearch.cable.report import Collector
    from cablesearch.cable.tables import Tables
    from cablesearch.cli.log import Talk
    from cablesearch.formats.record import Record

STDIN = "-"
_EXAMPLES = 3


def command(
    session: Session,
    paths: opt.Paths,
    report: opt.Report = False,
    strict: opt.StrictParse = False,
    examples: opt.Examples = None,
    json: opt.Json = False,
    jsonl: opt.Jsonl = False,
    output: opt.Output = None,
) -> ExitStatus:
    """Show what was understood of files: a table, or with --jsonl the whole parsed cables.

    --report counts instead, by form and field, what was found, repaired, doubtful and missing. Links are not followed.
    What cannot be read is named on stderr and left out; the exit status is then 3, and with --strict 65.
    """
    from cablesearch.cable.report import Collector
    from cablesearch.output.parsed import write_cables, write_overview
    from cablesearch.output.report import write_report

    check_choices(report=report, jsonl=jsonl, examples=examples)
    collector = Collector(examples=_EXAMPLES if examples is None else examples)
    with session.output(output) as sink:
        reading = _Reading(session, collector)
        cables = reading.cables(paths)
        if strict and not report:
            cables = doubts_told(cables, session.talk)
        if report:
            count = sum(1 for _ in cables)
            write_report(collector.report(), sink, as_json=json)
        elif json or jsonl:
            count = write_cables(cables, sink, array=json)
        else:
            count = write_overview(cables, sink)
    session.talk.summary |= {"cables": count, "skipped": reading.skipped}
    return judged(collector.report(), strict=strict)


class _Reading:
    """Cables as they stream by, and how much was skipped."""

    def __init__(self, session: Session, collector: "Collector") -> None:
        self._session = session
        self._collector = collector
        self._talk: Talk = session.talk
        self.skipped = 0

    def cables(self, paths: list[Path]) -> "Iterator[Cable]":
        """Every cable of these files and folders, in order."""
        from cablesearch.indexing.sources import root_of, survey

        given = [str(path) for path in paths]
        roots = [root_of(str(self._session.env.cwd / path)) for path in given if path != STDIN]
        found = survey(roots, index_dir=self._session.index_dir())
        tables = self._tables(found.tables)
        for skip in found.skipped:
            self._skip(skip.path, skip.reason)
        if STDIN in given:
            yield from self._records(STDIN, tables)
        for file in found.files:
            yield from self._records(file.path, tables)

    def _tables(self, beside: list[Path]) -> "Tables":
        from cablesearch.cable.tables import tables_with

        return tables_with([*beside, *self._session.own_tables()])

    def _records(self, path: str, tables: "Tables") -> "Iterator[Cable]":
        from cablesearch.cable.parse import parse_record

        records = self._read(path)
        while True:
            try:
                record = next(records, None)
            except RecordError as error:
                self._skip(path, str(error).removeprefix(f"{path}: "))
                return
            except OSError as error:
                self._skip(path, error.strerror or str(error))
                return
            if record is None:
                return
            cable = parse_record(record, tables)
            self._collector.cable(record.format, cable)
            yield cable

    def _read(self, path: str) -> "Iterator[Record]":
        from cablesearch.formats.detect import read_bytes, read_file
        from cablesearch.formats.record import Source

        if path == STDIN:
            data = self._session.env.stdin.buffer.read()
            yield from read_bytes(data, Source(path=STDIN))
        else:
            yield from read_file(path)

    def _skip(self, where: str, reason: str) -> None:
        self.skipped += 1
        self._collector.skip(where, reason)
        self._talk.problem(f"skipped {where}: {reason}")
