"""What a page says of a cable's text against what was read of it: linked TAGS, anchored paragraphs, lost text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.diagnostic import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablesearch.cable.model import Paragraph
    from cablesearch.cable.tables import Tables
    from cablesearch.formats.record import Known


def compare(
    known: Known, tags: Sequence[str], paragraphs: Sequence[Paragraph], tables: Tables
) -> list[Diagnostic]:
    """Where the two disagree: diagnostics of kind tags-mismatch, numbers-mismatch, text-lost."""
    notes = []
    unread = [code for code in known.tags if tags and code in tables.tags and code not in tags]
    if unread:
        message = f"tagged by the container, not on the TAGS line: {', '.join(unread)}"
        notes.append(Diagnostic(kind="tags-mismatch", message=message))
    unlisted = [
        code for code in tags if known.tags and code in tables.tags and code not in known.tags
    ]
    if unlisted and not known.pilcrows:
        message = f"on the TAGS line, not tagged by the container: {', '.join(unlisted)}"
        notes.append(Diagnostic(kind="tags-mismatch", message=message))
    missing = _missing(known.pilcrows, paragraphs)
    if missing:
        message = f"anchored by the page, not read as paragraphs: {', '.join(map(str, missing))}"
        notes.append(Diagnostic(kind="numbers-mismatch", message=message))
    if known.lost:
        notes.append(Diagnostic(kind="text-lost", message=known.lost))
    return notes


def _missing(pilcrows: Sequence[str], paragraphs: Sequence[Paragraph]) -> list[int]:
    """The numbers that no paragraph has, of the anchors' run from 1: pages anchor years and items of lists too."""
    anchored = {int(name) for name in pilcrows if name.isdigit()}
    read = {paragraph.number for paragraph in paragraphs}
    missing = []
    number = 1
    while number in anchored:
        if number not in read:
            missing.append(number)
        number += 1
    return missing
