"""`cablesearch status`: what the index holds, and how old it is."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cablesearch.cli import options as opt
from cablesearch.cli.durations import parse_duration, written
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus, StaleError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cablesearch.indexing.sources import Root
    from cablesearch.indexing.status import Status

_SKEW = timedelta(minutes=5)
"""Two clocks may differ by so much; what is later than that is dated by a wrong one."""


def command(session: Session, json: opt.Json = False, max_age: opt.MaxAge = None) -> ExitStatus:
    """Say what the index holds, how old it is, and what was skipped when it was built."""
    from cablesearch.indexing.status import status

    oldest = parse_duration(max_age) if max_age else None
    directory = session.index_dir()
    found = status(
        directory, trust_owners=session.setting("trust_owners"), memo_dir=session.env.memo_dir
    )
    now = session.env.clock()
    age = now - found.refreshed_at
    if json:
        from cablesearch.output.records import dumps

        session.sink().line(dumps(_as_json(str(directory), found, age)))
    else:
        _write(session, str(directory), found, now)
    if oldest is not None and age > oldest:
        raise StaleError(
            f"{directory}: refreshed {written(age)} ago, longer than {max_age}",
            remedy="run cablesearch index",
        )
    if oldest is not None and age < -_SKEW:
        raise StaleError(
            f"{directory}: refreshed in {written(-age)} from now, by its date",
            remedy="the clock was wrong then, or is now; cablesearch index dates it anew",
        )
    return ExitStatus.OK


def _as_json(path: str, found: "Status", age: "timedelta") -> dict[str, Any]:
    from msgspec import to_builtins

    from cablesearch.search.page import iso

    known = to_builtins(found)
    return {
        "path": path,
        **known,
        "built_at": iso(found.built_at),
        "refreshed_at": iso(found.refreshed_at),
        "age_seconds": int(age.total_seconds()),
    }


def _write(session: Session, path: str, found: "Status", now: "datetime") -> None:
    from cablesearch.output.grid import write_pairs

    if session.talk.quiet:
        return
    older = ", ".join(str(n) for n in found.generations if n != found.generation)
    pairs = [
        ("index", path),
        ("built", _ago(found.built_at, now)),
        ("refreshed", _ago(found.refreshed_at, now)),
        ("holds", f"{found.cables:,} cables, {found.paragraphs:,} paragraphs of {found.files:,} files"),
        ("formats", ", ".join(f"{name} {count:,}" for name, count in found.formats.items())),
        ("engine", f"{found.engine} {found.engine_version}"),
        ("generation", f"{found.generation}" + (f" (also kept: {older})" if older else "")),
        ("versions", f"schema {found.schema_version}, analysis {found.analysis_version}, "
                     f"cablesearch {found.cablesearch_version}"),
        ("size", f"{found.size / 1e6:,.1f} MB"),
        *_listed("roots", [_root(root, found.forms) for root in found.roots]),
        *_listed("excluded", [f"{found.excluded:,} ids"] if found.excluded else []),
        *_listed("skipped", [f"{skip.path}: {skip.reason}" for skip in found.skipped]),
        *_listed("disputed", [
            f"{d.cable_id}: {d.searched}, also {', '.join(d.kept)}" for d in found.duplicates
        ]),
        *_listed("shared", [f"{s.number}: {s.cables:,} cables" for s in found.shared]),
    ]  # fmt: skip
    write_pairs(pairs, session.sink())
    from cablesearch.indexing.choice import advice

    if told := advice(found.engine, found.paragraphs):
        session.talk.note(told)


def _root(root: "Root", forms: "Mapping[str, str]") -> str:
    read_as = f", read as {forms[root.path]}" if root.path in forms else ""
    return f"{root.path} ({root.kind}{read_as})"


def _listed(label: str, items: list[str]) -> list[tuple[str, str]]:
    """A label before the first of some items; nothing where there are none."""
    return [(label if at == 0 else "", item) for at, item in enumerate(items)]


def _ago(moment: "datetime", now: "datetime") -> str:
    """A moment, and how long ago it was."""
    ago = now - moment
    told = f"{written(ago)} ago" if ago >= timedelta() else f"{written(-ago)} from now"
    return f"{moment:%Y-%m-%d %H:%MZ}, {told}"
