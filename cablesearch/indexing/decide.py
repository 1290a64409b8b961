"""What a run is to do, decided before anything is staged."""

from __future__ import annotations

import os
from datetime import UTC
from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from cablesearch.errors import SourceError, UsageError
from cablesearch.indexing.plan import Plan, make_plan, refuse_missing
from cablesearch.indexing.sources import STDIN, STDIN_ROOT, survey
from cablesearch.indexing.tools import form_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from cablesearch.engines.base import Engine
    from cablesearch.indexing.build import BuildOptions
    from cablesearch.indexing.generation import Generation
    from cablesearch.indexing.heritage import Heritage
    from cablesearch.indexing.report import Skipped
    from cablesearch.indexing.sources import Root, Survey
    from cablesearch.indexing.tools import Forms, Pipeline, Tools

AUTO: Final = "auto"

FINGERPRINT: Final = "tables"
"""The setting that says with which tables the sources were read."""


class Work(Struct, frozen=True, kw_only=True, dict=True):
    """Everything decided before staging.

    `base` is the generation before, null where there is none that can be read. `fresh` builds from nothing;
    `reread` reads every source again, for the tables are others, `reformed` are files that are to be read as
    another form. `excluded` are entries as of exclusions.py. `standing` is what was skipped before and is as it
    was. `load` gives the engine, `engine_note` says why it was chosen, where that should be said. `jobs` is null for
    one worker process for each processor.
    """

    base: Generation | None
    fresh: bool
    reread: bool
    heritage: Heritage
    roots: tuple[Root, ...]
    forms: Forms
    reformed: frozenset[str]
    excluded: frozenset[str]
    pipeline: Pipeline
    table_dirs: tuple[Path, ...]
    engine_name: str
    load: Callable[[], Engine]
    engine_note: str | None
    plan: Plan
    standing: tuple[Skipped, ...]
    stdin: bool
    strict: bool
    allow_removals: bool
    jobs: int | None
    now: datetime

    @cached_property
    def engine(self) -> Engine:
        """The engine; loaded when first asked for, which a run that has nothing to do never does."""
        return self.load()


def decide(
    index_dir: Path,
    options: BuildOptions,
    tools: Tools,
    base: Generation | None,
    heritage: Heritage,
    new_roots: tuple[Root, ...],
    now: Callable[[], datetime],
) -> Work:
    fresh = base is None or options.rebuild
    roots = _roots(heritage.roots, new_roots, options.forget)
    known = base.store.catalogue.files() if base else {}
    stdin = STDIN in options.paths
    if not (roots or known or stdin):
        raise SourceError("nothing to index is known here", remedy="name a file or folder")
    found = survey(roots, index_dir=index_dir)
    if not options.allow_removals:
        refuse_missing(found)
    table_dirs = (*found.tables, *options.tables)
    forms = _forms(heritage.forms, roots, new_roots, options)
    pipeline = tools.pipeline(table_dirs, forms)
    plan = make_plan(
        known,
        found,
        roots,
        forget_stdin=STDIN in options.forget,
        no_prune=options.no_prune,
        rehash=options.rehash and not fresh,
    )
    name, load, engine_note = _engine(options, tools, base, found)
    return Work(
        base=base,
        fresh=fresh,
        reread=base is not None
        and pipeline.fingerprint != base.store.catalogue.setting(FINGERPRINT),
        heritage=heritage,
        roots=roots,
        forms=forms,
        reformed=frozenset(
            file.path
            for file in found.files
            if forms != heritage.forms
            and form_of(file.path, forms) != form_of(file.path, heritage.forms)
        ),
        excluded=_excluded(options, base, heritage),
        pipeline=pipeline,
        table_dirs=table_dirs,
        engine_name=name,
        load=load,
        engine_note=engine_note,
        plan=plan,
        standing=() if fresh else _standing(heritage, plan, stdin=stdin),
        stdin=stdin,
        strict=options.strict,
        allow_removals=options.allow_removals,
        jobs=options.jobs,
        now=now().astimezone(UTC).replace(microsecond=0),
    )


def _excluded(options: BuildOptions, base: Generation | None, heritage: Heritage) -> frozenset[str]:
    if options.exclude is None:
        return heritage.excluded
    from cablesearch.indexing.exclusions import chosen

    versions = base.store.catalogue.versions if base is not None else lambda _: []
    return chosen(options.exclude, heritage.excluded, versions)


def _roots(
    remembered: tuple[Root, ...], new: tuple[Root, ...], forget: tuple[str, ...]
) -> tuple[Root, ...]:
    roots = {root.path: root for root in [*remembered, *new]}
    for given in forget:
        if given == STDIN:
            continue
        path = next((p for p in (os.path.realpath(given), given) if p in roots), None)
        if path is None:
            known = ", ".join(sorted(roots)) or "none"
            raise UsageError(f"{given}: not a root of this index", remedy=f"its roots: {known}")
        del roots[path]
    return tuple(sorted(roots.values(), key=lambda r: r.path))


def _forms(
    remembered: Forms, roots: tuple[Root, ...], new: tuple[Root, ...], options: BuildOptions
) -> Forms:
    """The forms of the roots that are still roots, and of those named with a form now."""
    forms = {root: form for root, form in remembered.items() if root in (*roots, STDIN_ROOT)}
    given = (*new, *([STDIN_ROOT] if STDIN in options.paths else []))
    if options.format == AUTO:
        return {root: form for root, form in forms.items() if root not in given}
    if options.format is not None:
        forms |= dict.fromkeys(given, options.format)
    return forms


def _engine(
    options: BuildOptions,
    tools: Tools,
    base: Generation | None,
    found: Survey,
) -> tuple[str, Callable[[], Engine], str | None]:
    """The engine's name, what loads it, and what should be said of it."""
    if base is None or options.rebuild:
        from cablesearch.indexing.choice import choose, paragraphs_in

        note = None
        if options.engine != AUTO:
            engine = tools.engines(options.engine)
        else:
            before = base.manifest.paragraphs if base is not None else 0
            engine, note = choose(tools, max(paragraphs_in(found.files), before))
        return engine.name, lambda: engine, note
    if options.engine not in (AUTO, base.manifest.engine):
        raise UsageError(
            f"this index was built with {base.manifest.engine}, not {options.engine}",
            remedy="--rebuild changes the engine",
        )
    return base.manifest.engine, base.engine, None


def _standing(heritage: Heritage, plan: Plan, *, stdin: bool) -> tuple[Skipped, ...]:
    """What was skipped before and is as it was: files with a hash that are not read again, standard input."""
    there = {f.path for f in [*plan.unchanged, *plan.touched]} | {f.path for f in plan.kept}
    return tuple(
        s
        for s in heritage.skips
        if (s.path in there and s.sha256 is not None) or (s.path == STDIN and not stdin)
    )


def _has_disputes(work: Work) -> bool:
    if work.base is None:
        return False
    catalogue = work.base.store.catalogue
    return bool(catalogue.shared())


def is_idle(work: Work) -> bool:
    """Whether nothing would come out otherwise than it stands."""
    listed = {(s.path, s.reason, s.sha256) for s in [*work.plan.skipped, *work.standing]}
    return (
        work.plan.is_idle
        and not work.stdin
        and not work.reread
        and work.roots == work.heritage.roots
        and work.forms == work.heritage.forms
        and work.excluded == work.heritage.excluded
        and listed == {(s.path, s.reason, s.sha256) for s in work.heritage.skips}
        and not (work.strict and (listed or _has_disputes(work)))
    )
