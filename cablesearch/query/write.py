"""A tree as typed -> the text of a query that reads as the same tree."""

from __future__ import annotations

import re

from cablesearch.query import syntax

_Leaf = syntax.Word | syntax.Wild | syntax.Fuzzy | syntax.Regex | syntax.Quoted | syntax.All


def to_query(node: syntax.Node) -> str:
    """The query text of a tree without problems: `parse(to_query(tree)).tree == tree`.

    >>> to_query(syntax.Fuzzy(text="helsinki", edits=1))
    'helsinki~1'
    """
    match node:
        case syntax.Or(children=children):
            return " OR ".join(_within(c, syntax.Or) for c in children)
        case syntax.And(children=children):
            return " ".join(_within(c, syntax.Or, syntax.And) for c in children)
        case syntax.Not(child=child):
            return f"NOT {_within(child, syntax.Or, syntax.And)}"
        case syntax.Near(left=left, right=right, distance=distance, ordered=ordered):
            groups = (syntax.Or, syntax.And, syntax.Not, syntax.Near)
            operator = "BEFORE" if ordered else "NEAR"
            return f"{_within(left, *groups)} {operator}/{distance} {_within(right, *groups)}"
        case syntax.Fielded():
            return _fielded(node)
        case _:
            return _leaf(node)


def _leaf(node: syntax.Node) -> str:
    match node:
        case syntax.Word(text=text, exact=exact):
            return f"={text}" if exact else text
        case syntax.Wild(text=text):
            return text
        case syntax.Fuzzy(text=text, edits=edits):
            return f"{text}~{edits}"
        case syntax.Regex(pattern=pattern):
            return f"/{pattern}/"
        case syntax.Quoted(text=text, slop=slop):
            return f'"{text}"' if slop is None else f'"{text}"~{slop}'
        case syntax.All():
            return "*"
        case _:
            return ""


def _within(node: syntax.Node, *groups: type[syntax.Node]) -> str:
    written = to_query(node)
    return f"({written})" if isinstance(node, groups) else written


def _fielded(node: syntax.Fielded) -> str:
    written = to_query(node.value)
    bracketed = (
        not isinstance(node.value, _Leaf)
        # what would be read otherwise directly after the colon
        or (isinstance(node.value, syntax.Word) and re.search(r"[*?]", written) is not None)
        or written.startswith("//")
        or (node.name[-1].isdigit() and written[:1].isdigit())
    )
    return f"{node.name}:({written})" if bracketed else f"{node.name}:{written}"
