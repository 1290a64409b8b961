"""No character of a cable acts on a terminal, a pager or a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.output import safe
from cablesearch.output.records import cell, dumps, write_csv
from tests.output import sample

ANY_TEXT = st.text(st.characters(codec=None), max_size=60)
HOSTILE = [chr(c) for c in (*range(32), *range(0x7F, 0xA0))] + list(
    "\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ud800\udfff"
)


def harmful(text: str, allowed: str = "") -> list[str]:
    bidi = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return [
        char
        for char in text
        if (unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or char in bidi)
        and char not in allowed
    ]


@pytest.mark.parametrize("char", HOSTILE)
def test_every_hostile_character_is_replaced_visibly(char: str) -> None:
    for make in (safe.shown, safe.one_line, safe.tsv_cell, safe.csv_cell):
        assert not harmful(make(f"a{char}b"), allowed="\n\t")
        assert make(f"a{char}b") not in ("ab", "a b")
    assert not harmful(dumps(char))
    assert json.loads(dumps(char)) == char


@given(ANY_TEXT)
def test_any_text(text: str) -> None:
    assert not harmful(safe.shown(text), allowed="\n\t")
    assert not harmful(safe.one_line(text))
    assert not harmful(safe.tsv_cell(text))
    assert not harmful(safe.csv_cell(text), allowed="\n\t")
    assert not harmful(dumps({text: [text]}))
    assert json.loads(dumps([text])) == [text]


def test_ordinary_text_is_left_alone() -> None:
    text = "São Tomé: [bold]markup[/] stays text, 東京 too"
    assert safe.shown(text) == safe.one_line(text) == safe.tsv_cell(text) == text
    assert dumps([text]) == f'["{text}"]'


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\\rx"),
        ("-2+3", "'-2+3"),
        ("-", "'-"),
        ("-- a list", "-- a list"),
        ("- a list", "- a list"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_formulas(text: str, guarded: str) -> None:
    assert safe.csv_cell(text) == guarded


def test_raw_cells_are_not_guarded() -> None:
    assert safe.csv_cell("=1+1", raw=True) == "=1+1"


@given(st.lists(ANY_TEXT, min_size=1, max_size=5))
def test_csv_reads_back(texts: list[str]) -> None:
    to = sample.sink()
    names = [f"c{at}" for at in range(len(texts))]
    write_csv([dict(zip(names, texts, strict=True))], names, to)
    head, row = csv.reader(io.StringIO(sample.written(to), newline=""))
    assert head == names
    assert row == [safe.csv_cell(cell(text)) for text in texts]
