"""Worker processes: batches of work spread over them, the results in the order of the work.

They are spawned, so that nothing of an engine's threads or of open files comes along. A worker that dies takes down
the work of the others, which is done again batch by batch, then item by item, until the one item is found at which
workers die; that one is given up.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from cablesearch.errors import CablesearchError
from cablesearch.indexing import worker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future


class Lost(Struct, frozen=True):
    """The result of an item at which worker processes die."""


Work = Callable[[Any, Any], Any]
"""A function of a module, called with a worker's context and an item; items and results are pickled."""

Weigh = Callable[[Any], int]
"""What an item costs, in characters of text about; 0 for what is no work and passes through."""

_WAITING: Final = 3
"""So many batches a worker are under way or waiting to be taken up; more would only fill the memory."""
_HEAVY: Final = 200_000
"""Characters of a batch: a fifth of a second's work or less, so that workers end together."""
_MANY: Final = 300
MOST: Final = 16
"""The one process that writes keeps no more workers busy."""


def _nothing(_context: object, _item: object) -> None:
    pass


def usable_cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Batch(Struct):
    """Items in their order, those of them that are work, and the promise of its results."""

    items: list[tuple[Any, bool]]
    work: list[Any]
    future: Future[list[Any]] | None = None

    def with_results(self, found: Iterator[Any]) -> Iterator[tuple[Any, Any]]:
        for item, is_work in self.items:
            yield item, next(found) if is_work else None


def _batches(items: Iterable[Any], weigh: Weigh) -> Iterator[_Batch]:
    batch, weight = _Batch([], []), 0
    for item in items:
        size = weigh(item)
        batch.items.append((item, size > 0))
        if size:
            batch.work.append(item)
            weight += size
        if weight >= _HEAVY or len(batch.items) >= _MANY:
            yield batch
            batch, weight = _Batch([], []), 0
    if batch.items:
        yield batch


class Workers:
    """`count` processes, each of which makes itself a context by `setup`, which can be pickled. They start with the
    first work."""

    def __init__(self, count: int, setup: Callable[[], Any]) -> None:
        self._count = min(count, MOST)
        self._setup = setup
        self._pool: ProcessPoolExecutor | None = None

    def each(self, work: Work, items: Iterable[Any], weigh: Weigh) -> Iterator[tuple[Any, Any]]:
        """Every item in order with what the work made of it. An exception of the work is raised here."""
        waiting: deque[_Batch] = deque()
        for batch in _batches(items, weigh):
            if batch.work:
                batch.future = self._submit(work, batch.work)
            waiting.append(batch)
            if len(waiting) >= self._count * _WAITING:
                yield from self._first(work, waiting)
        while waiting:
            yield from self._first(work, waiting)

    def _first(self, work: Work, waiting: deque[_Batch]) -> Iterator[tuple[Any, Any]]:
        """The results of the first batch; of all that are waiting, where a worker has died meanwhile."""
        batch = waiting.popleft()
        try:
            found = batch.future.result() if batch.future else []
        except BrokenProcessPool:
            again = [batch, *waiting]
            waiting.clear()
            for held in again:
                yield from held.with_results(self._carefully(work, held.work))
            return
        yield from batch.with_results(iter(found))

    def _carefully(self, work: Work, items: Sequence[Any]) -> Iterator[Any]:
        """Results with nothing else under way, so that a death can only be these items'."""
        if not items:
            return
        try:
            found = self._submit(work, items).result()
        except BrokenProcessPool:
            if len(items) > 1:
                half = len(items) // 2
                yield from self._carefully(work, items[:half])
                yield from self._carefully(work, items[half:])
                return
            self._prove()
            found = [Lost()]
        yield from found

    def _prove(self) -> None:
        """Workers that cannot even begin are no fault of an item."""
        try:
            self._submit(_nothing, [None]).result()
        except BrokenProcessPool as error:
            raise CablesearchError(
                "worker processes end as soon as they begin", remedy="--jobs 1 does without"
            ) from error

    def _submit(self, work: Work, items: Sequence[Any]) -> Future[list[Any]]:
        for _ in range(2):
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    self._count,
                    mp_context=multiprocessing.get_context("spawn"),
                    initializer=worker.begin,
                    initargs=(self._setup,),
                )
            try:
                return self._pool.submit(worker.run, work, items)
            except BrokenProcessPool:  # known since the last look; a new one takes its place
                self.close()
        raise BrokenProcessPool("two pools in a row")

    def close(self) -> None:
        """End all processes at once; what they were at is of no use to anybody now."""
        if self._pool is None:
            return
        processes = list((getattr(self._pool, "_processes", None) or {}).values())
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()
        for process in processes:
            process.join()
        self._pool = None
