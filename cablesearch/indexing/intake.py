"""Taking sources into the catalogue and the store of a generation in the making."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field
from msgspec.structs import replace

from cablesearch.formats.record import Record
from cablesearch.indexing.report import Progress, Skipped
from cablesearch.indexing.sources import (
    STDIN,
    SourceState,
    hash_source,
    is_packed,
    is_still,
    size_of,
)
from cablesearch.indexing.take import Taken, Unread, lost, records_of, take
from cablesearch.indexing.worker import guarded
from cablesearch.indexing.workers import Lost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from cablesearch.indexing.catalogue_writer import CatalogueWriter
    from cablesearch.indexing.exclusions import Exclusions
    from cablesearch.indexing.frames import FrameWriter
    from cablesearch.indexing.report import Event
    from cablesearch.indexing.spread import Context, Spread
    from cablesearch.indexing.tools import Pipeline
    from cablesearch.indexing.version import Location, Version

log = logging.getLogger(__name__)

_TRIES: Final = 3
_NO_STATE: Final = SourceState(size=0, mtime_ns=0, ctime_ns=0, inode=0)
_TOLD_EVERY: Final = 50  # records
_HANDLING: Final = 500
"""What a record costs beside its text, as so many characters."""


class _Begun(Struct, frozen=True):
    """A file is being read from here on; `packed` where places in it say nothing of how far that is."""

    path: str
    state: SourceState
    packed: bool


class _Closed(Struct, frozen=True):
    """A file could not be opened."""

    path: str
    reason: str


class _Ended(Struct, frozen=True):
    """A file was read; `still` says that it was the same all the while."""

    still: bool


class _File(Struct):
    """A file that is coming in: its id and those of its versions that are new begin after `mark`."""

    path: str
    id: int
    mark: int
    before: dict[str, Location]
    place: int = 0
    state: SourceState = _NO_STATE
    packed: bool = False
    unread: list[Unread] = field(default_factory=list)


class Intake:
    """Takes sources into a catalogue and store in the making.

    `touched` are the numbers whose cables may have changed; `news` is whether anything came in that was not known.
    """

    def __init__(
        self,
        catalogue: CatalogueWriter,
        store: FrameWriter,
        pipeline: Pipeline,
        exclusions: Exclusions,
    ) -> None:
        self.touched: set[str] = set()
        self.skipped: list[Skipped] = []
        self.news = False
        self._catalogue = catalogue
        self._store = store
        self._pipeline = pipeline
        self._exclusions = exclusions

    def take(
        self, paths: Sequence[str], spread: Spread, on_event: Callable[[Event], None]
    ) -> list[str]:
        """Read files whole, each as of one moment; their former versions go. Those that could not be opened or read.

        A file that keeps changing while it is read is skipped and stays as it was.
        """
        with guarded():
            return self._take(paths, spread, _Meter(paths, on_event))

    def _take(self, paths: Sequence[str], spread: Spread, meter: _Meter) -> list[str]:
        unread = []
        for path, read in self._taken(paths, spread, meter):
            tries = 1
            while read is None and tries < _TRIES:
                tries += 1
                ((_, read),) = self._taken([path], spread, meter)
            if not read:
                unread.append(path)
                if read is None:
                    self._give_up(path, "changes while it is being read")
            meter.read(path)
        return unread

    def _taken(
        self, paths: Iterable[str], spread: Spread, meter: _Meter
    ) -> Iterator[tuple[str, bool | None]]:
        """Each path, and whether it could be opened and read; null where it changed meanwhile."""
        file: _File | None = None
        for item, found in spread.each(_take, _stream(paths, self._pipeline), _weigh):
            if isinstance(item, _Closed):
                self._skip(item.path, item.reason)
                yield item.path, False
            elif isinstance(item, _Begun):
                file = self._begin(item.path, item.state, packed=item.packed)
            elif isinstance(item, _Ended):
                assert file is not None
                yield file.path, self._end(file, still=item.still)
            else:
                assert file is not None
                self._enter(file, item, found)
                meter.cable(file, item)

    def _begin(self, path: str, state: SourceState, *, packed: bool = False) -> _File:
        file_id = self._catalogue.put_file(path, state)
        before = self._catalogue.locations(file_id)
        self._catalogue.do("DELETE FROM withheld WHERE file_id = ?", file_id)
        mark = self._catalogue.last_version()
        return _File(path=path, id=file_id, mark=mark, before=before, state=state, packed=packed)

    def _enter(
        self, file: _File, item: Record | Unread, found: Taken | Unread | Lost | None
    ) -> None:
        """One record, and what became of it."""
        if isinstance(item, Unread):
            file.unread.append(item)
        elif isinstance(found, Lost):
            file.unread.append(lost(item))
        elif isinstance(found, Unread):
            file.unread.append(found)
        elif found is not None:
            version = found.version
            if out := self._exclusions.id_for(version):
                self._catalogue.withhold(out, file.id)
                return
            where = file.before.get(version.content_digest) or self._store.write_packed(found.frame)
            self._catalogue.add_version(file.id, replace(version, place=file.place), where)
            self.touched.add(version.number)
            file.place += 1

    def _end(self, file: _File, *, still: bool) -> bool | None:
        failed = next((one for one in file.unread if one.failed), None)
        if failed is not None:
            self._catalogue.drop_versions(file.id, after=file.mark)
            self._give_up(file.path, failed.reason)
            return False
        if not still:
            self._catalogue.drop_versions(file.id, after=file.mark)
            return None
        self.news = True
        self.touched |= self._catalogue.drop_versions(file.id, up_to=file.mark)
        for one in file.unread:
            self._skip(file.path, one.reason, file.state.sha256, trace=one.trace)
        return True

    def _give_up(self, path: str, reason: str) -> None:
        """Leave a file's cables as they were; without a known state the next run reads it again."""
        self._catalogue.put_file(path, _NO_STATE)
        self._skip(path, reason)

    def take_stdin(self, spread: Spread) -> None:
        """Read standard input: it adds to what came that way before and replaces equal numbers."""
        known = self._catalogue.versions_of_file(STDIN)
        file = self._begin(STDIN, _NO_STATE)
        file.place = max((v.place + 1 for v in known), default=0)
        with guarded():
            for item, found in spread.each(_take, records_of(STDIN, self._pipeline), _weigh):
                self._enter(file, item, found)
        came = [v for v in self._catalogue.versions_of_file(STDIN) if v.id > file.mark]
        now = {v.number for v in came}
        if {v.content_digest for v in came} - {v.content_digest for v in known}:
            self.news = True
        for version in known:
            if version.number in now:
                self._catalogue.do("DELETE FROM version WHERE id = ?", version.id)
        for one in file.unread:
            self._skip(STDIN, one.reason, trace=one.trace)

    def carry(self, path: str, state: SourceState, versions: list[tuple[Version, bytes]]) -> None:
        """Take over what a source gave before, for it cannot be read now."""
        file_id = self._catalogue.put_file(path, state)
        for version, data in versions:
            if out := self._exclusions.id_for(version):
                self._catalogue.withhold(out, file_id)
                continue
            where = self._store.write(data)
            self._catalogue.add_version(file_id, version, where)
            self.touched.add(version.number)

    def _skip(
        self, path: str, reason: str, sha256: str | None = None, *, trace: str | None = None
    ) -> None:
        if trace is not None:
            log.debug("%s: %s\n%s", path, reason, trace)
        skipped = Skipped(path=path, reason=reason, sha256=sha256, bug=trace is not None)
        self.skipped.append(skipped)


