"""The rule of `query.own` turned round: what a tree matches where none of the rule's own words stands."""

from __future__ import annotations

from msgspec.structs import replace

from cablesearch.query import ast


def is_own_word_rule(rule: ast.Or) -> bool:
    """Whether it is the one that `query.own` puts beside a tree."""
    return rule.children[0] == ast.Number(field="ordinal", low=1, high=1)


def only_elsewhere(node: ast.Node, rule: ast.Or) -> ast.Node:
    """A tree that matches the same as `node` wherever the rule is broken: a leaf that the rule restricts to some
    fields can only match in its others there."""
    match node:
        case ast.And(children=children) | ast.Or(children=children):
            return replace(node, children=tuple(only_elsewhere(c, rule) for c in children))
        case ast.Term() | ast.Phrase() | ast.Expand():
            for own in rule.children:
                if isinstance(own, type(node)) and replace(own, fields=node.fields) == node:
                    others = tuple(field for field in node.fields if field not in own.fields)
                    return replace(node, fields=others) if others else ast.Nothing()
            return node
        case _:
            return node
