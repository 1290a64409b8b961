"""The thread of the index: the newest request of a kind is answered, in its own index, whatever goes wrong."""

from __future__ import annotations

import queue
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from cablesearch.cli.browse.clerk import KINDS, Answer, Clerk, Request
from cablesearch.errors import NoIndexError

if TYPE_CHECKING:
    from collections.abc import Iterator

SOON = 10.0


class Shelf:
    """Opens an index that is a number, another each time."""

    def __init__(self) -> None:
        self.opened = 0
        self.closed: list[int] = []
        self.broken = False
        self.threads: set[int] = set()

    @contextmanager
    def open(self) -> Iterator[Any]:
        if self.broken:
            raise NoIndexError("no index there")
        self.opened += 1
        number = self.opened
        self.threads.add(threading.get_ident())
        try:
            yield number
        finally:
            self.threads.add(threading.get_ident())
            self.closed.append(number)


class Desk:
    """A clerk, and a basket for the answers."""

    def __init__(self) -> None:
        self.shelf = Shelf()
        self.answers: queue.Queue[Answer] = queue.Queue()
        self.clerk = Clerk(self.shelf.open, self.answers.put)

    def ask(self, kind: str, work: Any) -> None:
        self.clerk.ask(kind, Request(work=work, take=print, failed=bool))

    def next(self) -> Any:
        answer = self.answers.get(timeout=SOON)
        return answer.value if answer.error is None else answer.error


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.clerk.end(wait=SOON)
    assert made.clerk.idle


def test_only_the_newest_of_a_kind(desk: Desk) -> None:
    for kind in reversed(KINDS):
        for number in (1, 2, 3):
            desk.ask(kind, lambda _index, said=(kind, number): said)
    assert not desk.clerk.idle
    desk.clerk.start()
    assert [desk.next() for _ in KINDS] == [(kind, 3) for kind in KINDS]


def test_one_index_in_one_thread(desk: Desk) -> None:
    desk.clerk.start()
    for _ in range(3):
        desk.ask("search", lambda index: index)
        assert desk.next() == 1
    desk.clerk.end(wait=SOON)
    assert desk.shelf.closed == [1]
    assert desk.shelf.threads == {desk.clerk.thread.ident}


def test_opened_anew(desk: Desk) -> None:
    desk.clerk.start()
    desk.ask("search", lambda index: index)
    assert desk.next() == 1
    desk.clerk.reopen()
    desk.ask("search", lambda index: index)
    assert desk.next() == 2
    assert desk.shelf.closed == [1]


def test_an_error_is_an_answer(desk: Desk) -> None:
    desk.clerk.start()
    desk.ask("search", lambda index: index / 0)
    assert isinstance(desk.next(), ZeroDivisionError)
    desk.ask("search", lambda index: index)
    assert desk.next() == 1


def test_an_index_that_is_gone(desk: Desk) -> None:
    desk.shelf.broken = True
    desk.clerk.start()
    desk.ask("search", lambda index: index)
    assert isinstance(desk.next(), NoIndexError)
    desk.shelf.broken = False
    desk.ask("search", lambda index: index)
    assert desk.next() == 1


def test_the_end_waits_for_what_is_worked_on(desk: Desk) -> None:
    begun, go = threading.Event(), threading.Event()

    def work(_index: Any) -> None:
        begun.set()
        go.wait(SOON)

    desk.clerk.start()
    desk.ask("search", work)
    assert begun.wait(SOON)
    desk.ask("page", lambda index: index)
    desk.clerk.end(wait=0.01)
    go.set()
    desk.clerk.end(wait=SOON)
    assert desk.answers.empty()
    assert desk.shelf.closed == [1]
