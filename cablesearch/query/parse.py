"""Query text -> tree as typed, by precedence climbing; whatever is wrong is noted and the rest is read on.

From loosest to tightest: OR, AND (or a blank), NOT, NEAR. The grammar knows no fields: `resolve.py` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.diagnostic import Problem
from cablesearch.query import syntax
from cablesearch.query.lexer import Kind, Token, plain_tokens, tokens
from cablesearch.query.syntax import Note, Parsed
from cablesearch.query.write import to_query

if TYPE_CHECKING:
    from cablesearch.errors import Span

__all__ = ["Note", "Parsed", "parse"]

MOST_CHARACTERS: Final = 4_096
DEEPEST: Final = 20
"""Brackets and NOTs inside one another."""
MOST_LEAVES: Final = 1_024

_BEGINNINGS: Final = (Kind.LEAF, Kind.UNCLOSED, Kind.OPEN, Kind.FIELD)  # of an operand
_LONGEST_ADVICE: Final = 100  # characters of a rewritten query worth showing


def parse(text: str, *, plain: bool = False) -> Parsed:
    """What a query says, with all that is wrong in it; never raises. `plain` knows no operators at all.

    >>> parse("oil OR gas").tree.children[0].text
    'oil'
    """
    if len(text) > MOST_CHARACTERS:
        problem = Problem(
            kind="too-long",
            message=f"a query has at most {MOST_CHARACTERS:,} characters, this one {len(text):,}",
            span=(MOST_CHARACTERS, len(text)),
        )
        return Parsed(text=text, tree=syntax.Bad(span=(0, len(text))), problems=(problem,))
    found = list(plain_tokens(text) if plain else tokens(text))
    parser = _Parser(found, end=len(text))
    tree = parser.whole()
    problems = parser.problems + _surrogates(text)
    notes = parser.notes + _capitals(text, found)
    return Parsed(text=text, tree=tree, problems=tuple(problems), notes=tuple(notes))


def _surrogates(text: str) -> list[Problem]:
    for at, char in enumerate(text):
        if "\ud800" <= char <= "\udfff":
            message = "half a character, probably of a broken encoding"
            return [Problem(kind="bad-character", message=message, span=(at, at + 1))]
    return []


def _capitals(text: str, found: list[Token]) -> list[Note]:
    """Cables are often in capitals, so a pasted line can hold an operator that nobody meant."""
    operators = [t for t in found if t.kind in (Kind.AND, Kind.OR, Kind.NOT, Kind.NEAR)]
    words = [t for t in operators if t.text[0].isalpha()]
    if not words or text != text.upper() or not any(t.kind is Kind.LEAF for t in found):
        return []
    names = ", ".join(dict.fromkeys(t.text for t in words))
    verb = (
        "were read as operators" if len({t.text for t in words}) > 1 else "was read as an operator"
    )
    message = f"{names} {verb}; for the words themselves, put the text in quotes or use --plain"
    return [Note(kind="capitals", message=message, span=words[0].span)]


class _Parser:
    """Reads tokens one by one; each method reads one level of the grammar."""

    def __init__(self, found: list[Token], *, end: int) -> None:
        self.tokens = found
        self.end = end
        self.at = 0
        self.depth = 0
        self.open = 0
        self.leaves = 0
        self.problems: list[Problem] = []
        self.places: set[Span] = set()
        self.notes: list[Note] = []

    def whole(self) -> syntax.Node:
        if not self.tokens:
            return syntax.All()
        parts = []
        while self.at < len(self.tokens):
            if self.peek() is Kind.CLOSE:
                token = self.take()
                self.problem("stray-bracket", "this bracket has no opening one", token.span)
                continue
            parts.append(self.either())
        if len(parts) == 1:
            return parts[0]
        # parts or none of them, where a bracket was closed that was not open
        whole = (0, self.end)
        return syntax.And(children=tuple(parts), span=whole) if parts else syntax.Bad(span=whole)

    def peek(self) -> Kind | None:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else None

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def problem(self, kind: str, message: str, span: Span) -> syntax.Bad:
        if all(
            p.span != span for p in self.problems
        ):  # "OR" alone lacks both sides; once is enough
            self.problems.append(Problem(kind=kind, message=message, span=span))
        return syntax.Bad(span=span)

    def either(self) -> syntax.Node:
        """a OR b"""
        start = self.at
        rows = [self.row()]
        while self.peek() is Kind.OR:
            operator = self.take()
            rows.append(self.row(after=operator))
        if len(rows) == 1:
            return rows[0][0]
        if any(len(operands) > 1 for _, operands in rows):
            span = self.span_from(start)
            self.notes.append(_precedence([operands for _, operands in rows], span))
        return syntax.Or(children=tuple(node for node, _ in rows), span=self.span_from(start))

    def row(self, *, after: Token | None = None) -> tuple[syntax.Node, list[syntax.Node]]:
        """What stands between two ORs: its node, and the operands that it joins."""
        start = self.at
        operands = self.both(after=after)
        if len(operands) == 1:
            return operands[0], operands
        return syntax.And(children=tuple(operands), span=self.span_from(start)), operands

    def span_from(self, start: int) -> Span:
        """From the beginning of that token to the end of the last one read."""
        return self.tokens[start].span[0], self.tokens[self.at - 1].span[1]

    def both(self, *, after: Token | None = None) -> list[syntax.Node]:
        """a AND b, a b: the operands. `after` is an operator that asks for one."""
        operands: list[syntax.Node] = []
        while True:
            kind = self.peek()
            if kind is Kind.AND:
                operator = self.take()
                if not operands or after is not None:
                    self.dangling(operator, "before")
                after = operator
            elif kind in (Kind.OR, Kind.CLOSE, None):
                if after is not None:
                    self.dangling(after, "after")
                elif not operands and kind is Kind.OR:
                    self.dangling(self.tokens[self.at], "before")
                return operands or [syntax.Bad()]
            else:
                operands.append(self.negated())
                after = None

    def negated(self) -> syntax.Node:
        """NOT a"""
        if self.peek() is not Kind.NOT:
            return self.near()
        start = self.at
        operator = self.take()
        if self.peek() in (Kind.AND, Kind.OR, Kind.CLOSE, None):
            return self.dangling(operator, "after")
        if self.too_deep(operator):
            return syntax.Bad(span=operator.span)
        self.depth += 1
        child = self.negated()
        self.depth -= 1
        return syntax.Not(child=child, span=self.span_from(start))

    def near(self) -> syntax.Node:
        """a NEAR/5 b"""
        start = self.at
        left = self.dangling(self.take(), "before") if self.peek() is Kind.NEAR else self.operand()
        joined = 0
        while self.peek() is Kind.NEAR:
            operator = self.take()
            if self.peek() is Kind.NOT:
                message = f"{operator.text} takes no NOT; write NOT (a {operator.text} b)"
                return self.problem("near-operand", message, self.take().span)
            if self.peek() not in _BEGINNINGS:
                return self.dangling(operator, "after")
            right = self.operand()
            joined += 1
            if joined == 1:
                left = syntax.Near(
                    left=left,
                    right=right,
                    distance=operator.distance,
                    ordered=operator.text.startswith("BEFORE"),
                    span=self.span_from(start),
                )
        if joined > 1:
            message = "NEAR joins two; write (a NEAR/5 b) AND (b NEAR/5 c)"
            return self.problem("near-operand", message, self.span_from(start))
        return left

    def operand(self) -> syntax.Node:
        """A leaf, a bracket, or a field with one of these; the caller has seen that one begins here."""
        start = self.at
        token = self.take()
        if token.kind is Kind.FIELD:
            value = self.operand()
            return syntax.Fielded(
                name=token.text[:-1],
                name_span=(token.span[0], token.span[1] - 1),
                value=value,
                span=self.span_from(start),
            )
        if token.kind is Kind.OPEN:
            return self.bracket(token)
        if token.kind is Kind.UNCLOSED:
            start = token.span[0]
            self.problem("unclosed-quote", "this quote is not closed", (start, start + 1))
        assert token.leaf is not None
        return self.leaf(token.leaf)

    def leaf(self, leaf: syntax.Node) -> syntax.Node:
        self.leaves += 1
        if self.leaves == MOST_LEAVES + 1:
            message = f"a query has at most {MOST_LEAVES:,} words and values"
            self.problem("too-many-terms", message, (leaf.span[0], self.end))
        return leaf

    def bracket(self, opening: Token) -> syntax.Node:
        if self.too_deep(opening):
            return syntax.Bad(span=opening.span)
        if self.peek() is Kind.CLOSE:
            closing = self.take()
            span = (opening.span[0], closing.span[1])
            return self.problem("empty-brackets", "nothing in these brackets", span)
        if self.peek() is None:
            return self.problem("unclosed-bracket", "this bracket is not closed", opening.span)
        self.depth += 1
        self.open += 1
        inner = self.either()
        self.depth -= 1
        self.open -= 1
        if self.peek() is Kind.CLOSE:
            self.take()
        else:
            self.problem("unclosed-bracket", "this bracket is not closed", opening.span)
        return inner

    def too_deep(self, token: Token) -> bool:
        """Whether this bracket or NOT is one too many; then all that follows is passed over."""
        if self.depth < DEEPEST:
            return False
        message = f"more than {DEEPEST} brackets and NOTs inside one another"
        self.problem("too-deep", message, token.span)
        # the brackets that are open close here, without a word
        close = Token(kind=Kind.CLOSE, span=(self.end, self.end), text=")")
        self.tokens[self.at :] = [close] * self.open
        return True

    def dangling(self, operator: Token, side: str) -> syntax.Bad:
        message = f"nothing {side} {operator.text}"
        if operator.text[0].isalpha():
            message += f'; for the word itself write "{operator.text.lower()}"'
        return self.problem("missing-operand", message, operator.span)


def _precedence(rows: list[list[syntax.Node]], span: Span) -> Note:
    """AND and OR side by side without brackets: say which binds tighter, and how to write the other reading."""
    factors: list[list[str]] = [[]]
    for row in rows:
        for i, operand in enumerate(row):
            if i:
                factors.append([])
            factors[-1].append(_short(operand))
    other = " AND ".join(f"({' OR '.join(f)})" if len(f) > 1 else f[0] for f in factors)
    advice = "use brackets for the other reading"
    if len(other) <= _LONGEST_ADVICE:
        advice = f"for {other}, use brackets"
    return Note(kind="precedence", message=f"AND binds tighter than OR; {advice}", span=span)


def _short(node: syntax.Node) -> str:
    if isinstance(node, syntax.Fielded):
        return node.name
    shown = to_query(node)
    return f"({shown})" if isinstance(node, syntax.And | syntax.Or) else shown
