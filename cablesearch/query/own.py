"""The rule that a paragraph must have something of its own to show.

An unfielded word may be found in the cable's subject alone, which all its paragraphs share. So that no cable floods
the page, a word of the query must be in the paragraph's text or heading, or the paragraph must be its cable's first.
"""

from __future__ import annotations

from msgspec.structs import replace

from cablesearch.fields import TEXT_FIELDS
from cablesearch.query import ast

OWN = tuple(name for name in TEXT_FIELDS if name != "subject")

_Leaf = ast.Term | ast.Phrase | ast.Expand | ast.Near


def with_own_word(tree: ast.Node) -> ast.Node:
    """The tree and the rule, where an unfielded word stands in it that is not under NOT."""
    if not _has_unfielded(tree):
        return tree
    words, instead = _witnesses(tree)
    if any(isinstance(node, ast.Everything) for node in instead):
        return tree
    first = ast.Number(field="ordinal", low=1, high=1)
    rule = ast.Unscored(child=ast.Or(children=tuple(dict.fromkeys((first, *words, *instead)))))
    children = tree.children if isinstance(tree, ast.And) else (tree,)
    return ast.And(children=(*children, rule), span=tree.span)


def _has_unfielded(node: ast.Node) -> bool:
    match node:
        case ast.And(children=children) | ast.Or(children=children):
            return any(_has_unfielded(child) for child in children)
        case ast.Term() | ast.Phrase() | ast.Expand() | ast.Near():
            return node.fields == TEXT_FIELDS
        case _:
            return False


def _witnesses(node: ast.Node) -> tuple[list[ast.Node], list[ast.Node]]:
    """The words any one of which satisfies the rule, and the filters that an OR has in place of words.

    In `oil OR tags:ENRG` the paragraphs with that TAG need no word. Beside a word that is always asked for, as in
    `oil (price OR tags:ENRG)`, they do.
    """
    match node:
        case ast.And(children=children):
            found = [_witnesses(child) for child in children]
            words = [word for some, _ in found for word in some]
            if any(some and not instead for some, instead in found):
                return words, []
            return words, [n for _, instead in found for n in instead]
        case ast.Or(children=children):
            found = [_witnesses(child) for child in children]
            words = [word for some, _ in found for word in some]
            without = [child for child, (some, _) in zip(children, found, strict=True) if not some]
            instead = [n for _, some_instead in found for n in some_instead]
            return words, ([*instead, *without] if words else [])
        case ast.Term() | ast.Phrase() | ast.Expand() | ast.Near():
            own = tuple(field for field in node.fields if field in OWN)
            return ([_restricted(node, own)] if own else []), []
        case _:
            return [], []


def _restricted(node: _Leaf, fields: tuple[str, ...]) -> ast.Node:
    if isinstance(node, ast.Near):
        left, right = _operand(node.left, fields), _operand(node.right, fields)
        return replace(node, fields=fields, left=left, right=right, span=None)
    return replace(node, fields=fields, span=None)


def _operand(node: ast.Node, fields: tuple[str, ...]) -> ast.Node:
    if isinstance(node, ast.Or):
        return replace(node, children=tuple(_operand(c, fields) for c in node.children), span=None)
    assert isinstance(node, _Leaf)
    return _restricted(node, fields)
