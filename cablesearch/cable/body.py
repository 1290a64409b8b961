"""The body of a cable: its lines read into paragraphs, signers and furniture."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cablesearch.cable.items import itemise
from cablesearch.cable.numbering import Number, find_numbers
from cablesearch.cable.pagelines import cut_pages
from cablesearch.cable.paragraphs import build
from cablesearch.cable.scan import marked
from cablesearch.cable.sectioning import mark_headings
from cablesearch.cable.sections import cut_sections
from cablesearch.cable.signature import cut_end
from cablesearch.cable.spacing import close_up
from cablesearch.diagnostic import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablesearch.cable.lines import Lines
    from cablesearch.cable.model import Furniture, Paragraph


class Body(NamedTuple):
    """What the lines after the preamble hold; every token of them is in exactly one place."""

    paragraphs: tuple[Paragraph, ...]
    signers: tuple[str, ...]
    furniture: tuple[Furniture, ...]


def parse_body(
    lines: Lines,
    *,
    station: str | None,
    number: int | None,
    diagnostics: list[Diagnostic],
) -> Body:
    """Read the lines after the preamble; `station` and `number` are the cable's own, for its page lines.

    Repairs and doubts are appended to `diagnostics`. Never raises on any text.
    """
    pages = cut_pages(lines, station=station, number=number)
    sections = cut_sections(pages.lines, number=number)
    spaced = close_up(sections.lines)
    if spaced.span is not None:
        diagnostics.append(
            Diagnostic(
                kind="double-spaced",
                message="blank lines between the lines of paragraphs were taken out",
                lines=spaced.span,
            )
        )
    end = cut_end(spaced.lines)
    marks = marked(end.lines.texts)
    numbers = find_numbers(end.lines, marks)
    items = mark_headings(itemise(end.lines, marks, numbers))
    for no in pages.joined:
        diagnostics.append(
            Diagnostic(
                kind="sentence-joined",
                message="a sentence broken by a page line was made whole",
                lines=(no, no),
            )
        )
    diagnostics.extend(_numbering_notes(numbers, end.lines))
    paragraphs, rules = build(items, diagnostics)
    furniture = [*pages.furniture, *sections.furniture, *rules, *end.furniture]
    furniture.sort(key=lambda item: item.lines)
    return Body(paragraphs, end.signers, tuple(furniture))


def _numbering_notes(numbers: Sequence[Number], lines: Lines) -> list[Diagnostic]:
    """Repaired, repeated and skipped numbers as diagnostics."""
    notes: list[Diagnostic] = []

    def note(kind: str, number: Number, message: str) -> None:
        no = lines.nos[number.line]
        notes.append(Diagnostic(kind=kind, message=message, lines=(no, no)))

    last = 0
    for number in numbers:
        value = number.value
        if number.repaired:
            note("number-repaired", number, f"{number.written!r} read as ¶{value}.")
        if value == last:
            note("number-repeated", number, f"¶{value} stands twice")
        elif value > last + 1:
            before = f"follows ¶{last}" if last else "is the first number"
            note("number-skipped", number, f"¶{value} {before}")
        elif value < last:
            note("number-restarted", number, f"¶{value} follows ¶{last}")
        last = value
    return notes
