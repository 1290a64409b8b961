"""PlusD pages ("Public Library of US Diplomacy"): a table of names and values, then the cable's text.

The layout is that of cables.md 1.4: table#synopsis with the title and pairs of div.s_key and div.s_val, the text in
#tagged-text. Ids end in _b and _c for the Central Foreign Policy File, in _a for Cablegate, whose two blocks the text
then is.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from cablesearch.errors import RecordError
from cablesearch.formats.cablegate_html import join
from cablesearch.formats.cfpf import known_of
from cablesearch.formats.encoding import decode
from cablesearch.formats.markup import document, text_of, words
from cablesearch.formats.record import Attribute, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.formats.evidence import Evidence, Head
    from cablesearch.formats.input import Input

_SIGNS: Final = (
    (0.99, "<table id='synopsis'>", re.compile(r"<table\b[^>]{0,200}\bid=[\"']?synopsis\b", re.I)),
    (0.99, "id='tagged-text'", re.compile(r"<\w+\b[^>]{0,200}\bid=[\"']?tagged-text\b", re.I)),
)
_TABLE: Final = "//table[@id='synopsis']"
_TEXT: Final = "//*[@id='tagged-text']"
_BLOCKS: Final = ".//pre[not(ancestor::pre)]"
_KEY: Final = "contains(concat(' ', normalize-space(@class), ' '), ' s_key ')"
_VALUE: Final = "contains(concat(' ', normalize-space(@class), ' '), ' s_val ')"


def detect(head: Head) -> Evidence:
    """How sure this is such a page; a PGP key of 3,000 characters may stand before it."""
    return head.first(_SIGNS)


def read(file: Input) -> Iterator[Record]:
    """The one cable of a page."""
    data = file.whole()
    source, notes = decode(data)
    page = document(source)
    found = page.xpath(_TEXT)
    if not found:
        raise RecordError(
            "a PlusD page without the cable's text (#tagged-text)", remedy="fetch the page again"
        )
    blocks = found[0].xpath(_BLOCKS) or found[:1]
    text = join(*(text_of(block, pilcrows=True) for block in blocks))
    known, doubts = known_of(list(_pairs(page)), text, title=_title(page))
    yield Record(
        format="plusd",
        text=text,
        source=replace(file.source, sha256=hashlib.sha256(data).hexdigest()),
        known=known,
        notes=(*notes, *doubts),
    )


def _pairs(page: Any) -> Iterator[Attribute]:
    """The names and values of the table, in its order."""
    for key in page.xpath(f"{_TABLE}//div[{_KEY}]"):
        values = key.xpath(f"following-sibling::div[{_VALUE}][1]")
        line = key.sourceline or 1
        yield Attribute(
            name=words(key).rstrip(" :"),
            value=words(values[0]) if values else "",
            lines=(line, line),
        )


def _title(page: Any) -> str | None:
    """What stands in the table's first cell, where that holds no pair."""
    cells = page.xpath(f"{_TABLE}//td")
    if not cells or cells[0].xpath(f".//div[{_KEY}]"):
        return None
    return words(cells[0]) or None
