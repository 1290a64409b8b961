"""Which cables are cited most, and by whom: references counted over all citing cables or some."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from cablesearch.cable.ident import station_in
from cablesearch.search.page import iso
from cablesearch.search.refs import Card, card_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from cablesearch.search.refs import Shelf

_AT_ONCE: Final = 256

CITED_KEYS: Final = ("cable_id", "times", "date", "embassy", "subject", "held", "by")


class Cited(Struct, frozen=True, kw_only=True):
    """A cable that is cited, by its number; `by` are the cables that list it, `times` how many they are.

    `held` says that the index has it; of one that it has not, the post is what its id says.
    """

    cable_id: str
    times: int
    date: datetime | None
    embassy: str | None
    subject: str | None
    held: bool
    by: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The cable as JSON values."""
        return {
            "cable_id": self.cable_id,
            "times": self.times,
            "date": iso(self.date),
            "embassy": self.embassy,
            "subject": self.subject,
            "held": self.held,
            "by": list(self.by),
        }


class MostCited:
    """The cables cited, those cited most first, then by id: its length is their number, to iterate it reads them."""

    def __init__(self, shelf: Shelf, citations: Iterable[tuple[str, str]]) -> None:
        by: dict[str, list[str]] = defaultdict(list)
        for cited, citing in citations:
            by[cited].append(citing)
        self._shelf = shelf
        self._by = by

    def __len__(self) -> int:
        return len(self._by)

    def __iter__(self) -> Iterator[Cited]:
        numbers = iter(sorted(self._by, key=lambda number: (-len(self._by[number]), number)))
        while some := list(islice(numbers, _AT_ONCE)):
            held = {number: ids[0] for number in some if (ids := self._shelf.sharing(number))}
            cards = {cable.id: card_of(cable) for cable in self._shelf.cables(held.values())}
            for number in some:
                card = cards[held[number]] if number in held else Card(embassy=station_in(number))
                by = tuple(sorted(self._by[number]))
                yield Cited(
                    cable_id=number,
                    times=len(by),
                    date=card.date,
                    embassy=card.embassy,
                    subject=card.subject,
                    held=number in held,
                    by=by,
                )
