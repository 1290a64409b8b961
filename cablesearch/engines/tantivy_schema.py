"""What tantivy is given of a row: the schema of every index, and the document of each paragraph.

A text field `text` becomes `text` (stems, with their places) and `text_word` (words as normalised, each once, without).
Both are handed over analysed by `text.py` and joined by blanks, for tantivy to split there and nowhere else: no word
holds a blank. Cables have numbers (tantivy_cables). Nothing is stored.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

import tantivy

from cablesearch.engines.ticks import ticks
from cablesearch.fields import FIELDS, TEXT_FIELDS, Kind, values_of
from cablesearch.query.ast import Form
from cablesearch.text import stem, words

if TYPE_CHECKING:
    from cablesearch.fields import Row

CABLE: Final = "cable"
"""The field of a cable's number."""
ORDINAL: Final = "ordinal"
HELD: Final = "has"
"""The field that names the fields a paragraph has, as far as no column of tantivy's tells."""

NONE: Final = "\ufdd0none"
"""Stands for no value in counts; no value is held so (see `held`)."""

_KEYWORDS: Final = tuple(
    f for f in FIELDS.values() if f.kind in (Kind.KEYWORD, Kind.LEVEL) and f.name != "cable_id"
)
_DATES: Final = tuple(f.name for f in FIELDS.values() if f.kind is Kind.DATE)
_OF_PARAGRAPH: Final = tuple(f.name for f in _KEYWORDS if f.of == "paragraph")
_OF_CABLE: Final = tuple(f.name for f in _KEYWORDS if f.of == "cable")
_cable_values = attrgetter(*_OF_CABLE, *_DATES)
COLUMNS: Final = frozenset([*(f.name for f in _KEYWORDS if f.facet), *_DATES, "number"])
"""The fields of which tantivy knows by itself whether a paragraph has them."""

_SPLIT: Final = "whitespace"  # of tantivy's tokenizers, each of them known to every index
_WHOLE: Final = "raw"

_ODD: Final = re.compile("[\ud800-\udfff\ufdd0]")
_ESCAPED: Final = re.compile("\ufdd0([0-9a-f]{4})")


def field_of(field: str, form: Form) -> str:
    """tantivy's name for one form of a text field."""
    return field if form is Form.STEM else f"{field}_word"


def schema() -> tantivy.Schema:
    """The schema of every index."""
    builder = tantivy.SchemaBuilder()
    for name in TEXT_FIELDS:
        builder.add_text_field(field_of(name, Form.STEM), tokenizer_name=_SPLIT)
        builder.add_text_field(
            field_of(name, Form.WORD), tokenizer_name=_SPLIT, index_option="basic"
        )
    for field in _KEYWORDS:
        builder.add_text_field(
            field.name, fast=field.facet, tokenizer_name=_WHOLE, index_option="basic"
        )
    builder.add_text_field(HELD, tokenizer_name=_WHOLE, index_option="basic")
    for name in (CABLE, ORDINAL):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in ("number", *_DATES):
        builder.add_integer_field(name, fast=True)
    return builder.build()


def held(value: str) -> str:
    r"""A value as tantivy can hold it: half surrogates, which names of files may hold, are written in letters.

    >>> held("caf\udce9.txt") == "caf\ufdd0dce9.txt"
    True
    """
    return value if value.isascii() else _ODD.sub(lambda m: f"\ufdd0{ord(m[0]):04x}", value)


def shown(value: str) -> str:
    """A value as it was before `held`."""
    return value if value.isascii() else _ESCAPED.sub(lambda m: chr(int(m[1], 16)), value)


def _analysed(text: str) -> tuple[str, str]:
    """The two forms of a text."""
    found = words(text)
    return " ".join(map(stem, found)), " ".join(dict.fromkeys(found))


_analysed_often = lru_cache(maxsize=64)(
    _analysed
)  # headings and subjects stand over many paragraphs


class Documents:
    """Makes documents; what the paragraphs of a cable have in common is made once."""

    def __init__(self) -> None:
        self._values: object = None
        self._common: dict[str, Any] = {}

    def document(self, row: Row, cable: int) -> dict[str, Any]:
        """A paragraph's document; `cable` is the number of its cable."""
        values = (cable, *_cable_values(row))
        if values != self._values:
            self._values = values
            self._common = _of_cable(row, cable)
        made = dict(self._common)
        made[ORDINAL] = row.ordinal
        if row.number is not None:
            made["number"] = row.number
        for name in _OF_PARAGRAPH:
            _put(made, name, row)
        has = ["source"] if row.source is not None else []
        for name in TEXT_FIELDS:
            text: str | None = getattr(row, name)
            if text:
                has.append(name)
                stems, found = _analysed(text) if name == "text" else _analysed_often(text)
                made[field_of(name, Form.STEM)] = stems
                made[field_of(name, Form.WORD)] = found
        if has:
            made[HELD] = has
        return made


def _of_cable(row: Row, cable: int) -> dict[str, Any]:
    made: dict[str, Any] = {CABLE: cable}
    for name in _OF_CABLE:
        _put(made, name, row)
    for name in _DATES:
        moment = getattr(row, name)
        if moment is not None:
            made[name] = ticks(moment)
    return made


def _put(made: dict[str, Any], name: str, row: Row) -> None:
    values = values_of(row, name)
    if values:
        made[name] = [held(value) for value in dict.fromkeys(values)]
