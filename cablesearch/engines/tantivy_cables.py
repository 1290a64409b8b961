"""The table of cables beside tantivy's files: their numbers, their ids, the order of these; read in place by mapping.

    magic | six numbers of eight bytes | numbers by id | ranks by number | where ids end | the ids, sorted

The six: a mark of byte order, the number that the next new cable gets, how many ids, how many bytes of ids, documents,
and tantivy's stamp of the commit that this table belongs to. A rank is an id's place in their order, -1 where a number
is not in use.
"""

from __future__ import annotations

import mmap
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, overload

from cablesearch.errors import DamagedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_MAGIC: Final = b"cablesearch cables 1\n   "
_ORDER: Final = 0x0102030405060708
_FACTS: Final = 6


def write_cables(
    path: Path, numbers: Mapping[str, int], *, following: int, documents: int, stamp: int
) -> None:
    """Write a new file; `numbers` are the cables' by their ids, `following` the next new cable's."""
    ids = sorted(numbers)
    ranks = array("q", [-1]) * following
    ends = array("q")
    end = 0
    encoded = []
    for rank, cable_id in enumerate(ids):
        ranks[numbers[cable_id]] = rank
        encoded.append(cable_id.encode("utf-8", "surrogatepass"))
        end += len(encoded[-1])
        ends.append(end)
    facts = array("q", [_ORDER, following, len(ids), end, documents, stamp])
    with path.open("xb") as file:
        file.write(_MAGIC)
        for part in (facts, array("q", [numbers[i] for i in ids]), ranks, ends):
            file.write(part.tobytes())
        file.write(b"".join(encoded))


class Cables(Sequence[str]):
    """The ids in their order, and what belongs to them; DamagedError where the file is none of these."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            start = len(_MAGIC)
            facts = data[start : start + 8 * _FACTS].cast("q").tolist()
            order, self.following, count, size, self.documents, self.stamp = facts
            whole = 8 * (_FACTS + 2 * count + self.following)
            if (
                bytes(data[:start]) != _MAGIC
                or order != _ORDER
                or min(count, self.following, size) < 0
                or start + whole + size != len(data)
            ):
                raise ValueError("it is not a table of cables")
        except (ValueError, FileNotFoundError) as error:
            raise DamagedError(f"{path} cannot be read", remedy="use --rebuild") from error
        at = start + 8 * _FACTS
        self.numbers = data[at : at + 8 * count].cast("q")
        at += 8 * count
        self.ranks = data[at : at + 8 * self.following].cast("q")
        at += 8 * self.following
        self._ends = data[at : at + 8 * count].cast("q")
        self._text = data[at + 8 * count :]

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        start = self._ends[index - 1] if index else 0
        return str(self._text[start : self._ends[index]], "utf-8", "surrogatepass")

    def number(self, cable_id: str) -> int | None:
        """The number of a cable; null where there is none."""
        at = bisect_left(self, cable_id)
        return self.numbers[at] if at < len(self) and self[at] == cable_id else None
