"""Inside a worker process: its context, its limits, its end when the build it works for has ended.

The process of the build itself, which reads everything and parses what is little, is held to the same limits.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from contextlib import contextmanager, suppress
from multiprocessing import connection, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType

MEMORY: Final = 4 << 30
"""Bytes that a worker may use: a record of 64 MiB, the most that is read, needs less."""
SECONDS: Final = 300.0
"""CPU seconds for one item; a record of 64 MiB needs a tenth of them."""

_RARELY: Final = 200_000
_GRACE: Final = 60.0  # seconds

_context: Any = None
_ends_at = 0.0
_guarded = False


class TooLongError(Exception):
    """An item took more than its CPU time."""


def begin(setup: Callable[[], Any]) -> None:
    """Make this process a worker."""
    global _context
    # Ctrl-C goes to all processes of a terminal: the build decides, and ends its workers
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, _stop)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    limit_memory(MEMORY)
    _context = setup()
    # what is here stays; cables are trees of values, which need no search for rings
    gc.freeze()
    gc.set_threshold(_RARELY)


def run(function: Callable[[Any, Any], Any], batch: Sequence[Any]) -> list[Any]:
    """The results of the items of a batch."""
    return [function(_context, item) for item in batch]


def limit_memory(size: int) -> None:
    """Have what asks for more memory fail with a MemoryError, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard != resource.RLIM_INFINITY:
            size = min(size, hard)
        resource.setrlimit(resource.RLIMIT_AS, (size, hard))


@contextmanager
def guarded() -> Iterator[None]:
    """Have `limited` hold in this process too, and let it use no more memory than a worker may beside what it has."""
    global _guarded
    if threading.current_thread() is not threading.main_thread():  # which alone hears signals
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    _guarded = True
    try:
        with _memory_beside(MEMORY):
            yield
    finally:
        _guarded = False
        signal.signal(signal.SIGPROF, before or signal.SIG_DFL)


@contextmanager
def _memory_beside(size: int) -> Iterator[None]:
    """Limit what this process may take beside what it has, where the system can say how much that is."""
    before = None
    with suppress(ImportError, ValueError, OSError):
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        before = resource.getrlimit(resource.RLIMIT_AS)
        most = pages * resource.getpagesize() + size
        if before[0] == resource.RLIM_INFINITY or before[0] > most:
            resource.setrlimit(resource.RLIMIT_AS, (most, before[1]))
    try:
        yield
    finally:
        if before is not None:
            resource.setrlimit(resource.RLIMIT_AS, before)


@contextmanager
def limited(seconds: float | None = None) -> Iterator[None]:
    """Raise TooLongError in what takes more CPU time; only in a worker, or where this process is guarded."""
    if _context is None and not _guarded:
        yield
        return
    if _context is not None:
        _end_by(time.process_time() + SECONDS)
    signal.setitimer(signal.ITIMER_PROF, seconds or SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _end_by(cpu: float) -> None:
    """Have the system end this process at so many CPU seconds: in a loop of C no exception can be raised."""
    global _ends_at
    if cpu < _ends_at:
        return
    _ends_at = cpu + _GRACE
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        soft = int(_ends_at)
        if hard != resource.RLIM_INFINITY:
            soft = min(soft, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError


def _end_with_parent() -> None:
    """A killed build leaves no workers behind."""
    parent = parent_process()
    if parent is None:
        return
    connection.wait([parent.sentinel])
    sys.stderr = None  # nobody is to hear of it
    os._exit(1)
