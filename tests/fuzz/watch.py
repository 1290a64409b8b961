"""Watching a target: what it raises, its time, its memory. A finding is kept, and fuzzing goes on."""

from __future__ import annotations

import hashlib
import json
import resource
import sys
import time
import traceback
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fuzz.targets import Target

SECONDS_A_BYTE: Final = 1 / 100_000
"""Of CPU; and a fifth of a second for what does not depend on the size."""
_START: Final = 0.2
_TRIES: Final = 3
MOST_MEMORY: Final = 1 << 30
_SAME: Final = 3
"""So many inputs are kept of one finding."""


class Watch:
    """Runs a target and keeps what it finds in a folder; `runs`, `slowest` (seconds) and `kinds` tell of it."""

    def __init__(self, target: Target, findings: Path) -> None:
        self.runs = 0
        self.slowest = 0.0
        self.kinds: dict[str, int] = {}
        self._target = target
        self._findings = findings

    def __call__(self, data: bytes) -> None:
        self.runs += 1
        began = time.process_time()
        try:
            self._target(data)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic of Rust is no Exception
            self._keep(_kind(error), data, traceback.format_exc())
            return
        took = time.process_time() - began
        allowed = _START + len(data) * SECONDS_A_BYTE
        if took > allowed:  # a machine that does other things is slow now and then
            took = min(took, *(self._timed(data) for _ in range(_TRIES)))
            if took > allowed:
                self._keep("slow", data, f"{took:.2f} s for {len(data):,} bytes")
        self.slowest = max(self.slowest, took)
        if self.runs % 1000 == 0 and memory() > MOST_MEMORY:
            self._keep("memory", data, f"{memory():,} bytes")

    def _timed(self, data: bytes) -> float:
        began = time.process_time()
        self._target(data)
        return time.process_time() - began

    def _keep(self, kind: str, data: bytes, told: str) -> None:
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if self.kinds[kind] > _SAME:
            return
        self._findings.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(data).hexdigest()[:12]
        (self._findings / f"{name}.input").write_bytes(data)
        (self._findings / f"{name}.txt").write_text(f"{kind}\n{data!r}\n{told}\n")
        print(f"finding: {kind}; {self._findings / name}.txt", file=sys.stderr, flush=True)

    def report(self) -> str:
        """What came of it, as JSON in one line."""
        return json.dumps(
            {
                "runs": self.runs,
                "slowest": round(self.slowest, 3),
                "memory_mb": memory() >> 20,
                "findings": self.kinds,
            }
        )


def memory() -> int:
    """The most memory that this process had, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most << 10


def _kind(error: BaseException) -> str:
    """An error with the place it came from: what is found anew by every other input is one finding."""
    frames = [
        f for f in traceback.extract_tb(error.__traceback__) if "/tests/fuzz/" not in f.filename
    ]
    last = frames[-1] if frames else None
    place = f" at {last.filename.rsplit('/', 1)[-1]}:{last.lineno}" if last else ""
    return f"{type(error).__name__}{place}"
