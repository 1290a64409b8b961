"""How files were recognised: a few lines each to read, or one line of data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cablesearch.output.cells import wrap
from cablesearch.output.records import write_tsv
from cablesearch.output.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cablesearch.formats.why import Why
    from cablesearch.output.sink import Sink

_COLUMNS: Final = (
    "path", "member", "inside", "form", "sure", "sign", "others", "encoding", "reason",
)  # fmt: skip
_LABEL: Final = 12


def write_why(found: Iterable[Why], sink: Sink) -> None:
    """Each file or member in turn."""
    if not sink.terminal:
        write_tsv(map(_row, found), _COLUMNS, sink)
        return
    for one in found:
        sink.line(sink.style.strong(one_line(one.source.place)))
        for label, text in _lines(one):
            for line in wrap(one_line(text), sink.width - _LABEL):
                sink.line(f"  {label:<{_LABEL - 2}}{line}")
                label = ""


def _lines(one: Why) -> Iterator[tuple[str, str]]:
    if one.inside:
        yield "inside", one.inside
    if one.form is None:
        yield "unread", one.reason or ""
        return
    yield "form", f"{one.form}: {one.label}"
    yield "because", f"{one.sign} ({one.sure:.2f})"
    for name, evidence in one.others:
        yield "less", f"{name}: {evidence.sign} ({evidence.sure:.2f})"
    if one.encoding:
        yield "encoding", one.encoding


def _row(one: Why) -> dict[str, Any]:
    return {
        "path": one.source.path,
        "member": one.source.member,
        "inside": one.inside,
        "form": one.form,
        "sure": f"{one.sure:.2f}" if one.form else None,
        "sign": one.sign,
        "others": [f"{name} {evidence.sure:.2f}" for name, evidence in one.others],
        "encoding": one.encoding,
        "reason": one.reason,
    }
