"""Cablegate pages ("Cable Viewer", 2010-11): a table of what the publisher knew, the header, the body.

The layout is that of cables.md 1.2: <table class='cable'>, then two <code><pre> blocks, or one where there is
no header; line ends stand there as &#x000A; only.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from cablesearch.errors import RecordError
from cablesearch.formats.encoding import decode
from cablesearch.formats.markup import document, text_of, words
from cablesearch.formats.record import Known, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.formats.evidence import Evidence, Head
    from cablesearch.formats.input import Input

_SIGNS: Final = (
    (0.99, "<table class='cable'>", re.compile(r"<table\b[^>]{0,200}\bclass=[\"']?cable\b", re.I)),
    (0.97, "the title Cable Viewer", re.compile(r"<title>\s*Cable Viewer\s*</title>", re.I)),
)
_TABLE: Final = "//table[contains(concat(' ', normalize-space(@class), ' '), ' cable ')]"
_BLOCKS: Final = "//code//pre[not(ancestor::pre)]"
_TITLE: Final = re.compile(r"\s*Viewing cable\s+[^,]{1,60},\s*(?P<title>.+)", re.S)
_LINKED_TAG: Final = re.compile(r"/tag/(?P<code>[^/]{1,80})_\d+\.html$")
_ANCHOR: Final = re.compile(r"par(?P<name>\d{1,4}|[A-Z]{1,2})$")


def detect(head: Head) -> Evidence:
    """How sure this is such a page; its table may stand behind 60 KB of menus."""
    return head.first(_SIGNS)


def read(file: Input) -> Iterator[Record]:
    """The one cable of a page."""
    data = file.whole()
    text, notes = decode(data)
    page = document(text)
    blocks = page.xpath(_BLOCKS) or page.xpath("//pre[not(ancestor::pre)]")
    if not blocks:
        raise RecordError(
            "a Cablegate page without the cable's text (no <pre>)", remedy="fetch the page again"
        )
    yield Record(
        format="cablegate-html",
        text=join(*(text_of(block, pilcrows=True) for block in blocks)),
        source=replace(file.source, sha256=hashlib.sha256(data).hexdigest()),
        known=_known(page, blocks),
        notes=notes,
    )


def join(*blocks: str) -> str:
    """Header and body as one telegram."""
    return "\n\n".join(block for block in blocks if block.strip())


def _known(page: Any, blocks: list[Any]) -> Known:
    cells = _cells(page)
    title = next((m for h in page.iter("h3") if (m := _TITLE.match(words(h)))), None)
    links = [a.get("href", "") for block in blocks for a in block.iter("a")]
    anchors = [a.get("id", "") for block in blocks for a in block.iter("a")]
    return Known(
        id=cells.get("reference id"),
        date=minute(cells.get("created")),
        released=minute(cells.get("released")),
        classification=cells.get("classification"),
        embassy=cells.get("origin"),
        title=title["title"].strip() if title else None,
        tags=tuple(dict.fromkeys(m["code"] for href in links if (m := _LINKED_TAG.search(href)))),
        pilcrows=tuple(m["name"] for name in anchors if (m := _ANCHOR.match(name))),
    )


def _cells(page: Any) -> dict[str, str]:
    """The table's first row of values by its row of names, in lower case."""
    for table in page.xpath(_TABLE):
        names = [words(th).lower() for th in table.iter("th")]
        values = [words(td) for td in table.iter("td")]
        return {name: value for name, value in zip(names, values, strict=False) if value}
    return {}


def minute(text: str | None) -> datetime | None:
    """A time as these pages print it, UTC; None where it is none.

    >>> minute("2009-11-23 14:03").isoformat()
    '2009-11-23T14:03:00+00:00'
    """
    try:
        return datetime.strptime(text or "", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    except ValueError:
        return None
