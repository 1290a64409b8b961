"""What was learned of how sentences end in a collection: a Punkt model as plain values, kept as JSON."""

from __future__ import annotations

from typing import Final

from msgspec import Struct, field


class SentenceModel(Struct, frozen=True, kw_only=True):
    """The four things that Punkt learns, in the forms that NLTK has them; all words in small letters.

    `abbreviations` are without their last period; `collocations` are pairs of words that a period between does not
    part; `starters` often begin a sentence; `orthography` says for each word in which cases and places it was met, as
    NLTK's bits.
    """

    abbreviations: tuple[str, ...] = ()
    collocations: tuple[tuple[str, str], ...] = ()
    starters: tuple[str, ...] = ()
    orthography: dict[str, int] = field(default_factory=dict)


NUMBER: Final = "##number##"
"""What stands in a model for every number."""
