"""Paragraphs built from items: parts split off, sentences made whole, text reflowed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field

from cablesearch.cable.headings import plain_heading
from cablesearch.cable.marking import Marking, read_marking
from cablesearch.cable.model import Furniture, Paragraph
from cablesearch.cable.reflow import reflow
from cablesearch.cable.zones import zones_of
from cablesearch.diagnostic import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablesearch.cable.items import Item
    from cablesearch.errors import Span


class _Draft(Struct):
    """A paragraph in the making; `blocks` are its blocks, each in the pieces that make one sentence."""

    first: int
    last: int
    number: int | None = None
    parent: int | None = None
    label: str | None = None
    mark: Marking | None = None
    heading: str | None = None
    blocks: list[list[str]] = field(default_factory=list)
    quoted: bool = False


_LABEL = re.compile(
    r"((?:[-*•–—]{1,3}|\((?:[a-zA-Z]|[ivxIVX]{1,4}|\d{1,2})\)"
    r"|(?:[a-zA-Z]|[ivx]{1,4}|\d{1,2}(?:\.\d{1,2}|\.[A-Z])?)[.)])) *(?=[(\[])"
)
_LABEL_FIRST = frozenset("-*•–—(¶")
_BEGIN = re.compile(
    r"(BEGIN (?:OF )?(?:[A-Z,.'\d-]+ ){0,8}?(?:TEXT|QUOTE|NON-?PAPER|(?:TALKING )?POINTS|TRANSLATION|LETTER|STATEMENT"
    r"|(?:DIPLOMATIC )?NOTE(?: VERBALE)?)\b[^a-z]{0,40}?[:.]?)(?=\s|$|[A-Z(\"'])",
)
_END = re.compile(
    r"\bEND (?:OF )?(?:[A-Z,.'\d-]+ ){0,8}?(?:TEXT|QUOTE|NON-?PAPER|POINTS|TRANSLATION|LETTER|NOTE)\b[^.]{0,40}\.?\W*$"
)
_CLOSED = re.compile(r"[.:;?!][\"'”’)\]}]*$")
_LOWER_START = re.compile(r"[\"'“(]?[a-z][a-z-]*[a-z,]?(?:\s|$)|[a-z]")
_HYPHEN = re.compile(r"(?<=[A-Za-z])- (?=[a-z])")


class _Builder:
    """Turns items into drafts."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        self.drafts: list[_Draft] = []
        self.furniture: list[Furniture] = []
        self.diagnostics = diagnostics
        self.heading: str | None = None
        self.open: _Draft | None = None  # the draft that takes further blocks
        self.number: int | None = None  # the number in force
        self.loose: _Draft | None = None  # the unnumbered block before
        self.fresh = False  # whether a number has just been read and no text of it
        self.under: _Draft | None = None  # the draft that was open before `heading`
        self.above: str | None = None  # the heading in force before `heading`
        self.waiting: Span | None = None  # lines of a heading that governs no paragraph yet

    def item(self, item: Item) -> None:
        first, last = item.nos[0], item.nos[-1]
        if item.kind == "number" and item.number is not None:
            self.number = item.number.value
            self.open = self.add(_Draft(first, last, number=self.number, heading=self.heading))
            self.fresh = True
        elif item.kind == "rule":
            self.loose = None
            self.furniture.append(Furniture(kind="rule", text=item.texts[0], lines=(first, last)))
        elif item.kind == "missing":
            self.furniture.append(
                Furniture(kind="missing", text=item.texts[0], lines=(first, last))
            )
            self.note("section-missing", item.texts[0].strip("* "), first, last)
        elif item.kind == "heading":
            self.ungoverned()
            self.under = self.open
            whole = " ".join(" ".join(item.texts).split())
            self.heading, signs = plain_heading(whole)
            if signs:
                self.furniture.append(Furniture(kind="rule", text=signs, lines=(first, last)))
            self.waiting = (first, last)
            self.open = self.number = None
            self.fresh = False
        else:
            self.block(item, first, last)

    def ungoverned(self) -> None:
        """Keep a heading that governs no paragraph as one: another follows it, or the end."""
        if self.waiting is not None and self.heading is not None:
            first, last = self.waiting
            if self.under is not None and self.under is self.drafts[-1]:
                self.under.blocks.append([self.heading])
                self.under.last = last
            else:
                self.drafts.append(_Draft(first, last, heading=self.above, blocks=[[self.heading]]))
            self.heading = self.above
        self.above, self.waiting = self.heading, None

    def add(self, draft: _Draft) -> _Draft:
        self.drafts.append(draft)
        self.waiting = None
        return draft

    def block(self, item: Item, first: int, last: int) -> None:
        text = reflow(item.texts)
        if self.fresh and self.open is not None:
            self.fresh = False
            mark = read_marking(text)
            if mark is not None:
                self.open.mark, text = mark, text[mark.end :]
            elif text[:1] == "(" and re.match(r"\((?:U|SBU|C|S|SBU/NF|C/NF|S/NF)\b", text):
                self.note(
                    "mark-unreadable", f"no portion mark can be read in {text[:24]!r}", first, first
                )
            if text:
                self.open.blocks.append([text])
            self.open.last = last
            self.close_quote(text)
            return
        previous = self.drafts[-1] if self.drafts else None
        if self.part(text, first, last):
            return
        if (
            previous is not None
            and previous.blocks
            and previous.heading == self.heading
            and (self.open is previous or (self.open is None and previous.number is None))
            and not _CLOSED.search(previous.blocks[-1][-1][-8:])
            and (text[0].islower() or (text[0] in "\"'“(" and text[1:2].islower()))
            and "\n" not in text
            and text[1:2] not in (".", ")")
        ):
            if item.gap:
                self.note(
                    "sentence-joined",
                    "a sentence broken by a blank line was made whole",
                    previous.last,
                    first,
                )
            previous.blocks[-1].append(text)
            previous.last = last
            return
        if self.open is not None:
            self.open.blocks.append([text])
            self.open.last = last
        elif self.loose is not None and not item.gap and self.loose is previous:
            self.loose.blocks.append([text])  # a bullet inside a block
            self.loose.last = last
        else:
            draft = _Draft(first, last, parent=self.number, heading=self.heading, blocks=[[text]])
            if self.number is not None:  # what follows a quoted text
                self.open = draft
            else:
                self.loose = draft
            mark = read_marking(text, upper_only=True)
            if mark is not None:
                draft.mark, draft.blocks = mark, [[text[mark.end :]]] if text[mark.end :] else []
            self.add(draft)
        self.close_quote(text)

    def part(self, text: str, first: int, last: int) -> bool:
        """Open a part where a block begins with a mark of its own or BEGIN TEXT."""
        label, rest = None, text
        mark = None
        if (
            text[0] in _LABEL_FIRST
            or text[1:2] in (".", ")")
            or text[2:3] in (".", ")")
            or text[3:5].endswith((".", ")"))
        ):
            found = _LABEL.match(text)
            if found:
                rest = text[found.end() :]
                mark = read_marking(rest)
                label = found[1] if mark else None
        if mark is None and text[0] in "([":
            mark = read_marking(text, upper_only=True)
            rest = text
        quoted = False
        if mark is not None:
            rest = rest[mark.end :]
        elif text.startswith("BEGIN "):
            found = _BEGIN.match(text)
            if found is None:
                return False
            label, rest, quoted = found[1].strip(), text[found.end() :].lstrip(), True
        else:
            return False
        if self.open is None and self.number is None and label is None and not quoted:
            return False  # a block of its own anyway
        draft = _Draft(
            first, last, parent=self.number, label=label, mark=mark, heading=self.heading
        )
        draft.quoted = quoted
        if rest:
            draft.blocks.append([rest])
        self.add(draft)
        self.open = draft if self.number is not None or quoted else None
        self.close_quote(rest)
        return True

    def close_quote(self, text: str) -> None:
        """Behind END TEXT a part of its own begins."""
        if not self.drafts[-1].quoted:
            return
        if "END " in text[-120:] and _END.search(text[-120:]):
            self.open = None

    def note(self, kind: str, message: str, first: int, last: int) -> None:
        self.diagnostics.append(Diagnostic(kind=kind, message=message, lines=(first, last)))


