"""What has been read of a preamble so far; and the Preamble that is made of it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from cablesearch.cable.captions import CORRECTED
from cablesearch.cable.labels import last_label
from cablesearch.cable.model import Furniture, HeaderLine
from cablesearch.cable.passing import join_passing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablesearch.cable.lines import Lines
    from cablesearch.cable.tables import Tables
    from cablesearch.errors import Span

_UNFINISHED = re.compile(r"(?:[,;&/-]|\b(?:AND|OR|OF|THE|FOR|TO|IN|ON|WITH|BY|A))$", re.IGNORECASE)
_LONGEST_END = len("WITH")
_ITEM_LETTER = re.compile(r"(?:^|[\s¶(])([A-Z])[.)]")


class Preamble(Struct, frozen=True, kw_only=True):
    """What stands between the classification line and the text; texts joined to one line each.

    `references` and `classified` are the values behind their labels; `rest` are the lines of the body.
    """

    captions: tuple[str, ...] = ()
    corrected: bool = False
    passing: tuple[str, ...] = ()
    order: str = ""
    tags: str = ""
    subject: str | None = None
    references: str = ""
    classified: tuple[str, ...] = ()
    lines: tuple[HeaderLine, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    rest: Lines
    classified_lines: tuple[Span, ...] = ()


class Notes:
    """The state of reading one preamble.

    `state` is the field that lines without a label belong to: top (captions and instructions), eo, tags,
    subject, ref, by, after (below the subject). `classed` says whether there was a header or a classification line.
    """

    def __init__(self, tables: Tables, ahead: Lines, *, classed: bool) -> None:
        self.tables = tables
        self.ahead = ahead
        self.classed = classed
        self.state = "top"
        self.seen: frozenset[str] = frozenset()
        self.after_blank = False
        self.broken = self.resumed = False  # a subject, by a page line
        self.captions: list[str] = []
        self.corrected = False
        self.passing: list[tuple[str, bool]] = []
        self.values: dict[str, list[str]] = {"eo": [], "tags": [], "subject": [], "ref": []}
        self.letters: set[str] = set()  # of the items of the references
        self.brackets = 0  # that are open on the TAGS lines
        self.filled: set[str] = set()  # the fields that have a value
        self.classified: list[list[str]] = []
        self.lines: list[HeaderLine] = []
        self.furniture: list[Furniture] = []
        self.spans: list[Span] = []

    @cached_property
    def labelled(self) -> int:
        """The line number of the last label ahead."""
        return last_label(self.ahead)

    def blank(self) -> None:
        """A blank line ends E.O., TAGS and SUBJECT, once these have a value."""
        self.after_blank = True
        if self.resumed:
            return
        if self.state == "subject":
            self.broken = is_unfinished(next(filter(None, reversed(self.values["subject"])), ""))
        if self.state in ("eo", "tags", "subject") and self.state in self.filled:
            self.state = "after" if "subject" in self.seen else "top"

    def page_alone(self) -> None:
        """A page line on a line of its own breaks a subject, or ends it if that looks complete."""
        if self.state == "subject":
            self.blank()
        if self.broken and self.state == "after":
            self.state, self.resumed = "subject", True

    def label(self, kind: str) -> None:
        """A label: what follows belongs to it."""
        self.state = kind
        self.seen |= {kind}
        self.after_blank = self.broken = self.resumed = False

    def add(self, kind: str, value: str) -> None:
        """One more line, or part of one, of a field's value."""
        self.values[kind].append(value)
        if value:
            self.filled.add(kind)
        if kind == "ref":
            self.letters.update(_ITEM_LETTER.findall(value))
        elif kind == "tags":
            self.brackets += value.count("(") - value.count(")")

    def keep(self, text: str, no: int) -> None:
        """A header line, or a part of one, that no field holds as text."""
        if text.strip():
            self.lines.append(HeaderLine(text=text.strip(), lines=(no, no)))

    def preamble(self, rest: Lines) -> Preamble:
        """The finished value."""
        subject = _joined(self.values["subject"])
        found = tuple(dict.fromkeys(self.captions))
        return Preamble(
            captions=found,
            corrected=self.corrected or bool(CORRECTED.search(subject)),
            passing=join_passing(self.passing),
            order=" ".join(self.values["eo"]),
            tags=" ".join(self.values["tags"]),
            subject=subject or None,
            references=" ".join(filter(None, self.values["ref"])),
            classified=tuple(" ".join(filter(None, parts)) for parts in self.classified),
            lines=tuple(self.lines),
            furniture=tuple(self.furniture),
            rest=rest,
            classified_lines=tuple(self.spans),
        )


def is_unfinished(text: str) -> bool:
    """Whether a line ends as one does that goes on in the next."""
    return _UNFINISHED.search(text, max(0, len(text) - _LONGEST_END)) is not None


def _joined(parts: Sequence[str]) -> str:
    """Lines as one; a hyphen at a line's end joins without a blank."""
    joined = ""
    for part in filter(None, parts):
        glue = "" if not joined or (joined[-1] == "-" and joined[-2:-1].isalnum()) else " "
        joined += glue + part
    return " ".join(joined.split())
