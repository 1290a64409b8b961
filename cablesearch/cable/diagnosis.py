"""The kinds of Diagnostics, in one table: which field each is about, how grave it is, what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cablesearch.cable.model import Cable
    from cablesearch.diagnostic import Diagnostic

Grade = Literal["doubtful", "repaired", "note"]
GRADES: Final[tuple[Grade, ...]] = ("doubtful", "repaired", "note")
"""What a Diagnostic can mean for its field, the gravest first."""


class Kind(Struct, frozen=True, kw_only=True):
    """One row of the table.

    `field` is what of the cable it is about, a name of completeness.FIELDS. A `doubtful` value may be read wrongly, or
    the source itself be wrong: somebody should look. A `repaired` one was damaged and is put right by a rule that
    hardly ever errs. A `note` tells of something odd that changes nothing.
    """

    name: str
    field: str
    grade: Grade
    meaning: str


LINED: Final = frozenset({"telegram", "markdown", "aad"})
"""The forms whose lines are those of the file or member."""

_TABLE: Final = (
    Kind(name="encoding", field="text", grade="repaired",
         meaning="the bytes are not plain UTF-8 and were read in another encoding"),
    Kind(name="id-shared", field="id", grade="note",
         meaning="other cables have the same number; an index tells them apart as ~2, ~3"),
    Kind(name="id-mismatch", field="id", grade="doubtful",
         meaning="the container and the text name two cables; the text's id is kept"),
    Kind(name="id-inferred", field="id", grade="doubtful",
         meaning="no number on the classification line: the id is made of the header"),
    Kind(name="id-year", field="id", grade="doubtful",
         meaning="the year in the id is not the year of the date"),
    Kind(name="checksum-serial", field="id", grade="doubtful",
         meaning="the serial of the DE line is not the number on the classification line"),
    Kind(name="date-mismatch", field="date", grade="doubtful",
         meaning="container and date-time group are over a day apart; the text's is kept"),
    Kind(name="date-inferred", field="date", grade="doubtful",
         meaning="no date-time group: the date is of a line above the cable, or of the mail it came in"),
    Kind(name="date-unreadable", field="date", grade="doubtful",
         meaning="the container's date cannot be read"),
    Kind(name="date-range", field="date", grade="note",
         meaning="a span of time, or a month or year alone: the date is the first that it may be"),
    Kind(name="date-local", field="date", grade="note",
         meaning="the time of day is that of the place, as printed, and taken as UTC"),
    Kind(name="checksum-day", field="date", grade="doubtful",
         meaning="the day of the year on the DE line is not the day of the date-time group"),
    Kind(name="checksum-time", field="date", grade="note",
         meaning="the DE line and the date-time group differ in the time, as where a cable waited"),
    Kind(name="class-line-missing", field="classification", grade="doubtful",
         meaning="there is a header and no classification line"),
    Kind(name="classification-mismatch", field="classification", grade="doubtful",
         meaning="the container and the classification line disagree; the line's is kept"),
    Kind(name="classification-unknown", field="classification", grade="doubtful",
         meaning="what the container gives as the classification is none"),
    Kind(name="tags-split", field="tags", grade="repaired",
         meaning="TAGS written as one word were cut apart"),
    Kind(name="tags-folded", field="tags", grade="repaired",
         meaning="misprinted TAGS are searched as what they were meant to be; the cable keeps its own"),
    Kind(name="tags-mismatch", field="tags", grade="doubtful",
         meaning="the container has other TAGS than the TAGS line; the line's are kept"),
    Kind(name="reference-year", field="references", grade="doubtful",
         meaning="a cable cited without its year is of the year before, by its number"),
    Kind(name="keys-unknown", field="text", grade="doubtful",
         meaning="a parsed cable has keys that this version does not know; they are left out"),
    Kind(name="key-repeated", field="text", grade="doubtful",
         meaning="a key stands in a JSON object more than once: the last value is taken, all are kept"),
    Kind(name="attachment-unread", field="text", grade="doubtful",
         meaning="a mail has attachments that are no text"),
    Kind(name="section-missing", field="text", grade="doubtful",
         meaning="a section of the cable is not there"),
    Kind(name="attributes-missing", field="text", grade="doubtful",
         meaning="a record of the National Archives without its attributes: it may have been cut short"),
    Kind(name="text-lost", field="text", grade="doubtful",
         meaning="the container itself says that text is gone"),
    Kind(name="double-spaced", field="text", grade="repaired",
         meaning="blank lines between the lines of paragraphs were taken out"),
    Kind(name="sentence-joined", field="text", grade="repaired",
         meaning="a sentence broken by a page line or a blank line was made whole"),
    Kind(name="number-repaired", field="numbers", grade="repaired",
         meaning="a number damaged with its pilcrow was put right by its place in the sequence"),
    Kind(name="number-skipped", field="numbers", grade="doubtful",
         meaning="numbers are missing: left out by the drafter, or paragraphs are lost"),
    Kind(name="number-repeated", field="numbers", grade="doubtful",
         meaning="a number stands twice in a row"),
    Kind(name="number-restarted", field="numbers", grade="doubtful",
         meaning="the sequence falls back: an annex, a quoted text, or misread numbers"),
    Kind(name="numbers-mismatch", field="numbers", grade="doubtful",
         meaning="the page anchors paragraph numbers that were not read as such"),
    Kind(name="mark-unreadable", field="marking", grade="doubtful",
         meaning="what looks like a portion mark cannot be read"),
)  # fmt: skip

KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in _TABLE}
"""Every kind that a Diagnostic can have, by its name."""


def kind_of(diagnostic: Diagnostic) -> Kind:
    """The row of a Diagnostic. One that the table does not know (an older index's) is a doubt about the text."""
    known = KINDS.get(diagnostic.kind)
    if known is not None:
        return known
    return Kind(name=diagnostic.kind, field="text", grade="doubtful", meaning="of another version")


def doubts(cable: Cable) -> Iterator[Diagnostic]:
    """The Diagnostics of a cable that somebody should look at."""
    return (d for d in cable.diagnostics if kind_of(d).grade == "doubtful")


def place(form: str, cable: Cable, diagnostic: Diagnostic | None = None) -> str:
    """Where to look: path:line, or path:member:line; the cable's first known line for what has no lines of its own.

    Lines of a telegram that was taken out of markup or a row are none of the file: the cable's id stands before them.
    """
    lines = diagnostic.lines if diagnostic is not None else None
    line = lines[0] if lines is not None else _first_line(cable)
    inside = None if form in LINED else cable.id
    return ":".join(filter(None, (cable.source.place, inside, str(line))))


def _first_line(cable: Cable) -> int:
    firsts = [
        parts[0].lines[0]
        for parts in (cable.header_lines, cable.paragraphs, cable.furniture)
        if parts
    ]
    return min(firsts, default=1)
