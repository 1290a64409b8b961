"""More like this: the paragraphs or cables that share the most telling words with one of them.

A word (by its stem) of a text weighs (1 + ln times) * ln(paragraphs / paragraphs that hold it); stop words, single
letters and numbers weigh nothing. The engine looks for the weightiest words of the text; what it finds first is
measured exactly: the score is the cosine of the two texts' weights, 1 for texts of the same words.
"""

from __future__ import annotations

from collections import Counter
from math import log, sqrt
from typing import TYPE_CHECKING, Any, Final, Literal

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
_MEASURED: Final = {"paragraph": 60, "cable": 24}
"""So many at least of what is found are measured, and three times the limit."""
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
        times = Counter(stem(word) for text in texts for word in words(text) if _says(word))
        self._look_up(times)
        return {
            one: (1 + log(count)) * rarity
            for one, count in times.items()
            if (rarity := self._rarities[one]) > 0
        }

    def _look_up(self, stems: Iterable[str]) -> None:
        new = [one for one in stems if one not in self._rarities]
        for one, holding in self._searcher.holding(Form.STEM, "text", new).items():
            self._rarities[one] = log(self._paragraphs / holding) if holding else 0.0


def _says(word: str) -> bool:
    return not (is_stop_word(word) or word.isdigit())


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
    found = [
        measured
        for units in _candidates(bench, understood, asked, but=but, by=by, limit=limit)
        if (measured := _measured(units, source, weights, by)) is not None
    ]
    found.sort(key=lambda one: (-round(one.score, 9), one.cable_id, one.ordinal or 0))
    return tuple(found[:limit])


def _candidates(
    bench: Bench,
    understood: Understood,
    asked: Sequence[str],
    *,
    but: Sequence[str],
    by: Unit,
    limit: int,
) -> Iterator[tuple[Cable, Sequence[Paragraph]]]:
    terms: tuple[Node, ...] = tuple(Term(fields=("text",), word=one) for one in asked)
    wanted = terms[0] if len(terms) == 1 else Or(children=terms)
    most = max(_MEASURED[by], 3 * limit)
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


def _measured(
    unit: tuple[Cable, Sequence[Paragraph]],
    source: Mapping[str, float],
    weights: Weights,
    by: Unit,
) -> Similar | None:
    cable, paragraphs = unit
    texts = [paragraph.text for paragraph in paragraphs]
    other = weights.of(texts)
    shares = {one: weight * other[one] for one, weight in source.items() if one in other}
    if not shares:
        return None
    best = sorted(shares, key=lambda one: (-shares[one], one))[:_NAMED]
    return Similar(
        cite=cable.id if by == "cable" else cite(cable, paragraphs[0]),
        cable_id=cable.id,
        ordinal=None if by == "cable" else paragraphs[0].ordinal,
        date=iso(cable.date),
        embassy=cable.embassy,
        subject=cable.about,
        score=sum(shares.values()) / (_length(source) * _length(other)),
        words=_as_written(best, texts),
    )


def _length(weights: Mapping[str, float]) -> float:
    return sqrt(sum(weight * weight for weight in weights.values()))


def _as_written(stems: Sequence[str], texts: Iterable[str]) -> tuple[str, ...]:
    """For each stem the first word of the texts that has it."""
    first: dict[str, str] = {}
    for text in texts:
        for word in words(text):
            first.setdefault(stem(word), word)
    return tuple(first[one] for one in stems)
