"""Pages scraped into markdown: a telegram whose links are [PGOV](#) and whose pilcrows are [1](#)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cablesearch.formats import telegram
from cablesearch.formats.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.formats.evidence import Head
    from cablesearch.formats.input import Input
    from cablesearch.formats.record import Record

_LINKED = re.compile(
    r"^TAGS?:? .{0,80}\[[A-Z]{2,8}\]\([^()\s]*\)|^\s?\[(?:1|¶)\]\([^()\s]*\)\s?[\dA-Z]", re.M
)


def detect(head: Head) -> Evidence:
    """How sure this is a scraped page: a telegram with markdown links in it."""
    found = head.first([(0.95, "a markdown link", _LINKED)])
    return found if found and telegram.detect(head) else Evidence()


def read(file: Input) -> Iterator[Record]:
    """The cables of a file; the links are taken out by the parser, so that line numbers hold."""
    for record in telegram.read(file):
        yield replace(record, format="markdown")
