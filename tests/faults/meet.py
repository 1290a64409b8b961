"""F7 and F8: builders that meet one another."""

from __future__ import annotations

import os
import re
import signal
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tests.faults.ground import answers, litter
from tests.faults.kills import healing_of, ways
from tests.faults.program import run, start, wait

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.faults.ground import Ground
    from tests.faults.program import Ended
    from tests.faults.tally import Tally

BUILDERS: Final = 5
SOON: Final = 2.0
"""Seconds that a run may take that finds another one at work."""

_BUSY: Final = re.compile(
    r"error: \S+: process (\d+) on \S+ has been building this index for (\d+) min (\d+) s; "
)


def meet(ground: Ground, count: int, tally: Tally) -> None:
    """Five builders at once: one builds, what it builds is what it would have built alone, the others say 75."""
    rebuild = ways(ground)[1]
    healing = healing_of(ground, rebuild)
    slowest = 0.0
    for number in range(count):
        index = ground.copy()
        begun = time.monotonic()
        processes = [healing.start_on(index) for _ in range(BUILDERS)]
        ended = _all_ended(processes, begun)
        built = [one for one in ended if one.status == 0]
        busy = [one for one in ended if one.status == 75]
        wrong = [
            f"one ends with {one.status}: {one.last}" for one in ended if one not in built + busy
        ]
        if len(built) != 1:
            wrong.append(f"{len(built)} have built")
        slowest = max([slowest, *(one.seconds for one in busy)])
        wrong += [f"75 after {one.seconds:.1f} s" for one in busy if one.seconds > SOON]
        if answers(index) != healing.done:
            wrong.append("another index than one builder makes")
        if odd := litter(index):
            wrong.append(f"litter: {' '.join(odd)}")
        tally.one(f"round {number}", wrong)
        tally.seen["said 75"] += len(busy)
        ground.drop(index)
    tally.seen["slowest 75 (ms)"] = round(slowest * 1000)


def _all_ended(processes: list[subprocess.Popen[str]], begun: float) -> list[Ended]:
    """The ends of processes that run at once, each with the time at which it came."""
    waiting = dict(enumerate(processes))
    times: dict[int, float] = {}
    while waiting:
        for number, process in list(waiting.items()):
            if process.poll() is not None:
                times[number] = time.monotonic() - begun
                del waiting[number]
        time.sleep(0.01)
    return [
        replace(wait(process), seconds=times[number]) for number, process in enumerate(processes)
    ]


def stop_holder(ground: Ground, count: int, tally: Tally) -> None:
    """Stop a builder as if it hung: the others say who and since when; it goes on, or is killed and holds nothing."""
    for number in range(count):
        index = ground.copy()
        holder = start("index", "--quiet", "--jobs", "0", index=index)
        wrong = []
        if not _is_signed(index / "build.lock"):
            wrong.append("the lock was never signed")
        os.killpg(holder.pid, signal.SIGSTOP)
        time.sleep(1.0 if number == 0 else 0.0)
        busy = run("index", "--quiet", index=index)
        told = _BUSY.match(busy.err)
        if busy.status != 75 or told is None or int(told[1]) != holder.pid:
            wrong.append(f"another one ends with {busy.status}: {busy.last}")
        elif number == 0 and not int(told[2]) * 60 + int(told[3]):
            wrong.append(f"the age is not told: {busy.last}")
        if busy.seconds > SOON:
            wrong.append(f"75 after {busy.seconds:.1f} s")
        if answers(index) != ground.old:
            wrong.append("answers otherwise meanwhile")
        killed = number % 2 == 1
        os.killpg(holder.pid, signal.SIGKILL if killed else signal.SIGCONT)
        ended = wait(holder)
        if ended.status != (-signal.SIGKILL if killed else 0):
            wrong.append(f"the holder ends with {ended.status}: {ended.last}")
        again = run("index", "--quiet", index=index)
        if again.status != 0 or answers(index) != ground.new:
            wrong.append(f"the next run ends with {again.status}: {again.last}")
        if odd := litter(index):
            wrong.append(f"litter: {' '.join(odd)}")
        tally.seen["killed" if killed else "went on"] += 1
        tally.one(f"holder {number}", wrong)
        ground.drop(index)


def _is_signed(lock: Path) -> bool:
    for _ in range(2000):
        # the lock of the builds before is there, and empty
        if lock.stat().st_size:
            return True
        time.sleep(0.005)
    return False
