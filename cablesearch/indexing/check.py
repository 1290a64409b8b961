"""`check`: is the index sound, and with `deep`, does it still match the sources."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from cablesearch.errors import CablesearchError, DamagedError
from cablesearch.indexing import durable
from cablesearch.indexing.exclusions import Exclusions
from cablesearch.indexing.generation import Verify, open_generation
from cablesearch.indexing.manifest import hash_flaw
from cablesearch.indexing.partial import Limit, Part, Round, Seen, go_round
from cablesearch.indexing.plan import make_plan
from cablesearch.indexing.sentences import model_faults
from cablesearch.indexing.soundness import cable_faults, disagreements, store_faults
from cablesearch.indexing.sources import STDIN, below, hash_source, survey
from cablesearch.indexing.take import Unread, cables_of, version_of
from cablesearch.indexing.tools import real_tools

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from cablesearch.indexing.generation import Generation
    from cablesearch.indexing.tools import Pipeline, Tools

_NEW: Final = "is not in the index"
_CHANGED: Final = "has changed since it was read"
_GONE: Final = "is gone, its cables are still in the index"
_UNREAD: Final = "cannot be read now"
_OTHERWISE: Final = "reads otherwise than it is stored; `index --rebuild` renews it"


class Finding(Struct, frozen=True, kw_only=True):
    """One thing wrong: `damage` in the index itself, or `sources` that it no longer matches."""

    kind: Literal["damage", "sources"]
    path: str
    message: str


class CheckReport(Struct, frozen=True, kw_only=True):
    """What a check found; `generation` is null where not even the pointer could be followed.

    Of a check that was to stop in time, `parts` are what it has seen, `too_long` what was too long for it.
    """

    generation: int | None
    files: int
    cables: int
    paragraphs: int
    findings: tuple[Finding, ...]
    parts: tuple[Seen, ...] = ()
    too_long: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether everything was looked at."""
        return all(part.seen == part.of for part in self.parts)

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
    limit: Limit | None = None,
) -> CheckReport:
    """Read every byte of the index; `deep` reads the sources again too and compares, with these
    further `tables`. With a `limit` as much as there is time for, from where the check before stopped.

    Damage is reported, not raised. Raises NoIndexError, IndexRefusedError, RebuildError as `open_generation` does.
    """
    tools = tools or real_tools()
    try:
        generation = open_generation(
            index_dir,
            trust_owners=trust_owners,
            verify=Verify.FULL if limit is None else Verify.QUICK,
            memo_dir=None if limit is None else limit.memo_dir,
            engines=tools.engines,
        )
    except DamagedError as error:
        finding = Finding(kind="damage", path=str(index_dir), message=error.message)
        return CheckReport(generation=None, files=0, cables=0, paragraphs=0, findings=(finding,))
    with generation:
        looked = Round()
        if limit is not None:
            parts = _parts(index_dir, generation, tools, tables if deep else None, limit.watch())
            looked = go_round(index_dir, parts, limit)
        else:
            looked.findings += _inside(generation)
            if deep and not looked.findings:
                looked.findings += _outside(index_dir, generation, tools, tables)
        found = generation.manifest
        return CheckReport(
            generation=generation.number,
            files=len(found.files),
            cables=found.cables,
            paragraphs=found.paragraphs,
            findings=tuple(looked.findings),
            parts=looked.parts,
            too_long=looked.too_long,
        )


def _inside(generation: Generation) -> Iterator[Finding]:
    try:
        messages = [*store_faults(generation.store)]
        messages += model_faults(generation)
    except DamagedError as error:
        messages = [error.message]
    for message in messages:
        yield _of_index(generation, message)
    yield from _counts(generation)


def _counts(generation: Generation) -> Iterator[Finding]:
    """Whether the engine, the catalogue and the manifest count alike."""
    found = generation.manifest
    try:
        totals = generation.store.catalogue.totals()
        messages = disagreements(generation.path, generation.engine(), totals)
        if (totals.cables, totals.paragraphs) != (found.cables, found.paragraphs):
            messages.append("the manifest counts otherwise than the catalogue")
    except DamagedError as error:
        messages = [error.message]
    for message in messages:
        yield _of_index(generation, message)


