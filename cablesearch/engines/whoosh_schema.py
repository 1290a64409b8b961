"""What Whoosh is given of a row: two fields of postings for every text field.

A text field `text` becomes `text` (stems, with their places) and `text_word` (words as normalised, without). Whoosh
analyses nothing, stores nothing and keeps no lengths: all that is in columns of our own.

The value of a posting is its places, each as an unsigned number of four bytes: twice the place (the 0-based number of
the word in its text), and one more at the posting's last. Whoosh is told that values are of four bytes each: so it
strings together those of a block, and what it holds is one array.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import FieldType, Schema
from whoosh.formats import Existence, Format

from cablesearch.fields import TEXT_FIELDS
from cablesearch.query.ast import Form
from cablesearch.text import stem, words

if TYPE_CHECKING:
    from cablesearch.engines.arrays import Array
    from cablesearch.engines.whoosh_pool import Pool
    from cablesearch.fields import Row

PLACE: Final = np.dtype(np.uint32)
"""How a place is held; Whoosh refuses an index of another byte order."""


def marked(places: list[int]) -> list[int]:
    """The places of one posting as they are held.

    >>> marked([0, 5])
    [0, 11]
    """
    held = [place << 1 for place in places]
    held[-1] |= 1
    return held


def counts_of(held: Array) -> Array:
    """How many places each of the postings has whose places these are."""
    return np.diff(np.flatnonzero(held & 1), prepend=-1)


def field_of(field: str, form: Form) -> str:
    """Whoosh's name for one form of a text field."""
    return field if form is Form.STEM else f"{field}_word"


def schema() -> Schema:
    """The schema of every index. Formats are asked for nothing but the size of values."""
    places = Format(field_boost=1.0)
    places.posting_size = PLACE.itemsize
    fields = {}
    for name in TEXT_FIELDS:
        fields[field_of(name, Form.STEM)] = FieldType(places, analyzer=None)
        fields[field_of(name, Form.WORD)] = FieldType(Existence(), analyzer=None)
    return Schema(**fields)


BLOCK: Final = 1024
"""Postings of a block; long ones, not compressed, are read several times as fast as Whoosh's default."""


def codec() -> W3Codec:
    """Whoosh's own codec."""
    chosen = W3Codec(blocklimit=BLOCK, compression=0)
    chosen.length_stats = False  # it would look up a length for every posting; ours are columns
    return chosen


class Analysed:
    """The terms of one text: stems with their places, words, and how many words there are."""

    __slots__ = ("length", "stems", "words")

    def __init__(self, text: str) -> None:
        found = words(text)
        places: dict[str, list[int]] = {}
        for place, word in enumerate(found):
            places.setdefault(stem(word), []).append(place)
        self.length = len(found)
        self.stems = [(term.encode(), marked(at)) for term, at in places.items()]
        self.words = [word.encode() for word in set(found)]


_analysed_often = lru_cache(maxsize=64)(
    Analysed
)  # headings and subjects stand over many paragraphs


def add_terms(pool: Pool, document: int, row: Row) -> dict[str, int]:
    """Put the terms of a row into the pool; the lengths of its text fields that are not empty."""
    lengths: dict[str, int] = {}
    for name in TEXT_FIELDS:
        text: str | None = getattr(row, name)
        if text:
            analysed = Analysed(text) if name == "text" else _analysed_often(text)
            pool.add_places(field_of(name, Form.STEM), document, analysed.stems)
            pool.add_words(field_of(name, Form.WORD), document, analysed.words)
            lengths[name] = analysed.length
    return lengths
