"""One run of `index`: plan what changed, stage it beside the index, check it, publish it."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from cablesearch.errors import CablesearchError, DamagedError, RebuildError, WriteError
from cablesearch.indexing import durable, trust
from cablesearch.indexing import stage as staging
from cablesearch.indexing.decide import AUTO, Work, decide, is_idle
from cablesearch.indexing.generation import open_generation
from cablesearch.indexing.heritage import Heritage, heritage_of, salvage
from cablesearch.indexing.lock import BUILD_LOCK, build_lock
from cablesearch.indexing.pointer import CURRENT, generations, read_pointer
from cablesearch.indexing.refresh import REFRESHED, note_refresh
from cablesearch.indexing.report import BuildReport, Note, PhaseStarted
from cablesearch.indexing.sources import STDIN, root_of
from cablesearch.indexing.tools import real_tools

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from cablesearch.indexing.assemble import Outcome
    from cablesearch.indexing.generation import Generation
    from cablesearch.indexing.report import Event
    from cablesearch.indexing.tools import Tools

_OURS: Final = (
    *("README.md", ".gitignore", BUILD_LOCK),
    *(CURRENT, f"{CURRENT}.new", REFRESHED, f"{REFRESHED}.new"),
)


class BuildOptions(Struct, frozen=True, kw_only=True):
    """What a run is asked to do.

    `paths` are new roots, or "-", read as `format` where that is given; `forget` are roots (or "-") to drop.
    `exclude` replaces the remembered list of ids never to be indexed, null leaves it. `tables` are further folders
    of code tables. `lock_wait` is in seconds. `jobs` worker processes parse, with 0 or 1 this process alone; by default
    one for each processor.
    """

    paths: tuple[str, ...] = ()
    format: str | None = None
    forget: tuple[str, ...] = ()
    engine: str = AUTO
    rebuild: bool = False
    dry_run: bool = False
    no_prune: bool = False
    allow_removals: bool = False
    rehash: bool = False
    strict: bool = False
    exclude: tuple[str, ...] | None = None
    tables: tuple[Path, ...] = ()
    lock_wait: float = 0.0
    jobs: int | None = None
    trust_owners: tuple[str, ...] = ()


def build(
    index_dir: Path,
    options: BuildOptions,
    *,
    now: Callable[[], datetime],
    on_event: Callable[[Event], None],
    tools: Tools | None = None,
) -> BuildReport:
    """Build or refresh the index in a directory, which is made where it is missing.

    Whatever stops it, an exception raised by `on_event` included, leaves the generation before answering.

    Raises SourceError, StrictError (nothing published), LockedError, IndexRefusedError, RebuildError, DamagedError,
    UsageError, WriteError.
    """
    tools = tools or real_tools()
    with durable.plain_errors(index_dir), ExitStack() as stack:
        new_roots = tuple(root_of(path) for path in options.paths if path != STDIN)
        if not options.dry_run:
            _prepare(index_dir)
            stack.enter_context(build_lock(index_dir, now=now(), wait=options.lock_wait))
            staging.sweep(index_dir)
        on_event(PhaseStarted(phase="plan"))
        base, heritage, notes = _before(index_dir, options, tools)
        if base is not None:
            stack.enter_context(base)
        for note in notes:
            on_event(Note(text=note))
        with _read_back(base):
            work = decide(index_dir, options, tools, base, heritage, new_roots, now)
        if options.dry_run:
            return _idle_report(work, options, notes)
        if not work.fresh and is_idle(work):
            report = _idle_report(work, options, notes)
        else:
            report = _publish(index_dir, work, notes, tools, on_event)
        note_refresh(index_dir, now())
        return report


def _prepare(index_dir: Path) -> None:
    if not index_dir.is_dir():
        durable.make_directories(index_dir)
    names = {entry.name for entry in os.scandir(index_dir)}
    ours = CURRENT in names or all(
        name in _OURS or name.startswith(("g0", "stage-", "trash-")) for name in names
    )
    trust.own_directory(index_dir, ours=ours)


def _before(
    index_dir: Path, options: BuildOptions, tools: Tools
) -> tuple[Generation | None, Heritage, tuple[str, ...]]:
    """The generation that answers now, and what is taken over from it.

    Only a rebuild goes on where it cannot be read; and a first build that was killed between its two renames, which
    left a generation and nothing to point to it.
    """
    try:
        base = open_generation(index_dir, trust_owners=options.trust_owners, engines=tools.engines)
    except (DamagedError, RebuildError) as error:
        unpointed = not os.path.lexists(index_dir / CURRENT)
        if not (options.rebuild or unpointed):
            raise
        heritage, found = salvage(index_dir)
        lost = "" if found else "; when its cables were first published is lost"
        return None, heritage, (f"not built upon: {error.message}{lost}",)
    except CablesearchError:
        if os.path.lexists(index_dir / CURRENT):
            raise
        return None, Heritage(), ()
    return base, heritage_of(base.store.catalogue, first_seen=options.rebuild), ()


def _publish(
    index_dir: Path,
    work: Work,
    notes: tuple[str, ...],
    tools: Tools,
    on_event: Callable[[Event], None],
) -> BuildReport:
    # most nightly runs have nothing to do, and need none of these
    from cablesearch.indexing.assemble import assemble
    from cablesearch.indexing.choice import advice
    from cablesearch.indexing.manifest import Manifest
    from cablesearch.indexing.soundness import disagreements

    try:
        replaced: int | None = read_pointer(index_dir).generation
    except CablesearchError:
        replaced = None
    number = staging.next_number(index_dir, replaced)
    is_litter = work.engine.is_litter
    if work.engine_note:
        on_event(Note(text=work.engine_note))
    with staging.staging(index_dir, number) as stage, _read_back(work.base):
        outcome = assemble(stage, work, number, on_event)
        if _came_to_nothing(work, outcome):
            return _report(work, outcome, notes, published=None)
        linked_from = None if work.fresh else work.base
        _learn_sentences(stage, linked_from, outcome.totals.cables, tools)
        on_event(PhaseStarted(phase="check"))
        wrong = disagreements(stage, work.engine, outcome.totals)
        if wrong:
            raise CablesearchError(f"the new index is wrong and was not published: {wrong[0]}")
        on_event(PhaseStarted(phase="publish"))
        sealed = Manifest(
            generation=number,
            replaces=replaced,
            built_at=work.now,
            engine=work.engine.name,
            engine_version=work.engine.version,
            cablesearch_version=tools.version(),
            cables=outcome.totals.cables,
            paragraphs=outcome.totals.paragraphs,
            formats=outcome.totals.formats,
            files=staging.seal(stage, linked_from, is_litter),
        )
        staging.publish(index_dir, stage, sealed)
    on_event(PhaseStarted(phase="prune"))
    if work.base is not None:
        work.base.close()  # else its lock would keep it from ever being pruned by this run
    if not work.fresh and (told := advice(work.engine.name, outcome.totals.paragraphs)):
        on_event(Note(text=told))
    others = [n for n in generations(index_dir) if n != number]
    if (
        replaced not in others
    ):  # the pointer was damaged: the newest of the others, in case it is needed
        replaced = max(others, default=number)
    staging.prune(index_dir, {number, replaced})
    return _report(work, outcome, notes, published=number)


def _learn_sentences(stage: Path, base: Generation | None, cables: int, tools: Tools) -> None:
    """Train the model of sentences of so many cables, or carry over that of the base."""
    if tools.train is None:
        return
    from cablesearch.indexing.sentences import carry_model, train_model

    if base is None or not carry_model(stage, base, cables):
        train_model(stage, tools.train)


@contextmanager
def _read_back(base: Generation | None) -> Iterator[None]:
    """What cannot be read is no damage where it was only just written, or where every byte of the index is right: then
    a read has failed, of which sqlite and the engines do not tell plainly."""
    try:
        yield
    except DamagedError as error:
        damage = base.damage() if base is not None else None
        if damage is not None:
            raise damage from error
        raise WriteError(
            f"reading failed, the index is as it was: {error.message}",
            remedy="run it again",
        ) from error


def _came_to_nothing(work: Work, outcome: Outcome) -> bool:
    """Whether what looked like a change (unreadable new files, known texts on standard input) was none."""
    before = {(s.path, s.reason, s.sha256) for s in work.heritage.skips}
    return (
        not (work.fresh or work.reread or outcome.news)
        and not (work.plan.gone or work.plan.forgotten)
        and work.roots == work.heritage.roots
        and work.forms == work.heritage.forms
        and outcome.excluded == work.heritage.excluded
        and {(s.path, s.reason, s.sha256) for s in outcome.skipped} == before
    )


def _report(
    work: Work, outcome: Outcome, notes: tuple[str, ...], *, published: int | None
) -> BuildReport:
    return BuildReport(
        published=published is not None,
        generation=published or (work.base.number if work.base else None),
        engine=work.engine.name,
        added=len(outcome.added),
        updated=len(outcome.updated),
        removed=len(outcome.removed),
        unchanged=outcome.totals.cables - len(outcome.added) - len(outcome.updated),
        cables=outcome.totals.cables,
        paragraphs=outcome.totals.paragraphs,
        files=work.plan.counts(),
        skipped=outcome.skipped,
        new_skips=sum(not s.known for s in outcome.skipped),
        duplicates=outcome.duplicates,
        shared=outcome.shared,
        notes=notes,
    )


def _idle_report(work: Work, options: BuildOptions, notes: tuple[str, ...]) -> BuildReport:
    base = work.base
    cables = base.manifest.cables if base else 0
    return BuildReport(
        published=False,
        dry_run=options.dry_run,
        generation=base.number if base else None,
        engine=work.engine_name,
        unchanged=cables,
        cables=cables,
        paragraphs=base.manifest.paragraphs if base else 0,
        files=work.plan.counts(),
        planned=work.plan.files() if options.dry_run else None,
        skipped=work.heritage.skips,
        duplicates=base.store.catalogue.duplicates() if base else (),
        shared=base.store.catalogue.shared() if base else (),
        notes=notes,
    )
