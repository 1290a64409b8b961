"""F15 and F16: sources that change while they are read, runs that are told to end."""

from __future__ import annotations

import random
import re
import shutil
import signal
import subprocess
import threading
import time
from typing import TYPE_CHECKING, Final

from cablesearch import open_index
from cablesearch.indexing.check import check
from tests.faults.ground import NOW, answer_of, litter, telegram
from tests.faults.kills import healing_of, ways
from tests.faults.program import COMMAND, environment, run, wait

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.ground import Ground
    from tests.faults.tally import Tally

_SOURCES: Final = 12
_PARAGRAPHS: Final = 40
_STATE: Final = re.compile(r"state (\d+)\.")


def _written(number: int, state: int) -> str:
    """A cable of which every paragraph names the state of its file."""
    head, _, _ = telegram(number, "").partition("1. (U)")
    lines = [f"{n}. (U) Paragraph {n} is of state {state}.\n" for n in range(1, _PARAGRAPHS)]
    return head + "\n".join(lines) + "DOE\n"


def _change(folder: Path, over: threading.Event, chance: random.Random) -> None:
    """Write, replace, cut off, lengthen, delete and move sources until it is over."""
    state = 1
    while not over.is_set():
        state += 1
        number = 950 + chance.randrange(_SOURCES)
        path = folder / f"{number}.txt"
        text = _written(number, state)
        how = chance.randrange(5)
        if how == 0:
            path.write_text(text)
        elif how == 1:
            beside = path.with_suffix(".new.txt")
            beside.write_text(text)
            beside.replace(path)
        elif how == 2 and path.exists():
            path.write_text(path.read_text()[: chance.randrange(200, 900)])
        elif how == 3:
            with path.open("w") as file:
                for line in text.splitlines(keepends=True):
                    file.write(line)
                    file.flush()
        else:
            path.unlink(missing_ok=True)
        time.sleep(0.002)


def change_sources(ground: Ground, count: int, tally: Tally) -> None:
    """Build while sources change: every file is indexed as of one moment or told of, and the next run mends it."""
    folder = ground.corpus / "changing"
    for turn in range(count):
        folder.mkdir()
        for number in range(950, 950 + _SOURCES):
            (folder / f"{number}.txt").write_text(_written(number, 1))
        index = ground.copy()
        over = threading.Event()
        thread = threading.Thread(target=_change, args=(folder, over, random.Random(turn)))
        thread.start()
        ended = run("index", "--allow-removals", "--quiet", "--jobs", "0", index=index)
        over.set()
        thread.join()
        wrong = []
        if ended.status not in (0, 3):
            wrong.append(f"ends with {ended.status}: {ended.last}")
        wrong += _mixed(index)
        for path in folder.iterdir():
            path.write_text(_written(int(path.name[:3]), 0))
        again = run("index", "--allow-removals", "--quiet", index=index)
        if again.status != 0:
            wrong.append(f"the next run ends with {again.status}: {again.last}")
        wrong += [
            f"{finding.path}: {finding.message}" for finding in check(index, deep=True).findings
        ]
        wrong += [f"left {name}" for name in litter(index)]
        tally.seen[f"status {ended.status}"] += 1
        tally.one(f"turn {turn}", wrong)
        ground.drop(index)
        shutil.rmtree(folder)


def _mixed(index: Path) -> Iterator[str]:
    """Cables whose paragraphs are of several states, but for those whose file was written bit by bit meanwhile."""
    with open_index(index, now=NOW) as held:
        for cable in held.cables():
            states = {m[1] for p in cable.paragraphs for m in _STATE.finditer(p.text)}
            if len(states) > 1:
                yield f"{cable.id} is of the states {' '.join(sorted(states))}"


_STATUS: Final = {signal.SIGTERM: 143, signal.SIGINT: 130, signal.SIGHUP: 129}
_HEEDS: Final = 0.25
"""Seconds that Python may take until the program heeds signals; before that it ends as any process does."""


def signal_builds(ground: Ground, count: int, tally: Tally) -> None:
    """Tell builds to end at random moments, and close the pipe of searches: nothing is left over, nothing torn."""
    healing = healing_of(ground, ways(ground)[1])
    chance = random.Random(ground.seed)
    for number in range(count):
        if number % 4 == 3:
            _close_pipe(ground, tally)
            continue
        told = list(_STATUS)[number % 3]
        index = ground.copy()
        seconds = chance.uniform(_HEEDS, healing.clean.seconds)
        process = healing.start_on(index)
        time.sleep(seconds)
        process.send_signal(told)
        ended = wait(process)
        wrong = []
        if ended.status == _STATUS[told]:
            if '"exit": ' not in ended.last:
                wrong.append(f"says {ended.last}")
            wrong += [f"left {name}" for name in litter(index)]
        elif ended.status not in (0, -told):  # done before, or not heeding yet
            wrong.append(f"ends with {ended.status}: {ended.last}")
        if ended.status == 0 and answer_of(index) != healing.done:
            wrong.append("ends with 0 and another index than it should")
        tally.seen[f"status {ended.status}"] += 1
        tally.one(f"{told.name} after {seconds:.2f} s", [*wrong, *healing.wrong(index)])
        ground.drop(index)


def _close_pipe(ground: Ground, tally: Tally) -> None:
    """A reader of stdout that has had enough is no error, and nothing to talk about."""
    line = f"{' '.join(COMMAND)} query '*' --all | head -c 100 >/dev/null; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", line], cwd=ground.top, env=environment(ground.index),
        capture_output=True, check=False,
    )  # fmt: skip
    tally.seen["closed pipe"] += 1
    wrong = (
        [] if (done.returncode, done.stderr) == (0, b"") else [f"{done.returncode} {done.stderr!r}"]
    )
    tally.one("closed pipe", wrong)
