"""F1 and F2: builds and readers that are killed."""

from __future__ import annotations

import random
import signal
import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from cablesearch import open_index
from cablesearch.indexing.generation import Verify, open_generation
from tests.faults import strace
from tests.faults.ground import GLANCE, NOW, answer_of, answers, litter, said_by, telegram
from tests.faults.program import COMMAND, EAGER, run, start, wait

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.faults.ground import Ground
    from tests.faults.program import Ended
    from tests.faults.strace import Call
    from tests.faults.tally import Tally

_UNPUBLISHED: Final = ("NoIndexError", "DamagedError")
"""What an index says whose first build was killed: nothing there yet, or a generation and no pointer to it."""

_SOON: Final = 5.0
"""Seconds that a run after a killed reader may take on a busy machine: it waits for nothing."""

_SHARES: Final = {"refresh": 0.5, "rebuild": 0.2, "first": 0.15, "workers": 0.15}
"""How the kills are shared out among the ways to build."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to build: on the index that is there or where nothing is, with these arguments."""

    name: str
    argv: tuple[str, ...]
    first: bool = False
    command: tuple[str, ...] = COMMAND


def ways(ground: Ground) -> tuple[Way, ...]:
    """The nightly run, the rebuild and the first build, all in one process, and a rebuild in several."""
    anew = ("index", "--rebuild", "--engine", ground.engine)
    first = ("index", str(ground.corpus), "--engine", ground.engine)
    alone, spread = ("--jobs", "0"), ("--jobs", "2")
    return (
        Way(name="refresh", argv=("index", *alone)),
        Way(name="rebuild", argv=(*anew, *alone)),
        Way(name="first", argv=(*first, *alone), first=True),
        Way(name="workers", argv=(*anew, *spread), command=EAGER),
    )


class Healing:
    """What must hold of an index after a build of it was stopped; `calls` are those of a build that was not.

    `traced` is the index that they are about, `done` what it answers.
    """

    def __init__(self, ground: Ground, way: Way) -> None:
        self._ground = ground
        self.way = way
        self.traced = self.place()
        trace = ground.top / f"{way.name}.trace"
        can = strace.missing() is None
        self.clean = self.run_on(self.traced, strace.tracing(trace, strace.ALL) if can else ())
        assert self.clean.status == 0, self.clean.err
        self.calls = strace.calls_of(trace) if can else []
        self.done = answers(self.traced)
        ground.drop(self.traced)

    def place(self) -> Path:
        """An index to build on."""
        return self._ground.place() if self.way.first else self._ground.copy()

    def start_on(self, index: Path, before: Sequence[str] = ()) -> subprocess.Popen[str]:
        """Start the build."""
        way = self.way
        return start(*way.argv, "--log-json", index=index, command=way.command, before=before)

    def run_on(self, index: Path, before: Sequence[str] = ()) -> Ended:
        """The build, to its end."""
        return wait(self.start_on(index, before))

    def wrong(self, index: Path) -> Iterator[str]:
        """All that is wrong with an index after the stopped build, and after the next run on it."""
        ground, first = self._ground, self.way.first
        found = answer_of(index) if index.exists() else "NoIndexError"
        published = found == self.done
        if not published and found not in (_UNPUBLISHED if first else (ground.old,)):
            yield f"answers otherwise: {found if isinstance(found, str) else 'other hits'}"
        healed = run(*(self.way.argv if first else ("index",)), "--quiet", index=index)
        if healed.status != 0:
            yield f"the next run ends with {healed.status}: {healed.last}"
            return
        if answers(index) != (self.done if published or first else ground.new):
            yield "answers otherwise after the next run"
        if odd := litter(index):
            yield f"litter: {' '.join(odd)}"
        with open_generation(index, verify=Verify.FULL):  # raises where a byte is another
            pass


@cache
def healing_of(ground: Ground, way: Way) -> Healing:
    """What must hold after such a build, found out once."""
    return Healing(ground, way)