def _of_index(generation: Generation, message: str) -> Finding:
    return Finding(kind="damage", path=str(generation.path), message=message)


def _parts(
    index_dir: Path,
    generation: Generation,
    tools: Tools,
    tables: Sequence[Path] | None,
    watch: Callable[[], None],
) -> list[Part]:
    """What a check that is to stop in time looks at; the sources only where there are `tables` for them."""
    store = generation.store
    entries = {entry.name: entry for entry in generation.manifest.files}

    def of_file(name: str) -> Iterator[Finding]:
        watch()
        if flaw := hash_flaw(generation.path, entries[name], watch):
            path = str(generation.path / name)
            yield Finding(kind="damage", path=path, message=flaw.message)

    def of_counts(_key: str) -> Iterator[Finding]:
        watch()
        try:
            yield from [
                _of_index(generation, message)
                for message in (*store.catalogue.integrity(), *model_faults(generation))
            ]
            yield from _counts(generation)
        except Exception:
            # files that were not looked at yet may have led the engine astray
            damage = generation.damage()
            if damage is None:
                raise
            yield _of_index(generation, damage.message)

    def of_cable(cable_id: str) -> Iterator[Finding]:
        watch()
        yield from (_of_index(generation, message) for message in cable_faults(store, cable_id))

    parts = [
        Part(name="files", keys=sorted(entries), look=of_file),
        Part(name="catalogue", keys=["all of it"], look=of_counts),
        Part(name="cables", keys=list(store.ids()), look=of_cable),
    ]
    if tables is not None:
        parts.append(_sources(index_dir, generation, tools, tables, watch))
    return parts


def _sources(
    index_dir: Path,
    generation: Generation,
    tools: Tools,
    tables: Sequence[Path],
    watch: Callable[[], None],
) -> Part:
    """Every file that was read or that stands in a root now; see _outside."""
    catalogue = generation.store.catalogue
    roots = catalogue.roots()
    found = survey(roots, index_dir=index_dir)
    known = {path: file for path, file in catalogue.files().items() if path != STDIN}
    there = {file.path for file in found.files}
    passed_over = {s.path for s in catalogue.skips()} - set(known)
    pipeline = tools.pipeline([*found.tables, *tables], catalogue.forms())
    exclusions = Exclusions(catalogue.excluded())

    def look(path: str) -> Iterator[Finding]:
        watch()
        if path not in known:
            yield _of_source(path, _NEW)
        elif path not in there:
            yield _of_source(path, _UNREAD if below(path, found.closed) else _GONE)
        elif not _is_unchanged(path, known[path].state.sha256, watch):
            yield _of_source(path, _CHANGED)
        elif not _reads_the_same(generation, path, pipeline, exclusions, watch):
            yield _of_source(path, _OTHERWISE)

    return Part(name="sources", keys=sorted((there | set(known)) - passed_over), look=look)


def _is_unchanged(path: str, sha256: str | None, watch: Callable[[], None]) -> bool:
    try:
        return hash_source(path, watch).sha256 == sha256
    except OSError:
        return False


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
            yield _of_source(file.path, _NEW)
    for file in plan.changed:
        yield _of_source(file.path, _CHANGED)
    for gone in plan.gone:
        yield _of_source(gone.path, _GONE)
    for kept in plan.kept:
        if kept.path != STDIN:
            yield _of_source(kept.path, _UNREAD)
    pipeline = tools.pipeline([*found.tables, *tables], catalogue.forms())
    exclusions = Exclusions(catalogue.excluded())
    for file in [*plan.unchanged, *plan.touched]:
        if not _reads_the_same(generation, file.path, pipeline, exclusions):
            yield _of_source(file.path, _OTHERWISE)


def _reads_the_same(
    generation: Generation,
    path: str,
    pipeline: Pipeline,
    exclusions: Exclusions,
    watch: Callable[[], None] = durable.nothing,
) -> bool:
    stored = Counter(v.content_digest for v in generation.store.catalogue.versions_of_file(path))
    now: Counter[str] = Counter()
    try:
        for one in cables_of(path, pipeline):
            watch()
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
