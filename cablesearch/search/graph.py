"""A graph of references: cables, the REF items that lead from one to another, and its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from msgspec import Struct

from cablesearch.search.page import iso

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

Direction = Literal["cites", "cited-by"]
DIRECTIONS: Final[tuple[Direction, ...]] = ("cites", "cited-by")


class Node(Struct, frozen=True, kw_only=True):
    """A cable of the graph.

    `held` says that the index has it; of one that it has not, the post is what its id says. `distance` is the number
    of steps from the nearest of the cables asked for, `direction` the way there: "self" for those themselves, "both"
    where it is reached by citing and by being cited.
    """

    cable_id: str
    date: datetime | None
    embassy: str | None
    subject: str | None
    held: bool
    direction: Literal["self", "cites", "cited-by", "both"]
    distance: int

    def to_dict(self) -> dict[str, Any]:
        """The node as JSON values."""
        return {
            "cable_id": self.cable_id,
            "date": iso(self.date),
            "embassy": self.embassy,
            "subject": self.subject,
            "held": self.held,
            "direction": self.direction,
            "distance": self.distance,
        }


class Edge(Struct, frozen=True, kw_only=True):
    """An item of a REF list: the cable `citing`, and the one `cited`, null where the item names no cable.

    `letter`, `text` (as written) and `kind` are the item's; where several items of a list name the same cable, the
    first one's. `shared` says that the number cited is that of several cables in the index, any of which may be meant.
    `distance` is that of the end that lies farther on.
    """

    citing: str
    cited: str | None
    letter: str | None
    text: str
    kind: str
    shared: bool
    distance: int


class Graph(Struct, frozen=True, kw_only=True):
    """What some cables (`roots`) cite and what cites them.

    `nodes` are the cables by id, roots first, then by distance. `cites` are the items of REF lists that lead away from
    the roots, those that name no cable included; `cited_by` those that lead to them, each list in order of distance. A
    citation inside a ring can be in both. `beyond` counts the cables that were left out when the graph was full.
    """

    roots: tuple[str, ...]
    depth: int
    nodes: Mapping[str, Node]
    cites: tuple[Edge, ...]
    cited_by: tuple[Edge, ...]
    beyond: int = 0

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Every citation of one cable by another, once."""
        each = {(e.citing, e.cited): e for e in (*self.cited_by, *self.cites) if e.cited}
        return tuple(sorted(each.values(), key=lambda e: (e.distance, e.citing, e.cited or "")))

    def along(self, direction: Direction) -> tuple[Edge, ...]:
        """The edges of one direction."""
        return self.cites if direction == "cites" else self.cited_by

    def rows(self) -> Iterator[dict[str, Any]]:
        """One row for each edge: `cable_id` is its far end, `via` the near one."""
        for direction in DIRECTIONS:
            for edge in self.along(direction):
                yield self._row(direction, edge)

    def _row(self, direction: Direction, edge: Edge) -> dict[str, Any]:
        far, near = edge.cited, edge.citing
        if direction == "cited-by":
            assert edge.cited is not None
            far, near = edge.citing, edge.cited
        node = self.nodes[far] if far is not None else None
        return {
            "direction": direction,
            "distance": edge.distance,
            "cable_id": far,
            "date": iso(node.date) if node else None,
            "embassy": node.embassy if node else None,
            "subject": node.subject if node else None,
            "letter": edge.letter,
            "held": node.held if node else None,
            "kind": edge.kind,
            "written": edge.text,
            "shared": edge.shared,
            "via": near,
        }


ROW_KEYS: Final = (
    "direction", "distance", "cable_id", "date", "embassy", "subject", "letter", "held", "kind", "written", "shared",
    "via",
)  # fmt: skip
