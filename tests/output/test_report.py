"""The parse report, written."""

from __future__ import annotations

import csv
import io
import json

import pytest
from msgspec.structs import replace

from cablesearch.cable.report import Collector, ParseReport
from cablesearch.diagnostic import Diagnostic
from cablesearch.formats.record import Source
from cablesearch.output.cells import width
from cablesearch.output.report import write_report
from tests.output import sample


def report() -> ParseReport:
    """Two good cables, one doubtful one in an archive, two skips."""
    collector = Collector(examples=2)
    collector.cable("telegram", sample.ZENDA)
    doubtful = replace(
        sample.ZENDA,
        id="08ZENDA458",
        subject=None,
        source=Source(path="/srv/cables/zenda.zip", member="08/458.txt"),
        diagnostics=(
            Diagnostic(kind="number-skipped", message="¶5 follows ¶1", lines=(12, 12)),
            Diagnostic(kind="number-skipped", message="¶8 follows ¶5", lines=(31, 31)),
            Diagnostic(kind="tags-split", message="cut apart: PRELKTIP"),
        ),
    )
    collector.cable("telegram", doubtful)
    collector.cable("markdown", sample.WIDE)
    collector.skip("/srv/cables/map.pdf", "a PDF, not a cable")
    collector.skip("/srv/cables/odd\x1b\n.txt", "no cable in 14 lines")
    return collector.report()


def write(*, terminal: bool = False, columns: int = 100, as_json: bool = False) -> str:
    to = sample.sink(terminal=terminal, columns=columns)
    write_report(report(), to, as_json=as_json)
    return sample.written(to)


def test_on_a_terminal() -> None:
    sample.check_golden("report-terminal.txt", write(terminal=True))


@pytest.mark.parametrize("columns", [80, 100, 132])
def test_it_keeps_to_the_width(columns: int) -> None:
    assert max(map(width, write(terminal=True, columns=columns).splitlines())) <= columns


def test_in_a_pipe() -> None:
    text = write()
    sample.check_golden("report-tsv.tsv", text)
    table = list(csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert {len(row) for row in table} == {8}
    whats = {row[2] for row in table}
    assert whats == {"found", "missing", "doubtful", "repaired", "skipped"}


def test_as_json() -> None:
    whole = json.loads(write(as_json=True))
    assert set(whole) == {"format_version", "cables", "doubtful", "skipped", "forms", "skips"}
    assert (whole["cables"], whole["doubtful"], whole["skipped"]) == (3, 1, 2)
    [markdown, telegram] = whole["forms"]
    assert (markdown["form"], telegram["form"]) == ("markdown", "telegram")
    [skipped, split] = telegram["kinds"]
    assert (skipped["kind"], skipped["cables"], skipped["places"]) == ("number-skipped", 1, 2)
    assert skipped["examples"][1] == {
        "cable_id": "08ZENDA458",
        "place": "/srv/cables/zenda.zip:08/458.txt:31",
        "message": "¶8 follows ¶5",
    }
    assert split["grade"] == "repaired"


def test_of_nothing() -> None:
    for terminal in (True, False):
        to = sample.sink(terminal=terminal)
        write_report(Collector(examples=3).report(), to, as_json=False)
        assert sample.written(to) == ""
