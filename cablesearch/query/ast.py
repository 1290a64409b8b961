"""The resolved query tree: frozen nodes with one meaning, which `match.py` states and every engine obeys.

Words here are already analysed (`text.py`), values already canonical, dates already periods. Source spans ride
along for error messages and take no part in equality.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from cablesearch.errors import Span
from cablesearch.query.spanned import Spanned


class Form(StrEnum):
    """The two forms in which every text is indexed."""

    STEM = "stem"  # with positions
    WORD = "word"  # as normalised


class Shape(StrEnum):
    """How a pattern is to be read."""

    WILDCARD = "wildcard"  # * any run of characters, ? one
    REGEX = "regex"  # anchored at both ends
    FUZZY = "fuzzy"  # within so many edits (insert, delete, replace)


class Node(Spanned, frozen=True, kw_only=True):
    """A node of the tree; `span` is where it stands in the query text, where it does."""

    span: Span | None = None


class Everything(Node, frozen=True, kw_only=True):
    """Every paragraph."""


class Nothing(Node, frozen=True, kw_only=True):
    """No paragraph."""


class And(Node, frozen=True, kw_only=True):
    """All of the children, which are two or more."""

    children: tuple[Node, ...]


class Or(Node, frozen=True, kw_only=True):
    """At least one of the children, which are two or more."""

    children: tuple[Node, ...]


class Not(Node, frozen=True, kw_only=True):
    """The paragraphs that the child does not match."""

    child: Node


class Unscored(Node, frozen=True, kw_only=True):
    """What the child matches, without a share in the score."""

    child: Node


class Term(Node, frozen=True, kw_only=True):
    """One word, in its stem or as written, in at least one of the text fields."""

    fields: tuple[str, ...]
    word: str
    form: Form = Form.STEM


class Phrase(Node, frozen=True, kw_only=True):
    """Stems in this order within one of the text fields, with at most `slop` other words between in all.

    Words stand at positions p1 < p2 < ... < pn with (pn - p1) - (n - 1) <= slop.
    """

    fields: tuple[str, ...]
    words: tuple[str, ...]
    slop: int = 0


class Expand(Node, frozen=True, kw_only=True):
    """Any word as written that fits the pattern, in at least one of the text fields.

    `pattern` is normalised text; `edits` counts for FUZZY only.
    """

    fields: tuple[str, ...]
    shape: Shape
    pattern: str
    edits: int = 0


class Near(Node, frozen=True, kw_only=True):
    """Both operands in the same one of the text fields, at most `distance` words between.

    An operand is a Term, Phrase or Expand, or an Or of these (whose own `fields` are those of the Near). It matches a
    run of positions; the two runs share no word. `ordered` asks for left before right.
    """

    fields: tuple[str, ...]
    left: Node
    right: Node
    distance: int
    ordered: bool = False


class OneOf(Node, frozen=True, kw_only=True):
    """A keyword field holds at least one of these values."""

    field: str
    values: tuple[str, ...]


class Like(Node, frozen=True, kw_only=True):
    """A keyword field holds a value that fits the pattern; case does not matter."""

    field: str
    shape: Shape
    pattern: str


class Has(Node, frozen=True, kw_only=True):
    """The field holds any value at all."""

    field: str


class Between(Node, frozen=True, kw_only=True):
    """A date field from `start` (included) to `end` (not included), both UTC; null is open."""

    field: str
    start: datetime | None = None
    end: datetime | None = None


class Number(Node, frozen=True, kw_only=True):
    """A number field from `low` to `high`, both included; null is open."""

    field: str
    low: int | None = None
    high: int | None = None


Order = Literal["relevance", "date", "-date", "id"]
