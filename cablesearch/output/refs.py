"""References as people read them: what a cable cites and what cites it, in columns or drawn as a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cablesearch.output.cells import cut
from cablesearch.output.grid import write_grid
from cablesearch.output.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cablesearch.output.records import Row
    from cablesearch.output.sink import Sink
    from cablesearch.search.refs import Direction, Edge, Graph, Node

_NAMED: Final[dict[Direction, str]] = {"cites": "cites", "cited-by": "cited by"}
_NOT_HERE: Final = "(not here)"
_MOST_NAMED: Final = 2
"""Of the cables that cite one so many are named."""


def write_graph(graph: Graph, rows: Sequence[Row], sink: Sink) -> None:
    """The cables asked for, and under each direction a row for each reference; how they are linked where that is not
    plain."""
    _write_roots(graph, sink)
    linked = graph.depth > 1 or len(graph.roots) > 1
    for direction, title in _NAMED.items():
        mine = [row for row in rows if row["direction"] == direction]
        if not mine:
            continue
        sink.line()
        sink.line(sink.style.strong(title))
        cells = [_cells(row, linked=linked) for row in mine]
        head = ("step", "via", "ref", "cable", "date", "subject")
        write_grid(head if linked else ("",) * 5, cells, sink)


def _cells(row: Row, *, linked: bool) -> tuple[str, ...]:
    about = row["subject"] or ""
    if row["cable_id"] is None:
        about = f"{row['written']} ({row['kind']})" if row["kind"] != "other" else row["written"]
    elif not row["held"]:
        about = _NOT_HERE
    elif row["shared"]:
        about = f"{about} (one of several with this number)".strip()
    facts = (row["letter"] or "", row["cable_id"] or "", (row["date"] or "")[:10])
    if linked:  # no room for the post, which most ids name
        return (str(row["distance"]), row["via"], *facts, about)
    return (*facts, row["embassy"] or "", about)


def _write_roots(graph: Graph, sink: Sink) -> None:
    for id in graph.roots:
        _write_line("  ".join(filter(None, _facts(graph.nodes[id]))), sink)


def _write_line(line: str, sink: Sink) -> None:
    sink.line(cut(line, sink.width) if sink.terminal else line)


def _facts(node: Node) -> tuple[str, ...]:
    """Id, day, post, subject, of one line."""
    return (
        one_line(node.cable_id),
        f"{node.date:%Y-%m-%d}" if node.date else "",
        one_line(node.embassy or ""),
        one_line(node.subject or "") if node.held else _NOT_HERE,
    )


def write_tree(graph: Graph, sink: Sink) -> None:
    """The graph drawn from each cable asked for; what is drawn above is not drawn again, and rings are named."""
    for at, root in enumerate(graph.roots):
        if at:
            sink.line()
        _write_line("  ".join(filter(None, _facts(graph.nodes[root]))), sink)
        for direction, title in _NAMED.items():
            branches = _branches(graph.along(direction), direction)
            if root in branches:
                sink.line(sink.style.strong(title))
                for line in _drawn(root, branches, direction, graph.nodes):
                    _write_line(line, sink)


def _branches(edges: Iterable[Edge], direction: Direction) -> dict[str, list[Edge]]:
    """The edges by their near end."""
    found: dict[str, list[Edge]] = {}
    for edge in edges:
        near = edge.citing if direction == "cites" else edge.cited or ""
        found.setdefault(near, []).append(edge)
    return found


def _drawn(
    root: str,
    branches: Mapping[str, Sequence[Edge]],
    direction: Direction,
    nodes: Mapping[str, Node],
) -> Iterator[str]:
    """The lines of a tree, without recursion: a chain may be long."""
    drawn: set[str] = set()
    waiting: list[tuple[str, bool, Edge, tuple[str, ...]]] = []

    def push(near: str, margin: str, path: tuple[str, ...]) -> None:
        edges = branches.get(near, ())
        for at, edge in reversed(list(enumerate(edges))):
            waiting.append((margin, at == len(edges) - 1, edge, path))

    push(root, "", (root,))
    while waiting:
        margin, last, edge, path = waiting.pop()
        far = edge.cited if direction == "cites" else edge.citing
        mark = ""
        if far in path:
            mark = "(a ring)"
        elif far in drawn and far in branches:
            mark = "(drawn above)"
        yield f"{margin}{'└─ ' if last else '├─ '}{_said(edge, far, nodes, mark)}"
        if far is not None and not mark:
            drawn.add(far)
            push(far, margin + ("   " if last else "│  "), (*path, far))


def _said(edge: Edge, far: str | None, nodes: Mapping[str, Node], mark: str) -> str:
    letter = one_line(edge.letter or "")
    if far is None:
        return "  ".join(filter(None, (letter, one_line(edge.text))))
    facts = _facts(nodes[far])
    return "  ".join(filter(None, (letter, facts[0], mark, *facts[1:])))


def write_cited(rows: Iterable[Row], sink: Sink) -> None:
    """The cables cited most: how often, what they are, and who cites them."""
    cells = [_cited(row) for row in rows]
    if cells:
        head = ("times", "cable", "date", "subject", "cited by")
        write_grid(head, cells, sink, right=frozenset({0}))


def _cited(row: Mapping[str, Any]) -> tuple[str, ...]:
    by = row["by"]
    more = f" +{len(by) - _MOST_NAMED:,} more" if len(by) > _MOST_NAMED else ""
    return (
        f"{row['times']:,}",
        row["cable_id"],
        (row["date"] or "")[:10],
        cut(row["subject"] or "", 30) if row["held"] else _NOT_HERE,
        ", ".join(by[:_MOST_NAMED]) + more,
    )
