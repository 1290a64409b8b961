"""The manifest of a generation: what it is and the name, size, time and hash of every file."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field, to_builtins

from cablesearch.errors import DamagedError, RebuildError
from cablesearch.fields import SCHEMA_VERSION
from cablesearch.indexing import durable
from cablesearch.indexing.digest import sha256_of_few
from cablesearch.text import ANALYSIS_VERSION

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST: Final = "manifest.json"
ENGINE_DIR: Final = "engine"

DAMAGE_REMEDY: Final = (
    "`cablesearch check` says more; `cablesearch rollback` goes back to the generation before, "
    "`cablesearch index --rebuild` builds anew"
)
REBUILD_REMEDY: Final = "run `cablesearch index --rebuild`"

IsLitter = Callable[[str], bool]


class FileEntry(Struct, frozen=True, kw_only=True):
    """One file of a generation; `name` is relative to it, parted by slashes."""

    name: str
    size: int
    mtime_ns: int
    sha256: str


class Manifest(Struct, frozen=True, kw_only=True):
    """What a generation says of itself. `replaces` is the generation that answered before it."""

    generation: int
    replaces: int | None
    built_at: datetime
    engine: str
    engine_version: str
    cablesearch_version: str
    cables: int
    paragraphs: int
    formats: Mapping[str, int] = field(default_factory=dict)
    schema_version: int = SCHEMA_VERSION
    analysis_version: int = ANALYSIS_VERSION
    files: tuple[FileEntry, ...]


class Flaw(Struct, frozen=True, kw_only=True):
    """One file that is not what the manifest says; `touched` where it is only its time."""

    name: str
    message: str
    touched: bool = False


def encode(manifest: Manifest) -> bytes:
    """The manifest as it stands in the file."""
    values = to_builtins(manifest) | {"built_at": manifest.built_at.isoformat()}
    return json.dumps(values, indent=1, sort_keys=True).encode() + b"\n"


def decode(data: bytes) -> Manifest:
    """The manifest in these bytes; RebuildError where its versions are not ours, else ValueError."""
    try:
        values: dict[str, Any] = json.loads(data)
    except RecursionError as error:
        raise ValueError("not a manifest, but nested without end") from error
    if not isinstance(values, dict):
        raise ValueError("a manifest is a JSON object")
    try:
        # Before anything else: another version's manifest may look otherwise.
        _refuse_other_version(values)
        values["built_at"] = datetime.fromisoformat(values["built_at"])
        values["files"] = tuple(FileEntry(**f) for f in values["files"])
        return Manifest(**values)
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a manifest: {error}") from error


def _refuse_other_version(values: Mapping[str, Any]) -> None:
    for key, ours in (("schema_version", SCHEMA_VERSION), ("analysis_version", ANALYSIS_VERSION)):
        if values[key] != ours:
            what = key.replace("_", " ")
            raise RebuildError(
                f"this index has {what} {values[key]}, this program reads {ours}",
                remedy=REBUILD_REMEDY,
            )


def sha256(data: bytes) -> str:
    """The SHA-256 of these bytes, in hex."""
    return sha256_of_few(data)


def files_in(directory: Path) -> dict[str, os.stat_result]:
    """Every entry below a generation that is no directory, by its name in the manifest, sorted."""
    found = {}
    waiting = [(directory, "")]
    while waiting:
        folder, prefix = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((folder / entry.name, f"{prefix}{entry.name}/"))
                else:
                    found[prefix + entry.name] = entry.stat(follow_symlinks=False)
    return dict(sorted(found.items()))


def directories_in(directory: Path) -> list[Path]:
    """A generation's directory and those below it, the innermost first."""
    found = [directory]
    for folder in found:
        with os.scandir(folder) as entries:
            found += [folder / e.name for e in entries if e.is_dir(follow_symlinks=False)]
    return found[::-1]


def quick_flaws(
    manifest: Manifest, found: Mapping[str, os.stat_result], is_litter: IsLitter
) -> list[Flaw]:
    """What names, sizes and times tell: files missing, unknown, of another size or touched."""
    flaws = []
    for entry in manifest.files:
        status = found.get(entry.name)
        if status is None:
            flaws.append(Flaw(name=entry.name, message="is missing"))
        elif not stat.S_ISREG(status.st_mode):
            flaws.append(Flaw(name=entry.name, message="is no regular file"))
        elif status.st_size != entry.size:
            message = f"has {status.st_size:,} bytes, not {entry.size:,}"
            flaws.append(Flaw(name=entry.name, message=message))
        elif status.st_mtime_ns != entry.mtime_ns:
            flaws.append(Flaw(name=entry.name, message="was touched", touched=True))
    known = {entry.name for entry in manifest.files} | {MANIFEST}
    for name in found:
        if name not in known and not _is_engine_litter(name, is_litter):
            flaws.append(Flaw(name=name, message="is not in the manifest"))
    return flaws


def _is_engine_litter(name: str, is_litter: IsLitter) -> bool:
    folder, _, base = name.rpartition("/")
    return folder.split("/")[0] == ENGINE_DIR and is_litter(base)


def hash_flaws(directory: Path, manifest: Manifest) -> list[Flaw]:
    """What only reading every byte tells."""
    found = (hash_flaw(directory, entry) for entry in manifest.files)
    return [flaw for flaw in found if flaw is not None]


def hash_flaw(
    directory: Path, entry: FileEntry, between: Callable[[], None] = durable.nothing
) -> Flaw | None:
    """What is wrong with one file, by every byte of it; see durable.sha256_file for `between`."""
    try:
        digest = durable.sha256_file(directory / entry.name, between)
    except OSError as error:
        return Flaw(name=entry.name, message=f"cannot be read: {error.strerror or error}")
    if digest != entry.sha256:
        return Flaw(name=entry.name, message="does not hold what was written")
    return None


def damaged(directory: Path, flaws: list[Flaw]) -> DamagedError:
    """The error for these flaws, which are at least one."""
    more = f" and {len(flaws) - 1} more" if len(flaws) > 1 else ""
    return DamagedError(
        f"{directory / flaws[0].name}: {flaws[0].message}{more}", remedy=DAMAGE_REMEDY
    )
