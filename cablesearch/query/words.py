"""Leaves in a text field -> terms, phrases and patterns of analysed words."""

from __future__ import annotations

import re
from typing import Final

from cablesearch.expressions import expression
from cablesearch.query import ast, syntax
from cablesearch.query.regex import RegexError, compile_regex
from cablesearch.query.trouble import UnreadableError, shown
from cablesearch.text import STOP_WORDS, normalise, stem, words

MOST_BETWEEN: Final = 1_000
"""The greatest distance that NEAR, BEFORE or a phrase may ask for."""
MOST_EDITS: Final = 2
MOST_WORDS: Final = 1_024
"""In one phrase."""

# A word as text.py splits it, but with * and ? as letters.
_PIECE = expression(r"((?:[^\W_]|[*?])+)(?:'s(?![^\W_*?]))?")

TextLeaf = syntax.Word | syntax.Wild | syntax.Fuzzy | syntax.Regex | syntax.Quoted


def is_stop_word(leaf: syntax.Node) -> bool:
    """Whether this is an unquoted word that is too common to ask for."""
    if not isinstance(leaf, syntax.Word) or leaf.exact:
        return False
    found = words(leaf.text)
    return len(found) == 1 and found[0] in STOP_WORDS


def text_node(leaf: TextLeaf, fields: tuple[str, ...]) -> ast.Node | None:
    """The node of a leaf in these text fields, null where it holds no word; UnreadableError."""
    match leaf:
        case syntax.Word(text=text, exact=True):
            return _exact(text, leaf, fields)
        case syntax.Word(text=text):
            return _phrase(words(text), 0, leaf, fields)
        case syntax.Quoted(text=text, slop=slop):
            return _phrase(words(text), slop or 0, leaf, fields)
        case syntax.Wild(text=text):
            return _wild(text, leaf, fields)
        case syntax.Fuzzy():
            return _fuzzy(leaf, fields)
        case syntax.Regex(pattern=pattern):
            pattern = regex_pattern(leaf)
            return ast.Expand(fields=fields, shape=ast.Shape.REGEX, pattern=pattern, span=leaf.span)


def regex_pattern(leaf: syntax.Regex) -> str:
    """The pattern with its letters normalised, as the words are that it is tried on; UnreadableError."""
    pattern = re.sub(
        r"\\.|[^\\]+",
        lambda m: m[0] if m[0].startswith("\\") else normalise(m[0]),
        leaf.pattern,
        flags=re.DOTALL,
    )
    try:
        compile_regex(pattern)
    except RegexError as error:
        start, end = leaf.span
        at = start + 1 + error.at if len(pattern) == len(leaf.pattern) else start
        span = (min(at, end - 1), min(at, end - 1) + 1)
        raise UnreadableError("bad-regex", str(error), span) from None
    return pattern


def _phrase(
    found: list[str], slop: int, leaf: syntax.Node, fields: tuple[str, ...]
) -> ast.Node | None:
    if slop > MOST_BETWEEN:
        message = f"at most {MOST_BETWEEN:,} words may stand between"
        raise UnreadableError("too-far", message, leaf.span, f"~{MOST_BETWEEN}")
    if len(found) > MOST_WORDS:
        message = f"a phrase has at most {MOST_WORDS:,} words, this one {len(found):,}"
        raise UnreadableError("too-many-terms", message, leaf.span)
    if not found:
        return None
    stems = tuple(stem(word) for word in found)
    if len(stems) == 1:
        return ast.Term(fields=fields, word=stems[0], span=leaf.span)
    return ast.Phrase(fields=fields, words=stems, slop=slop, span=leaf.span)


def _exact(text: str, leaf: syntax.Node, fields: tuple[str, ...]) -> ast.Node | None:
    if re.search(r"[*?~]", text):
        message = "= takes a word as written; leave out the = for a pattern"
        raise UnreadableError("bad-exact", message, leaf.span, text)
    terms: list[ast.Node] = [
        ast.Term(fields=fields, word=word, form=ast.Form.WORD, span=leaf.span)
        for word in words(text)
    ]
    return _in_sequence(terms, leaf, fields)


def _wild(text: str, leaf: syntax.Node, fields: tuple[str, ...]) -> ast.Node | None:
    """`counter-terror*` is two words in sequence, the second a pattern."""
    parts: list[ast.Node] = []
    plain: list[str] = []
    for piece in _PIECE.findall(normalise(text)):
        if not re.search(r"[*?]", piece):
            plain.append(piece)
        elif piece.strip("*?"):
            parts += filter(None, [_phrase(plain, 0, leaf, fields)])
            plain = []
            wildcard = ast.Shape.WILDCARD
            parts.append(ast.Expand(fields=fields, shape=wildcard, pattern=piece, span=leaf.span))
    parts += filter(None, [_phrase(plain, 0, leaf, fields)])
    return _in_sequence(parts, leaf, fields)


def _in_sequence(
    parts: list[ast.Node], leaf: syntax.Node, fields: tuple[str, ...]
) -> ast.Node | None:
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    if len(parts) > 2:
        message = "too many words in one; write them apart, with BEFORE/0 between two of them"
        raise UnreadableError("too-many-parts", message, leaf.span)
    left, right = parts
    return ast.Near(fields=fields, left=left, right=right, distance=0, ordered=True, span=leaf.span)


def _fuzzy(leaf: syntax.Fuzzy, fields: tuple[str, ...]) -> ast.Node:
    if not 1 <= leaf.edits <= MOST_EDITS:
        better = f"{leaf.text}~{MOST_EDITS}" if leaf.edits else f"={leaf.text}"
        message = f"~{leaf.edits} is not possible, only ~1 and ~2; write {better}"
        raise UnreadableError("too-many-edits", message, leaf.span, better)
    found = words(leaf.text)
    if len(found) != 1 or re.search(r"[*?]", leaf.text):
        message = f"~ takes one plain word, not {shown(leaf.text)}"
        raise UnreadableError("bad-fuzzy", message, leaf.span)
    return ast.Expand(
        fields=fields,
        shape=ast.Shape.FUZZY,
        pattern=found[0],
        edits=leaf.edits,
        span=leaf.span,
    )
