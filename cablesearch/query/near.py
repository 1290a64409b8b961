"""NEAR and BEFORE: which operands they take, and their node."""

from __future__ import annotations

from cablesearch.query import ast, syntax
from cablesearch.query.combine import any_of
from cablesearch.query.trouble import UnreadableError
from cablesearch.query.words import MOST_BETWEEN, TextLeaf, text_node


def near_node(node: syntax.Near, fields: tuple[str, ...]) -> ast.Node | None:
    """The node of two operands near each other; null where a problem in one is known already; UnreadableError."""
    if node.distance > MOST_BETWEEN:
        message = f"at most {MOST_BETWEEN:,} words may stand between"
        raise UnreadableError("too-far", message, node.span, f"NEAR/{MOST_BETWEEN}")
    left = _operand(node.left, fields)
    right = _operand(node.right, fields)
    if left is None or right is None:
        return None
    return ast.Near(
        fields=fields,
        left=left,
        right=right,
        distance=node.distance,
        ordered=node.ordered,
        span=node.span,
    )


def _operand(node: syntax.Node, fields: tuple[str, ...]) -> ast.Node | None:
    match node:
        case syntax.Bad():
            return None
        case syntax.Or(children=children):
            return any_of(filter(None, [_operand(c, fields) for c in children]), node.span)
        case syntax.Fielded(name=name):
            message = f"a field goes before the whole: {name}:(a NEAR/5 b)"
            raise UnreadableError("near-operand", message, node.span)
        case _ if not isinstance(node, TextLeaf):
            message = 'NEAR takes words, patterns, "phrases" and (a OR b)'
            raise UnreadableError("near-operand", message, node.span)
    assert isinstance(node, TextLeaf)
    found = text_node(node, fields)
    if found is None:
        raise UnreadableError("near-operand", "there is no word in this", node.span)
    if isinstance(found, ast.Near):
        message = (
            "this is a sequence with a pattern, which NEAR cannot take; leave one word of it out"
        )
        raise UnreadableError("near-operand", message, node.span)
    return found
