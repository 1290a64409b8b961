"""Pages scraped into markdown: a telegram whose links are [PGOV](#) and whose pilcrows are [1](#)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cablesearch.formats import telegram

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.formats.record import Record, Source

_LINKED = re.compile(
    r"^TAGS?:? .{0,80}\[[A-Z]{2,8}\]\([^()\s]*\)|^\s?\[(?:1|¶)\]\([^()\s]*\)\s?[\dA-Z]", re.M
)


def detect(head: str) -> float:
    """How sure this is a scraped page: a telegram with markdown links in it."""
    return 0.95 if _LINKED.search(head) and telegram.detect(head) else 0.0


def read(data: bytes, source: Source) -> Iterator[Record]:
    """The cables of a file; the links are taken out by the parser, so that line numbers hold."""
    for record in telegram.read(data, source):
        yield replace(record, format="markdown")
