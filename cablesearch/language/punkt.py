"""Sentences by Punkt (Kiss and Strunk 2006), as NLTK has it: a model trained on the cables themselves, and its use.

Case is much of what Punkt goes by, so it learns from texts in mixed case alone, unless there are none; texts all in
capitals are read in small letters. NLTK is imported by what is called here, not before.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from cablesearch.expressions import expression
from cablesearch.language.abbreviations import ABBREVIATIONS, BEFORE_NUMBERS
from cablesearch.language.capitals import in_capitals, lowered
from cablesearch.language.model import SentenceModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cablesearch.errors import Span

LEAST_TEXT: Final = 20_000
"""Of fewer characters nothing is learned that is worth more than Punkt's defaults."""

MOST_TEXT: Final = 1_000_000
"""So many characters are looked at: more change next to nothing, and each million takes two seconds."""

_LONGEST: Final = 20_000
"""Longer paragraphs are lists and tables."""

_LONGEST_SHORT: Final = 5
"""Letters of a learned abbreviation that has no period inside."""

_KEPT: Final = 64
"""Texts whose sentences are remembered: matches of one paragraph come one after another."""

_LINE: Final = expression(r"\S(?:[^\n]*\S)?")
_LONG_WORD: Final = expression(r"\S{200}")
_LAST_WORD: Final = expression(r"([^\s(\"']+)\.[)\"']*$")
_NUMBER_OR_LETTER: Final = expression(r"\(?(?:\d|[A-Z]\b|[a-z]\))")
_AFTER_NUMBER: Final = expression(r"\d\.[)\"']*\s+(?=[\"'(]?[A-Z])")
_LIST_NUMBER: Final = expression(r"[\s(\"'-]*\d+$")


def train(texts: Iterable[str]) -> SentenceModel | None:
    """What Punkt learns of texts, or nothing where they come to too little; the same for the same texts."""
    cased: list[str] = []
    capitals: list[str] = []
    size = 0
    for text in texts:
        if size >= MOST_TEXT:
            break
        if len(text) <= _LONGEST and not _LONG_WORD.search(text):
            (capitals if in_capitals(text) else cased).append(text)
            size += len(text)
    for some in (cased, list(map(lowered, capitals))):
        if sum(map(len, some)) >= LEAST_TEXT:
            return _trained("\n\n".join(some))
    return None


def _trained(text: str) -> SentenceModel | None:
    from nltk.tokenize.punkt import PunktTrainer

    trainer = PunktTrainer()
    try:
        trainer.train(text)
    except TimeoutError:  # of one of NLTK's expressions, for which a text must be no text
        return None
    learned = trainer.get_params()
    return SentenceModel(
        abbreviations=tuple(sorted(filter(_may_be_short_for, learned.abbrev_types))),
        collocations=tuple(sorted(learned.collocations)),
        starters=tuple(sorted(learned.sent_starters)),
        orthography={word: bits for word, bits in sorted(learned.ortho_context.items()) if bits},
    )


def _may_be_short_for(word: str) -> bool:
    """Not a long word that happened to end its few sentences."""
    return "." in word or len(word) <= _LONGEST_SHORT


class Splitter:
    """Finds sentences by a model, and without one by Punkt's defaults; ABBREVIATIONS are known to both."""

    def __init__(self, model: SentenceModel | None) -> None:
        self.is_trained = model is not None
        self._punkt = _tokenizer(model or SentenceModel())
        self.sentences: Callable[[str], tuple[Span, ...]] = lru_cache(maxsize=_KEPT)(self._spans)

    def around(self, text: str, span: Span) -> Span:
        """From the beginning of the sentence in which a span begins to the end of that in which it ends."""
        start, end = span
        first, last = span
        for begin, stop in self.sentences(text):
            if begin <= start < stop:
                first = begin
            if begin < end <= stop:
                last = stop
        return first, last

    def _spans(self, text: str) -> tuple[Span, ...]:
        """Half-open code-point offsets of the sentences, in order, without the blanks between; a line feed ends one.

        Every character that is no blank is in exactly one of them.
        """
        return tuple(
            (line.start() + begin, line.start() + end)
            for line in _LINE.finditer(text)
            for begin, end in self._in_line(line[0])
        )

    def _in_line(self, line: str) -> Iterator[Span]:
        capitals = in_capitals(line)
        try:
            found = list(self._punkt.span_tokenize(lowered(line) if capitals else line))
        except TimeoutError:
            found = [(0, len(line))]
        if capitals:
            found = [part for span in found for part in _parted(line, span)]
        yield from _joined(line, found)


def _tokenizer(model: SentenceModel) -> Any:
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    params = PunktParameters()
    params.abbrev_types.update(model.abbreviations, ABBREVIATIONS)
    params.collocations.update(model.collocations)
    params.sent_starters.update(model.starters)
    params.ortho_context.update(model.orthography)
    return PunktSentenceTokenizer(params)


def _parted(line: str, span: Span) -> Iterator[Span]:
    """A sentence in capitals parted where a number ends it: Punkt takes "1975. the" for the middle of one."""
    start, end = span
    for found in _AFTER_NUMBER.finditer(line, start, end):
        before = line[start : found.start() + 1]
        if _LIST_NUMBER.match(before) is None:
            yield start, start + len(line[start : found.end()].rstrip())
            start = found.end()
    yield start, end


def _joined(line: str, found: Iterable[Span]) -> Iterator[Span]:
    """Sentences, those put together that are parted between "para." and a number."""
    held: Span | None = None
    for start, end in found:
        if held is None:
            held = start, end
        elif _belong_together(line[held[0] : held[1]], line[start:end]):
            held = held[0], end
        else:
            yield held
            held = start, end
    if held is not None:
        yield held


def _belong_together(before: str, after: str) -> bool:
    last = _LAST_WORD.search(before)
    return (
        last is not None
        and last[1].lower() in BEFORE_NUMBERS
        and _NUMBER_OR_LETTER.match(after) is not None
    )
