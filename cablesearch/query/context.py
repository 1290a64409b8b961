"""What resolving a query asks of the world: the clock, the code tables, the index. The caller gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from cablesearch.cable.eras import Era
    from cablesearch.query.question import Question


def _unknown(_: str) -> None:
    return None


def _none(_: str) -> tuple[str, ...]:
    return ()


def _no_codes(_: str) -> Mapping[str, tuple[Era, ...]]:
    return {}


class Entered(Struct, frozen=True, kw_only=True):
    """Cables that entered the index after some generation, and of which the text `changed` after it.

    `entered` are also all that were added from `since` on (UTC, to the second) but for `besides`: what a short question
    can say where they are very many.
    """

    entered: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    since: datetime | None = None
    besides: tuple[str, ...] = ()


def _nothing_entered(_generation: int, _changed: bool) -> Entered:
    return Entered()


class Context(Struct, frozen=True, kw_only=True):
    """`now` is UTC and serves `added:7d..` only.

    `station` gives the canonical station of a post in any spelling; `canonical_id` that of a cable id; both null
    where they know none. `tags_meaning` gives the TAGS codes whose meaning has these words, with the eras in which it
    had; `misprint` the code that an unknown one was meant to be, or null; `countries` the codes of the countries with
    these words in a name of theirs; `cites_of` the ids that a cable (by its canonical id) cites; `values` the values
    that a keyword field has in the index, as far as known; `saved` the saved queries by their names, in small letters;
    `entered_after` what entered the index after a generation, with true also what changed after it.
    """

    now: datetime
    station: Callable[[str], str | None] = _unknown
    canonical_id: Callable[[str], str | None] = _unknown
    tags_meaning: Callable[[str], Mapping[str, tuple[Era, ...]]] = _no_codes
    misprint: Callable[[str], str | None] = _unknown
    countries: Callable[[str], tuple[str, ...]] = _none
    cites_of: Callable[[str], tuple[str, ...]] = _none
    values: Callable[[str], Iterable[str]] = _none
    saved: Mapping[str, Question] = field(default_factory=dict)
    entered_after: Callable[[int, bool], Entered] = _nothing_entered
