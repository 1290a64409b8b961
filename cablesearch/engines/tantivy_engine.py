"""The tantivy engine: for large collections on one machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.engines.tantivy_files import is_litter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cablesearch.engines.base import RowSource, Searcher, Writer
    from cablesearch.fields import Row


class TantivyEngine:
    """See base.Engine."""

    name = "tantivy"

    @property
    def version(self) -> str:
        """The version of tantivy-py."""
        from importlib.metadata import version  # not for those who only ask

        return version("tantivy")

    def create(self, directory: Path) -> Writer:
        """A writer on a new directory."""
        from cablesearch.engines.tantivy_writer import TantivyWriter

        return TantivyWriter(directory, new=True)

    def append(self, directory: Path) -> Writer:
        """A writer on an index; tantivy adds files and replaces its two meta files."""
        from cablesearch.engines.tantivy_writer import TantivyWriter

        return TantivyWriter(directory, new=False)

    def prepare(self, rows: Sequence[Row]) -> bytes:
        """The documents in JSON."""
        from cablesearch.engines.tantivy_prepare import prepare

        return prepare(rows)

    def open(self, directory: Path, rows: RowSource) -> Searcher:
        """A searcher on the last commit."""
        from cablesearch.engines.tantivy_search import TantivySearcher

        return TantivySearcher(directory, rows)

    def is_litter(self, name: str) -> bool:
        """Whether it is one of tantivy's or our own locks and temporaries."""
        return is_litter(name)
