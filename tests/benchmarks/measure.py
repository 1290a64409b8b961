"""What a process costs, and the statistics of many costs."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ENVIRONMENT: Final = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}
"""What processes are started with: a program that is installed has its bytecode."""

_PROC: Final = Path("/proc")
_STEP: Final = 0.1  # seconds between two looks at a process's memory
_KILO: Final = 1024


class FailedError(Exception):
    """A command that is measured came to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds by the clock, CPU seconds and the most memory (bytes) of a process and all it started, together."""

    wall: float
    cpu: float
    peak: int


def run(command: Sequence[str | Path]) -> Cost:
    """Run a command to its end; FailedError, with the end of what it said, where it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
    )
    assert process.stderr is not None
    peaks = [0]
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, ended, peaks))
    watcher.start()
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    ended.set()
    watcher.join()
    if process.returncode:
        raise FailedError(f"{command[0]} ...: {said[-2000:].decode(errors='replace')}")
    # Where no process's memory can be looked at, that of the largest one is known afterwards.
    largest = usage.ru_maxrss * (_KILO if os.uname().sysname == "Linux" else 1)
    return Cost(
        wall=wall, cpu=usage.ru_utime + usage.ru_stime, peak=max(peaks) if any(peaks) else largest
    )


def _watch(pid: int, ended: threading.Event, peaks: list[int]) -> None:
    while _PROC.is_dir() and not ended.wait(_STEP):
        peaks.append(sum(map(_memory, _family(pid))))


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        for task in _PROC.glob(f"{one}/task/*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:
                continue  # ended just now
    return found


def _memory(pid: int) -> int:
    """A process's share of the memory it holds: pages shared by n count 1/n."""
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * _KILO for line in lines if line.startswith("Pss:")), 0)


def by_turns(works: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each work in each round; in every second round the works go backwards."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds):
        names = list(works)[:: 1 if number % 2 == 0 else -1]
        for name in names:
            start = time.perf_counter()
            works[name]()
            times[name].append(time.perf_counter() - start)
    return times


def ratio(times: Sequence[float], others: Sequence[float]) -> float:
    """The median of the ratios of each round."""
    return median(one / other for one, other in zip(times, others, strict=True))


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many per cent of them do not exceed.

    >>> percentile([4, 1, 3, 2], 50)
    2
    """
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100).__int__() - 1)]


def size_of(folder: Path) -> int:
    """The bytes of all files below a folder, or of the file."""
    if folder.is_file():
        return folder.stat().st_size
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
