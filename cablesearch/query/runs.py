"""Where in one analysed text a leaf of a resolved tree matches: runs of positions.

`match.py` asks whether there is a run, `spans.py` which words are in one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Self

from msgspec import Struct

from cablesearch.query import ast
from cablesearch.query.patterns import text_matcher
from cablesearch.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Run = tuple[int, int]
"""The first and the last position (both included) of words that an operand matches."""


_FEW: Final = 8


class Positions(Mapping[str, Sequence[int]]):
    """The positions of each word of a list, as `form` makes it.

    Most texts are asked for few words, and passing through them so often is far quicker than noting where each stands.
    """

    def __init__(self, listed: Sequence[str], form: Callable[[str], str] | None = None) -> None:
        self._form = form
        self._listed = listed
        self._found: dict[str, list[int]] = {}
        self._all: dict[str, list[int]] | None = None

    def __getitem__(self, word: str) -> Sequence[int]:
        return self._all[word] if self._all is not None else self._looked_for(word)

    def _looked_for(self, word: str) -> Sequence[int]:
        found = self._found.get(word)
        if found is None:
            if self._form is not None:
                self._listed, self._form = list(map(self._form, self._listed)), None
            if word not in self._listed:
                raise KeyError(word)
            if len(self._found) >= _FEW:
                return self._placed()[word]
            found = [at for at, one in enumerate(self._listed) if one == word]
            self._found[word] = found
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._placed())

    def __len__(self) -> int:
        return len(self._placed())

    def _placed(self) -> dict[str, list[int]]:
        if self._all is None:
            self._all = {}
            every = map(self._form, self._listed) if self._form else self._listed
            for at, one in enumerate(every):
                self._all.setdefault(one, []).append(at)
        return self._all


class Analysed(Struct, frozen=True, kw_only=True):
    """A text's words: the positions (0-based) of each word and each stem."""

    words: Mapping[str, Sequence[int]]
    stems: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, placed: Iterable[tuple[int, str]]) -> Self:
        """Of words with their positions, in order."""
        words_at: dict[str, list[int]] = {}
        stems_at: dict[str, list[int]] = {}
        for position, word in placed:
            words_at.setdefault(word, []).append(position)
            stems_at.setdefault(stem(word), []).append(position)
        return cls(words=words_at, stems=stems_at)


@lru_cache(maxsize=2048)
def analyse(text: str) -> Analysed:
    """The words of a text by position."""
    listed = words(text)
    return Analysed(words=Positions(listed), stems=Positions(listed, stem))


def runs(node: ast.Node, text: Analysed) -> list[Run]:
    """Every run of a Term, Phrase or Expand, or of an Or of these, in order of place."""
    match node:
        case ast.Term(word=word, form=form):
            forms = text.stems if form is ast.Form.STEM else text.words
            return [(p, p) for p in forms.get(word, ())]
        case ast.Expand(shape=shape, pattern=pattern, edits=edits):
            fits = text_matcher(shape, pattern, edits)
            return sorted((p, p) for word, at in text.words.items() if fits(word) for p in at)
        case ast.Phrase():
            return list(_phrase_runs(node, text))
        case ast.Or(children=children):
            return sorted({run for child in children for run in runs(child, text)})
        case _:
            raise TypeError(f"{type(node).__name__} is not a text leaf")


def pairs(node: ast.Near, text: Analysed) -> Iterator[tuple[Run, Run]]:
    """The pairs of runs, left operand's first, that stand as near as the node asks and share no word."""
    right_runs = runs(node.right, text)
    for left in runs(node.left, text):
        for right in right_runs:
            gap = right[0] - left[1] - 1  # words between, where left comes first
            back = left[0] - right[1] - 1
            if 0 <= gap <= node.distance or (not node.ordered and 0 <= back <= node.distance):
                yield left, right


def _occurrences(node: ast.Phrase, text: Analysed) -> list[Sequence[int]] | None:
    at = {word: text.stems.get(word, ()) for word in dict.fromkeys(node.words)}
    return [at[word] for word in node.words] if all(at.values()) else None


def _phrase_runs(node: ast.Phrase, text: Analysed) -> Iterator[Run]:
    """From each first word, every last word that all between can be fitted before."""
    occurrences = _occurrences(node, text)
    if occurrences is None:
        return
    for first in occurrences[0]:
        limit = first + len(node.words) - 1 + node.slop
        if len(occurrences) == 1:
            yield first, first
            continue
        earliest = _earliest(occurrences[:-1], first)
        if earliest is None:
            continue
        last_word = occurrences[-1]
        for last in last_word[
            bisect_right(last_word, earliest[-1]) : bisect_right(last_word, limit)
        ]:
            yield first, last


def _earliest(occurrences: list[Sequence[int]], first: int) -> list[int] | None:
    """The earliest place of each word, one after another from `first` on."""
    places = [first]
    for positions in occurrences[1:]:
        at = bisect_right(positions, places[-1])
        if at == len(positions):
            return None
        places.append(positions[at])
    return places


def inside(node: ast.Node, run: Run, text: Analysed) -> set[int]:
    """The positions in this run of the node at which words that it names stand (not those merely between)."""
    match node:
        case ast.Phrase():
            return _phrase_words(node, run, text)
        case ast.Or(children=children):
            return {p for c in children if run in runs(c, text) for p in inside(c, run, text)}
        case _:
            return set(run)


def _phrase_words(node: ast.Phrase, run: Run, text: Analysed) -> set[int]:
    """A word may stand anywhere between the earliest place of its forerunner and the latest of its successor."""
    occurrences = _occurrences(node, text)
    earliest = _earliest(occurrences, run[0]) if occurrences else None
    if occurrences is None or earliest is None:
        return set()
    latest = [run[1]]
    for positions in occurrences[-2::-1]:
        latest.insert(0, positions[bisect_left(positions, latest[0]) - 1])
    found = set(run)
    for i in range(1, len(occurrences) - 1):
        found.update(p for p in occurrences[i] if earliest[i - 1] < p < latest[i + 1])
    return found
