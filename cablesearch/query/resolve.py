"""The tree as typed -> the resolved tree: fields known, values typed, words analysed. The world is an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from cablesearch.diagnostic import Problem
from cablesearch.errors import QueryError
from cablesearch.fields import TEXT_FIELDS, Field, Kind, field_names, find_field
from cablesearch.query import ast, syntax
from cablesearch.query.choices import period_of, resolve_choice
from cablesearch.query.combine import all_of, any_of, single_valued
from cablesearch.query.context import Context
from cablesearch.query.near import near_node
from cablesearch.query.notes import leaf_notes, no_word_note, stop_words_note
from cablesearch.query.own import with_own_word
from cablesearch.query.parse import parse
from cablesearch.query.periods import Period
from cablesearch.query.trouble import UnreadableError, closest, did_you_mean, shown
from cablesearch.query.values import CITED_BY, MORE_NAMES, SAVED, value_node, written_value
from cablesearch.query.words import TextLeaf, is_stop_word, text_node
from cablesearch.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.errors import Span
    from cablesearch.query.saved import Nest
    from cablesearch.query.syntax import Note, Parsed

__all__ = ["Context", "Period", "Resolved", "period_of", "resolve", "resolve_choice", "understand"]


class Resolved(Struct, frozen=True, kw_only=True):
    """A query understood: the tree that engines take, or problems; problems and notes in order of place.

    `saved` are the saved queries that it opens, by name, and how each was read.
    """

    text: str
    tree: ast.Node
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    saved: tuple[tuple[str, str], ...] = ()


def understand(text: str, *, context: Context, plain: bool = False) -> Resolved:
    """A query's text understood; QueryError with all that cannot be read."""
    resolved = resolve(parse(text, plain=plain), context=context)
    if resolved.problems:
        raise QueryError(text, resolved.problems)
    return resolved


def resolve(parsed: Parsed, *, context: Context) -> Resolved:
    """The resolved tree of a query as typed; never raises. Where there are problems, the tree is what is left."""
    resolver = _Resolver(parsed, context)
    found = resolver.whole()
    return Resolved(
        text=parsed.text,
        tree=ast.Everything() if found is None else with_own_word(found),
        problems=tuple(sorted((*parsed.problems, *resolver.problems), key=lambda p: p.span)),
        notes=tuple(sorted((*parsed.notes, *resolver.notes), key=lambda n: n.span or (0, 0))),
        saved=tuple(sorted(resolver.nest.read_as.items())) if resolver.nest else (),
    )


Scope = Field | str | None
"""The field that leaves stand in, `has`, `cited-by` or `saved`, or none."""


