"""strace: what a run asks of the system, and runs in which the nth call of a kind fails or kills."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

CHANGING: Final = (
    "openat", "write", "pwrite64", "ftruncate", "sendfile", "copy_file_range", "fallocate",
    "fsync", "fdatasync", "rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat",
    "rmdir", "link", "linkat", "symlink", "symlinkat", "flock", "chmod", "fchmod", "fchmodat", "utimensat",
)  # fmt: skip
"""The calls that change a disk, and the one that locks."""

ALL: Final = (*CHANGING, "read", "pread64", "getdents64")
"""Besides, those that read. Not close: one that is made to fail is not done at all, which no system does."""

_LINE: Final = re.compile(r"(\d+) +(\w+)\((.*)")
_RESUMED: Final = re.compile(r"(\d+) +<\.\.\. (\w+) resumed>(.*)")
_PHASE: Final = re.compile(r'\\"phase\\": *\\"(\w+)\\"')
_RESULT: Final = re.compile(r"\) += (-?\d+|\?)(?:<(.*)>)?(?: (E\w+))?")
_UNFINISHED: Final = " <unfinished ...>"


@cache
def missing() -> str | None:
    """Why nothing can be traced here; null where it can."""
    if shutil.which("strace") is None:
        return "no strace"
    try:
        done = subprocess.run(
            [*injecting("execve", "error=EACCES", 9), "true"],
            capture_output=True, timeout=20, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"strace does not work: {error}"
    return None if done.returncode == 0 else "strace may not trace here"


def _tracing(calls: Iterable[str]) -> list[str]:
    wanted = ",".join(f"?{call}" for call in calls)
    return ["strace", "-f", "-qq", "-e", "signal=none", "-e", f"trace={wanted}"]


def tracing(trace: Path, calls: Iterable[str] = CHANGING) -> list[str]:
    """What is put in front of a command to have these calls written down, with the paths of open files."""
    return [*_tracing(calls), "--seccomp-bpf", "-y", "-s", "300", "-o", str(trace)]


def injecting(call: str, what: str, nth: int) -> list[str]:
    """What is put in front of a command to have the nth such call of each of its threads meet `what`.

    That is `signal=SIGKILL` or `error=ENOSPC`, as strace writes it; with --seccomp-bpf strace 6.1 injects nothing.
    """
    return [*_tracing([call]), "-o", "/dev/null", "-e", f"inject={call}:{what}:when={nth}"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a trace: the thread, the arguments as written, its result, in which phase of the build it was.

    `nth` counts the calls of that name of its thread. `opened` is what a descriptor that it gave stands for.
    """

    thread: int
    name: str
    nth: int
    phase: str
    arguments: str
    result: str = "?"
    opened: str = ""

    @property
    def done(self) -> bool:
        """Whether it did what it was to do."""
        return self.result.isdecimal()


def calls_of(trace: Path) -> list[Call]:
    """The calls of a trace in the order in which they began, each with its result."""
    counts: Counter[tuple[int, str]] = Counter()
    phase = "start"
    found: list[Call] = []
    waiting: dict[tuple[int, str], int] = {}
    for line in trace.read_text(errors="replace").splitlines():
        if match := _RESUMED.match(line):
            at = waiting.pop((int(match[1]), match[2]), None)
            if at is not None:
                found[at] = _ended(found[at], found[at].arguments + match[3])
            continue
        match = _LINE.match(line)
        if match is None:
            continue
        thread, name, rest = int(match[1]), match[2], match[3]
        if name == "write" and rest.startswith("2<") and (told := _PHASE.search(rest)):
            phase = told[1]
        counts[thread, name] += 1
        nth = counts[thread, name]
        call = Call(thread=thread, name=name, nth=nth, phase=phase, arguments=rest)
        if rest.endswith(_UNFINISHED):
            waiting[thread, name] = len(found)
            call = replace(call, arguments=rest.removesuffix(_UNFINISHED))
        else:
            call = _ended(call, rest)
        found.append(call)
    return found


def _ended(call: Call, text: str) -> Call:
    ends = list(_RESULT.finditer(text))
    if not ends:
        return replace(call, arguments=text)
    end = ends[-1]
    return replace(call, arguments=text[: end.start()], result=end[1], opened=end[2] or "")


def points(calls: Sequence[Call], about: Path, count: int, seed: int = 0) -> list[Call]:
    """So many calls about an index, one of each phase and kind in turn, as far as there are so many.

    Only calls that are the first to be the nth of their kind: these are the ones that an injection hits.
    """
    first: dict[tuple[str, int], Call] = {}
    for call in calls:
        first.setdefault((call.name, call.nth), call)
    groups: dict[tuple[str, str], list[Call]] = defaultdict(list)
    for call in first.values():
        if str(about) in call.arguments or str(about) in call.opened:
            groups[call.phase, call.name].append(call)
    chance = random.Random(seed)
    turns = list(groups.values())
    for group in turns:
        chance.shuffle(group)
    chance.shuffle(turns)
    return list(_by_turns(turns, count))


def _by_turns(groups: Sequence[list[Call]], count: int) -> Iterator[Call]:
    depth = max(map(len, groups), default=0)
    turns = (group[n] for n in range(depth) for group in groups if n < len(group))
    for _, call in zip(range(count), turns, strict=False):
        yield call
