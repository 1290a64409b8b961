"""The Whoosh engine: pure Python, for everyday collections, and the reference for the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import whoosh

from cablesearch.engines.prepared import pack_rows
from cablesearch.engines.whoosh_search import WhooshSearcher

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cablesearch.engines.base import RowSource, Searcher, Writer
    from cablesearch.fields import Row

_LITTER: Final = re.compile(
    r"MAIN_WRITELOCK|MAIN\.tmp|_MAIN_\d+\.toc\.[\d.]+|[a-z0-9]+\.run|columns\.new"
)


class WhooshEngine:
    """See base.Engine."""

    name = "whoosh"

    @property
    def version(self) -> str:
        """The version of Whoosh."""
        return str(whoosh.versionstring())

    def create(self, directory: Path) -> Writer:
        """A writer on a new directory."""
        from cablesearch.engines.whoosh_writer import WhooshWriter

        return WhooshWriter(directory, new=True)

    def append(self, directory: Path) -> Writer:
        """A writer on an index; every file is written under a new name and moved into place."""
        from cablesearch.engines.whoosh_writer import WhooshWriter

        return WhooshWriter(directory, new=False)

    def prepare(self, rows: Sequence[Row]) -> bytes:
        """The rows alone: the writer's pool takes terms as they are found."""
        return pack_rows(rows)

    def open(self, directory: Path, rows: RowSource) -> Searcher:
        """A searcher on the last commit."""
        return WhooshSearcher(directory, rows)

    def is_litter(self, name: str) -> bool:
        """Whether it is one of Whoosh's or our own locks and temporaries."""
        return _LITTER.fullmatch(name) is not None
