"""Staging and publishing a generation: built aside, made durable, put in place by two renames, old ones pruned."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from typing import TYPE_CHECKING, Final

from cablesearch.errors import CablesearchError
from cablesearch.formats.names import TABLES
from cablesearch.indexing import durable, lock, manifest
from cablesearch.indexing.catalogue import CATALOGUE
from cablesearch.indexing.frames import store_number
from cablesearch.indexing.manifest import ENGINE_DIR, MANIFEST, FileEntry, IsLitter, Manifest
from cablesearch.indexing.pointer import CURRENT, Pointer, directory_of, generations, read_pointer
from cablesearch.indexing.sources import table_files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from cablesearch.indexing.generation import Generation

_STAGE: Final = "stage-"
_TRASH: Final = "trash-"
_STEP: Final = 0.1  # seconds between two looks at generations that are being read
_NUMBERED: Final = re.compile(r"(?:g|stage-|trash-)(\d{6,})")


def next_number(index_dir: Path, current: int | None) -> int:
    """A number above every one ever seen here: never a clock, which may jump."""
    names = (entry.name for entry in os.scandir(index_dir))
    numbers = [int(m[1]) for m in map(_NUMBERED.fullmatch, names) if m]
    return max([*numbers, current or 0]) + 1


@contextlib.contextmanager
def staging(index_dir: Path, number: int) -> Iterator[Path]:
    """A directory to build in; whatever is left of it at the end is dropped."""
    stage = index_dir / f"{_STAGE}{number:06d}"
    try:
        durable.make_directory(stage)
        durable.make_directory(stage / ENGINE_DIR)
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def carry_over(base: Generation, stage: Path, is_litter: IsLitter, *, engine: bool = True) -> None:
    """Begin a stage with what a generation holds: links to its files, with or without the engine's; a new catalogue."""
    for entry in base.manifest.files:
        folder, _, name = entry.name.rpartition("/")
        if folder.split("/")[0] == TABLES:
            continue  # written anew: see keep_tables
        if folder:
            if is_litter(name) or not engine:
                continue
            (stage / folder).mkdir(parents=True, exist_ok=True)
            durable.link_or_copy(base.path / entry.name, stage / entry.name)
        elif store_number(name) is not None:
            durable.link_or_copy(base.path / name, stage / name)
    durable.copy(base.path / CATALOGUE, stage / CATALOGUE)


def keep_tables(stage: Path, table_dirs: Sequence[Path]) -> None:
    """Copy the user's code tables: an index is asked with those it was built with, its sources unplugged."""
    for number, folder in enumerate(table_dirs, 1):
        kept = stage / TABLES / f"{number:04d}"
        for path in table_files([folder]):
            kept.mkdir(parents=True, exist_ok=True)
            durable.copy(path, kept / path.name)


def seal(stage: Path, base: Generation | None, is_litter: IsLitter) -> tuple[FileEntry, ...]:
    """Make everything staged durable and readable by all; the entries of the manifest.

    A file that is still the one of the base, by inode, size and time, is on the disk and hashed already.
    """
    known = {entry.name: entry for entry in base.manifest.files} if base else {}
    entries = []
    for name in manifest.files_in(stage):
        path = stage / name
        if name.startswith(ENGINE_DIR + "/") and is_litter(path.name):
            path.unlink()
            continue
        entry = known.get(name)
        if base is None or entry is None or not _is_same(base.path / name, path, entry):
            durable.seal_file(path)
            status = path.stat()
            entry = FileEntry(
                name=name,
                size=status.st_size,
                mtime_ns=status.st_mtime_ns,
                sha256=durable.sha256_file(path),
            )
        entries.append(entry)
    for folder in manifest.directories_in(stage):
        folder.chmod(durable.DIR_MODE)
        durable.sync_path(folder)
    return tuple(entries)


def _is_same(old: Path, new: Path, entry: FileEntry) -> bool:
    status = new.stat()
    return (
        old.exists()
        and os.path.samestat(old.stat(), status)
        and (status.st_size, status.st_mtime_ns) == (entry.size, entry.mtime_ns)
    )


def publish(index_dir: Path, stage: Path, sealed: Manifest) -> Path:
    """Put a sealed stage in its place and let it answer; where it stands now."""
    data = manifest.encode(sealed)
    durable.write_new(stage / MANIFEST, data)
    durable.sync_path(stage)
    target = directory_of(index_dir, sealed.generation)
    with durable.undone_by(lambda: _withdraw(index_dir, sealed.generation)):
        durable.rename(stage, target)
        durable.sync_path(index_dir)
        point_to(index_dir, sealed.generation, manifest.sha256(data))
    return target


def point_to(index_dir: Path, number: int, manifest_sha256: str) -> None:
    """Let this generation answer from now on."""
    pointer = Pointer(generation=number, manifest_sha256=manifest_sha256)
    path = index_dir / CURRENT
    if path.is_dir() and not path.is_symlink():  # a rename would not replace it
        durable.remove_tree(path, index_dir / f"{_TRASH}{0:06d}")
    durable.replace_file(path, pointer.encode())


def _withdraw(index_dir: Path, number: int) -> None:
    """Take back a generation that was not let to answer; one that answers stays, whatever failed after."""
    with contextlib.suppress(CablesearchError):
        if read_pointer(index_dir).generation == number:
            return
    target = directory_of(index_dir, number)
    if target.exists():
        durable.remove_tree(target, index_dir / f"{_TRASH}{number:06d}")


def prune(index_dir: Path, keep: Collection[int]) -> None:
    """Delete all generations but these and those that somebody is reading."""
    for number in generations(index_dir):
        if number not in keep:
            _prune_one(index_dir, number)


def prune_all_but(index_dir: Path, number: int, *, wait: float) -> tuple[int, ...]:
    """Delete all generations but one; after `wait` seconds those too that are being read, which are named.

    Whoever reads one goes on with the files that are open; the disk has them until then.
    """
    waited = 0.0
    while True:
        prune(index_dir, {number})
        left = tuple(n for n in generations(index_dir) if n != number)
        if not left or waited >= wait:
            break
        time.sleep(_STEP)
        waited += _STEP
    for other in left:
        durable.remove_tree(directory_of(index_dir, other), index_dir / f"{_TRASH}{other:06d}")
    return left


def _prune_one(index_dir: Path, number: int) -> None:
    directory = directory_of(index_dir, number)
    aside = index_dir / f"{_TRASH}{number:06d}"
    try:
        fd = os.open(directory / MANIFEST, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        durable.remove_tree(directory, aside)  # without a manifest nobody can have it open
        return
    try:
        if lock.try_lock(fd, shared=False):
            durable.remove_tree(directory, aside)
    finally:
        os.close(fd)


def sweep(index_dir: Path) -> None:
    """Clear away what killed builds left, and generations that were still being read when they should have gone.

    Generations above the current one are left: after a rollback they keep the counter from going back.
    """
    (index_dir / f"{CURRENT}.new").unlink(missing_ok=True)
    for entry in list(os.scandir(index_dir)):
        if entry.name.startswith((_STAGE, _TRASH)) and _NUMBERED.fullmatch(entry.name):
            shutil.rmtree(entry.path, ignore_errors=True)
    try:
        current = read_pointer(index_dir).generation
        data = (directory_of(index_dir, current) / MANIFEST).read_bytes()
        replaced = manifest.decode(data).replaces
    except (CablesearchError, OSError, ValueError):
        return  # what cannot be read is not thrown away either
    keep = {n for n in generations(index_dir) if n >= current} | {replaced or 0}
    prune(index_dir, keep)
