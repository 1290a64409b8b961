"""Many queries put to an index one by one: their answers, and what is to be said of those without any."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from cablesearch.cli.queries import STDIN
from cablesearch.errors import ExitStatus, QueryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cablesearch.api import Index
    from cablesearch.cli.queries import Asked
    from cablesearch.cli.session import Session
    from cablesearch.search.page import FoundParagraph

_Answer = TypeVar("_Answer")


class Batch:
    """Queries put one by one; how many found something, and which could not be read."""

    def __init__(self, session: Session, index: Index, file: str, options: dict[str, Any]) -> None:
        self.index = index
        self.options = options
        self.tail: dict[str, Any] = {"unread": []}
        self._talk = session.talk
        self._file = "stdin" if file == STDIN else file
        self._put = self._fruitful = self._cut = 0

    def each(
        self, queries: Iterable[Asked], put: Callable[[Asked], _Answer]
    ) -> Iterator[tuple[Asked, _Answer]]:
        """The answer to each query that can be read; the others are told of."""
        for one in queries:
            try:
                answer = put(one)
            except UsageError as error:
                self._refuse(one, error)
                continue
            self._put += 1
            yield one, answer

    def counted(self, one: Asked, found: int, notes: Iterable[str] = ()) -> None:
        """A query has found so much."""
        self._fruitful += found > 0
        for note in notes:
            self._talk.note(f"{self._place(one)}: note: {note}")

    def hits(
        self, queries: Iterable[Asked], most: int | None, by: Any
    ) -> Iterator[tuple[Asked, Iterator[FoundParagraph]]]:
        """The hits of each query, the best or all of them; streamed."""

        def put(one: Asked) -> Iterator[FoundParagraph]:
            if most is not None:
                page = self.index.search(one.query, limit=most, by=by, **self.options)
                there = page.cables if by == "cable" else page.total
                self._cut += there is None or there > most
                return iter(page.hits)
            found = self.index.scan(one.query, by=by, **self.options)
            first = next(found, None)  # what cannot be found out is known now
            return iter(()) if first is None else chain((first,), found)

        return self.each(queries, put)

    def told(self) -> ExitStatus:
        """Say what came of it."""
        unread = len(self.tail["unread"])
        empty = self._put - self._fruitful
        if not self._put + unread:
            self._talk.note(f"no queries in {self._file}")
        self._talk.summary |= {"queries": self._put + unread, "empty": empty, "unread": unread}
        said = [f"{empty:,} of {self._put + unread:,} queries found nothing"] if empty else []
        said += [f"{unread:,} could not be read"] if unread else []
        said += [f"{self._cut:,} had more hits; --all for the rest"] if self._cut else []
        if said:
            self._talk.note("; ".join(said))
        if unread:
            return ExitStatus.SKIPPED
        return ExitStatus.OK if self._fruitful else ExitStatus.NOTHING_FOUND

    def _place(self, one: Asked) -> str:
        return f"{self._file}:{one.line}"

    def _refuse(self, one: Asked, error: UsageError) -> None:
        lines = [f"{self._place(one)}: {error}"]
        message = str(error)
        if isinstance(error, QueryError):
            from cablesearch.query.render import caret_lines

            lines += caret_lines(error)
            message = "; ".join(problem.message for problem in error.problems)
        self.tail["unread"].append({"line": one.line, "name": one.name, "message": message})
        for line in ["\n".join(lines)] if self._talk.as_json else lines:
            self._talk.problem(line, line=one.line, name=one.name)
