"""Findings of an audit written: a summary and the first of each check for people, records elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cablesearch.output.cells import wrap
from cablesearch.output.grid import write_grid
from cablesearch.output.records import (
    write_csv,
    write_json_around,
    write_jsonl,
    write_tsv,
)
from cablesearch.output.safe import one_line
from cablesearch.search.checks import CHECKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cablesearch.output.sink import Sink
    from cablesearch.search.audit import Audit, Finding

COLUMNS: Final = (
    "check", "cable_id", "cite", "date", "embassy", "classification", "value", "detail",
)  # fmt: skip
_ROOMY: Final = 80
"""On narrower terminals the findings of a check are not aligned."""


def write_findings(
    findings: Iterable[Finding],
    audit: Audit,
    how: str,
    sink: Sink,
    head: Mapping[str, Any],
    *,
    header: bool = False,
    raw_cells: bool = False,
) -> None:
    """Findings as they stream by, as tsv, csv, jsonl, or json inside `head` and the counts of the audit."""
    rows = (finding.to_dict() for finding in findings)
    if how == "tsv":
        write_tsv(rows, COLUMNS, sink, header=header)
    elif how == "csv":
        write_csv(rows, COLUMNS, sink, raw_cells=raw_cells)
    elif how == "jsonl":
        write_jsonl(rows, sink)
    else:
        counts: dict[str, Any] = {}
        write_json_around(head, "findings", _then_count(rows, audit, counts), counts, sink)


def _then_count(
    rows: Iterable[dict[str, Any]], audit: Audit, counts: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """The rows, and when they are over `counts` filled with what the audit has counted."""
    yield from rows
    counts["audited"] = audit.audited
    counts["checks"] = {
        name: {"cables": count.cables, "findings": count.findings}
        for name, count in audit.counts.items()
    }


def write_summary(audit: Audit, sink: Sink) -> None:
    """One line a check: cables, findings, what it means."""
    rows = [
        (name, f"{count.cables:,}", f"{count.findings:,}", CHECKS[name].meaning)
        for name, count in audit.counts.items()
    ]
    write_grid(("check", "cables", "findings", ""), rows, sink, right=frozenset({1, 2}))


def write_check(name: str, findings: Sequence[Finding], total: int, sink: Sink) -> None:
    """The first findings of a check under its name; how many more there are."""
    sink.line(sink.style.strong(name))
    if sink.width < _ROOMY:
        for finding in findings:
            _write_line(_cells(finding), sink)
    else:
        write_grid(("",) * 5, [_cells(finding) for finding in findings], sink)
    if total > len(findings):
        sink.line(f"+{total - len(findings):,} more")


def write_streamed(findings: Iterable[Finding], sink: Sink) -> None:
    """All findings on a terminal, in the order of cables; they stream by, so nothing is aligned."""
    for finding in findings:
        _write_line((finding.check, *_cells(finding)), sink)


def _write_line(cells: Sequence[str], sink: Sink) -> None:
    first, *more = wrap(one_line("  ".join(filter(None, cells))), sink.width)
    sink.line(first)
    for part in wrap(" ".join(more), sink.width - 4) if more else ():
        sink.line("    " + part)


def _cells(finding: Finding) -> tuple[str, ...]:
    return (
        finding.cite or finding.cable_id,
        f"{finding.date:%Y-%m-%d}" if finding.date else "",
        finding.embassy or "",
        finding.classification or "",
        finding.detail,
    )
