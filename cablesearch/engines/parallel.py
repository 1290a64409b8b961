"""Two things done at once, for work that does not hold Python's lock."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_One = TypeVar("_One")
_Other = TypeVar("_Other")


def in_parallel(one: Callable[[], _One], other: Callable[[], _Other]) -> tuple[_One, _Other]:
    """What both give; what the first one raises comes before what the other does."""
    done: list[_One] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(one())
        except BaseException as error:
            failed.append(error)

    thread = Thread(target=run)
    thread.start()
    try:
        second = other()
    finally:
        thread.join()
        if failed:
            raise failed[0]
    return done[0], second
