"""A check that stops in time: it goes on where the one before it stopped, and says what it has not come to.

Its parts are the files of the generation, what the engine and the catalogue count, the cables of the store and, where
that is asked for, the sources. They are looked at in a ring: after the last comes the first again, so that a check of a
few minutes every week comes to everything in time, though the generations change meanwhile.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct, field

from cablesearch.indexing import durable
from cablesearch.indexing.digest import sha256_of_few

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from cablesearch.indexing.check import Finding


class OutOfTimeError(Exception):
    """The time is up."""


class Limit(Struct, frozen=True, kw_only=True):
    """So many seconds by a timer; `memo_dir` is where it is remembered how far a check came."""

    seconds: float
    timer: Callable[[], float]
    memo_dir: Path | None = None

    def watch(self) -> Callable[[], None]:
        """What raises OutOfTimeError once the time is up, which begins to run now."""
        end = self.timer() + self.seconds

        def look() -> None:
            if self.timer() >= end:
                raise OutOfTimeError

        return look


class Part(Struct, frozen=True, kw_only=True):
    """One kind of things to be looked at, each by its key; sorted."""

    name: str
    keys: Sequence[str]
    look: Callable[[str], Iterable[Finding]]


class Seen(Struct, frozen=True, kw_only=True):
    """How many of a part were looked at."""

    part: str
    seen: int
    of: int


class Round(Struct, kw_only=True):
    """What came of it. `too_long` is the one thing that alone took all the time; it is passed over the next time."""

    findings: list[Finding] = field(default_factory=list)
    parts: tuple[Seen, ...] = ()
    too_long: str | None = None


def go_round(index_dir: Path, parts: Sequence[Part], limit: Limit) -> Round:
    """Look at one thing after the other until all were looked at or one of them raises OutOfTimeError."""
    memo = _memo(index_dir, limit.memo_dir)
    counts = [len(part.keys) for part in parts]
    start = _start(parts, memo)
    found = Round()
    done = 0
    last = ""
    for part, key in _ring(parts, start):
        name = f"{part.name} {key}"
        try:
            found.findings += part.look(key)
        except OutOfTimeError:
            if not done:
                found.too_long = last = name
            break
        done += 1
        last = name
    _remember(memo, last if done < sum(counts) else None)
    found.parts = tuple(
        Seen(
            part=part.name,
            seen=_seen(begin, len(part.keys), start, done, sum(counts)),
            of=len(part.keys),
        )
        for part, begin in zip(parts, accumulate([0, *counts]), strict=False)
    )
    return found


def _ring(parts: Sequence[Part], start: int) -> Iterator[tuple[Part, str]]:
    """Every part's keys once, from the one on that is the `start`th of all."""
    begin = 0
    before: list[tuple[Part, int, int]] = []
    for part in parts:
        first = min(max(0, start - begin), len(part.keys))
        for key in part.keys[first:]:
            yield part, key
        before.append((part, 0, first))
        begin += len(part.keys)
    for part, low, high in before:
        for key in part.keys[low:high]:
            yield part, key


def _seen(begin: int, size: int, start: int, done: int, whole: int) -> int:
    """How many of the `size` places from `begin` on are among the `done` ones from `start` on, in a ring of `whole`."""
    stretches = [(start, min(start + done, whole)), (0, max(0, start + done - whole))]
    return sum(max(0, min(end, begin + size) - max(low, begin)) for low, end in stretches)


def _start(parts: Sequence[Part], memo: Path | None) -> int:
    """Behind what was looked at last, even if that is gone; anywhere, where nothing is known of that."""
    whole = sum(len(part.keys) for part in parts)
    said = b""
    with contextlib.suppress(OSError):
        said = memo.read_bytes() if memo is not None else said
    if not said:
        return secrets.randbelow(whole) if whole else 0
    name, _, key = said.decode(errors="surrogateescape").partition(" ")
    begin = 0
    for part in parts:
        if part.name == name:
            return begin + bisect_right(part.keys, key)
        begin += len(part.keys)
    return 0


def _memo(index_dir: Path, memo_dir: Path | None) -> Path | None:
    key = sha256_of_few(os.fsencode(index_dir.resolve()))
    return memo_dir / f"check-{key[:40]}" if memo_dir is not None else None


def _remember(memo: Path | None, last: str | None) -> None:
    """Where that fails, the next check begins anywhere."""
    if memo is None:
        return
    with contextlib.suppress(OSError):
        if last is None:
            memo.unlink(missing_ok=True)
            return
        memo.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        durable.replace_file(memo, last.encode(errors="surrogateescape"))