def _stream(paths: Iterable[str], pipeline: Pipeline) -> Iterator[Any]:
    """The records of files, with where each file begins and ends."""
    for path in paths:
        try:
            state = hash_source(path)
            packed = is_packed(path)
        except OSError as error:
            yield _Closed(path, f"cannot be read: {error.strerror or error}")
            continue
        yield _Begun(path, state, packed)
        yield from records_of(path, pipeline)
        yield _Ended(is_still(path, state))


def _take(context: Context, record: Record) -> Taken | Unread:
    return take(record, context.pipeline)


def _weigh(item: Any) -> int:
    return len(item.text) + _HANDLING if isinstance(item, Record) else 0


class _Meter:
    """Tells how far the reading has come: files, cables, and bytes where these are known."""

    def __init__(self, paths: Sequence[str], on_event: Callable[[Event], None]) -> None:
        self._on_event = on_event
        self._files = len(paths)
        self._sizes = {path: size_of(path) for path in paths}
        self._whole = sum(self._sizes.values())
        self._done = self._bytes = self._cables = 0

    def cable(self, file: _File, item: Record | Unread) -> None:
        """A record has come in."""
        self._cables += 1
        if self._cables % _TOLD_EVERY == 0:
            offset = 0
            if isinstance(item, Record) and not file.packed:
                offset = item.source.offset or 0
            self._tell(self._bytes + offset)

    def read(self, path: str) -> None:
        """A file has come in."""
        self._done += 1
        self._bytes += self._sizes[path]
        self._tell(self._bytes)

    def _tell(self, size: int) -> None:
        self._on_event(
            Progress(
                phase="read",
                done=self._done,
                total=self._files,
                cables=self._cables,
                bytes_done=min(size, self._whole),
                bytes_total=self._whole,
            )
        )