class _Resolver:
    """Walks the tree as typed once; a method gives null where nothing is left of a node."""

    def __init__(self, parsed: Parsed, context: Context, nest: Nest | None = None) -> None:
        self.parsed = parsed
        self.context = context
        self.nest = nest
        self.problems: list[Problem] = []
        self.notes: list[Note] = []
        self.stop_words: list[syntax.Word] = []
        self.without_word: list[syntax.Node] = []
        self.drops_stop_words = any(map(_counts, text_leaves(parsed.tree)))

    def whole(self) -> ast.Node | None:
        """The tree of the whole query; then all notes are there."""
        found = self.node(self.parsed.tree, None)
        if self.stop_words:
            self.notes.append(stop_words_note(self.stop_words))
        if self.without_word:
            self.notes.append(no_word_note(self.without_word, self.parsed.text))
        return found

    def node(self, node: syntax.Node, scope: Scope) -> ast.Node | None:
        match node:
            case syntax.And(children=children):
                found = all_of(filter(None, [self.node(c, scope) for c in children]), node.span)
                if isinstance(found, ast.And):
                    self.notes += single_valued(found)
                return found
            case syntax.Or(children=children):
                return any_of(filter(None, [self.node(c, scope) for c in children]), node.span)
            case syntax.Not(child=child):
                inner = self.node(child, scope)
                return None if inner is None else ast.Not(child=inner, span=node.span)
            case syntax.Fielded():
                return self.fielded(node, scope)
            case syntax.Bad():
                return None
            case _:
                return self.leaf(node, scope)

    def fielded(self, node: syntax.Fielded, scope: Scope) -> ast.Node | None:
        name = node.name.lower().replace("cited_by", CITED_BY)
        inner: Scope = name if name in MORE_NAMES else find_field(name)
        if scope is not None:
            message = f"{node.name}: stands in the brackets of another field; close them before it"
            self.problem("field-in-field", message, node)
            return None
        if inner is None:
            suggestion = closest(node.name, (*field_names(), *MORE_NAMES))
            message = f"no field {shown(node.name)}{did_you_mean(suggestion)}  (cablesearch fields)"
            problem = Problem(
                kind="unknown-field", message=message, span=node.name_span, suggestion=suggestion
            )
            self.problems.append(problem)
            return None
        found = self.node(node.value, inner)
        return None if found is None else replace(found, span=node.span)

    def leaf(self, node: syntax.Node, scope: Scope) -> ast.Node | None:
        """A leaf, or NEAR, which is one leaf to all that follows."""
        try:
            if scope is None or (isinstance(scope, Field) and scope.kind is Kind.TEXT):
                fields = TEXT_FIELDS if scope is None else (scope.name,)
                return self.text(node, fields)
            if isinstance(node, syntax.Near):
                message = "NEAR and BEFORE are for words, not for values"
                raise UnreadableError("near-operand", message, node.span)
            if scope == SAVED:
                return self.saved(written_value(SAVED, node), node.span)
            found, notes = value_node(scope, node, self.context)
        except UnreadableError as error:
            self.problems.append(error.problem)
            return None
        self.notes += notes
        return found

    def text(self, node: syntax.Node, fields: tuple[str, ...]) -> ast.Node | None:
        if isinstance(node, syntax.All):
            whole = fields == TEXT_FIELDS
            return (
                ast.Everything(span=node.span)
                if whole
                else ast.Has(field=fields[0], span=node.span)
            )
        if isinstance(node, syntax.Near):
            return near_node(node, fields)
        assert isinstance(node, TextLeaf)
        if self.drops_stop_words and isinstance(node, syntax.Word) and is_stop_word(node):
            self.stop_words.append(node)
            return None
        self.notes += leaf_notes(node)
        found = text_node(node, fields)
        if found is None:
            self.without_word.append(node)
        return found

    def saved(self, name: str, span: Span) -> ast.Node:
        """The tree of a saved query; UnreadableError."""
        if self.nest is None:
            from cablesearch.query.saved import Nest  # few queries open any

            self.nest = Nest(self.context)
        return self.nest.open(name, span, self.opened)

    def opened(self, parsed: Parsed) -> ast.Node | None:
        """The tree of a part of a saved query; QueryError. What is to be said of it has no place in this query."""
        inner = _Resolver(parsed, self.context, self.nest)
        found = inner.whole()
        if parsed.problems or inner.problems:
            raise QueryError(parsed.text, (*parsed.problems, *inner.problems))
        self.notes += [replace(note, span=None) for note in (*parsed.notes, *inner.notes)]
        return found

    def problem(self, kind: str, message: str, node: syntax.Node) -> None:
        self.problems.append(Problem(kind=kind, message=message, span=node.span))


def text_leaves(node: syntax.Node) -> Iterator[syntax.Node]:
    """The leaves in text fields that are not under NOT; NEAR is one."""
    match node:
        case syntax.And(children=children) | syntax.Or(children=children):
            for child in children:
                yield from text_leaves(child)
        case syntax.Fielded(name=name, value=value):
            field = find_field(name)
            # a saved query asks for something, whatever it is
            if name.lower() == SAVED or (field is not None and field.kind is Kind.TEXT):
                yield from text_leaves(value)
        case (
            syntax.Near()
            | syntax.Word()
            | syntax.Quoted()
            | syntax.Wild()
            | syntax.Fuzzy()
            | syntax.Regex()
        ):
            yield node
        case _:
            return


def _counts(leaf: syntax.Node) -> bool:
    """Whether a leaf asks for something, so that stop words beside it may be left out."""
    if isinstance(leaf, syntax.Word | syntax.Quoted):
        return bool(words(leaf.text)) and not is_stop_word(leaf)
    return True
