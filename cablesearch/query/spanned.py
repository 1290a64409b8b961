"""What stands at a place in a query's text."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

_PLACES: Final = frozenset({"span", "name_span"})


class Spanned(Struct, frozen=True, kw_only=True):
    """A node of a tree; where it stands in the query takes no part in equality."""

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and _meaning(self) == _meaning(other)

    def __hash__(self) -> int:
        return hash((type(self), _meaning(self)))


def _meaning(node: Struct) -> tuple[object, ...]:
    return tuple([getattr(node, name) for name in node.__struct_fields__ if name not in _PLACES])
