"""What is odd in a source, and what cannot be read in a query: values, told of and carried on."""

from __future__ import annotations

from msgspec import Struct

from cablesearch.errors import Span


class Diagnostic(Struct, frozen=True, kw_only=True, gc=False):
    """Something odd in a source that was read all the same, and what was done about it.

    `kind` is a stable lower-case word with hyphens; `message` is for people; `lines` are the first and
    last line, 1-based, in the decoded source.
    """

    kind: str
    message: str
    lines: Span | None = None


class Problem(Struct, frozen=True, kw_only=True, gc=False):
    """One thing in a query that cannot be read: a stable kind, a message, where it stands."""

    kind: str
    message: str
    span: Span
    suggestion: str | None = None
