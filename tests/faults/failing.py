"""F3, F4 and F17: calls that fail, disks that are full, memory that runs out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from itertools import cycle, islice
from typing import TYPE_CHECKING, Final

from tests.faults import strace
from tests.faults.ground import answer_of, answers, copy_tree, litter
from tests.faults.kills import Healing, Way, healing_of, ways
from tests.faults.program import limiting, run, start, wait

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.ground import Ground
    from tests.faults.program import Ended
    from tests.faults.tally import Tally

_ERRORS: Final[dict[str, tuple[str, ...]]] = {
    "openat": ("EMFILE", "EACCES", "EIO", "ENOSPC", "EINTR"),
    "write": ("ENOSPC", "EIO", "EINTR"),
    "pwrite64": ("ENOSPC", "EIO", "EINTR"),
    "sendfile": ("ENOSPC", "EIO", "EINTR"),
    "read": ("EIO", "EINTR"),
    "pread64": ("EIO", "EINTR"),
    "flock": ("ENOLCK", "EIO", "EINTR"),
    "fchmod": ("EPERM", "EIO"),
    "chmod": ("EPERM", "EIO"),
}
_ELSE: Final = ("EIO", "ENOSPC", "EACCES")

_PAGE: Final = 4096
_BIG: Final = "size=64m,nr_inodes=4096"
_STEP: Final = 64 << 20


def fail_calls(ground: Ground, count: int, tally: Tally) -> None:
    """Have the nth call of a kind fail: status 74, one line that names a path, the index as it was, nothing left over.

    A failure that is made up for (a call that is repeated, a file that need not go) may also end with 0 and the new
    index.
    """
    found = ways(ground)
    shares = ((found[0], 0.7), (found[1], 0.3)) if count > 9 else ((found[0], 1.0),)
    for way, share in shares:
        healing = healing_of(ground, way)
        wanted = max(1, round(count * share))
        points = strace.points(healing.calls, healing.traced, wanted, ground.seed)
        turns = {name: cycle(_ERRORS.get(name, _ELSE)) for name in strace.ALL}
        for call in points:
            error = next(turns[call.name])
            before = strace.injecting(call.name, f"error={error}", call.nth)
            index = healing.place()
            ended = run(*way.argv, "--quiet", index=index, before=before)
            if ended.status == 3:  # the nth call was about a source this time: skipped, told of
                tally.seen["about a source"] += 1
                ground.drop(index)
                continue
            what = f"{way.name}: {error} of {call.name} {call.nth} ({call.phase})"
            tally.seen[error] += 1
            tally.seen[f"status {ended.status}"] += 1
            if ended.status == 75 and call.name == "flock":
                ended = replace(
                    ended, status=74
                )  # tantivy does not tell a failed lock from a busy one
            tally.one(what, _wrong(ground, healing, index, ended))
            ground.drop(index)


def cut_writes(ground: Ground, count: int, tally: Tally) -> None:
    """Have files end at so many bytes: the write that comes there is cut short and the next one fails; as F3."""
    way = ways(ground)[0]
    healing = healing_of(ground, way)
    largest = max(path.stat().st_size for path in ground.index.rglob("*"))
    for number in range(1, count + 1):
        most = round(largest * number / (count + 1))
        index = ground.copy()
        ended = run(*way.argv, "--quiet", index=index, before=limiting("RLIMIT_FSIZE", most))
        tally.seen[f"status {ended.status}"] += 1
        tally.one(f"files of {most:,} bytes at most", _wrong(ground, healing, index, ended))
        ground.drop(index)


def _wrong(ground: Ground, healing: Healing, index: Path, ended: Ended) -> Iterator[str]:
    """What is wrong with how a run ended in which something failed, and with what it left."""
    if ended.status == 0:
        if answer_of(index) != healing.done:
            yield "ends with 0 and another index than it should"
    else:
        yield from badly_told(ended, index)
        if odd := [name for name in litter(index) if not name.startswith("g")]:
            yield f"left {' '.join(odd)}"
    yield from healing.wrong(index)


def badly_told(ended: Ended, index: Path) -> Iterator[str]:
    """What is wrong with how a failure was told: status 74 and one line with a path are right."""
    if ended.status is None:
        yield "hangs"
    elif ended.status != 74:
        yield f"ends with {ended.status}: {ended.last}"
    elif len(lines := ended.err.splitlines()) != 1 or str(index.parent) not in lines[0]:
        yield f"says {ended.err!r}"


def no_limits() -> str | None:
    """Why memory cannot be limited here; null where it can."""
    return None if sys.platform == "linux" else "RLIMIT_AS limits nothing here"


@cache
def no_mounts() -> str | None:
    """Why no tmpfs can be mounted here; null where it can."""
    if shutil.which("unshare") is None:
        return "no unshare"
    done = subprocess.run(
        ["unshare", "--mount", "mount", "-t", "tmpfs", "-o", "size=1m", "none", "/mnt"],
        capture_output=True, check=False,
    )  # fmt: skip
    return None if done.returncode == 0 else "no right to mount"


@contextmanager
def disk(place: Path, options: str) -> Iterator[Path]:
    """A small file system."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", str(place)], check=True)
    try:
        yield place
    finally:
        # an engine that was closed lets go of its files a moment later
        subprocess.run(["umount", "--lazy", str(place)], check=True)
        place.rmdir()


