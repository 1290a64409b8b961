"""The query as typed: a tree that knows brackets and operators, but no field and no value."""

from __future__ import annotations

from msgspec import Struct

from cablesearch.diagnostic import Problem
from cablesearch.errors import Span
from cablesearch.query.spanned import Spanned


class Node(Spanned, frozen=True, kw_only=True):
    """A node as typed; `span` is its place in the query, half-open, in code points."""

    span: Span = (0, 0)


class All(Node, frozen=True, kw_only=True):
    """`*`, or no query."""


class Bad(Node, frozen=True, kw_only=True):
    """Where something was that cannot be read; a problem says what."""


class Word(Node, frozen=True, kw_only=True):
    """What stands between blanks, with its punctuation; after a field's colon, its value. `exact` is `=word`."""

    text: str
    exact: bool = False


class Wild(Node, frozen=True, kw_only=True):
    """A word with * or ?."""

    text: str


class Fuzzy(Node, frozen=True, kw_only=True):
    """`word~1`."""

    text: str
    edits: int


class Regex(Node, frozen=True, kw_only=True):
    """`/pattern/`, without its slashes."""

    pattern: str


class Quoted(Node, frozen=True, kw_only=True):
    """What stands between quotes; `slop` is null where no ~ follows."""

    text: str
    slop: int | None = None


class Fielded(Node, frozen=True, kw_only=True):
    """`name:value`; the name as typed, the value a leaf or what stands in the brackets."""

    name: str
    name_span: Span = (0, 0)
    value: Node


class And(Node, frozen=True, kw_only=True):
    """All of two or more, with AND or a blank between."""

    children: tuple[Node, ...]


class Or(Node, frozen=True, kw_only=True):
    """One of two or more."""

    children: tuple[Node, ...]


class Not(Node, frozen=True, kw_only=True):
    """`NOT x`, `-x`, `!x`."""

    child: Node


class Near(Node, frozen=True, kw_only=True):
    """`a NEAR/5 b`; `ordered` for BEFORE."""

    left: Node
    right: Node
    distance: int
    ordered: bool = False


class Note(Struct, frozen=True, kw_only=True):
    """Something to say of how a query was read, that is no error: a stable kind, a message, its place."""

    kind: str
    message: str
    span: Span | None = None


class Parsed(Struct, frozen=True, kw_only=True):
    """A query read: what could be, what could not, and what should be said."""

    text: str
    tree: Node
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
