"""Joining resolved nodes by AND and OR in their plainest form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.fields import FIELDS
from cablesearch.query import ast
from cablesearch.query.syntax import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cablesearch.errors import Span


def all_of(nodes: Iterable[ast.Node], span: Span | None = None) -> ast.Node | None:
    """All of these nodes, flat, none twice; null where there are none."""
    flat = [child for n in nodes for child in (n.children if isinstance(n, ast.And) else (n,))]
    kept = tuple(dict.fromkeys(n for n in flat if not isinstance(n, ast.Everything)))
    if len(kept) > 1:
        return ast.And(children=kept, span=span)
    return next(iter(kept or flat), None)


def any_of(nodes: Iterable[ast.Node], span: Span | None = None) -> ast.Node | None:
    """One of these nodes, flat, none twice; null where there are none."""
    flat = [child for n in nodes for child in (n.children if isinstance(n, ast.Or) else (n,))]
    kept = tuple(dict.fromkeys(n for n in flat if not isinstance(n, ast.Nothing)))
    if len(kept) > 1:
        return ast.Or(children=kept, span=span)
    return next(iter(kept or flat), None)


def single_valued(node: ast.And) -> Iterator[Note]:
    """What to say where two values are asked of a field that holds one: nothing can have both."""
    asked: dict[str, list[ast.OneOf]] = {}
    for child in node.children:
        if isinstance(child, ast.OneOf) and not FIELDS[child.field].multi:
            asked.setdefault(child.field, []).append(child)
    for field, choices in asked.items():
        if len(choices) > 1 and not set.intersection(*(set(c.values) for c in choices)):
            values = " and ".join(" or ".join(choice.values) for choice in choices)
            message = (
                f"a {FIELDS[field].of} has one {field}: {values} together find nothing; "
                f"for either, put OR between"
            )
            yield Note(kind="never-both", message=message, span=choices[1].span)
