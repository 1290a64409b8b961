"""What came of a fault: how often it was tried, what did not survive it, what else was seen; the table of all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass
class Tally:
    """The count of one fault on one engine. `failed` says what went wrong, a line each trial."""

    tried: int = 0
    failed: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def one(self, what: str, wrong: Iterable[str]) -> None:
        """One more trial, and all that went wrong in it."""
        self.tried += 1
        found = [*wrong]
        if found:
            self.failed.append(f"{what}: {'; '.join(found)}")

    @property
    def survived(self) -> int:
        """The trials in which nothing went wrong."""
        return self.tried - len(self.failed)


HEAD: Final = (
    "| fault | what | engine | tried | survived | what else was seen | took |\n"
    "|---|---|---|---:|---:|---|---:|"
)


def line(name: str, title: str, engine: str, tally: Tally, seconds: float) -> str:
    """A tally as a line of the table."""
    seen = ", ".join(f"{what} {count:,}" for what, count in sorted(tally.seen.items()))
    survived = f"**{tally.survived:,}**" if tally.failed else f"{tally.survived:,}"
    return f"| {name} | {title} | {engine} | {tally.tried:,} | {survived} | {seen} | {seconds:,.0f} s |"
