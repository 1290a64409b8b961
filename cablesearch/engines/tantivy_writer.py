"""The Writer of an index of tantivy: its segments and our table of cables, made to agree."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import tantivy

from cablesearch.engines.tantivy_cables import Cables, write_cables
from cablesearch.engines.tantivy_files import (
    CABLES,
    MANAGED,
    META,
    NEW_CABLES,
    is_litter,
    is_panic,
    reading,
    stamp_of,
)
from cablesearch.engines.tantivy_prepare import documents, prepare, prepared_id
from cablesearch.engines.tantivy_schema import CABLE, schema
from cablesearch.errors import CablesearchError, LockedError, WriteError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from cablesearch.fields import Row

_MEMORY: Final = 256 << 20
"""Bytes of documents held before they are written out, all of tantivy's threads together."""
_MEMORY_OF_CHANGES: Final = 64 << 20
_MOST_THREADS: Final = 4


class TantivyWriter:
    """A build in progress; see base.Writer. After any failure nothing but `abort` is of use."""

    def __init__(self, directory: Path, *, new: bool) -> None:
        self._directory = directory
        self._state = "open"
        self._numbers: dict[str, int] = {}
        self._following = 0
        self._live = 0  # documents
        self._in_cable: dict[str, int] = {}  # documents of cables added here
        self._before: dict[str, bytes | None] = {}
        with self._writing():
            if new:
                directory.mkdir(parents=True, exist_ok=True)
                self._index = tantivy.Index(schema(), str(directory), reuse=False)
                threads, memory = min(os.cpu_count() or 1, _MOST_THREADS), _MEMORY
            else:
                self._before = _kept(directory)
                with reading(directory):
                    former = Cables(directory / CABLES)
                    self._index = tantivy.Index.open(str(directory))
                    self._index.config_reader("manual")
                    self._searcher = self._index.searcher()
                self._numbers = dict(zip(former, former.numbers, strict=True))
                self._following = former.following
                self._live = former.documents
                # one thread makes one segment: a small change must not leave many
                threads, memory = 1, _MEMORY_OF_CHANGES
            self._schema = self._index.schema
            self._writer = self._index.writer(memory, threads)

    def add(self, rows: Sequence[Row]) -> None:
        """Index the paragraphs of one cable."""
        if not rows:
            return
        with self._writing():
            prepared = prepare(rows)
        self.enter(prepared)

    def enter(self, prepared: bytes) -> None:
        """Index what was prepared of one cable."""
        self._check()
        cable_id = prepared_id(prepared)
        if cable_id in self._numbers:
            raise ValueError(f"{cable_id} is in the index already")
        number = self._following
        with self._writing():
            made = list(documents(prepared, number))
            for document in made:
                self._writer.add_json(document)
            self._following += 1
            self._numbers[cable_id] = number
            self._in_cable[cable_id] = len(made)
            self._live += len(made)

    def remove(self, cable_id: str) -> None:
        """Take all paragraphs of a cable out; its number is not used again."""
        self._check()
        number = self._numbers.pop(cable_id, None)
        if number is None:
            return
        with self._writing():
            added = self._in_cable.pop(cable_id, None)
            if added is None:
                of_cable = tantivy.Query.term_query(self._schema, CABLE, number)
                found: Any = self._searcher.search(of_cable, limit=1, order_by_field=CABLE)
                added = int(found.count)
            self._writer.delete_documents_by_term(CABLE, number)
            self._live -= added

    def commit(self) -> None:
        """Write what is left and wait for merges. The table of cables names the commit that it belongs to."""
        self._check()
        with self._writing():
            self._writer.commit()
            self._writer.garbage_collect_files()
            self._writer.wait_merging_threads()
            del self._writer
            self._verify()
            new = self._directory / NEW_CABLES
            new.unlink(missing_ok=True)
            write_cables(
                new,
                self._numbers,
                following=self._following,
                documents=self._live,
                stamp=stamp_of(self._directory),
            )
            new.replace(self._directory / CABLES)
            for name in (META, MANAGED):  # tantivy makes them for its owner alone
                (self._directory / name).chmod(0o644)
            self._sweep()
        self._state = "committed"

    def abort(self) -> None:
        """Drop everything since the writer was opened."""
        if self._state == "committed":
            return
        self._state = "aborted"
        try:
            self._writer.rollback()
        except BaseException as error:  # after a failure tantivy may be unable to
            if not isinstance(error, Exception) and not is_panic(error):
                raise
        self.__dict__.pop("_writer", None)
        for path in self._directory.iterdir():
            if path.name not in self._before:
                path.unlink()
        for name, data in self._before.items():
            if data is not None and (self._directory / name).read_bytes() != data:
                new = self._directory / ".tmprestored"
                new.write_bytes(data)
                new.replace(self._directory / name)

    def _verify(self) -> None:
        """A failure of one of tantivy's threads may lose documents and nothing be raised."""
        self._index.reload()
        found = self._index.searcher().num_docs
        if found != self._live:
            raise WriteError(
                f"{self._directory}: {self._live} paragraphs were to be there, tantivy kept {found}",
                remedy="try again",
            )

    def _sweep(self) -> None:
        """Remove files of segments that are in use no more and that tantivy left."""
        text = (self._directory / META).read_text(encoding="utf-8")
        used = {s["segment_id"].replace("-", "") for s in json.loads(text)["segments"]}
        for path in self._directory.iterdir():
            stem, dot, _ = path.name.partition(".")
            if dot and len(stem) == _ID_LENGTH and stem not in used:
                path.unlink()

    def _check(self) -> None:
        if self._state != "open":
            raise WriteError(
                f"the build in {self._directory} is {self._state}: nothing more can be written"
            )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """tantivy's writers are of no use after an exception."""
        try:
            yield
        except BaseException as error:
            self._state = "broken"
            if isinstance(error, CablesearchError):
                raise
            if "LockBusy" in str(error):
                raise LockedError(f"another process writes into {self._directory}") from error
            if isinstance(error, ValueError | OSError) or is_panic(error):
                raise WriteError(f"{self._directory}: {error}") from error
            raise


_ID_LENGTH: Final = 32  # letters of a segment's id in the names of its files


def _kept(directory: Path) -> dict[str, bytes | None]:
    """The names of what is there, and the contents of what tantivy replaces under its name."""
    return {
        path.name: path.read_bytes() if path.name in (META, MANAGED) else None
        for path in directory.iterdir()
        if not is_litter(path.name)
    }
