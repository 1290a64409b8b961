"""A question as asked, and as understood: the resolved tree, the facet choices, what to tell the asker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from cablesearch.diagnostic import Problem
from cablesearch.errors import QueryError
from cablesearch.fields import find_field
from cablesearch.query.ast import And, Between, Everything, Node, Unscored
from cablesearch.query.parse import parse
from cablesearch.query.render import render
from cablesearch.query.resolve import Context, period_of, resolve, resolve_choice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cablesearch.query.syntax import Parsed


class Question(Struct, frozen=True, kw_only=True):
    """What somebody asks of an index.

    `filters` are facet choices by field name: OR inside a field, AND between fields. `where` are further queries, ANDed
    and not scored. `since` and `until` are dates of any precision, both included. `plain` reads no operators.
    """

    query: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    where: Sequence[str] = ()
    since: str | None = None
    until: str | None = None
    plain: bool = False


class Restriction(Struct, frozen=True, kw_only=True):
    """One thing that narrows a question: the argument as typed and its node."""

    written: str
    node: Node


class Understood(Struct, frozen=True, kw_only=True):
    """A question as the engines take it.

    `words` is the query alone; `restrictions` are what stands beside it; `tree` is both. `chosen` are the facet
    choices, which are not in the tree.
    """

    question: Question
    parsed: Parsed
    words: Node
    tree: Node
    restrictions: tuple[Restriction, ...]
    chosen: tuple[tuple[str, Node], ...]
    read_as: str
    notes: tuple[str, ...]


def understand(question: Question, context: Context) -> Understood:
    """The question resolved; QueryError with everything that cannot be read."""
    parsed = parse(question.query, plain=question.plain)
    resolved = resolve(parsed, context=context)
    if resolved.problems:
        raise QueryError(question.query, resolved.problems)
    notes = [note.message for note in resolved.notes]
    restrictions = []
    for text in question.where:
        inner = resolve(parse(text), context=context)
        if inner.problems:
            raise QueryError(text, inner.problems)
        notes += [note.message for note in inner.notes if note.message not in notes]
        restrictions.append(
            Restriction(written=f"--filter {text!r}", node=Unscored(child=inner.tree))
        )
    if question.since or question.until:
        restrictions.append(_dates(question))
    chosen = []
    for name, values in question.filters.items():
        found = find_field(name)
        if found is None:
            raise QueryError(
                name,
                (Problem(kind="unknown-field", message=f'no field "{name}"', span=(0, len(name))),),
            )
        if values:
            chosen.append((found.name, resolve_choice(found, tuple(values), context)))
    return Understood(
        question=question,
        parsed=parsed,
        words=resolved.tree,
        tree=both(resolved.tree, *(r.node for r in restrictions)),
        restrictions=tuple(restrictions),
        chosen=tuple(chosen),
        read_as=render(parsed.tree),
        notes=tuple(dict.fromkeys(notes)),
    )


def both(*nodes: Node) -> Node:
    """All of these nodes, without those that hold everywhere."""
    kept = tuple(n for n in nodes if not isinstance(n, Everything))
    if not kept:
        return Everything()
    return kept[0] if len(kept) == 1 else And(children=kept)


def _dates(question: Question) -> Restriction:
    """--since and --until: the first moment of the one, the last of the other."""
    node = Between(field="date")
    written = []
    if question.since:
        node = replace(node, start=period_of(question.since).start)
        written.append(f"--since {question.since}")
    if question.until:
        node = replace(node, end=period_of(question.until).end)
        written.append(f"--until {question.until}")
    return Restriction(written=" ".join(written), node=Unscored(child=node))
