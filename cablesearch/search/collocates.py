"""The words that keep company with the matches of a query, and how far beyond chance.

What is counted, exactly: words are those of text.py as normalised, and each is counted once in a paragraph, however
often it stands there. The company of a paragraph is the distinct words that stand at most `span` words before or after
a match in its text and in no match themselves. For a word w let

    count     the paragraphs that have w in their company
    window    the sum over all paragraphs of the distinct words in their company
    paragraphs   the paragraphs of the collection whose text holds w
    words     the sum over all paragraphs of the collection of the distinct words of their texts

so that by chance w would be in window * paragraphs / words companies: this is `expected`. The log-likelihood ratio
(Dunning 1993) and PMI (log2 of count / expected) are those of the table (count, window, paragraphs, words). The
collection is all of the index, whatever narrows the question. Words that are met no oftener than by chance are no
collocates.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, Literal

from msgspec import Struct

from cablesearch.language.association import associations
from cablesearch.language.stop_words import is_stop_word
from cablesearch.query.ast import Form
from cablesearch.text import tokenise, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cablesearch.engines.base import Searcher
    from cablesearch.errors import Span
    from cablesearch.query.runs import Run
    from cablesearch.search.page import FoundParagraph

Measure = Literal["log-likelihood", "pmi", "count"]


class Collocate(Struct, frozen=True, kw_only=True):
    """A word and the figures above."""

    word: str
    count: int
    expected: float
    log_likelihood: float
    pmi: float
    paragraphs: int

    def to_dict(self) -> dict[str, Any]:
        """The figures as JSON values, rounded."""
        return {
            "word": self.word,
            "count": self.count,
            "expected": round(self.expected, 3),
            "log_likelihood": round(self.log_likelihood, 2),
            "pmi": round(self.pmi, 2),
            "paragraphs": self.paragraphs,
        }


COLUMNS: Final = Collocate.__struct_fields__


class Collocates(Struct, frozen=True, kw_only=True):
    """The collocates in order; `found` says how many there are without a limit. `matches` in the text of so many
    paragraphs (`holding`) were looked at; `window` and `words` are as above."""

    rows: tuple[Collocate, ...]
    found: int
    matches: int
    holding: int
    window: int
    words: int


class Choice(Struct, frozen=True, kw_only=True):
    """Which words are wanted, in what order; see api.Index.collocates."""

    span: int = 5
    min_count: int = 3
    stop_words: bool = False
    sort: Measure = "log-likelihood"
    limit: int | None = None


def collocates(
    hits: Iterable[FoundParagraph],
    searcher: Searcher,
    choice: Choice,
    sentence_of: Callable[[str, Span], Span] | None,
) -> Collocates:
    """Count the company of all matches; with `sentence_of` it ends with the sentence of the match."""
    counts: Counter[str] = Counter()
    matches = holding = 0
    for hit in hits:
        text = hit.paragraph.text
        runs = hit.highlighter.node_runs(text, "text")
        if runs:
            matches += len(runs)
            holding += 1
            counts.update(_company(text, runs, choice.span, sentence_of))
    everywhere = dict(searcher.vocabulary(Form.WORD, field="text")) if counts else {}
    window, whole = sum(counts.values()), sum(everywhere.values())
    wanted = [
        word
        for word, count in counts.items()
        if count >= choice.min_count
        and word in everywhere
        and (choice.stop_words or not is_stop_word(word))
    ]
    measured = associations(((counts[word], everywhere[word]) for word in wanted), window, whole)
    rows = [
        Collocate(
            word=word,
            count=counts[word],
            expected=found.expected,
            log_likelihood=found.log_likelihood,
            pmi=found.pmi,
            paragraphs=everywhere[word],
        )
        for word, found in zip(wanted, measured, strict=True)
        if counts[word] > found.expected
    ]
    rows.sort(key=_KEYS[choice.sort])
    return Collocates(
        rows=tuple(rows[: choice.limit]),
        found=len(rows),
        matches=matches,
        holding=holding,
        window=window,
        words=whole,
    )


def _company(
    text: str,
    runs: Sequence[Run],
    span: int,
    sentence_of: Callable[[str, Span], Span] | None,
) -> set[str]:
    """The distinct words near any of the runs and in none."""
    near: set[int] = set()
    if sentence_of is None:
        every = words(text)
        for first, last in runs:
            near.update(range(max(0, first - span), min(len(every), last + span + 1)))
    else:
        tokens = tokenise(text)
        every = [token.word for token in tokens]
        for first, last in runs:
            begin, end = sentence_of(text, (tokens[first].start, tokens[last].end))
            around = range(max(0, first - span), min(len(every), last + span + 1))
            near.update(at for at in around if begin <= tokens[at].start < end)
    for first, last in runs:
        near.difference_update(range(first, last + 1))
    return {every[at] for at in near}


_KEYS: Final[dict[str, Callable[[Collocate], Any]]] = {
    "log-likelihood": lambda row: (-row.log_likelihood, row.word),
    "pmi": lambda row: (-row.pmi, -row.count, row.word),
    "count": lambda row: (-row.count, row.word),
}
