"""A graph of references as Graphviz and other programs read it: DOT and GraphML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from cablesearch.output.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cablesearch.output.sink import Sink
    from cablesearch.search.refs import Edge, Graph, Node

_NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"
_OF_NODE: Final = {
    "date": "string", "embassy": "string", "subject": "string", "held": "boolean", "direction": "string",
    "distance": "int",
}  # fmt: skip
_OF_EDGE: Final = {"letter": "string", "written": "string", "kind": "string", "shared": "boolean"}
_NO_XML: Final = str.maketrans(dict.fromkeys("\ufffe\uffff"))


def write_dot(graph: Graph, sink: Sink) -> None:
    """The graph in DOT: an arrow from each cable to those it cites; what is not in the index is dashed."""
    sink.line("digraph refs {")
    sink.line("  rankdir=LR;")
    sink.line('  node [shape=box, fontname="sans-serif"];')
    for node in graph.nodes.values():
        day = f"{node.date:%Y-%m-%d}" if node.date else ""
        label = "\\n".join(_inside(part) for part in (node.cable_id, day, node.subject) if part)
        looks = [f'label="{label}"']
        looks += [] if node.held else ["style=dashed"]
        looks += ["penwidth=2"] if node.direction == "self" else []
        sink.line(f"  {_dot(node.cable_id)} [{', '.join(looks)}];")
    for edge in graph.edges:
        looks = [f"label={_dot(edge.letter)}"] if edge.letter else []
        looks += ["style=dotted"] if edge.shared else []
        arrow = f"{_dot(edge.citing)} -> {_dot(edge.cited or '')}"
        sink.line(f"  {arrow} [{', '.join(looks)}];" if looks else f"  {arrow};")
    sink.line("}")


def _dot(text: str) -> str:
    return f'"{_inside(text)}"'


def _inside(text: str) -> str:
    """Text between the quotes of DOT."""
    return one_line(text).replace("\\", "\\\\").replace('"', '\\"')


def write_graphml(graph: Graph, sink: Sink) -> None:
    """The graph in GraphML: nodes with date, embassy, subject and the like, edges with letter and text."""
    sink.line('<?xml version="1.0" encoding="UTF-8"?>')
    sink.line(f'<graphml xmlns="{_NAMESPACE}">')
    for kind, keys in (("node", _OF_NODE), ("edge", _OF_EDGE)):
        for name, type in keys.items():
            sink.line(f'  <key id="{name}" for="{kind}" attr.name="{name}" attr.type="{type}"/>')
    sink.line('  <graph id="refs" edgedefault="directed">')
    for node in graph.nodes.values():
        sink.line(f"    <node id={_attribute(node.cable_id)}>")
        _write_data(_node_data(node), sink)
        sink.line("    </node>")
    for edge in graph.edges:
        ends = f"source={_attribute(edge.citing)} target={_attribute(edge.cited or '')}"
        sink.line(f"    <edge {ends}>")
        _write_data(_edge_data(edge), sink)
        sink.line("    </edge>")
    sink.line("  </graph>")
    sink.line("</graphml>")


def _node_data(node: Node) -> Mapping[str, Any]:
    return {name: value for name, value in node.to_dict().items() if name in _OF_NODE}


def _edge_data(edge: Edge) -> Mapping[str, Any]:
    return {
        "letter": edge.letter,
        "written": edge.text,
        "kind": edge.kind,
        "shared": edge.shared,
    }


def _write_data(data: Mapping[str, Any], sink: Sink) -> None:
    for line in _data(data):
        sink.line(f"      {line}")


def _data(data: Mapping[str, Any]) -> Iterator[str]:
    for name, value in data.items():
        if value is not None:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            yield f'<data key="{name}">{escape(_xml(text))}</data>'


def _attribute(text: str) -> str:
    return quoteattr(_xml(text))


def _xml(text: str) -> str:
    """Text without the characters that XML has not."""
    return one_line(text).translate(_NO_XML)
