"""Doing a piece of work for each item of a stream, in its order: here, or in worker processes (workers.py)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol

from msgspec import Struct

from cablesearch.indexing.frames import FrameReader
from cablesearch.indexing.workers import Weigh, Work, Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from cablesearch.engines.base import Engine
    from cablesearch.indexing.tools import Pipeline


_MUCH: Final = 10_000_000


class Context(Struct, kw_only=True):
    """What the work of one build is done with; every worker process makes its own."""

    pipeline: Pipeline
    engine: Engine
    reader: FrameReader | None = None

    def frames(self, stage: Path) -> FrameReader:
        """The store files of the build's stage."""
        if self.reader is None:
            self.reader = FrameReader(stage)
        return self.reader

    def close(self) -> None:
        """Let go of files."""
        if self.reader is not None:
            self.reader.close()


class Spread(Protocol):
    """A way to have work done."""

    def each(self, work: Work, items: Iterable[Any], weigh: Weigh) -> Iterator[tuple[Any, Any]]:
        """Every item in order with what the work made of it, null for what passes through."""


class Here:
    """Does all work in this process, each item when it is asked for."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def each(self, work: Work, items: Iterable[Any], weigh: Weigh) -> Iterator[tuple[Any, Any]]:
        """Every item in order with what the work made of it."""
        for item in items:
            yield item, work(self._context, item) if weigh(item) else None


class Spreads:
    """How the work of one build is to be done: much of it by `jobs` worker processes, where there can be any."""

    def __init__(self, context: Context, jobs: int) -> None:
        self._here = Here(context)
        remake = context.pipeline.remake
        self._workers: Workers | None = None
        if jobs > 1 and remake is not None:
            self._workers = Workers(jobs, partial(_remade, remake, context.engine))

    def of(self, size: int) -> Spread:
        """For work on so many characters about: workers take a second to begin."""
        if self._workers is None or size < _MUCH:
            return self._here
        return self._workers

    def close(self) -> None:
        """End the workers."""
        if self._workers is not None:
            self._workers.close()


def _remade(remake: Callable[[], Pipeline], engine: Engine) -> Context:
    return Context(pipeline=remake(), engine=engine)
