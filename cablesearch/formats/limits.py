"""How much may come out of a container: what is packed too well is a bomb, not a collection of cables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Callable

TOTAL: Final = 20 << 30
"""No container gives more bytes."""

RATIO: Final = 200
"""Nor any part of it more than so many times what was packed; a dump of cables packs about 5 to 1."""

FREE: Final = 1 << 20
"""So much may come out of any part, however well packed."""

MEMBERS: Final = 1_000_000
"""No archive has more members."""

_UNPACK: Final = "unpack it and name the folder"


class Meter:
    """Counts what comes out of a container, and of its parts against what went into them."""

    def __init__(self) -> None:
        self._total = 0
        self._out = 0
        self._members = 0
        self._packed: Callable[[], int] = int

    def begin(self, packed: Callable[[], int]) -> Meter:
        """A further member comes, RecordError after too many; `packed` counts its bytes as they are unpacked."""
        self._members += 1
        if self._members > MEMBERS:
            raise RecordError(
                f"has more than {MEMBERS:,} members, the most that are read of one container",
                remedy=_UNPACK,
            )
        self._out = 0
        self._packed = packed
        return self

    def __call__(self, size: int) -> None:
        """So many more bytes came out; RecordError where that is too much."""
        self._total += size
        self._out += size
        if self._total > TOTAL:
            raise RecordError(
                f"holds more than {TOTAL >> 30} GiB, the most that is read of one container",
                remedy=_UNPACK,
            )
        if self._out > FREE and self._out > RATIO * self._packed():
            raise RecordError(
                f"unpacks to more than {RATIO} times its size, as no collection of cables does",
                remedy=f"if it is one, {_UNPACK}",
            )
