"""A worker's work that dies of one file of the samples."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cablesearch.indexing.take import Taken, Unread, take

if TYPE_CHECKING:
    from cablesearch.formats.record import Record
    from cablesearch.indexing.spread import Context

DEADLY = "77ZENDA1102.txt"


def take_or_die(context: Context, record: Record) -> Taken | Unread:
    if record.source.path.endswith(DEADLY):
        os._exit(9)
    return take(record, context.pipeline)
