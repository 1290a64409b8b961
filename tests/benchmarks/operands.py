"""What is asked: queries of each kind, of words chosen by how many of the collection's paragraphs have them."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Final

from cablesearch.text import STOP_WORDS, stem
from tests.benchmarks.fed import read
from tests.benchmarks.peers.base import Asked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SAMPLE: Final = 60_000
_COMMON: Final = (0.01, 0.10)
_RARE: Final = (0.0002, 0.001)
_SINCE: Final = datetime(2007, 1, 1, tzinfo=UTC)
_UNTIL: Final = datetime(2008, 12, 31, 23, 59, 59, tzinfo=UTC)
_CHOSEN: Final = ("marking", "tags")

EVERY_PEER: Final = ("tantivy", "whoosh", "sqlite", "xapian")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query in our language with the options of `search`, and the same for the peers, null where they have none."""

    query: str
    options: Mapping[str, Any] = field(default_factory=dict)
    asked: Asked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Questions of one kind, and the peers that can be asked them."""

    name: str
    questions: tuple[Question, ...]
    peers: tuple[str, ...] = ()


class _Sample:
    """The words of the first paragraphs, and in which share of them each stands."""

    def __init__(self, documents: Path) -> None:
        stems: Counter[str] = Counter()
        words: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        values: dict[str, Counter[str]] = {name: Counter() for name in _CHOSEN}
        size = 0
        for one in islice(read(documents), _SAMPLE):
            said = one.get("text", "").split()
            stems.update(set(said))
            words.update(one.get("text_word", "").split())
            if size % 8 == 0:
                pairs.update(set(pairwise(said)))
            for name, counts in values.items():
                counts.update(one.get(name, []))
            size += 1
        self.size = size
        self.stems, self.words, self.pairs = stems, words, pairs
        self.top = {name: counts.most_common(1)[0][0] for name, counts in values.items()}
        self.written = {stem(word): word for word in sorted(words, key=lambda w: (words[w], w))}

    def within(self, counts: Mapping[str, int], band: tuple[float, float]) -> list[str]:
        low, high = (share * self.size for share in band)
        return sorted(
            word
            for word, n in counts.items()
            if low <= n <= max(high, 1) and word.isalpha() and word not in STOP_WORDS
        )

    def prefixes(self) -> list[str]:
        """Beginnings of three letters or more that altogether 1-10 % of the paragraphs have."""
        counts: Counter[str] = Counter()
        for word, n in self.words.items():
            for size in range(3, min(6, len(word))):
                counts[word[:size]] += n
        return self.within(counts, _COMMON)


def kinds(documents: Path, each: int, seed: int = 1974) -> list[Kind]:
    """So many questions of every kind, always the same for the same documents."""
    sample, chance = _Sample(documents), random.Random(seed)

    def some(given: list[str]) -> list[str]:
        return [chance.choice(given) for _ in range(each)]

    common = [s for s in sample.within(sample.stems, _COMMON) if s in sample.written]
    rare = [s for s in sample.within(sample.stems, _RARE) if s in sample.written]
    words = sample.within(sample.words, _COMMON)
    prefixes = sample.prefixes()
    phrases = [
        pair for pair, _ in sample.pairs.most_common(400)
        if all(one in sample.written for one in pair) and not STOP_WORDS.issuperset(pair)
    ]  # fmt: skip

    def text(one: str) -> str:
        return f"text:{sample.written[one]}"

    def plain(name: str, queries: list[str]) -> Kind:
        return Kind(name=name, questions=tuple(Question(query=query) for query in queries))

    picked = tuple((name, sample.top[name]) for name in _CHOSEN)
    span = (int(_SINCE.timestamp()), int(_UNTIL.timestamp()))
    period = {"since": f"{_SINCE:%Y-%m-%d}", "until": f"{_UNTIL:%Y-%m-%d}"}
    return [
        _asked("word", [(text(s), Asked(stems=(s,))) for s in some(common)]),
        _asked("rare word", [(text(s), Asked(stems=(s,))) for s in some(rare)]),
        _asked("two words", [
            (f"{text(a)} {text(b)}", Asked(stems=(a, b))) for a, b in zip(some(common), some(common), strict=True)
        ]),
        _asked("phrase", [
            (f'text:"{sample.written[a]} {sample.written[b]}"', Asked(stems=(a, b), phrase=True))
            for a, b in (chance.choice(phrases) for _ in range(each))
        ]),
        _asked("word anywhere", [
            (sample.written[s], Asked(stems=(s,), anywhere=True)) for s in some(common)
        ], peers=("tantivy",)),
        _asked("drill sideways", [
            (text(s), Asked(stems=(s,), chosen=picked)) for s in some(common)
        ], {"filters": {name: [value] for name, value in picked}}, peers=("tantivy",)),
        _asked("date range", [
            (text(s), Asked(stems=(s,), dates=span)) for s in some(common)
        ], period, peers=("tantivy",)),
        plain("=w", [f"={word}" for word in some(words)]),
        plain("w*", [f"{one}*" for one in some(prefixes)]),
        plain("/re/", [f"/{one}.*/" for one in some(prefixes)]),
        plain("w~1", [f"{word}~1" for word in some([w for w in words if len(w) > 5])]),
        plain("NEAR", [f"{a} NEAR/5 {b}" for a, b in zip(some(words), some(words), strict=True)]),
        plain("BEFORE", [f"{a} BEFORE/5 {b}" for a, b in zip(some(words), some(words), strict=True)]),
    ]  # fmt: skip


def _asked(
    name: str,
    pairs: list[tuple[str, Asked]],
    options: Mapping[str, Any] | None = None,
    *,
    peers: tuple[str, ...] = EVERY_PEER,
) -> Kind:
    questions = tuple(
        Question(query=query, options=options or {}, asked=asked) for query, asked in pairs
    )
    return Kind(name=name, questions=questions, peers=peers)
