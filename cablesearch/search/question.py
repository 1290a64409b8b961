"""A question as asked, and as understood: the resolved tree, the facet choices, what to tell the asker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from cablesearch.errors import QueryError
from cablesearch.query.ast import And, Between, Everything, Node, Not, Nothing, OneOf, Unscored
from cablesearch.query.choices import between, chosen, in_order
from cablesearch.query.combine import any_of
from cablesearch.query.parse import parse
from cablesearch.query.question import Question
from cablesearch.query.render import render
from cablesearch.query.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.query.context import Context, Entered
    from cablesearch.query.syntax import Parsed

__all__ = ["Question", "Restriction", "Understood", "both", "understand"]


class Restriction(Struct, frozen=True, kw_only=True):
    """One thing that narrows a question: the argument as typed and its node."""

    written: str
    node: Node


class Understood(Struct, frozen=True, kw_only=True):
    """A question as the engines take it.

    `words` is the query alone; `restrictions` are what stands beside it; `tree` is both. `chosen` are the facet
    choices, which are not in the tree. `saved` are the saved queries opened, and how each was read.
    """

    question: Question
    parsed: Parsed
    words: Node
    tree: Node
    restrictions: tuple[Restriction, ...]
    chosen: tuple[tuple[str, Node], ...]
    read_as: str
    notes: tuple[str, ...]
    saved: tuple[tuple[str, str], ...] = ()


def understand(question: Question, context: Context) -> Understood:
    """The question resolved; QueryError with everything that cannot be read."""
    since, until, swapped = in_order(question.since, question.until)
    question = replace(question, since=since, until=until)
    parsed = parse(question.query, plain=question.plain)
    resolved = resolve(parsed, context=context)
    if resolved.problems:
        raise QueryError(question.query, resolved.problems)
    notes = [note.message for note in resolved.notes]
    if swapped:
        notes.append(swapped)
    saved = [*resolved.saved]
    restrictions = []
    for text in question.where:
        inner = resolve(parse(text), context=context)
        if inner.problems:
            raise QueryError(text, inner.problems)
        notes += [note.message for note in inner.notes if note.message not in notes]
        saved += inner.saved
        restrictions.append(
            Restriction(written=f"--filter {text!r}", node=Unscored(child=inner.tree))
        )
    restrictions += _beside(question, context)
    return Understood(
        question=question,
        parsed=parsed,
        words=resolved.tree,
        tree=both(resolved.tree, *(r.node for r in restrictions)),
        restrictions=tuple(restrictions),
        chosen=tuple(chosen(question.filters, context)),
        read_as=render(parsed.tree),
        notes=tuple(dict.fromkeys(notes)),
        saved=tuple(dict.fromkeys(saved)),
    )


def both(*nodes: Node) -> Node:
    """All of these nodes, without those that hold everywhere."""
    kept = tuple(n for n in nodes if not isinstance(n, Everything))
    if not kept:
        return Everything()
    return kept[0] if len(kept) == 1 else And(children=kept)


def _beside(question: Question, context: Context) -> Iterator[Restriction]:
    """--since and --until, and the generation after which cables entered."""
    dates = (("--since", question.since), ("--until", question.until))
    if written := " ".join(f"{option} {date}" for option, date in dates if date):
        node = between(question.since, question.until)
        yield Restriction(written=written, node=Unscored(child=node))
    if question.entered_after is not None and question.entered_after > 0:
        new = _entered(context.entered_after(question.entered_after, question.changed))
        written = f"what entered after generation {question.entered_after}"
        yield Restriction(written=written, node=Unscored(child=new))


def _entered(found: Entered) -> Node:
    """The cables that entered, by their ids, or where those are many by when they were added, which is as exact."""
    new: Node | None = _of(found.entered)
    if found.since is not None and len(found.besides) < len(found.entered):
        new = Between(field="added", start=found.since)
        if found.besides:
            new = both(new, Not(child=OneOf(field="cable_id", values=found.besides)))
    return any_of(filter(None, (new, _of(found.changed)))) or Nothing()


def _of(cable_ids: tuple[str, ...]) -> Node | None:
    return OneOf(field="cable_id", values=cable_ids) if cable_ids else None
