"""The real program, run from outside: under limits, under strace, stopped by signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COMMAND: Final = (sys.executable, "-m", "cablesearch")
EAGER: Final = (sys.executable, "-m", "tests.faults.eager")
"""The same with worker processes for however little there is to do."""

PATIENCE: Final = 60.0
"""Seconds after which a run counts as hanging."""

_ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a run ended: its status (of a signal below 0; null where it hung and was killed), what it said."""

    status: int | None
    out: str
    err: str
    seconds: float

    @property
    def last(self) -> str:
        """The last line on stderr."""
        return self.err.strip().rpartition("\n")[2]


def environment(index: Path) -> Mapping[str, str]:
    """What every run is started with: nothing of whoever runs the tests."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(index.parent),
        "CABLESEARCH_INDEX": str(index),
        "PYTHONPATH": str(_ROOT),
        "TERM": "dumb",
    }


def start(
    *argv: str,
    index: Path,
    command: Sequence[str] = COMMAND,
    before: Sequence[str] = (),
) -> subprocess.Popen[str]:
    """Start the program on an index in a process group of its own; `before` is put in front of its command."""
    return subprocess.Popen(
        [*before, *command, *argv],
        cwd=index.parent,
        env=environment(index),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )


def limiting(what: str, most: int) -> list[str]:
    """What is put in front of a command to limit RLIMIT_AS, RLIMIT_FSIZE or the like to so many bytes."""
    code = (
        f"import os, resource, sys; resource.setrlimit(resource.{what}, ({most}, {most})); "
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    return [sys.executable, "-c", code]


def wait(process: subprocess.Popen[str], patience: float = PATIENCE) -> Ended:
    """Wait for its end, and for that of all it started, which hold its stdout."""
    begun = time.monotonic()
    status: int | None
    try:
        out, err = process.communicate(timeout=patience)
        status = process.returncode
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        status = None
    return Ended(status=status, out=out, err=err, seconds=time.monotonic() - begun)


def run(
    *argv: str,
    index: Path,
    command: Sequence[str] = COMMAND,
    before: Sequence[str] = (),
) -> Ended:
    """Run the program to its end."""
    return wait(start(*argv, index=index, command=command, before=before))
