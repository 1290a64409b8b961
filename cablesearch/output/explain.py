"""How a query was understood, for --explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.output.records import dumps
from cablesearch.output.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.output.sink import Sink
    from cablesearch.search.page import Explanation, WordCount


def write_explanation(explanation: Explanation, sink: Sink, *, as_json: bool = False) -> None:
    """The explanation in lines, or as one JSON object."""
    if as_json:
        from msgspec import to_builtins

        sink.line(dumps(to_builtins(explanation)))
        return
    for label, text in _lines(explanation):
        sink.line(f"{label:<10}{one_line(text)}".rstrip())


def _lines(explanation: Explanation) -> Iterator[tuple[str, str]]:
    yield "query", explanation.query
    yield "read as", explanation.read_as
    for at, (name, read_as) in enumerate(explanation.saved):
        yield "" if at else "saved", f"{name}: {read_as}"
    for note in explanation.notes:
        yield "", f"note: {note}"
    if explanation.terms:
        yield "terms", " · ".join(map(_term, explanation.terms))
    for at, period in enumerate(explanation.periods):
        yield "" if at else "periods", period
    verified = f"verified above the engine: {explanation.verified:,}"
    yield "engine", f"{explanation.engine_query}        {verified}"
    yield "total", f"{explanation.total:,} paragraph{'s' if explanation.total != 1 else ''}"


def _term(term: WordCount) -> str:
    word = term.stem if term.stem == term.written else f"{term.stem} <- {term.written}"
    return f"{word} {term.paragraphs:,}"
