"""Worker processes: the same results in the same order, and what becomes of items at which they die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from cablesearch.errors import CablesearchError, UsageError
from cablesearch.indexing import spread, worker, workers
from cablesearch.indexing.build import BuildOptions, build
from cablesearch.indexing.status import status
from cablesearch.indexing.take import Unread, records_of
from cablesearch.indexing.tools import real_tools
from cablesearch.indexing.workers import Lost, Workers
from tests.indexing import deadly
from tests.indexing.world import EPOCH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cablesearch.formats.record import Record
    from cablesearch.indexing.report import Event

CORPUS = Path(__file__).parents[2] / "corpus"


def setup() -> str:
    return "rain"


def broken() -> str:
    os._exit(3)


def work(context: str, item: int) -> str:
    if item == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    if item == 99:
        raise UsageError("ninety-nine", remedy="less")
    return f"{context} {item}"


def weigh(item: Any) -> int:
    return 70_000 if isinstance(item, int) else 0


def spin(_context: str, _item: int) -> str:
    try:
        with worker.limited(0.2):
            while True:
                pass
    except worker.TooLongError:
        return "too long"


def stall(_context: str, item: int) -> str:
    if item == 1:
        vars(worker).update(SECONDS=0.1, _GRACE=0.5, _ends_at=0.0)
        signal.signal(signal.SIGPROF, signal.SIG_IGN)  # as if the loop were one of C
        with worker.limited():
            while True:
                pass
    return "done"


def gorge(_context: str, size: int) -> str:
    worker.limit_memory(1 << 30)
    try:
        return str(len(bytearray(size)))
    except MemoryError:
        return "too much"


@pytest.fixture(scope="module")
def pool() -> Iterator[Workers]:
    made = Workers(2, setup)
    yield made
    made.close()


def test_results_in_order_with_what_passes_through(pool: Workers) -> None:
    items = ["begin", *range(14, 40), "end", 40, 41, "end"]
    expected = [(i, f"rain {i}" if isinstance(i, int) else None) for i in items]
    assert list(pool.each(work, items, weigh)) == expected


def test_an_item_at_which_workers_die_takes_no_other_along(pool: Workers) -> None:
    found = dict(pool.each(work, range(40), weigh))
    assert found.pop(13) == Lost()
    assert found == {i: f"rain {i}" for i in range(40) if i != 13}
    assert list(pool.each(work, [1], weigh)) == [(1, "rain 1")]


def test_errors_of_ours_cross(pool: Workers) -> None:
    with pytest.raises(UsageError) as caught:
        list(pool.each(work, [1, 99], weigh))
    assert str(caught.value) == "ninety-nine; less"


def test_limits(pool: Workers) -> None:
    assert list(pool.each(spin, [1], weigh)) == [(1, "too long")]
    if sys.platform == "linux":
        assert list(pool.each(gorge, [2 << 30], weigh)) == [(2 << 30, "too much")]


def forever(_path: str) -> Iterator[Record]:
    while True:
        pass
    yield from ()


def gluttonous(_path: str) -> Iterator[Record]:
    bytearray(worker.MEMORY + (1 << 30))
    yield from ()


@pytest.mark.parametrize(
    ("read", "says"),
    [
        (forever, "takes more than"),
        pytest.param(
            gluttonous,
            "GiB of memory",
            marks=pytest.mark.skipif(
                sys.platform != "linux", reason="not every system limits memory"
            ),
        ),
    ],
)
def test_the_build_itself_is_held_to_the_limits(
    read: Callable[[str], Iterator[Record]], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reads all files, and parses what is little: a file that would hang it is told of, and the rest goes on."""
    monkeypatch.setattr(worker, "SECONDS", 0.2)
    handler = signal.getsignal(signal.SIGPROF)
    pipeline = replace(real_tools().pipeline((), {}), read=read)
    with worker.guarded():
        (one,) = records_of("/cables/given", pipeline)
    assert isinstance(one, Unread)
    assert says in one.reason
    assert signal.getsignal(signal.SIGPROF) == handler


@pytest.mark.skipif(sys.platform != "linux", reason="not every system ends a process so")
def test_a_loop_that_hears_nothing_is_ended(pool: Workers) -> None:
    assert list(pool.each(stall, [0, 1, 2], weigh)) == [(0, "done"), (1, Lost()), (2, "done")]


def test_workers_that_cannot_begin() -> None:
    made = Workers(1, broken)
    with pytest.raises(CablesearchError, match="as soon as they begin; --jobs 1"):
        list(made.each(work, [1], weigh))
    made.close()


def build_with(
    jobs: int, index: Path, monkeypatch: pytest.MonkeyPatch, engine: str = "whoosh"
) -> list[Event]:
    monkeypatch.setattr(spread, "_MUCH", 1)
    monkeypatch.setattr(workers, "_HEAVY", 20_000)
    events: list[Event] = []
    options = BuildOptions(paths=(str(CORPUS),), jobs=jobs, engine=engine)
    build(index, options, now=lambda: EPOCH, on_event=events.append, tools=real_tools())
    return events


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_an_index_does_not_depend_on_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    stores = []
    for jobs in (1, 3):
        build_with(jobs, tmp_path / str(jobs), monkeypatch, engine)
        stores.append((tmp_path / str(jobs) / "g000001" / "cables-0001.zst").read_bytes())
    assert stores[0] == stores[1]


def test_a_record_at_which_workers_die_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands in for the worker's work dies of one record; the build lists it and goes on."""
    monkeypatch.setattr("cablesearch.indexing.intake._take", deadly.take_or_die)
    build_with(2, tmp_path / "index", monkeypatch)
    found = status(tmp_path / "index")
    (skip,) = [s for s in found.skipped if "ends the process" in s.reason]
    assert skip.path.endswith(deadly.DEADLY)
    assert found.cables > 80


def test_a_killed_build_leaves_no_workers(tmp_path: Path) -> None:
    code = (
        "import os, sys, time\n"
        "from cablesearch.indexing.workers import Workers\n"
        "from tests.indexing.test_workers import setup, work, weigh\n"
        "if __name__ == '__main__':\n"
        "    pool = Workers(2, setup)\n"
        "    list(pool.each(work, range(20, 30), weigh))\n"
        "    print(*[p.pid for p in pool._pool._processes.values()], flush=True)\n"
        "    time.sleep(60)\n"
    )
    script = tmp_path / "script.py"
    script.write_text(code)
    env = os.environ | {"PYTHONPATH": str(CORPUS.parent)}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, env=env) as running:
        assert running.stdout is not None
        pids = [int(pid) for pid in running.stdout.readline().split()]
        assert len(pids) == 2
        running.kill()
    for _ in range(100):
        if not any(map(_runs, pids)):
            break
        time.sleep(0.1)
    assert not any(map(_runs, pids))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
