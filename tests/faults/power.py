"""F5a and F5b: what is on the disk when the power goes, read off the trace of a build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.indexing.generation import Verify, open_generation
from tests.faults import strace
from tests.faults.disk import Disk, state_of, walk, write_out
from tests.faults.ground import answer_of, answers, litter
from tests.faults.kills import ways
from tests.faults.program import run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.ground import Ground
    from tests.faults.kills import Way
    from tests.faults.strace import Call
    from tests.faults.tally import Tally

_DROPPED: Final = ("stage-", "trash-", "build.lock")
_UNPUBLISHED: Final = ("NoIndexError", "DamagedError")


def _traced(ground: Ground, way: Way) -> tuple[Path, list[Call]]:
    """A build to its end: the index, and the calls."""
    index = ground.place() if way.first else ground.copy()
    trace = ground.top / f"{way.name}.power"
    ended = run(
        *way.argv, "--log-json", index=index, command=way.command, before=strace.tracing(trace)
    )
    assert ended.status == 0, ended.err
    return index, strace.calls_of(trace)


def _at_the_end(ground: Ground, way: Way, index: Path, calls: list[Call]) -> Disk:
    """The disk after all of it."""
    disk = Disk(index, None if way.first else ground.index)
    for now, call in enumerate(calls):
        disk.apply(now, call)
    return disk


def read_trace(ground: Ground, count: int, tally: Tally) -> None:
    """All that is published was synced before the rename that publishes it, the pointer and its folder after."""
    for way in ways(ground)[:count]:
        index, calls = _traced(ground, way)
        disk = _at_the_end(ground, way, index, calls)
        published = _rename(calls, f'"{index}/g0')
        pointed = _rename(calls, f'"{index}/current"')
        [generation] = [p for p in index.glob("g*") if f'"{p}"' in calls[published].arguments]
        node = disk.at(str(generation))
        pointer = disk.at(f"{index}/current")
        assert node is not None
        assert pointer is not None
        parts = [(generation, node), *walk(node, generation, certain=False)]
        for path, one in parts:
            wrong = []
            if one.synced != one.version:
                wrong.append("was changed after it was synced, or never synced")
            elif one.synced_at >= published:
                wrong.append("was synced after the rename")
            elif one.entries is None and one.synced_at >= node.synced_at:
                wrong.append("was synced after its folder")
            tally.one(f"{way.name}: {path.relative_to(index)}", wrong)
        syncs = [n for n, call in enumerate(calls) if _is_sync_of(call, index)]
        between = any(published < n < pointed for n in syncs)
        tally.one(f"{way.name}: the index before the pointer", [] if between else ["not synced"])
        tally.one(
            f"{way.name}: the pointer", [] if -1 < pointer.synced_at < pointed else ["not synced"]
        )
        after = any(pointed < n for n in syncs)
        tally.one(f"{way.name}: the index after it", [] if after else ["not synced"])
        ground.drop(index)


def _rename(calls: list[Call], to: str) -> int:
    """The first rename to a path that begins so."""
    return next(
        n for n, call in enumerate(calls)
        if call.name.startswith("rename") and call.done and to in call.arguments.partition(", ")[2]
    )  # fmt: skip


def _is_sync_of(call: Call, index: Path) -> bool:
    return call.name == "fsync" and call.done and call.arguments.endswith(f"<{index}>")


def cut_power(ground: Ground, count: int, tally: Tally) -> None:
    """Cut the power after call upon call: what is left answers as before or as after, and for certain as after once it
    was said to be published; the next run goes on from there.

    Half of the disks keep only what was synced, half of them all names besides.
    """
    shares = (0.5, 0.3, 0.2) if count > 9 else (1.0,)
    for way, share in zip(ways(ground), shares, strict=False):
        index, calls = _traced(ground, way)
        ends = _at_the_end(ground, way, index, calls).at_the_end()
        disk = Disk(index, None if way.first else ground.index, ends)
        pointed = _rename(calls, f'"{index}/current"')
        safe = next(n for n, call in enumerate(calls) if n > pointed and _is_sync_of(call, index))
        trial = Trial(ground, way, answers(index))
        about = [n for n, call in enumerate(calls) if str(index) in call.arguments]
        each = max(1, round(count * share / 2))
        cuts = {about[len(about) * n // each] for n in range(each)} | {pointed, safe, about[-1]}
        for now, call in enumerate(calls):
            disk.apply(now, call)
            if now not in cuts:
                continue
            for names_first in (False, True):
                wrong = trial.wrong(disk, names_first=names_first, safe=now >= safe)
                kind = "all names" if names_first else "what was synced"
                tally.seen[f"{kind}, {call.phase}"] += 1
                tally.one(f"{way.name} after {call.name} {call.nth} ({call.phase}), {kind}", wrong)
        tally.seen["different disks"] += len(trial.known)
        ground.drop(index)


class Trial:
    """What must hold of the disks that a build leaves; each kind of disk is tried once."""

    def __init__(self, ground: Ground, way: Way, done: bytes) -> None:
        self._ground = ground
        self._way = way
        self._done = done
        self.known: dict[object, tuple[object, list[str]]] = {}

    def wrong(self, disk: Disk, *, names_first: bool, safe: bool) -> list[str]:
        """What is wrong with a disk, from which the build was said to be published if it is `safe`."""
        state = state_of(disk, names_first=names_first, but=_DROPPED)
        if state not in self.known:
            folder = self._ground.place()
            folder.mkdir()
            write_out(disk, folder, names_first=names_first)
            self.known[state] = self._tried(folder / disk.top.name)
            self._ground.drop(folder)
        found, wrong = self.known[state]
        if safe and found != self._done:
            return [*wrong, "what was published is gone"]
        return wrong

    def _tried(self, index: Path) -> tuple[object, list[str]]:
        way, wrong = self._way, []
        found = answer_of(index)
        before: tuple[object, ...] = _UNPUBLISHED if way.first else (self._ground.old,)
        if found not in (self._done, *before):
            wrong.append(f"answers otherwise: {found if isinstance(found, str) else 'other hits'}")
        again = run(*(way.argv if way.first else ("index",)), "--quiet", index=index)
        if again.status != 0:
            wrong.append(f"the next run ends with {again.status}: {again.last}")
        elif answers(index) not in (self._done, self._ground.new):
            wrong.append("answers otherwise after the next run")
        elif odd := litter(index):
            wrong.append(f"litter: {' '.join(odd)}")
        else:
            with open_generation(index, verify=Verify.FULL):  # raises where a byte is another
                pass
        return found, wrong
