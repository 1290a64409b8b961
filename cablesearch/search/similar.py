"""More like this: the paragraphs or cables that share the most telling words with one of them.

A word (by its stem) of a text weighs (1 + ln times) * ln(paragraphs / paragraphs that hold it); stop words, single
letters and numbers weigh nothing. The engine looks for the weightiest words of the text; what it finds first is
measured exactly: the score is the cosine of the two texts' weights, 1 for texts of the same words.
"""

from __future__ import annotations

from collections import Counter
from math import log, sqrt
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Self

from msgspec import Struct

from cablesearch.cable.cite import cite
from cablesearch.engines.base import Request
from cablesearch.language.stop_words import is_stop_word
from cablesearch.query.ast import Form, Not, OneOf, Or, Term
from cablesearch.search.page import iso
from cablesearch.search.question import both
from cablesearch.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cablesearch.cable.model import Cable, Paragraph
    from cablesearch.engines.base import Searcher
    from cablesearch.query.ast import Node
    from cablesearch.search.question import Understood
    from cablesearch.search.run import Bench

Unit = Literal["paragraph", "cable"]

_ASKED: Final = {"paragraph": 24, "cable": 32}
"""So many words are looked for."""
_MORE: Final = {"paragraph": 40, "cable": 4}
"""So many more are measured than are wanted."""
_NAMED: Final = 5
"""Words that made it so."""


class Similar(Struct, frozen=True, kw_only=True):
    """A paragraph, or a cable (`ordinal` is null then), and how alike it is; `words` made it so, the weightiest first.

    `date` is ISO 8601 with Z; `score` is from 0 to 1.
    """

    cite: str
    cable_id: str
    ordinal: int | None
    date: str | None
    embassy: str | None
    subject: str | None
    score: float
    words: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The row as JSON values."""
        return {
            **{name: getattr(self, name) for name in COLUMNS},
            "score": round(self.score, 3),
            "words": list(self.words),
        }


COLUMNS: Final = Similar.__struct_fields__


class Weights:
    """How much each word of a text weighs in a collection."""

    def __init__(self, searcher: Searcher, paragraphs: int) -> None:
        self._searcher = searcher
        self._paragraphs = paragraphs
        self._rarities: dict[str, float] = {}

    def of(self, texts: Sequence[str]) -> dict[str, float]:
        """The weights of the stems of a text, given in parts; those that say nothing are left out."""
        times: Counter[str] = Counter()
        for word, count in Counter(word for text in texts for word in words(text)).items():
            if not (is_stop_word(word) or word.isdigit()):
                times[stem(word)] += count
        self._look_up(times)
        rarities = self._rarities
        return {
            one: rarity if count == 1 else (1 + log(count)) * rarity
            for one, count in times.items()
            if (rarity := rarities[one]) > 0
        }

    def _look_up(self, stems: Iterable[str]) -> None:
        new = [one for one in stems if one not in self._rarities]
        for one, holding in self._searcher.holding(Form.STEM, "text", new).items():
            self._rarities[one] = log(self._paragraphs / holding) if holding else 0.0


def similar(
    bench: Bench,
    understood: Understood,
    texts: Sequence[str],
    *,
    but: Sequence[str],
    by: Unit,
    limit: int,
) -> tuple[Similar, ...]:
    """The most similar ones in order, without the cables of the ids `but` and what the question leaves out."""
    weights = Weights(bench.searcher, bench.info.paragraphs)
    source = weights.of(texts)
    asked = sorted(source, key=lambda one: (-source[one], one))[: _ASKED[by]]
    if not asked or not limit:
        return ()
    most = limit + _MORE[by]
    length = _length(source)
    found = [
        measured
        for cable, some in _candidates(bench, understood, asked, but=but, by=by, most=most)
        if (measured := _Measured.of(cable, some, source, length, weights)).shares
    ]
    found.sort(key=_Measured.place)
    return tuple(one.told(by) for one in found[:limit])


class _Measured(NamedTuple):
    """What was found, and what each of the words that both have adds to its score."""

    cable: Cable
    paragraphs: Sequence[Paragraph]
    score: float
    shares: Mapping[str, float]

    @classmethod
    def of(
        cls,
        cable: Cable,
        paragraphs: Sequence[Paragraph],
        source: Mapping[str, float],
        length: float,
        weights: Weights,
    ) -> Self:
        other = weights.of([paragraph.text for paragraph in paragraphs])
        shares = {one: weight * other[one] for one, weight in source.items() if one in other}
        score = sum(shares.values()) / (length * _length(other)) if shares else 0.0
        return cls(cable, paragraphs, score, shares)

    def place(self) -> tuple[float, str, int]:
        return -round(self.score, 9), self.cable.id, self.paragraphs[0].ordinal

    def told(self, by: Unit) -> Similar:
        best = sorted(self.shares, key=lambda one: (-self.shares[one], one))[:_NAMED]
        cable, first = self.cable, self.paragraphs[0]
        return Similar(
            cite=cable.id if by == "cable" else cite(cable, first),
            cable_id=cable.id,
            ordinal=None if by == "cable" else first.ordinal,
            date=iso(cable.date),
            embassy=cable.embassy,
            subject=cable.about,
            score=self.score,
            words=_as_written(best, (paragraph.text for paragraph in self.paragraphs)),
        )


def _candidates(
    bench: Bench,
    understood: Understood,
    asked: Sequence[str],
    *,
    but: Sequence[str],
    by: Unit,
    most: int,
) -> Iterator[tuple[Cable, Sequence[Paragraph]]]:
    terms: tuple[Node, ...] = tuple(Term(fields=("text",), word=one) for one in asked)
    wanted = terms[0] if len(terms) == 1 else Or(children=terms)
    request = Request(
        tree=both(
            wanted,
            Not(child=OneOf(field="cable_id", values=tuple(but))),
            *(restriction.node for restriction in understood.restrictions),
        ),
        chosen=understood.chosen,
        limit=most,
        by_cable=by == "cable",
    )
    hits = bench.searcher.search(request).hits
    cables = bench.cables.cables([hit.cable_id for hit in hits])
    for hit, cable in zip(hits, cables, strict=True):
        if by == "cable":
            yield cable, cable.paragraphs
        else:
            yield cable, (cable.paragraphs[hit.ordinal - 1],)


def _length(weights: Mapping[str, float]) -> float:
    return sqrt(sum(weight * weight for weight in weights.values()))


def _as_written(stems: Sequence[str], texts: Iterable[str]) -> tuple[str, ...]:
    """For each stem the first word of the texts that has it."""
    first: dict[str, str] = {}
    for word in (word for text in texts for word in words(text)):
        if (one := stem(word)) in stems:
            first.setdefault(one, word)
        if len(first) == len(stems):
            break
    return tuple(first[one] for one in stems)
