"""Any other web page with a telegram in it: in <pre> blocks, or in its text."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from cablesearch.errors import RecordError
from cablesearch.formats import telegram
from cablesearch.formats.cablegate_html import join
from cablesearch.formats.encoding import decode
from cablesearch.formats.evidence import Evidence
from cablesearch.formats.markup import document, text_of, words
from cablesearch.formats.names import cable_number
from cablesearch.formats.record import Known, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.formats.evidence import Head
    from cablesearch.formats.input import Input

_BEGINS: Final = re.compile(
    r"(?:\s|<!--(?:(?!-->).){0,2000}-->|<\?xml[^>]{0,200}\?>)*<[a-zA-Z!]", re.S
)
_MARKUP: Final = re.compile(r"<(?:!doctype html|html|head|body|pre|div|p|table|br)\b", re.I)
_PLACES: Final = "//pre[not(ancestor::pre)]"
_LINES: Final = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
        "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_PARAGRAPHS: Final = frozenset(
    {"blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"}
)
_UNSEEN: Final = frozenset(
    {"head", "noscript", "script", "select", "style", "svg", "template", "textarea", "title"}
)
_WHITE: Final = " \t\r"
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_SURE: Final = 0.92


def detect(head: Head) -> Evidence:
    """How sure this is a page with a telegram in it; less so than the readers of pages that they know."""
    text = head.text
    if not _BEGINS.match(text[:8_000]) or not _MARKUP.search(text[:65_536]):
        return Evidence()
    try:
        found = telegram_in(text)
    except RecordError:
        return Evidence()
    return Evidence(_SURE, "markup around a telegram") if found else Evidence()


def read(file: Input) -> Iterator[Record]:
    """The telegrams of a page."""
    data = file.whole()
    text, notes = decode(data)
    found = telegram_in(text)
    if found is None:
        raise RecordError(
            "a web page without a telegram in it", remedy="if it is one, save its text as a file"
        )
    title = next((words(one) for one in document(text).iter("title")), "")
    source = replace(file.source, sha256=hashlib.sha256(data).hexdigest())
    known = Known(id=cable_number(file.source.member or file.source.path), title=title or None)
    yield Record(format="html", text=found, source=source, known=known, notes=notes)


def telegram_in(text: str) -> str | None:
    """The telegram in a page: what stands in <pre>, else its text from where a telegram begins; null for none."""
    page = document(text)
    blocks = [text_of(block, pilcrows=True) for block in page.xpath(_PLACES)]
    inside = [block for block in blocks if telegram.begin_of(block) is not None]
    if inside:
        return join(*inside)
    whole = _text(page)
    begin = telegram.begin_of(whole)
    return None if begin is None or not telegram.is_surely(whole) else whole[begin:]


def text_of_page(text: str) -> str:
    """The text of a page, its block elements on lines of their own; RecordError where it cannot be read."""
    return _text(document(text))


def _text(page: Any) -> str:
    """The text that a page shows, lines as a browser would break them."""
    pieces: list[str] = []
    breaks = 0  # that are due before more text comes
    for text, around in _pieces(page):
        if around:
            breaks = max(breaks, around)
        elif text.strip(_WHITE):
            pieces += ("\n" * breaks if pieces else "", text.lstrip(" ") if breaks else text)
            breaks = 0
        elif text and not breaks:
            pieces.append(text)
    return "".join(pieces)


def _pieces(page: Any) -> Iterator[tuple[str, int]]:
    """The texts of a page, and how many line ends are due where a block begins or ends."""
    from lxml import etree

    walk = etree.iterwalk(page, events=("start", "end"))
    preformatted = 0
    for event, node in walk:
        name = str(node.tag)
        around = 2 if name in _PARAGRAPHS else 1 if name in _LINES else 0
        yield "", around
        if event == "end":
            preformatted -= name == "pre"
            yield _shown(node.tail or "", preformatted > 0), 0
            continue
        preformatted += name == "pre"
        if name in _UNSEEN:
            walk.skip_subtree()
        elif name == "br":
            yield "\n", 0
        elif name == "a" and node.get("id", "").startswith("par"):
            yield "¶", 0
            walk.skip_subtree()
        else:
            yield _shown(node.text or "", preformatted > 0), 0


def _shown(text: str, preformatted: bool) -> str:
    return text if preformatted else _BLANKS.sub(" ", text)
