"""From a source to the store: its records parsed, compressed, entered in the catalogue."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from cablesearch.cable.model import Cable, to_json
from cablesearch.cable.section import section_of
from cablesearch.cable.shared import SHARED, number_of
from cablesearch.errors import CablesearchError, RecordError
from cablesearch.formats.record import Unreadable
from cablesearch.indexing.report import Skipped
from cablesearch.indexing.sources import STDIN, SourceState, hash_source, is_still
from cablesearch.indexing.version import Location, Version, digest_of
from cablesearch.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.indexing.catalogue_writer import CatalogueWriter
    from cablesearch.indexing.exclusions import Exclusions
    from cablesearch.indexing.frames import FrameWriter
    from cablesearch.indexing.tools import Pipeline

_TRIES: Final = 3
_NO_STATE: Final = SourceState(size=0, mtime_ns=0, ctime_ns=0, inode=0)

log = logging.getLogger(__name__)


class Read(Struct, frozen=True, kw_only=True):
    """One record, parsed; `data` is the cable's JSON."""

    format: str
    cable: Cable
    data: bytes


class Unread(Struct, frozen=True, kw_only=True):
    """What could not be read, and why; `failed` where the reading failed and not what was read."""

    reason: str
    bug: bool = False
    failed: bool = False


def cables_of(path: str, pipeline: Pipeline) -> Iterator[Read | Unread]:
    """The records of a source as cables. One bad record, or one that we fail at, never stops the others."""
    records = pipeline.read(path)
    while True:
        try:
            record = next(records, None)
        except OSError as error:
            yield Unread(reason=f"cannot be read: {error.strerror or error}", failed=True)
            return
        except CablesearchError:
            raise
        except Exception as error:  # what trips a reader must not cost the other files
            log.warning("%s: reading failed", path, exc_info=True)
            what = f"{type(error).__name__}: {error}"
            yield Unread(reason=f"could not be read on, which is a bug ({what})", bug=True)
            return
        if record is None:
            return
        if isinstance(record, Unreadable):
            yield Unread(reason=_reason(record, path))
            continue
        try:
            cable = _as_its_source_has_it(_with_plain_path(pipeline.parse(record)))
            yield Read(format=record.format, cable=cable, data=to_json(cable))
        except RecordError as error:
            yield Unread(reason=error.message.removeprefix(f"{path}: "))
        except CablesearchError:
            raise
        except (
            Exception
        ) as error:  # one record that trips the parser must not cost the other 250,000
            log.warning("%s: parsing failed", path, exc_info=True)
            what = f"{type(error).__name__}: {error}"
            yield Unread(reason=f"could not be parsed, which is a bug ({what})", bug=True)


def _reason(unreadable: Unreadable, path: str) -> str:
    """What is wrong and where in the file, without its path, which stands beside it."""
    return str(replace(unreadable, remedy=None)).removeprefix(f"{path}: ").removeprefix(f"{path}:")


def _with_plain_path(cable: Cable) -> Cable:
    """A file's name that is not UTF-8 would not go into JSON."""
    path = cable.source.path.encode(errors="surrogateescape").decode(errors="backslashreplace")
    if path == cable.source.path:
        return cable
    return replace(cable, source=replace(cable.source, path=path))


def _as_its_source_has_it(cable: Cable) -> Cable:
    """Which of several cables has a number, another index has said, of which this may be the output."""
    number = number_of(cable.id)
    kept = tuple(one for one in cable.diagnostics if one.kind != SHARED)
    if (number, len(kept)) == (cable.id, len(cable.diagnostics)):
        return cable
    return replace(cable, id=number, diagnostics=kept)


def text_digest(cable: Cable) -> str:
    """A hash of a cable's paragraphs that white space, case and the forms of quotes do not change."""
    texts = (" ".join(normalise(p.text).split()) for p in cable.paragraphs)
    return digest_of("\0".join(texts).encode(errors="surrogatepass"))


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

    def take(self, path: str) -> bool:
        """Read a file whole, as of one moment; its former versions go. Whether it could be opened and read.

        A file that keeps changing while it is read is skipped and stays as it was.
        """
        for _ in range(_TRIES):
            try:
                state = hash_source(path)
            except OSError as error:
                self._skip(path, f"cannot be read: {error.strerror or error}")
                return False
            file_id = self._catalogue.put_file(path, state)
            mark = self._catalogue.last_version()
            unread = self._read(path, file_id, place=0)
            failed = next((one for one in unread if one.failed), None)
            if failed is not None:
                self._give_up(path, file_id, mark, failed.reason)
                return False
            if is_still(path, state):
                self.news = True
                self.touched |= self._catalogue.drop_versions(file_id, up_to=mark)
                for one in unread:
                    self._skip(path, one.reason, state.sha256, bug=one.bug)
                return True
            self._catalogue.drop_versions(file_id, after=mark)
        self._give_up(path, file_id, mark, "changes while it is being read")
        return False

    def _give_up(self, path: str, file_id: int, mark: int, reason: str) -> None:
        """Leave a file's cables as they were; without a known state the next run reads it again."""
        self._catalogue.drop_versions(file_id, after=mark)
        self._catalogue.put_file(path, _NO_STATE)
        self._skip(path, reason)

    def take_stdin(self) -> None:
        """Read standard input: it adds to what came that way before and replaces equal numbers."""
        file_id = self._catalogue.put_file(STDIN, _NO_STATE)
        mark = self._catalogue.last_version()
        known = self._catalogue.versions_of_file(STDIN)
        unread = self._read(STDIN, file_id, place=max((v.place + 1 for v in known), default=0))
        came = [v for v in self._catalogue.versions_of_file(STDIN) if v.id > mark]
        now = {v.number for v in came}
        if {v.content_digest for v in came} - {v.content_digest for v in known}:
            self.news = True
        for version in known:
            if version.number in now:
                self._catalogue.do("DELETE FROM version WHERE id = ?", version.id)
        for one in unread:
            self._skip(STDIN, one.reason, bug=one.bug)

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

    def _read(self, path: str, file_id: int, *, place: int) -> list[Unread]:
        before = self._catalogue.locations(file_id)
        self._catalogue.do("DELETE FROM withheld WHERE file_id = ?", file_id)
        unread = []
        for one in cables_of(path, self._pipeline):
            if isinstance(one, Unread):
                unread.append(one)
                continue
            version = version_of(one, path, place)
            if out := self._exclusions.id_for(version):
                self._catalogue.withhold(out, file_id)
                continue
            where = before.get(version.content_digest) or self._store.write(one.data)
            self._catalogue.add_version(file_id, version, where)
            self.touched.add(version.number)
            place += 1
        return unread

    def _skip(
        self, path: str, reason: str, sha256: str | None = None, *, bug: bool = False
    ) -> None:
        self.skipped.append(Skipped(path=path, reason=reason, sha256=sha256, bug=bug))


def version_of(one: Read, path: str, place: int) -> Version:
    """A record as the catalogue will list it; which cable of its number it is, and its frame, are still to come."""
    cable = one.cable
    section = section_of(cable)
    return Version(
        id=0,
        number=cable.id,
        nth=1,
        path=path,
        place=place,
        member=cable.source.member,
        format=one.format,
        date=cable.date.isoformat() if cable.date else None,
        released=cable.released.isoformat() if cable.released else None,
        section=f"{section[0]} of {section[1]}" if section else None,
        length=sum(len(p.text) for p in cable.paragraphs),
        paragraphs=len(cable.paragraphs),
        text_digest=text_digest(cable),
        content_digest=digest_of(one.data),
        location=Location(store=0, at=0, size=0),
    )
