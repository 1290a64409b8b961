"""Highlights: the places in a field's text of the words that a tree asks for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from cablesearch.query import ast
from cablesearch.query.patterns import word_matcher
from cablesearch.query.runs import Analysed, Run, inside, pairs, runs
from cablesearch.text import stem, tokens_among

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cablesearch.errors import Span
    from cablesearch.text import Token

_Leaf = ast.Term | ast.Phrase | ast.Expand | ast.Near

_ASKED_KEPT: Final = 200_000
"""Of so many words it is remembered whether they are asked for."""


class Highlighter(Struct, frozen=True, dict=True):
    """What finds the words that a tree asks for: one for all texts that it found.

    What stands under NOT, and what only restricts (Unscored), is not shown. Words of a phrase or of NEAR are shown
    only where it matches as a whole.
    """

    tree: ast.Node

    def spans(self, text: str | None, field: str) -> tuple[Span, ...]:
        """Half-open code-point spans in that field's text of matched words, in order, none overlapping."""
        leaves = self._leaves.get(field) if text else None
        if not text or not leaves:
            return ()
        # few words of a text are asked for: the others need no stem and no place
        tokens = tokens_among(text, self._asked)
        if not tokens:
            return ()
        analysed = Analysed.of((at, token.word) for at, token in tokens.items())
        found = {at for leaf in leaves for at in _positions(leaf, analysed)}
        return _merged([(tokens[at].start, tokens[at].end) for at in sorted(found)])

    def asks(self, field: str) -> bool:
        """Whether any word is looked for in that field."""
        return field in self._leaves

    def nodes(self, text: str, field: str) -> tuple[Span, ...]:
        """Half-open code-point spans in that field's text of whole matches: a word, all of a phrase, of NEAR from the
        one operand to the other. In order, none twice; those of different words may overlap.
        """
        tokens = tokens_among(text, self._asked) if self.asks(field) else {}
        if not tokens:
            return ()
        found = self._runs(tokens, field)
        return tuple(sorted({(tokens[first].start, tokens[last].end) for first, last in found}))

    def node_runs(self, text: str, field: str) -> tuple[Run, ...]:
        """The same as the positions (0-based) of the first and the last word of each."""
        tokens = tokens_among(text, self._asked) if self.asks(field) else {}
        return tuple(sorted(self._runs(tokens, field))) if tokens else ()

    def _runs(self, tokens: Mapping[int, Token], field: str) -> set[Run]:
        analysed = Analysed.of((at, token.word) for at, token in tokens.items())
        return {run for leaf in self._leaves[field] for run in _shortest(_whole(leaf, analysed))}

    @cached_property
    def _leaves(self) -> Mapping[str, tuple[_Leaf, ...]]:
        """What is looked for in each field."""
        found: dict[str, list[_Leaf]] = {}
        for leaf in _shown(self.tree):
            for field in leaf.fields:
                found.setdefault(field, []).append(leaf)
        return {field: tuple(leaves) for field, leaves in found.items()}

    @cached_property
    def _asked(self) -> Callable[[str], bool]:
        """Whether a word may be in a run of any leaf."""
        return _Asked(self.tree).__getitem__


class _Asked(dict[str, bool]):
    """Of each word met, whether one of a tree's leaves names it."""

    def __init__(self, tree: ast.Node) -> None:
        super().__init__()
        self._words: set[str] = set()
        self._stems: set[str] = set()
        self._patterns: list[Callable[[str], bool]] = []
        for leaf in _shown(tree):
            self._take(leaf)

    def _take(self, node: ast.Node) -> None:
        match node:
            case ast.Term(word=word, form=ast.Form.WORD):
                self._words.add(word)
            case ast.Term(word=word):
                self._stems.add(word)
            case ast.Phrase(words=words):
                self._stems.update(words)
            case ast.Expand(shape=shape, pattern=pattern, edits=edits):
                self._patterns.append(word_matcher(shape, pattern, edits))
            case ast.Near(left=left, right=right):
                self._take(left)
                self._take(right)
            case ast.Or(children=children):
                for child in children:
                    self._take(child)

    def __missing__(self, word: str) -> bool:
        if len(self) >= _ASKED_KEPT:
            self.clear()
        found = self[word] = (
            word in self._words
            or stem(word) in self._stems
            or any(fits(word) for fits in self._patterns)
        )
        return found


def _shown(node: ast.Node) -> Iterator[_Leaf]:
    """What is looked for in texts by itself."""
    match node:
        case ast.And(children=children) | ast.Or(children=children):
            for child in children:
                yield from _shown(child)
        case ast.Term() | ast.Phrase() | ast.Expand() | ast.Near():
            yield node
        case _:
            return


def _positions(leaf: _Leaf, text: Analysed) -> Iterator[int]:
    if isinstance(leaf, ast.Near):
        for left, right in pairs(leaf, text):
            yield from inside(leaf.left, left, text)
            yield from inside(leaf.right, right, text)
    else:
        for run in runs(leaf, text):
            yield from inside(leaf, run, text)


def _whole(leaf: _Leaf, text: Analysed) -> Iterator[Run]:
    """The run of each match of a leaf, of two operands both and what stands between."""
    if isinstance(leaf, ast.Near):
        for left, right in pairs(leaf, text):
            yield min(left[0], right[0]), max(left[1], right[1])
    else:
        yield from runs(leaf, text)


def _shortest(found: Iterable[Run]) -> Iterator[Run]:
    """Those runs that hold no other one: of `oil ... oil ... price` the second oil stands by the price."""
    end: int | None = None
    for run in sorted(set(found), key=lambda run: (-run[0], run[1])):
        if end is None or run[1] < end:
            end = run[1]
            yield run


def _merged(places: list[Span]) -> tuple[Span, ...]:
    # Two words can come of one character: "½" is 1 and 2.
    merged: list[Span] = []
    for start, end in places:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
