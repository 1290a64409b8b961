"""Assembling a generation in its staging directory: sources in, cables settled, the engine brought up to date."""

from __future__ import annotations

from contextlib import ExitStack, closing
from itertools import islice
from secrets import token_hex
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from cablesearch.cable.ident import is_of_text
from cablesearch.cable.shared import number_of
from cablesearch.errors import StrictError
from cablesearch.indexing import durable
from cablesearch.indexing.catalogue import CATALOGUE
from cablesearch.indexing.catalogue_writer import CatalogueWriter
from cablesearch.indexing.decide import FINGERPRINT, Work
from cablesearch.indexing.exclusions import Exclusions, named
from cablesearch.indexing.fill import enter_cables, rewrite
from cablesearch.indexing.frames import (
    FrameWriter,
    store_files,
    to_merge,
)
from cablesearch.indexing.intake import Intake
from cablesearch.indexing.manifest import ENGINE_DIR
from cablesearch.indexing.plan import refuse_vanishing
from cablesearch.indexing.report import PhaseStarted, RecordSkipped, Skipped
from cablesearch.indexing.settle import settle
from cablesearch.indexing.sources import size_of
from cablesearch.indexing.spread import Context, Spreads
from cablesearch.indexing.stage import carry_over, keep_tables
from cablesearch.indexing.workers import usable_cores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from cablesearch.indexing.catalogue import KnownFile, Totals
    from cablesearch.indexing.report import Duplicate, Event, Shared


