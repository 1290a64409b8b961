"""`purge`: cables taken out of the store, the catalogue and the engine of an index, and out of every generation.

Everything comes from the store: the sources may be unplugged. What is published is written anew wherever a record of a
purged cable stood or may have stood: store files with bytes not in use, the whole catalogue, the whole engine.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from cablesearch.cable.shared import number_of, split_id
from cablesearch.errors import CablesearchError, UsageError
from cablesearch.fields import Row
from cablesearch.indexing import durable, manifest
from cablesearch.indexing import stage as staging
from cablesearch.indexing.catalogue import CATALOGUE, Catalogue
from cablesearch.indexing.catalogue_writer import CatalogueWriter
from cablesearch.indexing.exclusions import Exclusions, id_of
from cablesearch.indexing.fill import enter_cables, rewrite
from cablesearch.indexing.frames import FrameReader, store_files
from cablesearch.indexing.generation import open_generation
from cablesearch.indexing.lock import BUILD_LOCK, build_lock
from cablesearch.indexing.manifest import ENGINE_DIR, Manifest
from cablesearch.indexing.pointer import Pointer, generations
from cablesearch.indexing.proof import needles_for, prove
from cablesearch.indexing.refresh import REFRESHED
from cablesearch.indexing.remains import Targets, find_remains
from cablesearch.indexing.report import PhaseStarted
from cablesearch.indexing.sentences import OWN_WORDS, train_model
from cablesearch.indexing.settle import number_cables
from cablesearch.indexing.soundness import disagreements
from cablesearch.indexing.sources import STDIN, SourceState
from cablesearch.indexing.spread import Context, Spreads
from cablesearch.indexing.tools import real_tools
from cablesearch.indexing.workers import usable_cores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from cablesearch.engines.base import Engine
    from cablesearch.indexing.generation import Generation
    from cablesearch.indexing.proof import Needles, Proof
    from cablesearch.indexing.remains import Remains
    from cablesearch.indexing.report import Event
    from cablesearch.indexing.tools import Tools
    from cablesearch.indexing.version import Version

_UNPACKED: Final = 4  # bytes of a cable to one of its frame, about
_OTHER_STATE = SourceState(size=0, mtime_ns=0, ctime_ns=0, inode=0)


class PurgeOptions(Struct, frozen=True, kw_only=True):
    """What to purge: `ids` as `exclusions.excluded_id` gives them; with `allow_again` sources may bring them back.

    `lock_wait` is in seconds: for another builder, then for readers of generations that are to go.
    """

    ids: tuple[str, ...]
    allow_again: bool = False
    dry_run: bool = False
    lock_wait: float = 0.0
    trust_owners: tuple[str, ...] = ()


class PurgeReport(Struct, frozen=True, kw_only=True):
    """What a purge did, or with `dry_run` would do.

    `versions` are the records that went, under the ids they had, `files` the store files that held any frame of
    theirs; `unknown` are ids that name nothing here. `dropped` are the generations that went, `read` those of them
    that somebody was reading.
    """

    dry_run: bool = False
    generation: int
    engine: str
    versions: tuple[Version, ...] = ()
    files: tuple[Path, ...] = ()
    unknown: tuple[str, ...] = ()
    dropped: tuple[int, ...] = ()
    read: tuple[int, ...] = ()
    cables: int = 0
    paragraphs: int = 0
    proof: Proof | None = None


def purge(
    index_dir: Path,
    options: PurgeOptions,
    *,
    now: Callable[[], datetime],
    on_event: Callable[[Event], None],
    tools: Tools | None = None,
) -> PurgeReport:
    """Remove cables from an index at once and for good, and search it for what is left of them.

    Nothing is changed where all ids are unknown. Whatever stops it before the end, the generation before answers or
    the new one does, and another run goes on. Raises as `open_generation` does, LockedError, WriteError.
    """
    tools = tools or real_tools()
    single = [id for id in options.ids if split_id(id)[1] is not None]
    if single and options.allow_again:
        raise UsageError(
            f"{single[0]}: only all cables of a number can be allowed again",
            remedy="leave out --allow-again, or the ~ and what follows",
        )
    with durable.plain_errors(index_dir), ExitStack() as stack:
        base = stack.enter_context(
            open_generation(index_dir, trust_owners=options.trust_owners, engines=tools.engines)
        )
        if not options.dry_run:
            stack.enter_context(build_lock(index_dir, now=now(), wait=options.lock_wait))
            base.close()  # another builder may have been waited for
            staging.sweep(index_dir)
            base = stack.enter_context(
                open_generation(index_dir, trust_owners=options.trust_owners, engines=tools.engines)
            )
        on_event(PhaseStarted(phase="plan"))
        targets = Targets(options.ids, base.store.catalogue)
        remains = find_remains(index_dir, base, targets)
        unknown = len(remains.unknown) == len(targets.ids)
        if options.dry_run or unknown:
            return _unchanged(index_dir, options, base, remains, unknown=unknown)
        return _Purge(index_dir, options, base, targets, remains, on_event).run(
            now().astimezone(UTC).replace(microsecond=0), tools
        )


def _unchanged(
    index_dir: Path, options: PurgeOptions, base: Generation, remains: Remains, *, unknown: bool
) -> PurgeReport:
    return PurgeReport(
        dry_run=options.dry_run,
        generation=base.number,
        engine=base.manifest.engine,
        versions=remains.versions,
        files=remains.files,
        unknown=remains.unknown,
        dropped=() if unknown else tuple(n for n in generations(index_dir) if n != base.number),
        cables=base.manifest.cables,
        paragraphs=base.manifest.paragraphs,
    )


class _Purge:
    """One purge under the builder's lock."""

    def __init__(
        self,
        index_dir: Path,
        options: PurgeOptions,
        base: Generation,
        targets: Targets,
        remains: Remains,
        on_event: Callable[[Event], None],
    ) -> None:
        self._index_dir = index_dir
        self._options = options
        self._base = base
        self._targets = targets
        self._remains = remains
        self._on_event = on_event

    def run(self, now: datetime, tools: Tools) -> PurgeReport:
        base, index_dir = self._base, self._index_dir
        engine = base.engine()
        number = staging.next_number(index_dir, base.number)
        with staging.staging(index_dir, number) as stage:
            staging.carry_over(base, stage, engine.is_litter, engine=False)
            staging.keep_tables(stage, base.tables_dirs)
            with closing(CatalogueWriter(stage / CATALOGUE)) as catalogue:
                self._take_out(stage, catalogue, now, number)
                self._write_anew(stage, catalogue, engine, tools)
                totals = catalogue.commit()
                catalogue.vacuum()
            if tools.train is not None:  # the model before knows words of what goes
                train_model(stage, tools.train)
            self._on_event(PhaseStarted(phase="check"))
            wrong = disagreements(stage, engine, totals)
            if wrong:
                raise CablesearchError(f"the new index is wrong and was not published: {wrong[0]}")
            own_words = _own_words(engine, stage)
            self._on_event(PhaseStarted(phase="publish"))
            sealed = Manifest(
                generation=number,
                replaces=None,
                built_at=now,
                engine=engine.name,
                engine_version=engine.version,
                cablesearch_version=tools.version(),
                cables=totals.cables,
                paragraphs=totals.paragraphs,
                formats=totals.formats,
                files=staging.seal(stage, base, engine.is_litter),
            )
            needles = self._needles(stage, own_words + manifest.encode(sealed).decode())
            staging.publish(index_dir, stage, sealed)
        self._on_event(PhaseStarted(phase="prune"))
        base.close()  # else its own lock would be waited for
        others = [n for n in generations(index_dir) if n != number]
        read = staging.prune_all_but(index_dir, number, wait=self._options.lock_wait)
        self._on_event(PhaseStarted(phase="prove"))
        return PurgeReport(
            generation=number,
            engine=engine.name,
            versions=self._remains.versions,
            files=self._remains.files,
            unknown=self._remains.unknown,
            dropped=tuple(others),
            read=read,
            cables=totals.cables,
            paragraphs=totals.paragraphs,
            proof=prove(index_dir, self._targets, needles),
        )

    def _take_out(
        self, stage: Path, catalogue: CatalogueWriter, now: datetime, generation: int
    ) -> None:
        """Take the records out of the catalogue."""
        targets, allow = self._targets, self._options.allow_again
        entries = catalogue.excluded()
        if allow:
            entries = frozenset(entry for entry in entries if id_of(entry) not in targets.ids)
            for id in targets.ids:
                catalogue.do("DELETE FROM withheld WHERE cable_id = ?", id)
        else:
            entries |= targets.entries
        catalogue.set_excluded(sorted(entries))
        for version in self._remains.versions:
            id = targets.of_version(version) or version.number
            if allow:
                catalogue.do("DELETE FROM version WHERE id = ?", version.id)
                if version.path != STDIN:  # to be read again by the next build
                    catalogue.put_file(version.path, _OTHER_STATE)
            else:
                catalogue.withhold_all(id, [version])
        exclusions = Exclusions(entries)
        with closing(FrameReader(stage)) as frames:
            for number in targets.numbers:
                for cable_id in self._base.store.catalogue.sharing(number):
                    catalogue.drop_cable(cable_id)
                cables = number_cables(catalogue, frames, exclusions, number)
                for cable_id, versions in cables.items():
                    catalogue.set_cable(versions[0])
                    catalogue.see(cable_id, now, generation)
                catalogue.forget_first_seen(number, cables)

    def _write_anew(
        self, stage: Path, catalogue: CatalogueWriter, engine: Engine, tools: Tools
    ) -> None:
        """Store files that hold anything not in use, and the engine from its beginning."""
        files = store_files(stage, catalogue.live())
        rewrite(stage, catalogue, [f.number for f in files if f.live != f.size])
        ids = list(catalogue.ids())
        self._on_event(PhaseStarted(phase="index", total=len(ids)))
        pipeline = tools.pipeline(self._base.tables_dirs, catalogue.forms())
        context = Context(pipeline=pipeline, engine=engine)
        spreads = Spreads(context, usable_cores())
        with closing(context), closing(spreads):
            spread = spreads.of(sum(f.size for f in files) * _UNPACKED)
            writer = engine.create(stage / ENGINE_DIR)
            with durable.undone_by(writer.abort):
                enter_cables(stage, catalogue, ids, writer, spread, self._on_event)
                writer.commit()

    def _needles(self, stage: Path, own_words: str) -> Needles:
        """What to search for: nothing that the index says of itself."""
        pointer = Pointer(generation=0, manifest_sha256="").encode().decode()
        beside = (self._index_dir / name for name in (BUILD_LOCK, REFRESHED))
        noted = " ".join(p.read_text(encoding="utf-8") for p in beside if p.is_file())
        with closing(Catalogue(stage / CATALOGUE)) as catalogue:
            here = set(map(number_of, catalogue.ids()))
            ids = {v.cable_id for v in self._remains.versions} | set(self._targets.ids)
            gone = [id for id in ids if number_of(id) not in here]
            more = " ".join((own_words, pointer, noted, OWN_WORDS))
            return needles_for(self._remains, gone, stage, catalogue, more)


def _own_words(engine: Engine, stage: Path) -> str:
    """What an engine's files hold whatever is indexed: names of fields, of classes."""
    directory = stage / "own-words"
    durable.make_directory(directory)
    try:
        writer = engine.create(directory)
        writer.add([Row(cable_id="0", ordinal=1, text="0", added=datetime(1970, 1, 1, tzinfo=UTC))])
        writer.commit()
        files: Iterable[Path] = (path for path in directory.rglob("*") if path.is_file())
        return " ".join(path.read_bytes().decode("latin-1") for path in files)
    finally:
        shutil.rmtree(directory, ignore_errors=True)
