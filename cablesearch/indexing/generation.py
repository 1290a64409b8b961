"""Opening a generation of an index: under a shared lock, checked on the way in."""

from __future__ import annotations

import os
import stat
import time
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final, Self

from msgspec import Struct

from cablesearch.errors import (
    CablesearchError,
    DamagedError,
    IndexRefusedError,
    LockedError,
    RebuildError,
    UsageError,
)
from cablesearch.formats.names import TABLES
from cablesearch.indexing import durable, lock, manifest, memo, trust
from cablesearch.indexing.manifest import DAMAGE_REMEDY, ENGINE_DIR, MANIFEST, Flaw, Manifest
from cablesearch.indexing.pointer import CURRENT, Pointer, directory_of, read_pointer, unopened
from cablesearch.indexing.store import StoreReader
from cablesearch.indexing.tools import load_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from cablesearch.engines.base import Engine
    from cablesearch.indexing.manifest import IsLitter

_TRIES: Final = 200
_PAUSE: Final = 0.005  # seconds; a pointer in motion is still within a few


class Verify(StrEnum):
    """How much of a generation's files is looked at before it is used."""

    QUICK = "quick"  # names, sizes, times
    FULL = "full"  # every byte


class Opening(Struct, frozen=True, kw_only=True):
    """How a generation is to be opened; `engines` finds an engine by its name."""

    trust_owners: Sequence[str] = ()
    verify: Verify = Verify.QUICK
    memo_dir: Path | None = None
    engines: Callable[[str], Engine] = load_engine


class Generation:
    """One generation, open: nobody prunes it until it is closed. A context manager."""

    def __init__(self, path: Path, found: Manifest, fd: int, how: Opening) -> None:
        self.path = path
        self.number = found.generation
        self.manifest = found
        self._fd = fd
        self._how = how

    @property
    def engine_dir(self) -> Path:
        """Where the engine's files stand."""
        return self.path / ENGINE_DIR

    @property
    def tables_dirs(self) -> tuple[Path, ...]:
        """The user's code tables as they were when this was built, a folder each, the later ones winning."""
        return tuple(sorted(path for path in (self.path / TABLES).glob("*") if path.is_dir()))

    @cached_property
    def store(self) -> StoreReader:
        """The cables; opened when first asked for, closed with the generation."""
        return StoreReader.open(self.path)

    def engine(self) -> Engine:
        """The engine that wrote the index; RebuildError where it is not installed."""
        name = self.manifest.engine
        try:
            return self._how.engines(name)
        except (UsageError, ImportError) as error:
            raise RebuildError(
                f"{self.path}: the engine {name} is not installed",
                remedy=f"install it, or {manifest.REBUILD_REMEDY}",
            ) from error

    def blamed(self, error: BaseException | None) -> DamagedError | None:
        """What to raise instead of an error that nobody foresaw in reading the index: where its files are not what was
        written, that is why. They are hashed to know; what passed for them at opening had their sizes and times."""
        if error is None or isinstance(error, CablesearchError) or not _is_of_reading(error):
            return None
        flaws = manifest.hash_flaws(self.path, self.manifest)
        return manifest.damaged(self.path, flaws) if flaws else None

    def close(self) -> None:
        """Let go of the files and of the lock."""
        if "store" in self.__dict__:
            self.store.close()
            del self.__dict__["store"]
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_generation(
    index_dir: Path,
    *,
    trust_owners: Sequence[str] = (),
    verify: Verify = Verify.QUICK,
    memo_dir: Path | None = None,
    engines: Callable[[str], Engine] = load_engine,
) -> Generation:
    """Open the generation that answers now.

    Files whose time alone differs from the manifest (a copied index) are hashed once: then their times are set back,
    or, where this user may not do so, the finding is noted in `memo_dir`.

    Raises NoIndexError, IndexRefusedError (owner, mode), RebuildError (versions), DamagedError.
    """
    how = Opening(trust_owners=trust_owners, verify=verify, memo_dir=memo_dir, engines=engines)
    with durable.plain_errors(index_dir):
        return _open(index_dir, how)


def _open(index_dir: Path, how: Opening) -> Generation:
    for attempt in range(_TRIES):
        if attempt:
            time.sleep(_PAUSE)
        pointer = read_pointer(index_dir)
        directory = directory_of(index_dir, pointer.generation)
        try:
            fd = _lock(directory)
        except FileNotFoundError:
            if read_pointer(index_dir) == pointer:
                raise _not_there(directory) from None
            continue
        if fd is None:
            continue
        try:
            # Between reading `current` and locking, a builder may have published and pruned.
            if _is_at(fd, directory) and read_pointer(index_dir) == pointer:
                trust.refuse_writable(index_dir, index_dir.stat())
                return _checked(fd, directory, pointer, how)
        except BaseException:
            os.close(fd)
            raise
        os.close(fd)
    raise LockedError(f"{index_dir}: is being replaced again and again", remedy="try again")


