"""The disk that a trace makes: what is certain after a power loss, and the reading of traces."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.disk import Disk, walk, write_out
from tests.faults.strace import calls_of, points

TOP = Path("/x/index")


def replay(tmp_path: Path, *lines: str) -> Disk:
    trace = tmp_path / "trace"
    trace.write_text("".join(f"7 {line}\n" for line in lines))
    disk = Disk(TOP, None)
    for now, call in enumerate(calls_of(trace)):
        disk.apply(now, call)
    return disk


def certain(disk: Disk) -> list[str]:
    return [str(path) for path, _ in walk(disk.root, Path(), certain=True)]


MADE = (
    'mkdir("/x/index", 0777) = 0',
    'openat(AT_FDCWD</>, "/x/index/a", O_WRONLY|O_CREAT, 0644) = 3</x/index/a>',
    'write(3</x/index/a>, "hello", 5) = 5',
)
SYNCED = (*MADE, "fsync(3</x/index/a>) = 0", "fsync(4</x/index>) = 0", "fsync(5</x>) = 0")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (MADE, []),
        ((*MADE, "fsync(5</x>) = 0"), ["index"]),
        (SYNCED, ["index", "index/a"]),
        ((*SYNCED, 'rename("/x/index/a", "/x/index/b") = 0'), ["index", "index/a"]),
        (
            (*SYNCED, 'rename("/x/index/a", "/x/index/b") = 0', "fsync(4</x/index>) = 0"),
            ["index", "index/b"],
        ),
        ((*SYNCED, 'unlink("/x/index/a") = -1 ENOENT (No such file)', "fsync(4</x/index>) = 0"), ["index", "index/a"]),
        ((*SYNCED, 'unlinkat(4</x/index>, "a", 0) = 0', "fsync(4</x/index>) = 0"), ["index"]),
        (
            (*SYNCED, 'linkat(AT_FDCWD</>, "/x/index/a", AT_FDCWD</>, "/x/index/c", 0) = 0', "fsync(4</x/index>) = 0"),
            ["index", "index/a", "index/c"],
        ),
    ],
)  # fmt: skip
def test_names_that_are_certain(
    tmp_path: Path, lines: tuple[str, ...], expected: list[str]
) -> None:
    assert certain(replay(tmp_path, *lines)) == expected


def test_what_is_written_after_the_sync_is_not_certain(tmp_path: Path) -> None:
    before = replay(tmp_path, *SYNCED).at("/x/index/a")
    after = replay(tmp_path, *SYNCED, 'pwrite64(3</x/index/a>, "x", 1, 0) = 1').at("/x/index/a")
    assert before is not None
    assert after is not None
    assert (before.synced == before.version, after.synced == after.version) == (True, False)


def test_a_disk_is_written_out(tmp_path: Path) -> None:
    like = tmp_path / "like"
    like.mkdir()
    (like / "old").write_text("old")
    trace = tmp_path / "trace"
    trace.write_text(
        '7 openat(AT_FDCWD</>, "/x/index/new", O_CREAT, 0644) = 3</x/index/new>\n'
        '7 write(3</x/index/new>, "hello", 5) = 5\n'
    )
    disk = Disk(TOP, like)
    for now, call in enumerate(calls_of(trace)):
        disk.apply(now, call)
    found = {}
    for names_first in (False, True):
        folder = tmp_path / f"out-{names_first}"
        folder.mkdir()
        write_out(disk, folder, names_first=names_first)
        found[names_first] = {p.name: p.read_text() for p in (folder / "index").iterdir()}
    assert found == {False: {"old": "old"}, True: {"old": "old", "new": ""}}


def test_calls_that_were_interrupted_are_put_together(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    trace.write_text(
        '7 write(2</e>, "{\\"phase\\": \\"read\\"}", 9) = 9\n'
        "7 fsync(3</x/index/a> <unfinished ...>\n"
        '8 write(4</x/index/b>, "x", 1) = 1\n'
        "7 <... fsync resumed>) = 0\n"
        "8 fsync(4</x/index/b>) = -1 EIO (Input/output error)\n"
        "7 fsync(5</elsewhere>) = 0\n"
    )
    calls = calls_of(trace)
    assert [(c.thread, c.name, c.nth, c.phase, c.done) for c in calls] == [
        (7, "write", 1, "read", True),
        (7, "fsync", 1, "read", True),
        (8, "write", 1, "read", True),
        (8, "fsync", 1, "read", False),
        (7, "fsync", 2, "read", True),
    ]
    # of two threads' first fsync the earlier one is hit
    assert [(c.thread, c.name) for c in points(calls, TOP, 9)] == [(7, "fsync")]
