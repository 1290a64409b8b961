"""A question as somebody asks it: the query and what narrows it, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Question(Struct, frozen=True, kw_only=True):
    """What somebody asks of an index.

    `filters` are facet choices by field name: OR inside a field, AND between fields. `where` are further queries, ANDed
    and not scored. `since` and `until` are dates of any precision, both included. `plain` reads no operators.
    `entered_after` leaves only cables that entered the index after the generation of that number, with `changed` also
    those whose text changed after it.
    """

    query: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    where: Sequence[str] = ()
    since: str | None = None
    until: str | None = None
    plain: bool = False
    entered_after: int | None = None
    changed: bool = False

    def arguments(self) -> list[str]:
        """What narrows the query, as arguments of the command line.

        >>> Question(query="oil", filters={"tags": ["PREL"]}, since="2008").arguments()
        ['--only', 'tags=PREL', '--since', '2008']
        """
        found = []
        for name, values in self.filters.items():
            for value in values:
                found += ["--only", f"{name}={value}"]
        for text in self.where:
            found += ["--filter", text]
        for option, date in (("--since", self.since), ("--until", self.until)):
            if date:
                found += [option, date]
        return [*found, "--plain"] if self.plain else found
