"""A resolved tree in one line, for --explain."""

from __future__ import annotations

from cablesearch.query import ast

_MOST_SHOWN = 8  # values of a choice


def describe(node: ast.Node) -> str:
    """The tree as calls of its nodes.

    >>> describe(ast.Or(children=(ast.Term(fields=("text", "heading"), word="hostag"), ast.Nothing())))
    'Or([Term(text|heading: hostag), Nothing()])'
    """
    match node:
        case ast.And(children=children) | ast.Or(children=children):
            return f"{type(node).__name__}([{', '.join(map(describe, children))}])"
        case ast.Not(child=child) | ast.Unscored(child=child):
            return f"{type(node).__name__}({describe(child)})"
        case ast.Near(left=left, right=right):
            kind = "OrderedNear" if node.ordered else "Near"
            operands = f"{describe(left)}, {describe(right)}"
            return f"{kind}({'|'.join(node.fields)}: {operands}, {node.distance})"
        case _:
            return f"{type(node).__name__}({_inside(node)})"


def _inside(node: ast.Node) -> str:
    match node:
        case ast.Term():
            mark = "=" if node.form is ast.Form.WORD else ""
            return f"{'|'.join(node.fields)}: {mark}{node.word}"
        case ast.Phrase():
            slop = f" ~{node.slop}" if node.slop else ""
            return f'{"|".join(node.fields)}: "{" ".join(node.words)}"{slop}'
        case ast.Expand():
            edits = f" ~{node.edits}" if node.shape is ast.Shape.FUZZY else ""
            return f"{'|'.join(node.fields)}: {node.shape} {node.pattern}{edits}"
        case ast.OneOf(values=values):
            more = ["..."] if len(values) > _MOST_SHOWN else []
            return f"{node.field}: {' | '.join([*values[:_MOST_SHOWN], *more])}"
        case ast.Like():
            return f"{node.field}: {node.shape} {node.pattern}"
        case ast.Has():
            return node.field
        case ast.Between(start=start, end=end):
            return f"{node.field}: [{start.isoformat() if start else ''} .. {end.isoformat() if end else ''})"
        case ast.Number(low=low, high=high):
            return f"{node.field}: [{'' if low is None else low} .. {'' if high is None else high}]"
        case _:
            return ""
