"""The parse report written: for people a table a form, elsewhere one record a row, or one JSON object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cablesearch.output.cells import wrap
from cablesearch.output.grid import write_grid
from cablesearch.output.records import dumps, write_tsv
from cablesearch.output.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cablesearch.cable.report import Example, FormReport, ParseReport
    from cablesearch.output.records import Row
    from cablesearch.output.sink import Sink

_COLUMNS: Final = ("form", "field", "what", "kind", "cables", "places", "meaning", "examples")
_NUMBERS: Final = frozenset({1, 2, 3, 4})


def write_report(report: ParseReport, sink: Sink, *, as_json: bool) -> None:
    """The report: as one JSON object, a table on a terminal, tab-separated elsewhere."""
    if as_json:
        sink.line(dumps(report.to_dict(), indent=1))
    elif sink.terminal:
        _write_table(report, sink)
    else:
        write_tsv(_rows(report), _COLUMNS, sink)


def _rows(report: ParseReport) -> Iterator[Row]:
    """One row for each count: `what` is found, missing, doubtful, repaired, note or skipped."""
    for form in report.forms:
        for field in form.fields:
            yield _row(form.form, field.field, "found", cables=field.found)
            if field.missing is not None:
                yield _row(
                    form.form,
                    field.field,
                    "missing",
                    cables=field.missing,
                    meaning=f"expected {field.expected}",
                    examples=[e.place for e in field.examples],
                )
        for kind in form.kinds:
            yield _row(
                form.form,
                kind.field,
                kind.grade,
                kind=kind.kind,
                cables=kind.cables,
                places=kind.places,
                meaning=kind.meaning,
                examples=list(map(_written, kind.examples)),
            )
    for skip in report.skips:
        yield _row(
            "",
            "",
            "skipped",
            places=skip.count,
            meaning=skip.reason,
            examples=list(map(_written, skip.examples)),
        )


def _row(form: str, field: str, what: str, **more: Any) -> Row:
    return {**dict.fromkeys(_COLUMNS), "form": form, "field": field, "what": what, **more}


def _written(example: Example) -> str:
    return f"{example.place}: {example.message}"


def _write_table(report: ParseReport, sink: Sink) -> None:
    for number, form in enumerate(report.forms):
        if number:
            sink.line()
        _write_form(form, sink)
    if report.skips:
        if report.forms:
            sink.line()
        sink.line(sink.style.strong(f"skipped: {report.skipped:,}"))
        for skip in report.skips:
            _write_lines(f"{skip.count:,} {skip.reason}", skip.examples, sink)


def _write_form(form: FormReport, sink: Sink) -> None:
    many = f"{form.cables:,} cable{'s' if form.cables != 1 else ''}"
    sink.line(sink.style.strong(f"{one_line(form.form)}: {many}, {form.doubtful:,} with doubts"))
    sink.line()
    rows = [
        (
            field.field,
            f"{field.found:,}",
            f"{field.missing:,}" if field.missing is not None else "",
            f"{field.repaired:,}",
            f"{field.doubtful:,}",
            field.expected,
        )
        for field in form.fields
    ]
    write_grid(
        ("field", "found", "missing", "repaired", "doubtful", "expected"),
        rows,
        sink,
        right=_NUMBERS,
    )
    lacking = [field for field in form.fields if field.examples]
    if lacking or form.kinds:
        sink.line()
    for field in lacking:
        _write_lines(f"missing {field.field}: {field.missing:,}", field.examples, sink, places=True)
    for kind in form.kinds:
        head = f"{kind.grade} {kind.field}, {kind.kind}: {kind.cables:,}"
        head += f" in {kind.places:,} places" if kind.places > kind.cables else ""
        _write_lines(f"{head}; {kind.meaning}", kind.examples, sink)


def _write_lines(
    head: str, examples: Sequence[Example], sink: Sink, *, places: bool = False
) -> None:
    """A line that counts something and, under it, where it was seen."""
    for line in wrap(one_line(head), sink.width):
        sink.line(line)
    for example in examples:
        text = one_line(example.place if places else _written(example))
        for line in wrap(text, sink.width - 4):
            sink.line("    " + line)
