"""A TEI document taken apart: paragraphs, headings, notes, lists of particulars, signers, each as plain text.

The markup is that of cables.md 1.6: pretty-printed, so that line breaks and indents stand where the print has none;
notes within words; page breaks anywhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["title", "heading", "block", "note", "particular", "signer"]

XML_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"

# Their text is not that of what they stand in.
_APART: Final = {
    "head": "", "note": "", "signed": "", "dateline": "Dateline", "opener": "Opener",
    "salute": "Salutation", "byline": "Byline", "closer": "Closing",
}  # fmt: skip
_BLOCKS: Final = frozenset(
    {
        "ab", "attachment", "body", "div", "epigraph", "figDesc", "figure", "floatingText", "item", "label", "lg",
        "list", "p", "postscript", "quote", "table", "text", "trailer",
    }
)  # fmt: skip
# Lists of these kinds are text; all others are particulars of the document: its subject, who took part.
_TEXT_LISTS: Final = frozenset({"", "simple", "bulleted", "ordered", "gloss"})
_SECTIONS: Final = frozenset({"attachment", "body", "div", "floatingText", "postscript"})
_HEADING_STYLES: Final = frozenset({"center", "sectiontitleital", "strong", "italic"})
_LONGEST_HEADING: Final = 150
_BLANK: Final = re.compile(r"\s+")
_OPENING: Final = tuple("([“‘")
_CLOSING: Final = tuple(")],.;:?!’”")
# No XML text can hold these.
BREAK: Final = "\v"
_ROW, _CELL = "\x1d", "\x1e"


class Part(Struct, frozen=True, kw_only=True):
    """A piece of a document.

    `name` is what a particular is called (SUBJECT, Dateline), a note its number. `raw` is the text before white space
    was put in order, with BREAK for a line break of the print. `element` is where it stands.
    """

    kind: Kind
    text: str
    raw: str
    name: str = ""
    element: Any


class _Sink(Struct):
    """Text being gathered in an element, null for the rest of one; inside a `closed` one, blocks run together."""

    kind: Kind
    element: Any
    name: str = ""
    head: str = ""
    closed: bool = True
    pieces: list[str] = field(default_factory=list)

    def has_text(self) -> bool:
        """Whether there is any; white space at its end is let go."""
        while self.pieces and not self.pieces[-1].strip():
            self.pieces.pop()
        if self.pieces:
            self.pieces[-1] = self.pieces[-1].rstrip()
        return bool(self.pieces)


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def plain(text: str) -> str:
    r"""A text in one line; a line end of the markup is no blank beside brackets, quotes and stops.

    >>> plain(" The Ambassador (\n  Rassendyll\n ) ,\t left\n for home\n .")
    'The Ambassador (Rassendyll) , left for home.'
    """
    return _BLANK.sub(_blank, text).strip()


def _blank(found: re.Match[str]) -> str:
    text, start, end = found.string, found.start(), found.end()
    broken = "\n" in found[0]
    if broken and (text[max(0, start - 1) : start] in _OPENING or text[end : end + 1] in _CLOSING):
        return ""
    return " "


def parts_of(document: Any) -> Iterator[Part]:
    """The pieces of a document in their order; a note comes before what it stands in."""
    from lxml import etree

    walker = _Walker(document)
    for event, node in etree.iterwalk(document, events=("start", "end")):
        yield from walker.enter(node) if event == "start" else walker.leave(node)


class _Walker:
    """Where a walk through a document is; the sinks are those of the elements around."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._sinks = [_Sink("block", document, closed=False)]

    def enter(self, node: Any) -> Iterator[Part]:
        name = local(node)
        if name in _APART or (name == "list" and node.get("type", "") not in _TEXT_LISTS):
            if not self._sinks[-1].closed and name not in ("note", "signed"):
                yield from self._flush()
            self._sinks.append(self._sink(name, node))
        elif _is_block(name, node):
            yield from self._begin(name, node)
        elif name in _SIGNS:
            self._sinks[-1].pieces.append(_SIGNS[name])
        self._sinks[-1].pieces.append(node.text or "")

    def leave(self, node: Any) -> Iterator[Part]:
        name = local(node)
        if node is self._document:
            yield from self._flush()
            return
        if len(self._sinks) > 1 and self._sinks[-1].element is node:
            yield from self._close()
        elif _is_block(name, node):
            if self._sinks[-1].closed or name == "label":
                self._sinks[-1].pieces.append(" ")
            else:
                yield from self._flush()
                self._sinks[-1].element = None  # what follows is the rest of a paragraph
        self._tail(node.tail or "", behind_note=name == "note")

    def _sink(self, name: str, node: Any) -> _Sink:
        if name == "note":
            return _Sink("note", node, node.get("n", ""))
        if name == "signed":
            return _Sink("signer", node)
        if name == "head":
            parent = local(node.getparent()) if node.getparent() is not None else ""
            if node.getparent() is self._document:
                return _Sink("title", node)
            return _Sink("heading" if parent in _SECTIONS else "block", node)
        return _Sink("particular", node, _APART.get(name) or node.get("type", ""))

    def _begin(self, name: str, node: Any) -> Iterator[Part]:
        sink = self._sinks[-1]
        follows_label = name == "item" and _is_labelled(node)
        if not sink.closed and not follows_label:
            yield from self._flush()
            sink.element = node
        elif name == "item" and not follows_label and sink.has_text():
            sink.pieces.append("; ")
        elif sink.closed:
            sink.pieces.append(" ")

    def _close(self) -> Iterator[Part]:
        sink = self._sinks.pop()
        outer = self._sinks[-1]
        raw = "".join(sink.pieces)
        text = plain(raw) or sink.head
        if local(sink.element) == "head" and outer.closed:
            names = outer.element is sink.element.getparent() and local(outer.element) == "list"
            if names and not outer.head:
                outer.head = text  # what a list of particulars is called
            else:
                outer.pieces.append(f" {raw} ")
        elif text:
            name = sink.head.rstrip(":") or sink.name
            yield Part(kind=sink.kind, text=text, raw=raw, name=name, element=sink.element)

    def _flush(self) -> Iterator[Part]:
        """What was gathered of the text itself."""
        sink = self._sinks[-1]
        raw = "".join(sink.pieces)
        sink.pieces.clear()
        text = _table(raw) if _CELL in raw else plain(raw)
        if text:
            kind: Kind = "heading" if _is_heading(sink.element, text) else "block"
            yield Part(kind=kind, text=text, raw=raw, element=sink.element)

    def _tail(self, text: str, *, behind_note: bool) -> None:
        pieces = self._sinks[-1].pieces
        if behind_note and pieces and text.lstrip().startswith(_CLOSING):
            # the print sets a note's sign right behind the word
            pieces[-1], text = pieces[-1].rstrip(), text.lstrip()
        pieces.append(text)


