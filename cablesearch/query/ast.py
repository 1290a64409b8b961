"""The resolved query tree: frozen nodes with one meaning, which `match.py` states and every engine obeys.

Words here are already analysed (`text.py`), values already canonical, dates already periods. Source spans ride
along for error messages and take no part in equality.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from cablesearch.errors import Span


class Form(StrEnum):
    """The two forms in which every text is indexed."""

    STEM = "stem"  # with positions
    WORD = "word"  # as normalised


class Shape(StrEnum):
    """How a pattern is to be read."""

    WILDCARD = "wildcard"  # * any run of characters, ? one
    REGEX = "regex"  # anchored at both ends
    FUZZY = "fuzzy"  # within so many edits (insert, delete, replace)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node of the tree; `span` is where it stands in the query text, where it does."""

    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything(Node):
    """Every paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing(Node):
    """No paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class And(Node):
    """All of the children, which are two or more."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Or(Node):
    """At least one of the children, which are two or more."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Node):
    """The paragraphs that the child does not match."""

    child: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Unscored(Node):
    """What the child matches, without a share in the score."""

    child: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Node):
    """One word, in its stem or as written, in at least one of the text fields."""

    fields: tuple[str, ...]
    word: str
    form: Form = Form.STEM


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase(Node):
    """Stems in this order within one of the text fields, with at most `slop` other words between in all.

    Words stand at positions p1 < p2 < ... < pn with (pn - p1) - (n - 1) <= slop.
    """

    fields: tuple[str, ...]
    words: tuple[str, ...]
    slop: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Expand(Node):
    """Any word as written that fits the pattern, in at least one of the text fields.

    `pattern` is normalised text; `edits` counts for FUZZY only.
    """

    fields: tuple[str, ...]
    shape: Shape
    pattern: str
    edits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Near(Node):
    """Both operands in the same one of the text fields, at most `distance` words between.

    An operand is a Term, Phrase or Expand, or an Or of these (whose own `fields` are those of the Near). It matches a
    run of positions; the two runs share no word. `ordered` asks for left before right.
    """

    fields: tuple[str, ...]
    left: Node
    right: Node
    distance: int
    ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf(Node):
    """A keyword field holds at least one of these values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Like(Node):
    """A keyword field holds a value that fits the pattern; case does not matter."""

    field: str
    shape: Shape
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Has(Node):
    """The field holds any value at all."""

    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Between(Node):
    """A date field from `start` (included) to `end` (not included), both UTC; null is open."""

    field: str
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Node):
    """A number field from `low` to `high`, both included; null is open."""

    field: str
    low: int | None = None
    high: int | None = None


Order = Literal["relevance", "date", "-date", "id"]
