"""The plan of a build: which sources are new, changed, gone or as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from cablesearch.errors import SourceError
from cablesearch.indexing.report import FileCounts, PlannedFiles, Skipped
from cablesearch.indexing.sources import STDIN, SourceFile, below, hash_source

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from cablesearch.indexing.catalogue import KnownFile
    from cablesearch.indexing.sources import Root, Survey

MOST_REMOVED = 0.10
"""A run that would remove a larger part of the cables is stopped: rather a mishap than a wish."""


class Plan(Struct, kw_only=True):
    """Every source once. `touched` have another stamp and the same content.

    `kept` are not there, or cannot be read now, and stay as they were. `forgotten` were dropped from the roots.
    """

    new: list[SourceFile] = field(default_factory=list)
    changed: list[SourceFile] = field(default_factory=list)
    touched: list[SourceFile] = field(default_factory=list)
    unchanged: list[SourceFile] = field(default_factory=list)
    gone: list[KnownFile] = field(default_factory=list)
    forgotten: list[KnownFile] = field(default_factory=list)
    kept: list[KnownFile] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def is_idle(self) -> bool:
        """Whether no source gives anything else than before."""
        return not (self.new or self.changed or self.gone or self.forgotten)

    def counts(self) -> FileCounts:
        """How many of each."""
        return FileCounts(
            new=len(self.new),
            changed=len(self.changed),
            gone=len(self.gone) + len(self.forgotten),
            unchanged=len(self.unchanged) + len(self.touched) + len(self.kept),
            touched=len(self.touched),
        )

    def files(self) -> PlannedFiles:
        """Their paths."""
        return PlannedFiles(
            new=tuple(f.path for f in self.new),
            changed=tuple(f.path for f in self.changed),
            gone=tuple(sorted(f.path for f in [*self.gone, *self.forgotten])),
        )


def make_plan(
    known: Mapping[str, KnownFile],
    survey: Survey,
    roots: Sequence[Root],
    *,
    forget_stdin: bool = False,
    no_prune: bool = False,
    rehash: bool = False,
) -> Plan:
    """Compare what the roots hold with what was read before; files whose stamp differs are hashed."""
    plan = Plan(skipped=list(survey.skipped))
    found = set()
    for file in survey.files:
        found.add(file.path)
        _place(plan, file, known.get(file.path), rehash=rehash)
    for path, old in known.items():
        if path in found:
            continue
        if path == STDIN:
            (plan.forgotten if forget_stdin else plan.kept).append(old)
        elif not any(root.covers(path) for root in roots):
            plan.forgotten.append(old)
        elif no_prune or below(path, survey.closed):
            plan.kept.append(old)
        else:
            plan.gone.append(old)
    return plan


def _place(plan: Plan, file: SourceFile, old: KnownFile | None, *, rehash: bool) -> None:
    if old is None:
        plan.new.append(file)
        return
    if not rehash and old.state.same_stamp(file.state):
        plan.unchanged.append(SourceFile(path=file.path, state=old.state))
        return
    try:
        state = hash_source(file.path)
    except OSError as error:
        # Not what was read before, and not known to be anything else: keep it until it can be read again.
        reason = f"cannot be read: {error.strerror or error}"
        plan.skipped.append(Skipped(path=file.path, reason=reason))
        plan.kept.append(old)
        return
    hashed = SourceFile(path=file.path, state=state)
    if state.sha256 != old.state.sha256:
        plan.changed.append(hashed)
    elif old.state.same_stamp(state):
        plan.unchanged.append(hashed)
    else:
        plan.touched.append(hashed)


def refuse_missing(survey: Survey) -> None:
    """SourceError where a root is not there, or holds nothing: rather an unmounted disk than a wish."""
    for roots, what in ((survey.missing, "is missing"), (survey.empty, "holds no file to read")):
        if roots:
            raise SourceError(
                f"{roots[0].path}: {what}",
                remedy="nothing was published; --forget it, or allow what it gave to go with --allow-removals",
            )


def refuse_vanishing(vanished: Collection[str], before: int) -> None:
    """SourceError where more than MOST_REMOVED of the cables would go."""
    if len(vanished) > before * MOST_REMOVED:
        some = ", ".join(sorted(vanished)[:3])
        more = ", ..." if len(vanished) > 3 else ""
        raise SourceError(
            f"{len(vanished):,} of {before:,} cables would be removed ({some}{more})",
            remedy="nothing was published; --allow-removals removes them, "
            "--no-prune keeps those of files that are gone",
        )
