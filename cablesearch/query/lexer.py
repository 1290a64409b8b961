"""The tokens of a query: brackets, operators, and leaves with their punctuation."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from cablesearch.expressions import expression
from cablesearch.query import syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.errors import Span

DISTANCE: Final = 10
"""What NEAR means without a number."""

QUOTES: Final = '"“”„‟'


class Kind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    NEAR = auto()
    FIELD = auto()  # a name and its colon, directly before a value
    LEAF = auto()
    UNCLOSED = auto()  # a quote without its other half, with all that follows it


class Token(Struct, frozen=True, kw_only=True):
    """A token and its place. `leaf` is what a LEAF or UNCLOSED holds; `name` a field's; `distance` that of NEAR."""

    kind: Kind
    span: Span
    text: str
    leaf: syntax.Node | None = None
    distance: int = DISTANCE


_BLANK = expression(r"\s+")
_CHUNK = expression(rf"[^\s(){QUOTES}|]+")
# - and ! negate directly before a word, quote, bracket, field or pattern.
_NEGATION = expression(rf"[-!](?=\w|[{QUOTES}(]|[=/*?]+[\w(\[.])")
_STRAY_DASHES = expression(rf"[-!]+(?=[^\s(){QUOTES}|!-])")
# Pasted addresses (http://...) and times (14:30) name no field, nor does a colon with a blank after it.
_FIELD = expression(r"([^\W\d][\w-]*):(?!//)(?=[^\s)|])")
_REGEX = expression(rf"/((?!/)(?:\\\S|[^\s\\])+?)/(?=[\s()|{QUOTES}]|\Z)")
_QUOTED = expression(rf"[{QUOTES}]([^{QUOTES}]*)[{QUOTES}](?:~([0-9]*)(?=[\s()|{QUOTES}]|\Z))?")
# The brackets of a reason belong to it: reasons:1.4(b)
_REASON = expression(rf"1\.[4-8]\([a-hA-H]\)(?=[\s()|{QUOTES}]|\Z)")
_EXACT = expression(r"=(?=\w)")
_COUNT = expression(r"[0-9]*")
_LETTER = expression(r"[^\W_]")
_NEAR = expression(r"(NEAR|BEFORE)/([0-9]+)")
_WORDS: Final = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT, "NEAR": Kind.NEAR}


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query in order. Every character is in one of them or is a blank.

    >>> [t.text for t in tokens("end -- start NOT tags:PREL")]
    ['end', '--', 'start', 'NOT', 'tags:', 'PREL']
    """
    at = 0
    is_value = False
    while at < len(text):
        if blank := _BLANK.match(text, at):
            at = blank.end()
            continue
        token = None if is_value else _operator(text, at)
        if token is None and not is_value and (dashes := _STRAY_DASHES.match(text, at)):
            at = dashes.end()  # "--start" is a word with dashes before it
            continue
        token = token or _field(text, at, is_value) or _leaf(text, at, is_value)
        is_value = token.kind is Kind.FIELD
        yield token
        at = token.span[1]


def plain_tokens(text: str) -> Iterator[Token]:
    """The words of a text without any operator: what stands between blanks.

    >>> [t.text for t in plain_tokens("COMMODITY NOT (YET) DISCUSSED")]
    ['COMMODITY', 'NOT', '(YET)', 'DISCUSSED']
    """
    for m in re.finditer(r"\S+", text):
        leaf = syntax.Word(text=m[0], span=m.span())
        yield Token(kind=Kind.LEAF, span=m.span(), text=m[0], leaf=leaf)


def _operator(text: str, at: int) -> Token | None:
    char = text[at]
    if char in "()":
        return Token(kind=Kind.OPEN if char == "(" else Kind.CLOSE, span=(at, at + 1), text=char)
    if char == "|":
        end = at + (2 if text.startswith("||", at) else 1)
        return Token(kind=Kind.OR, span=(at, end), text=text[at:end])
    if _NEGATION.match(text, at) and (at == 0 or text[at - 1].isspace() or text[at - 1] in "()|"):
        return Token(kind=Kind.NOT, span=(at, at + 1), text=char)
    chunk = _CHUNK.match(text, at)
    if chunk is None:
        return None
    if chunk[0] in _WORDS:
        return Token(kind=_WORDS[chunk[0]], span=chunk.span(), text=chunk[0])
    if near := _NEAR.fullmatch(chunk[0]):
        return Token(kind=Kind.NEAR, span=chunk.span(), text=chunk[0], distance=int(near[2]))
    return None


def _field(text: str, at: int, is_value: bool) -> Token | None:
    m = None if is_value else _FIELD.match(text, at)
    if m is None or (text[m.end() - 2].isdigit() and text[m.end()].isdigit()):
        return None
    return Token(kind=Kind.FIELD, span=m.span(), text=m[0])


def _leaf(text: str, at: int, is_value: bool) -> Token:
    char = text[at]
    if char in QUOTES:
        return _quoted(text, at)
    if is_value and char == "(":
        return Token(kind=Kind.OPEN, span=(at, at + 1), text=char)
    if regex := _REGEX.match(text, at):
        leaf: syntax.Node = syntax.Regex(pattern=regex[1], span=regex.span())
        return Token(kind=Kind.LEAF, span=regex.span(), text=regex[0], leaf=leaf)
    chunk = _REASON.match(text, at) or _CHUNK.match(text, at)
    assert chunk is not None, "a field's colon is never before a blank, bar or closing bracket"
    leaf = _word(chunk[0], chunk.span(), is_value)
    return Token(kind=Kind.LEAF, span=chunk.span(), text=chunk[0], leaf=leaf)


def _quoted(text: str, at: int) -> Token:
    m = _QUOTED.match(text, at)
    if m is None:
        leaf = syntax.Quoted(text=text[at + 1 :], span=(at, len(text)))
        return Token(kind=Kind.UNCLOSED, span=leaf.span, text=text[at:], leaf=leaf)
    slop = None if m[2] is None else _count(m[2])
    leaf = syntax.Quoted(text=m[1], slop=slop, span=m.span())
    return Token(kind=Kind.LEAF, span=m.span(), text=m[0], leaf=leaf)


def _word(chunk: str, span: Span, is_value: bool) -> syntax.Node:
    if _EXACT.match(chunk):
        return syntax.Word(text=chunk[1:], exact=True, span=span)
    head, tilde, count = chunk.rpartition("~")
    if tilde and _COUNT.fullmatch(count) and _LETTER.search(head):
        return syntax.Fuzzy(text=head, edits=_count(count), span=span)
    if not chunk.strip("*"):
        return syntax.All(span=span)
    if re.search(r"[*?]", chunk) and (is_value or _LETTER.search(chunk)):
        return syntax.Wild(text=chunk, span=span)
    return syntax.Word(text=chunk, span=span)


def _count(digits: str) -> int:
    """The number after ~, which may be left out."""
    return int(digits) if digits else 1
