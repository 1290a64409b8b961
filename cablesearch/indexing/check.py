"""`check`: is the index sound, and with `deep`, does it still match the sources."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from cablesearch.errors import CablesearchError, DamagedError
from cablesearch.indexing.exclusions import Exclusions
from cablesearch.indexing.generation import Verify, open_generation
from cablesearch.indexing.plan import make_plan
from cablesearch.indexing.sentences import model_faults
from cablesearch.indexing.soundness import disagreements, store_faults
from cablesearch.indexing.sources import STDIN, survey
from cablesearch.indexing.take import Unread, cables_of, version_of
from cablesearch.indexing.tools import real_tools

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from cablesearch.indexing.generation import Generation
    from cablesearch.indexing.tools import Pipeline, Tools


class Finding(Struct, frozen=True, kw_only=True):
    """One thing wrong: `damage` in the index itself, or `sources` that it no longer matches."""

    kind: Literal["damage", "sources"]
    path: str
    message: str


class CheckReport(Struct, frozen=True, kw_only=True):
    """What a check found; `generation` is null where not even the pointer could be followed."""

    generation: int | None
    files: int
    cables: int
    paragraphs: int
    findings: tuple[Finding, ...]

    @property
    def is_damaged(self) -> bool:
        """Whether the index itself is not what was published."""
        return any(finding.kind == "damage" for finding in self.findings)


def check(
    index_dir: Path,
    *,
    deep: bool = False,
    tables: Sequence[Path] = (),
    trust_owners: Sequence[str] = (),
    tools: Tools | None = None,
) -> CheckReport:
    """Read every byte of the index; `deep` reads the sources again too and compares, with these
    further `tables`.

    Damage is reported, not raised. Raises NoIndexError, IndexRefusedError, RebuildError as `open_generation` does.
    """
    tools = tools or real_tools()
    try:
        generation = open_generation(
            index_dir, trust_owners=trust_owners, verify=Verify.FULL, engines=tools.engines
        )
    except DamagedError as error:
        finding = Finding(kind="damage", path=str(index_dir), message=error.message)
        return CheckReport(generation=None, files=0, cables=0, paragraphs=0, findings=(finding,))
    with generation:
        findings = list(_inside(generation))
        if deep and not findings:
            findings += _outside(index_dir, generation, tools, tables)
        found = generation.manifest
        return CheckReport(
            generation=generation.number,
            files=len(found.files),
            cables=found.cables,
            paragraphs=found.paragraphs,
            findings=tuple(findings),
        )


def _inside(generation: Generation) -> Iterator[Finding]:
    path = str(generation.path)
    totals = generation.store.catalogue.totals()
    try:
        messages = [*store_faults(generation.store)]
        messages += disagreements(generation.path, generation.engine(), totals)
        messages += model_faults(generation)
    except DamagedError as error:
        messages = [error.message]
    found = generation.manifest
    if (totals.cables, totals.paragraphs) != (found.cables, found.paragraphs):
        messages.append("the manifest counts otherwise than the catalogue")
    for message in messages:
        yield Finding(kind="damage", path=path, message=message)


def _outside(
    index_dir: Path,
    generation: Generation,
    tools: Tools,
    tables: Sequence[Path],
) -> Iterator[Finding]:
    catalogue = generation.store.catalogue
    roots = catalogue.roots()
    found = survey(roots, index_dir=index_dir)
    for root in found.missing:
        yield _of_source(root.path, "is missing")
    known = catalogue.files()
    plan = make_plan(known, found, roots, rehash=True)
    skipped = {s.path for s in catalogue.skips()}
    for file in plan.new:
        if file.path not in skipped:
            yield _of_source(file.path, "is not in the index")
    for file in plan.changed:
        yield _of_source(file.path, "has changed since it was read")
    for gone in plan.gone:
        yield _of_source(gone.path, "is gone, its cables are still in the index")
    for kept in plan.kept:
        if kept.path != STDIN:
            yield _of_source(kept.path, "cannot be read now")
    pipeline = tools.pipeline([*found.tables, *tables], catalogue.forms())
    exclusions = Exclusions(catalogue.excluded())
    for file in [*plan.unchanged, *plan.touched]:
        if not _reads_the_same(generation, file.path, pipeline, exclusions):
            yield _of_source(
                file.path, "reads otherwise than it is stored; `index --rebuild` renews it"
            )


def _reads_the_same(
    generation: Generation, path: str, pipeline: Pipeline, exclusions: Exclusions
) -> bool:
    stored = Counter(v.content_digest for v in generation.store.catalogue.versions_of_file(path))
    now: Counter[str] = Counter()
    try:
        for one in cables_of(path, pipeline):
            if isinstance(one, Unread):
                continue
            version = version_of(one, path, 0)
            if exclusions.id_for(version) is None:
                now[version.content_digest] += 1
    except CablesearchError:
        return False
    return stored == now


def _of_source(path: str, message: str) -> Finding:
    return Finding(kind="sources", path=path, message=message)
