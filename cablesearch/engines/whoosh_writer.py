"""The Writer of an index of Whoosh: its segments and our columns, made to agree."""

from __future__ import annotations

import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from whoosh.index import EmptyIndexError, FileIndex, LockError
from whoosh.reading import SegmentReader

from cablesearch.engines.columns import Columns
from cablesearch.engines.gather import Gatherer
from cablesearch.engines.prepared import unpack_rows
from cablesearch.engines.whoosh_files import Files
from cablesearch.engines.whoosh_pool import Pool
from cablesearch.engines.whoosh_postings import COLUMNS, blocks, reading
from cablesearch.engines.whoosh_schema import add_terms, codec, counts_of, schema
from cablesearch.engines.whoosh_terms import TermWriter
from cablesearch.errors import CablesearchError, LockedError, WriteError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from cablesearch.engines.arrays import Array
    from cablesearch.fields import Row

NEW_COLUMNS: Final = "columns.new"
LOCK: Final = "MAIN_WRITELOCK"

_MEMORY: Final = 256 << 20  # bytes of postings held before they are written out to be merged


class WhooshWriter:
    """A build in progress; see base.Writer. After any failure nothing but `abort` is of use."""

    def __init__(self, directory: Path, *, new: bool) -> None:
        self._directory = directory
        self._before = set() if new else {path.name for path in directory.iterdir()}
        self._state = "open"
        self._files = Files(directory)
        with self._writing():
            if new:
                directory.mkdir(parents=True, exist_ok=True)
                former = None
                index = FileIndex.create(self._files.storage, schema(), "MAIN")
            else:
                former = Columns(directory / COLUMNS)
                with reading(directory):
                    index = FileIndex(self._files.storage)
            self._writer: Any = index.writer(compound=False, codec=codec())
            # beside the postings Whoosh needs nothing told of a document: see add
            self._pool = Pool(directory / "MAIN.tmp", _MEMORY)
            self._writer.pool = self._pool
            self._writer.fieldwriter = TermWriter(self._writer.fieldwriter)
        self._gatherer = Gatherer(former)

    def add(self, rows: Sequence[Row]) -> None:
        """Index the paragraphs of one cable."""
        self._check()
        if rows and self._gatherer.holds(rows[0].cable_id):
            raise ValueError(f"{rows[0].cable_id} is in the index already")
        with self._writing():
            for row in rows:
                lengths = add_terms(self._pool, self._writer.doc_count(), row)
                self._writer.add_document()
                self._gatherer.add(row, lengths)
            self._pool.spill()

    def enter(self, prepared: bytes) -> None:
        """Index what was prepared of one cable."""
        self.add(unpack_rows(prepared))

    def remove(self, cable_id: str) -> None:
        """Take all paragraphs of a cable out."""
        self._check()
        self._gatherer.remove(cable_id)

    def commit(self) -> None:
        """Write segments and columns; a columns file is complete before Whoosh names its segments."""
        self._check()
        with self._writing():
            # Whoosh cannot delete what was added since it was opened: such documents stay in the segment, dead in
            # our columns, and are deleted here, by the next commit.
            live = self._gatherer.live()
            for number in np.flatnonzero(~live[: self._gatherer.first_new]).tolist():
                self._writer.delete_document(number)
            kept, merged = _plan(
                self._writer.segments, self._gatherer.count - self._gatherer.first_new
            )
            order, segments = self._order(kept, merged, live)
            self._gatherer.write(self._directory / NEW_COLUMNS, order, {"segments": segments})
            self._writer.commit(mergetype=self._policy(kept, merged, live))
            (self._directory / NEW_COLUMNS).replace(self._directory / COLUMNS)
            (self._directory / LOCK).unlink(missing_ok=True)
        self._files.close()
        self._state = "committed"

    def abort(self) -> None:
        """Drop everything since the writer was opened."""
        if self._state == "committed":
            return
        self._state = "aborted"
        writer = getattr(self, "_writer", None)
        if writer is not None and not writer.is_closed:
            with suppress(
                Exception
            ):  # after a failure Whoosh may be unable to; its files go all the same
                writer.cancel()
        self._files.close()
        for path in self._directory.iterdir():
            if path.name not in self._before:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def _order(
        self, kept: list[tuple[int, Any]], merged: list[tuple[int, Any]], live: Array
    ) -> tuple[Array, list[list[Any]]]:
        """Provisional numbers in the order that Whoosh will number documents in, and its segments with their sizes:
        the kept ones, then a new one of the added documents and what still lives of the merged ones."""
        parts = [np.arange(base, base + segment.doc_count_all()) for base, segment in kept]
        new = [np.arange(self._gatherer.first_new, self._gatherer.count)]
        for base, segment in merged:
            numbers = np.arange(base, base + segment.doc_count_all())
            new.append(numbers[live[numbers]])
        segments = [[segment.segment_id(), segment.doc_count_all()] for _, segment in kept]
        size = sum(map(len, new))
        if size:
            segments.append([self._writer.newsegment.segment_id(), size])
        return np.concatenate([*parts, *new]), segments

    def _policy(
        self, kept: list[tuple[int, Any]], merged: list[tuple[int, Any]], live: Array
    ) -> Any:
        """Whoosh's hook for a merge policy: this plan, and no other."""

        def policy(writer: Any, _: list[Any]) -> list[Any]:
            for base, segment in merged:
                self._merge(segment, live[base : base + segment.doc_count_all()])
            return [segment for _, segment in kept]

        return policy

    def _merge(self, segment: Any, live: Array) -> None:
        """Take what still lives of a segment into the new one."""
        numbers = np.cumsum(live) - 1 + self._writer.doc_count()
        for _ in range(np.count_nonzero(live)):
            self._writer.add_document()
        reader = SegmentReader(self._writer.storage, self._writer.schema, segment)
        for field in sorted(reader.indexed_field_names()):
            for term in reader.lexicon(field):
                for ids, held in blocks(reader, field, term):
                    alive = live[ids]
                    if alive.any():
                        places = None if held is None else held[np.repeat(alive, counts_of(held))]
                        self._pool.add_block(field, term, numbers[ids[alive]], places)
                self._pool.spill()
        reader.close()

    def _check(self) -> None:
        if self._state != "open":
            raise WriteError(
                f"the build in {self._directory} is {self._state}: nothing more can be written"
            )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Whoosh's writers are of no use after an exception."""
        try:
            yield
        except BaseException as error:
            self._state = "broken"
            if isinstance(error, LockError):
                raise LockedError(f"another process writes into {self._directory}") from error
            if isinstance(error, EmptyIndexError):  # what Whoosh says where it cannot list a folder
                raise WriteError(f"{self._directory}: {error}") from error
            if isinstance(error, OSError) and not isinstance(error, CablesearchError):
                what = error.strerror or str(error)
                raise WriteError(f"{error.filename or self._directory}: {what}") from error
            raise


def _plan(segments: list[Any], added: int) -> tuple[list[tuple[int, Any]], list[tuple[int, Any]]]:
    """Which segments to keep and which to merge into the new one, each with its first document number.

    A segment is merged where it is not twice as large as all that goes into the new one, so that each is at least
    twice its successor and there are never many; and where a third of it is dead.
    """
    numbered = []
    base = 0
    for segment in segments:
        numbered.append((base, segment))
        base += segment.doc_count_all()
    kept, merged = [], []
    size = added
    for start, segment in sorted(numbered, key=lambda entry: entry[1].doc_count_all()):
        alive = segment.doc_count_all() - segment.deleted_count()
        if alive <= 2 * size or 3 * segment.deleted_count() > segment.doc_count_all():
            merged.append((start, segment))
            size += alive
        else:
            kept.append((start, segment))
    return sorted(kept, key=lambda entry: entry[0]), sorted(merged, key=lambda entry: entry[0])