def fill_disk(ground: Ground, count: int, tally: Tally) -> None:
    """Let a disk have room for less than a run needs, in bytes or in files, down to what only publishing lacks.

    The run fails as in F3; when there is room again the next one succeeds.
    """
    way = ways(ground)[0]
    healing = healing_of(ground, way)
    size, files = _needs(ground, way)
    pages = -(-size // _PAGE)
    rooms = [("bytes", _PAGE * round(pages * part / 8)) for part in range(8)]
    rooms += [("bytes", _PAGE * (pages - less)) for less in range(1, 8)]
    rooms += [("files", files - less) for less in range(1, files + 1)]
    # of both by turns, for fewer trials than there are rooms
    chosen = sorted(rooms, key=lambda room: rooms.index(room) % 5)
    for number, (what, room) in enumerate(islice(cycle(chosen), count)):
        with disk(ground.place(), _BIG) as place:
            index = place / "index"
            copy_tree(ground.index, index)
            _leave(place, what, room, extra=_PAGE * 256 * (number % 6))
            ended = run(*way.argv, "--quiet", index=index)
            wrong = []
            if ended.status == 0:
                wrong += [] if answers(index) == healing.done else ["ends with 0 and another index"]
            else:
                wrong += badly_told(ended, index)
                wrong += [f"left {name}" for name in litter(index)]
            subprocess.run(["mount", "-o", f"remount,{_BIG}", str(place)], check=True)
            (place / "filler").unlink(missing_ok=True)
            wrong += healing.wrong(index)
        tally.seen[f"status {ended.status}"] += 1
        tally.one(f"room for {room:,} {what} of {size if what == 'bytes' else files:,}", wrong)


def _needs(ground: Ground, way: Way) -> tuple[int, int]:
    """The bytes and the files that a run needs for a while."""
    with disk(ground.place(), _BIG) as place:
        index = place / "index"
        copy_tree(ground.index, index)
        before = os.statvfs(place)
        process = start(*way.argv, "--quiet", index=index)
        size = files = 0
        while process.poll() is None:
            now = os.statvfs(place)
            size = max(size, (before.f_bfree - now.f_bfree) * now.f_frsize)
            files = max(files, before.f_ffree - now.f_ffree)
        assert wait(process).status == 0
    return size, files


def _leave(place: Path, what: str, room: int, *, extra: int) -> None:
    """Leave so much room, on a disk that is larger than what is on it by `extra` bytes more."""
    now = os.statvfs(place)
    if what == "files":
        used = now.f_files - now.f_ffree
        options = f"nr_inodes={used + room}"
    else:
        used = (now.f_blocks - now.f_bfree) * now.f_frsize
        (place / "filler").write_bytes(bytes(extra))
        options = f"size={used + extra + room}"
    subprocess.run(["mount", "-o", f"remount,{options}", str(place)], check=True)


def starve(ground: Ground, count: int, tally: Tally) -> None:
    """Give runs little memory, 64 MiB more each time: one ends with an error, or it is done; nothing else changes."""
    way = ways(ground)[0]
    healing = healing_of(ground, way)
    for step in range(1, count + 1):
        index = ground.copy()
        ended = run(*way.argv, "--quiet", index=index, before=limiting("RLIMIT_AS", step * _STEP))
        tally.seen[f"status {ended.status}"] += 1
        wrong = ["hangs"] if ended.status is None else []
        if ended.status == 0 and answers(index) != healing.done:
            wrong.append("ends with 0 and another index than it should")
        tally.one(f"{step * 64} MiB", [*wrong, *healing.wrong(index)])
        ground.drop(index)
