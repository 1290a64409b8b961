"""An index somebody has tampered with: it is refused or answers; it runs no code and ends no process."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cablesearch.api import open_index
from cablesearch.engines.registry import ENGINES
from cablesearch.errors import DamagedError
from tests.hostile.counts import often
from tests.indexing.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = often(300, 10_000)  # of each engine
_AT_ONCE = 300

CHILD = Path(__file__).with_name("opener.py")


def tampered(index: Path, chance: random.Random, to: Path) -> None:
    """A copy with one file changed; every other time so that its size and times are the same as before."""
    shutil.copytree(index, to)
    files = sorted(path for path in to.rglob("*") if path.is_file() and path.stat().st_size)
    path = chance.choice(files)
    status = path.stat()
    data = bytearray(path.read_bytes())
    hidden = chance.random() < 0.7
    how = chance.choice(
        ("flip", "zero", "noise", "move") if hidden else ("cut", "grow", "swap", "empty")
    )
    at = chance.randrange(len(data))
    some = min(len(data) - at, chance.choice((1, 8, 64, 4096)))
    match how:
        case "flip":
            data[at] ^= 1 << chance.randrange(8)
        case "zero":
            data[at : at + some] = bytes(some)
        case "noise":
            data[at : at + some] = chance.randbytes(some)
        case "move":
            data = data[at:] + data[:at]
        case "cut":
            del data[at:]
        case "grow":
            data += chance.randbytes(some)
        case "swap":
            data = bytearray(chance.choice(files).read_bytes())
        case "empty":
            data.clear()
    path.write_bytes(data)
    if hidden:
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_no_code_runs_and_no_process_ends(engine: str, tmp_path: Path) -> None:
    """What is loaded before the trap is set may load; afterwards nothing is unpickled, run or called. Whoosh's files
    hold pickles: of these it is only asked that the process lives; they are opened from trusted owners alone."""
    world = World(tmp_path, engine=engine)
    world.fill(12)
    world.build()
    chance = random.Random(1974)
    for places in _batches(world.index, tmp_path, chance):
        done = subprocess.run(
            [sys.executable, str(CHILD), engine, str(world.index), *map(str, places)],
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        kept = done.stdout.splitlines()
        assert done.returncode == 0, (done.returncode, kept[-1:], done.stderr[-2000:])
        assert len(kept) == len(places)
        assert not [line for line in kept if line.startswith("BUG")]
        for place in places:
            shutil.rmtree(place)


def _batches(index: Path, top: Path, chance: random.Random) -> Iterator[list[Path]]:
    for start in range(0, COUNT, _AT_ONCE):
        places = [top / f"tampered-{n}" for n in range(start, min(start + _AT_ONCE, COUNT))]
        for place in places:
            tampered(index, chance, place)
        yield places


@pytest.mark.parametrize("engine", ENGINES)
def test_damage_that_hides_is_told_when_it_trips_something(engine: str, tmp_path: Path) -> None:
    """An error out of the engine's files is told as damage, where they are not what was written; else as it is."""
    world = World(tmp_path, engine=engine)
    world.fill(3)
    world.build()

    def ask(hit: int = 0) -> None:
        with open_index(world.index) as index:
            for query in ("words", "*", "date:2008", "id:08ZENDA1"):
                index.search(query, facets=["tags", "signers"])
            assert index.search("*").hits[hit]

    with pytest.raises(IndexError):
        ask(9_999)
    path = world.index / "g000001" / "engine" / {"whoosh": "columns", "tantivy": "cables"}[engine]
    status = path.stat()
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + b"\xf5" * (len(data) - len(data) // 2))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(DamagedError):
        ask()
