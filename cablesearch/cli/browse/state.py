"""The question that is browsed: query, ticked values, period; what it asks the index, and its command line."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cablesearch.fields import MAIN_FACETS
from cablesearch.query.periods import read_period
from cablesearch.search.facets import refine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from cablesearch.query.ast import Order

ORDERS: Final[tuple[Order, ...]] = ("relevance", "-date", "date", "id")

Chosen = tuple[tuple[str, tuple[str, ...]], ...]
"""The values ticked, by field."""


class View(NamedTuple):
    """One state of the browser. Each change makes another, so that one can go back.

    `chosen`, `filters`, `since`, `until` and `plain` are as for Index.search, and were asked for at the start; `period`
    is the first and the last of those chosen inside them, as 1973, 1973-05 or 1973-05-14; `facets` are the fields
    counted.
    """

    query: str = ""
    chosen: Chosen = ()
    filters: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    plain: bool = False
    sort: Order = "relevance"
    by: Literal["paragraph", "cable"] = "paragraph"
    facets: tuple[str, ...] = MAIN_FACETS
    period: tuple[str, str] | None = None

    @classmethod
    def of(cls, query: str, options: Mapping[str, Any], **more: Any) -> View:
        """The view of a query and of what narrows it, as cli.asking.question gives that."""
        chosen = tuple((name, tuple(values)) for name, values in options["filters"].items())
        return cls(
            query=query,
            chosen=chosen,
            filters=tuple(options["where"]),
            since=options["since"],
            until=options["until"],
            plain=options["plain"],
            **more,
        )._seen()

    def _seen(self) -> View:
        """With every field counted in which something is ticked: a choice can be seen and undone."""
        fields = (*self.facets, *(name for name, _ in self.chosen))
        return self._replace(facets=tuple(dict.fromkeys(fields)))

    @property
    def options(self) -> dict[str, Any]:
        """The keyword arguments that narrow a question of the Index."""
        since, until = self.span
        return {
            "filters": {name: list(values) for name, values in self.chosen},
            "where": list(self.filters),
            "since": since,
            "until": until,
            "plain": self.plain,
        }

    @property
    def span(self) -> tuple[str | None, str | None]:
        """The first and the last time, both included: those of the period, where it does not reach beyond the start's.

        >>> View(since="1973-05-14").within("1973", "1974").span
        ('1973-05-14', '1974')
        """
        since, until = self.since, self.until
        if self.period is None:
            return since, until
        first, last = self.period
        return (
            first if since is None or _start(first) >= _start(since) else since,
            last if until is None or _end(last) <= _end(until) else until,
        )

    def asks_like(self, other: View) -> bool:
        """Whether both match the same paragraphs, whatever is counted and in what order."""
        return (self.query, self.options) == (other.query, other.options)

    def with_chosen(self, field: str, values: Sequence[str]) -> View:
        """With these values ticked in a field, none for no restriction."""
        if any(name == field for name, _ in self.chosen):
            chosen = [(name, tuple(values) if name == field else old) for name, old in self.chosen]
        else:
            chosen = [*self.chosen, (field, tuple(values))]
        return self._replace(chosen=tuple(item for item in chosen if item[1]))._seen()

    def within(self, first: str, last: str) -> View:
        """Narrowed to the time from the first period to the last, as 1973, 1973-05 or 1973-05-14."""
        return self._replace(period=(first, last))

    def wider(self) -> View:
        """The period one step wider: a day's month, a month's year, and then all that was asked for at the start.

        >>> View().within("1973-05", "1973-05").wider().period
        ('1973', '1973')
        """
        first, last = self.period or ("", "")
        shorter = first.rpartition("-")[0] if first == last else ""
        return self._replace(period=(shorter, shorter) if shorter else None)

    def counting(self, field: str) -> View:
        """With a further field counted."""
        return self._replace(facets=tuple(dict.fromkeys((*self.facets, field))))

    def reordered(self) -> View:
        """With the next order of hits."""
        return self._replace(sort=ORDERS[(ORDERS.index(self.sort) + 1) % len(ORDERS)])

    def regrouped(self) -> View:
        """By cable in place of by paragraph, or back."""
        return self._replace(by="cable" if self.by == "paragraph" else "paragraph")

    @property
    def arguments(self) -> tuple[str, ...]:
        """The arguments of `cablesearch query` that find the same hits, and count by what else is counted here.

        >>> View(query="-rain", chosen=(("tags", ("KTIP",)),)).arguments
        ('--tag', 'KTIP', '--', '-rain')
        """
        return self._arguments()

    def _arguments(self, more: Sequence[str] = ()) -> tuple[str, ...]:
        """`more` are further options, which stand before a query that reads as one."""
        options: list[str] = []
        for name, value in self._options():
            options += (f"{name}={value}",) if value.startswith("-") else (name, value)
        if self.plain:
            options.append("--plain")
        options += more
        query = [self.query] if self.query else []
        return (*options, "--", *query) if self.query.startswith("-") else (*query, *options)

    def _options(self) -> Iterator[tuple[str, str]]:
        for field, values in self.chosen:
            for value in values:
                name, argument = refine(field, value)
                yield name, argument
        for name, given in zip(("--since", "--until"), self.span, strict=True):
            if given:
                yield name, given
        for query in self.filters:
            yield "--filter", query
        if self.sort != "relevance":
            yield "--sort", self.sort
        if self.by != "paragraph":
            yield "--by", self.by
        for name in self.facets:
            if name not in MAIN_FACETS:
                yield "--facet", name

    def command_line(self, before: Sequence[str] = (), more: Sequence[str] = ()) -> str:
        """The command line to paste into a shell; `before` are global options, `more` are options of `query`."""
        return shlex.join(("cablesearch", *before, "query", *self._arguments(more)))


def _start(period: str) -> datetime:
    return read_period(period).start or datetime.min.replace(tzinfo=UTC)


def _end(period: str) -> datetime:
    return read_period(period).end or datetime.max.replace(tzinfo=UTC)