_CABLE: Final = 6_000  # characters, as cables go
_UNKNOWN: Final = 1_000_000  # of what comes through a pipe


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of it; the ids by what happened to their cables.

    `skipped` is the whole list; `excluded` the entries of ids never to be indexed; `news` is whether any source was
    read that gave something not known.
    """

    added: tuple[str, ...]
    updated: tuple[str, ...]
    removed: tuple[str, ...]
    totals: Totals
    skipped: tuple[Skipped, ...]
    duplicates: tuple[Duplicate, ...]
    shared: tuple[Shared, ...]
    excluded: frozenset[str]
    news: bool


def assemble(
    stage: Path, work: Work, generation: int, on_event: Callable[[Event], None]
) -> Outcome:
    """Fill the staging directory of a generation; StrictError and SourceError where nothing may be published."""
    if work.base is not None and not work.fresh:
        carry_over(work.base, stage, work.engine.is_litter)
    keep_tables(stage, work.table_dirs)
    numbers = [f.number for f in store_files(stage, {})]
    with ExitStack() as stack:
        catalogue = stack.enter_context(closing(CatalogueWriter(stage / CATALOGUE)))
        store = stack.enter_context(closing(FrameWriter(stage, max(numbers, default=0) + 1)))
        context = Context(pipeline=work.pipeline, engine=work.engine)
        jobs = usable_cores() if work.jobs is None else work.jobs
        spreads = Spreads(context, jobs)
        stack.callback(context.close)
        stack.callback(spreads.close)
        return _Assembly(stage, work, generation, catalogue, store, spreads, on_event).run()


class _Assembly:
    """One generation being assembled."""

    def __init__(
        self,
        stage: Path,
        work: Work,
        generation: int,
        catalogue: CatalogueWriter,
        store: FrameWriter,
        spreads: Spreads,
        on_event: Callable[[Event], None],
    ) -> None:
        self._stage = stage
        self._work = work
        self._generation = generation
        self._catalogue = catalogue
        self._store = store
        self._on_event = on_event
        self._exclusions = Exclusions(work.excluded)
        self._spreads = spreads
        self._intake = Intake(catalogue, store, work.pipeline, self._exclusions)
        self._wished: set[str] = set()
        """Numbers that the user asked to be rid of: no guard against mishaps holds these."""

    def run(self) -> Outcome:
        self._remember()
        again = self._take_out()
        self._take_in(again)
        skipped = self._list_skipped()
        found = settle(
            self._stage,
            self._work,
            self._generation,
            self._catalogue,
            self._exclusions,
            self._intake.touched,
        )
        self._catalogue.set_excluded(sorted(self._exclusions.entries))
        self._refuse(found.removed, found.added, skipped)
        self._index([*found.updated, *found.removed] if not self._work.fresh else [], found.write)
        # small and mostly dead store files become one
        files = store_files(self._stage, self._catalogue.live())
        rewrite(self._stage, self._catalogue, to_merge(files))
        totals = self._catalogue.commit()
        return Outcome(
            added=tuple(found.added),
            updated=tuple(found.updated),
            removed=tuple(found.removed),
            totals=totals,
            skipped=skipped,
            duplicates=self._catalogue.duplicates(),
            shared=self._catalogue.shared(),
            excluded=frozenset(self._exclusions.entries),
            news=self._intake.news,
        )

    def _remember(self) -> None:
        self._catalogue.set_roots(self._work.roots)
        self._catalogue.set_forms(self._work.forms)
        self._catalogue.set_setting(FINGERPRINT, self._work.pipeline.fingerprint)
        self._catalogue.set_first_seen(self._work.heritage.first_seen)
        self._catalogue.set_entered(self._work.heritage.entered)
        self._catalogue.be(self._work.heritage.identity or token_hex(16))

    def _take_out(self) -> list[str]:
        """Drop what is gone and what is excluded from now on; the sources that a lifted exclusion concerns."""
        work, catalogue = self._work, self._catalogue
        self._wished |= set(map(number_of, named(work.excluded)))
        if work.fresh:
            for file in work.plan.forgotten:
                self._wished |= self._numbers_before(file)
            return []
        for file in work.plan.gone:
            self._intake.touched |= catalogue.drop_file(file.id)
        for file in work.plan.forgotten:
            numbers = catalogue.drop_file(file.id)
            self._wished |= numbers
            self._intake.touched |= numbers
        for one in work.plan.touched:
            catalogue.put_file(one.path, one.state)
        for number in {number_of(one) for one in named(work.excluded - work.heritage.excluded)}:
            for version in catalogue.records(number):
                if out := self._exclusions.id_for(version):
                    catalogue.withhold_all(out, [version])
            self._intake.touched.add(number)
        again = set()
        sql = "SELECT f.path FROM withheld w JOIN file f ON f.id = w.file_id WHERE w.cable_id = ?"
        for cable_id in named(work.heritage.excluded) - named(work.excluded):
            again |= {
                row[0].decode(errors="surrogateescape") for row in catalogue.all(sql, cable_id)
            }
        return sorted(again)

    def _take_in(self, again: Iterable[str]) -> None:
        work = self._work
        paths = [f.path for f in [*work.plan.new, *work.plan.changed]]
        standing = [f.path for f in [*work.plan.unchanged, *work.plan.touched]]
        if work.fresh or work.reread:
            paths += standing
        else:
            there = set(standing)
            paths += sorted(there.intersection((*again, *work.reformed)))
        if work.reread and not work.fresh:
            for file in work.plan.kept:  # read again it cannot be, indexed again it can
                versions = self._catalogue.versions_of_file(file.path)
                self._intake.touched |= {v.number for v in versions}
        paths.sort()
        self._on_event(PhaseStarted(phase="read", total=len(paths)))
        spread = self._spreads.of(sum(map(size_of, paths)))
        unread = self._intake.take(paths, spread, self._on_event)
        if work.fresh:
            self._carry([*(f.path for f in work.plan.kept), *unread])
        if work.stdin:
            self._intake.take_stdin(self._spreads.of(_UNKNOWN))

    def _carry(self, paths: Iterable[str]) -> None:
        """Take what cannot be read now from the generation before."""
        if self._work.base is None:
            return
        store = self._work.base.store
        known = store.catalogue.files()
        for path in paths:
            if path in known:
                versions = store.catalogue.versions_of_file(path)
                self._intake.carry(path, known[path].state, [(v, store.raw(v)) for v in versions])

    def _list_skipped(self) -> tuple[Skipped, ...]:
        before = {(s.path, s.reason, s.sha256) for s in self._work.heritage.skips}
        found = []
        for one in [*self._work.plan.skipped, *self._intake.skipped]:
            one = replace(one, known=(one.path, one.reason, one.sha256) in before)
            self._on_event(RecordSkipped(skipped=one))
            found.append(one)
        read = {one.path for one in self._intake.skipped}
        found += [s for s in self._work.standing if s.path not in read]
        found.sort(key=lambda s: s.path)
        self._catalogue.set_skips(found)
        return tuple(found)

    def _refuse(self, removed: list[str], added: list[str], skipped: tuple[Skipped, ...]) -> None:
        work = self._work
        if not work.allow_removals and work.base is not None:
            vanished = {
                id for id in removed if number_of(id) not in self._wished and self._is_gone(id)
            }
            # a changed text that is named after itself has not vanished: it goes by another name
            named_anew = islice(filter(is_of_text, sorted(vanished)), sum(map(is_of_text, added)))
            refuse_vanishing(vanished.difference(named_anew), work.base.manifest.cables)
        if not work.strict:
            return
        shared = self._catalogue.shared()
        if skipped:
            raise StrictError(
                f"{skipped[0].path}: {skipped[0].reason} ({len(skipped)} skipped in all)",
                remedy="nothing was published, for --strict was asked for",
            )
        if shared:
            raise StrictError(
                f"{shared[0].number}: is the number of {shared[0].cables} cables ({len(shared)} such numbers)",
                remedy="nothing was published, for --strict was asked for",
            )

    def _index(self, out: list[str], write: list[str]) -> None:
        """Bring the engine up to date; what a cable cites is entered on the way."""
        work = self._work
        self._on_event(PhaseStarted(phase="index", total=len(write)))
        if not work.fresh and not out and not write:
            return
        directory = self._stage / ENGINE_DIR
        engine = work.engine
        writer = engine.create(directory) if work.fresh else engine.append(directory)
        with durable.undone_by(writer.abort):
            for cable_id in sorted(out):
                writer.remove(cable_id)
            spread = self._spreads.of(len(write) * _CABLE)
            enter_cables(self._stage, self._catalogue, write, writer, spread, self._on_event)
            writer.commit()

    def _is_gone(self, cable_id: str) -> bool:
        """Whether no record of a former cable is a version of another one of its number now."""
        assert self._work.base is not None
        before = {v.text_digest for v in self._work.base.store.catalogue.versions(cable_id)}
        return before.isdisjoint(
            v.text_digest for v in self._catalogue.records(number_of(cable_id))
        )

    def _numbers_before(self, file: KnownFile) -> set[str]:
        base = self._work.base
        if base is None:
            return set()
        return {v.number for v in base.store.catalogue.versions_of_file(file.path)}