def _not_there(directory: Path) -> DamagedError:
    return DamagedError(
        f"{directory / MANIFEST}: is missing, and `{CURRENT}` points there", remedy=DAMAGE_REMEDY
    )


def open_number(
    index_dir: Path,
    number: int,
    *,
    trust_owners: Sequence[str] = (),
    engines: Callable[[str], Engine] = load_engine,
) -> Generation:
    """Open one generation, whatever `current` says, after reading every byte of it.

    For a builder, who alone may trust a manifest that nothing vouches for.
    """
    directory = directory_of(index_dir, number)
    try:
        fd = _lock(directory)
    except FileNotFoundError:
        raise _not_there(directory) from None
    if fd is None:
        raise LockedError(f"{directory}: is being pruned", remedy="try again")
    try:
        how = Opening(trust_owners=trust_owners, verify=Verify.FULL, engines=engines)
        return _checked(fd, directory, None, how)
    except BaseException:
        os.close(fd)
        raise


def manifest_hash(generation: Generation) -> str:
    """The hash of an open generation's manifest."""
    return manifest.sha256((generation.path / MANIFEST).read_bytes())


def _lock(directory: Path) -> int | None:
    """The manifest, open and locked against pruning; None while it is being pruned.

    The lock is on the manifest itself: a copied index needs no further file, a reader no right to write.
    """
    try:
        fd = os.open(
            directory / MANIFEST, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        )
    except FileNotFoundError:
        raise
    except OSError as error:
        raise unopened(directory / MANIFEST, error) from error
    if lock.try_shared(fd):
        return fd
    os.close(fd)
    return None


def _is_at(fd: int, directory: Path) -> bool:
    """Whether the open manifest is still the one at its place."""
    try:
        return os.path.samestat(os.fstat(fd), os.lstat(directory / MANIFEST))
    except OSError:
        return False


def _checked(fd: int, directory: Path, pointer: Pointer | None, how: Opening) -> Generation:
    with os.fdopen(os.dup(fd), "rb") as file:
        data = file.read()
    digest = manifest.sha256(data)
    if pointer is not None and digest != pointer.manifest_sha256:
        flaw = Flaw(name=MANIFEST, message="is not the one that was published")
        raise manifest.damaged(directory, [flaw])
    try:
        found = manifest.decode(data)
    except ValueError as error:
        flaw = Flaw(name=MANIFEST, message="cannot be read")
        raise manifest.damaged(directory, [flaw]) from error
    generation = Generation(directory, found, fd, how)
    try:
        _check_files(generation, digest, how)
    except PermissionError as error:
        raise IndexRefusedError(f"{error.filename}: {error.strerror}") from error
    return generation


_READING: Final = ("cablesearch.engines.", "cablesearch.indexing.", "cablesearch.search.")


def _is_of_reading(error: BaseException) -> bool:
    """Whether an error came out of what reads an index, and not out of what is done with it."""
    at = error.__traceback__
    while at is not None:
        if at.tb_frame.f_globals.get("__name__", "").startswith(_READING):
            return True
        at = at.tb_next
    return False


def _check_files(generation: Generation, digest: str, how: Opening) -> None:
    directory, found = generation.path, generation.manifest
    files = manifest.files_in(directory)

    def is_litter(name: str) -> bool:
        # Asked only when there is something to ask about: loading an engine takes longer than opening an index.
        return generation.engine().is_litter(name)

    _check_rights(directory, found, files, is_litter, how)
    flaws = manifest.quick_flaws(found, files, is_litter)
    broken = [flaw for flaw in flaws if not flaw.touched]
    if broken:
        raise manifest.damaged(directory, broken)
    touched = [flaw.name for flaw in flaws]
    if how.verify is Verify.QUICK and (not touched or memo.is_noted(how.memo_dir, digest, files)):
        return
    broken = manifest.hash_flaws(directory, found)
    if broken:
        raise manifest.damaged(directory, broken)
    if touched and not memo.set_times_back(directory, found, touched):
        memo.note(how.memo_dir, digest, files)


def _check_rights(
    directory: Path,
    found: Manifest,
    files: dict[str, os.stat_result],
    is_litter: IsLitter,
    how: Opening,
) -> None:
    here = [(folder, folder.stat()) for folder in manifest.directories_in(directory)]
    here += [(directory / name, status) for name, status in files.items()]
    trusted = trust.trusted_uids(how.trust_owners)
    for path, status in here:
        # An engine's lock file may have to be writable by all; it holds nothing.
        if stat.S_ISREG(status.st_mode) and status.st_size == 0 and is_litter(path.name):
            continue
        trust.refuse_writable(path, status)
        if found.engine in trust.RUNS_CODE:
            trust.refuse_stranger(path, status, trusted)
