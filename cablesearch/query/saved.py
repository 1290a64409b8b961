"""`saved:NAME` in a query: the tree of a named query in brackets, whatever names that query opens included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from cablesearch.errors import QueryError
from cablesearch.query import ast
from cablesearch.query.choices import between, chosen
from cablesearch.query.combine import all_of
from cablesearch.query.own import with_own_word
from cablesearch.query.parse import parse
from cablesearch.query.render import render
from cablesearch.query.trouble import UnreadableError, closest, did_you_mean, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cablesearch.errors import Span
    from cablesearch.query.context import Context
    from cablesearch.query.question import Question
    from cablesearch.query.syntax import Parsed

    Resolve = Callable[[Parsed], ast.Node | None]
    """Resolves a part of a saved query; QueryError."""

DEEPEST: Final = 5
"""Saved queries inside one another."""

MOST_CHARACTERS: Final = 16_384
"""Of all the saved queries that one query opens, each as often as it is opened."""


class Nest:
    """The saved queries that one query opens; `read_as` says of each that was opened how it was read."""

    def __init__(self, context: Context) -> None:
        self.read_as: dict[str, str] = {}
        self._context = context
        self._path: list[str] = []
        self._characters = 0

    def open(self, written: str, span: Span, resolve: Resolve) -> ast.Node:
        """The tree of the query of this name, as a whole at this place; UnreadableError."""
        name = written.lower()
        question = self._question(name, written, span)
        self._path.append(name)
        try:
            found = all_of(self._parts(question, resolve))
        except QueryError as error:
            said = error.problems[0].message
            inner = said if said.startswith("saved:") else f"saved:{name}: {said}"
            raise UnreadableError("saved-unreadable", inner, span) from None
        finally:
            self._path.pop()
        self.read_as[name] = _described(question)
        return replace(_placeless(found or ast.Everything()), span=span)

    def _question(self, name: str, written: str, span: Span) -> Question:
        question = self._context.saved.get(name)
        if question is None:
            suggestion = closest(name, self._context.saved)
            message = f"no saved query {shown(written)}{did_you_mean(suggestion)}  (cablesearch saved list)"
            raise UnreadableError("unknown-saved", message, span, suggestion)
        if name in self._path:
            ring = " -> ".join((*self._path[self._path.index(name) :], name))
            raise UnreadableError("saved-ring", f"saved:{name} opens itself: {ring}", span)
        if len(self._path) == DEEPEST:
            message = f"more than {DEEPEST} saved queries inside one another"
            raise UnreadableError("too-deep", message, span)
        self._characters += sum(map(len, (question.query, *question.where)))
        if self._characters > MOST_CHARACTERS:
            message = f"the saved queries of a query have at most {MOST_CHARACTERS:,} characters"
            raise UnreadableError("too-long", message, span)
        return question

    def _parts(self, question: Question, resolve: Resolve) -> Iterator[ast.Node]:
        """The words of a question, and what narrows it without a share in the score; QueryError."""
        words = resolve(parse(question.query, plain=question.plain))
        if words is not None:
            yield words
        for text in question.where:
            if (node := resolve(parse(text))) is not None:
                yield ast.Unscored(child=with_own_word(node))
        if question.since or question.until:
            yield ast.Unscored(child=between(question.since, question.until))
        for _, node in chosen(question.filters, self._context):
            yield ast.Unscored(child=node)


def _described(question: Question) -> str:
    """How a saved query was read, with what narrows it as arguments."""
    import shlex  # for those who look only

    read = render(parse(question.query, plain=question.plain).tree)
    return " ".join((read, *map(shlex.quote, question.arguments())))


def _placeless(node: ast.Node) -> ast.Node:
    """The tree without places, which are those of another text."""
    match node:
        case ast.And(children=children) | ast.Or(children=children):
            return replace(node, children=tuple(map(_placeless, children)), span=None)
        case ast.Not(child=child) | ast.Unscored(child=child):
            return replace(node, child=_placeless(child), span=None)
        case ast.Near(left=left, right=right):
            return replace(node, left=_placeless(left), right=_placeless(right), span=None)
        case _:
            return replace(node, span=None)