def build(
    items: Sequence[Item], diagnostics: list[Diagnostic]
) -> tuple[tuple[Paragraph, ...], list[Furniture]]:
    """The paragraphs of a body and the rules among them."""
    builder = _Builder(diagnostics)
    for item in items:
        builder.item(item)
    builder.ungoverned()
    drafts = builder.drafts
    for draft in drafts:
        if not draft.blocks and draft.label:  # BEGIN TEXT right before a number
            draft.blocks, draft.label = [[draft.label]], None
    texts = ["\n\n".join(map(" ".join, draft.blocks)) for draft in drafts]
    zones = zones_of([(draft.heading, text) for draft, text in zip(drafts, texts, strict=True)])
    entire = next((draft.mark for draft in drafts if draft.mark and draft.mark.entire), None)
    paragraphs: list[Paragraph] = []
    parent_mark: Marking | None = None
    for ordinal, (draft, text, zone) in enumerate(zip(drafts, texts, zones, strict=True), 1):
        mark, by = draft.mark, "own"
        if draft.number is not None:
            parent_mark = mark
        elif mark is None and draft.parent is not None and parent_mark is not None:
            mark, by = parent_mark, "parent"
        if entire is not None and (mark is None or mark.entire):
            mark, by = entire, "entire"
        paragraphs.append(
            Paragraph(
                ordinal=ordinal,
                number=draft.number,
                parent=draft.parent,
                label=draft.label,
                marking=mark.level if mark else None,
                caveats=mark.caveats if mark else (),
                marking_by=by if mark else None,
                heading=draft.heading,
                zone=zone,
                text=text,
                lines=(draft.first, draft.last),
            )
        )
    return tuple(paragraphs), builder.furniture