_SIGNS: Final = {"row": _ROW, "cell": _CELL, "lb": BREAK, "l": BREAK}


def _is_block(name: str, node: Any) -> bool:
    """Whether an element is a paragraph or holds some; a quotation may stand in the middle of a sentence."""
    if name != "quote":
        return name in _BLOCKS
    return node.get("rend") == "blockquote" or any(local(child) in _BLOCKS for child in node)


def _is_labelled(item: Any) -> bool:
    """Whether the label of a list's item stands before it; a page may end between the two."""
    before = item.getprevious()
    while before is not None and local(before) == "pb":
        before = before.getprevious()
    return before is not None and local(before) == "label"


def _is_heading(element: Any, text: str) -> bool:
    """Whether a paragraph is one by its style, or for all of it is set in italics or capitals."""
    if element is None or local(element) != "p" or len(text) > _LONGEST_HEADING:
        return False
    if not any(map(str.isalnum, text)):
        return False
    if element.get("rend") in _HEADING_STYLES:
        return True
    inside = [child for child in element if local(child) not in ("pb", "note")]
    return (
        not text.endswith((".", ";", ":", ","))
        and [local(child) for child in inside] == ["hi"]
        and not (element.text or "").strip()
        and not any((child.tail or "").strip() for child in element)
    )


def _table(raw: str) -> str:
    """Rows one under the other, cells three blanks apart."""
    lines = []
    for row in raw.split(_ROW):
        outside, *cells = map(plain, row.split(_CELL))
        lines.append("   ".join([outside, *cells] if outside else cells).rstrip())
    return "\n".join(filter(None, lines))
