"""The query as typed: a tree that knows brackets and operators, but no field and no value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cablesearch.errors import Problem, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node as typed; `span` is its place in the query, half-open, in code points."""

    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class All(Node):
    """`*`, or no query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad(Node):
    """Where something was that cannot be read; a problem says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word(Node):
    """What stands between blanks, with its punctuation; after a field's colon, its value. `exact` is `=word`."""

    text: str
    exact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wild(Node):
    """A word with * or ?."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fuzzy(Node):
    """`word~1`."""

    text: str
    edits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Regex(Node):
    """`/pattern/`, without its slashes."""

    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted(Node):
    """What stands between quotes; `slop` is null where no ~ follows."""

    text: str
    slop: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fielded(Node):
    """`name:value`; the name as typed, the value a leaf or what stands in the brackets."""

    name: str
    name_span: Span = field(default=(0, 0), compare=False)
    value: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class And(Node):
    """All of two or more, with AND or a blank between."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Or(Node):
    """One of two or more."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Node):
    """`NOT x`, `-x`, `!x`."""

    child: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Near(Node):
    """`a NEAR/5 b`; `ordered` for BEFORE."""

    left: Node
    right: Node
    distance: int
    ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something to say of how a query was read, that is no error: a stable kind, a message, its place."""

    kind: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A query read: what could be, what could not, and what should be said."""

    text: str
    tree: Node
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