def kill_builds(ground: Ground, count: int, tally: Tally) -> None:
    """Kill builds at system calls spread over all phases, and a quarter as often at random moments."""
    for way in ways(ground):
        share = _SHARES[way.name] * count
        at_calls, at_random = round(share * 0.8), round(share * 0.2)
        if not at_calls:
            continue
        healing = healing_of(ground, way)
        changing = [call for call in healing.calls if call.name in strace.CHANGING]
        for call in strace.points(changing, healing.traced, at_calls, ground.seed):
            _kill_at(ground, healing, call, tally)
        for number in range(at_random):
            _kill_after(ground, healing, number, tally)


def _kill_at(ground: Ground, healing: Healing, call: Call, tally: Tally) -> None:
    what = f"{healing.way.name} at {call.name} {call.nth} ({call.phase})"
    before = strace.injecting(call.name, "signal=SIGKILL", call.nth)
    _kill(ground, healing, what, call.phase, lambda index: healing.run_on(index, before), tally)


def _kill_after(ground: Ground, healing: Healing, number: int, tally: Tally) -> None:
    # without strace it takes half as long
    chance = random.Random(f"{ground.seed} {number}")
    seconds = chance.uniform(0.05, healing.clean.seconds / 2)

    def kill(index: Path) -> Ended:
        process = healing.start_on(index)
        time.sleep(seconds)
        process.kill()
        return wait(process)

    what = f"{healing.way.name} after {seconds:.3f} s"
    _kill(ground, healing, what, "at a random moment", kill, tally)


def _kill(
    ground: Ground,
    healing: Healing,
    what: str,
    when: str,
    kill: Callable[[Path], Ended],
    tally: Tally,
) -> None:
    """One build that is to be killed while a reader has the index open."""
    index = healing.place()
    with ExitStack() as stack:
        reader = None if healing.way.first else stack.enter_context(open_index(index, now=NOW))
        ended = kill(index)
        wrong = []
        if reader is not None and said_by(reader, GLANCE) != ground.glance:
            wrong.append("a reader that was open answers otherwise")
        stack.close()
        if ended.status == -signal.SIGKILL:
            tally.seen[when] += 1
            tally.one(what, [*wrong, *healing.wrong(index)])
        elif ended.status == 0 and not wrong and answers(index) == healing.done:
            tally.seen["done before, or only a worker killed"] += 1
        elif ended.status is None:
            tally.one(what, ["hangs"])
        else:
            tally.one(what, [*wrong, f"ends with {ended.status}: {ended.last}"])
    ground.drop(index)


def kill_readers(ground: Ground, count: int, tally: Tally) -> None:
    """Kill searches at random moments: the next run builds and prunes all the same, within seconds."""
    clean = run("query", "shelter", "--all", "--facets", index=ground.index)
    index = ground.copy()
    nightly = ground.corpus / "nightly" / "905.txt"
    for number in range(count):
        process = start("query", "shelter", "--all", "--facets", index=index)
        time.sleep(random.Random(number).uniform(0, clean.seconds))
        process.kill()
        status = wait(process).status
        nightly.write_text(telegram(905, f"of night {number}"))
        ended = run("index", "--quiet", "--jobs", "0", index=index)
        kept = sorted(path.name for path in index.glob("g*"))
        wrong = []
        if ended.status != 0 or ended.seconds > _SOON:
            wrong.append(f"the next run ends with {ended.status} after {ended.seconds:.1f} s")
        if odd := litter(index):
            wrong.append(f"litter: {' '.join(odd)}")
        if kept != [f"g{number + 2:06d}", f"g{number + 3:06d}"]:
            wrong.append(f"kept {' '.join(kept)}")
        tally.seen["killed" if status == -signal.SIGKILL else "ended before"] += 1
        tally.one(f"reader {number}", wrong)
    nightly.unlink()
    ground.drop(index)
