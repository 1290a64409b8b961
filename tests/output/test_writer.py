"""Hits in every format, as golden files."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cablesearch.errors import UsageError
from cablesearch.fields import TEXT_FIELDS
from cablesearch.output.cells import width
from cablesearch.output.columns import COLUMNS, column_names
from cablesearch.output.formats import Format
from cablesearch.output.writer import Choices, Results, format_for, write_results
from cablesearch.query.ast import Expand, Shape
from cablesearch.query.spans import Highlighter
from tests.output import sample
from tests.output.test_safe import ANY_TEXT, harmful

RESULTS = Results(page=sample.PAGE)
EVERY_WORD = Highlighter(Expand(fields=TEXT_FIELDS, shape=Shape.WILDCARD, pattern="*"))
SUFFIX = {
    "table": "txt", "text": "txt", "ids": "txt", "cite": "txt", "csl": "json", "bibtex": "bib",
}  # fmt: skip


def write(how: Format, choices: Choices | None = None, columns: int = 80) -> str:
    to = sample.sink(terminal=how is Format.TABLE, columns=columns)
    assert write_results(RESULTS, how, to, choices or Choices()) == 2
    return sample.written(to)


@pytest.mark.parametrize("how", list(Format))
def test_golden(how: Format) -> None:
    sample.check_golden(f"hits-{how}.{SUFFIX.get(how, how)}", write(how))


@pytest.mark.parametrize("how", [one for one in Format if one is not Format.IDS])
def test_a_title_stands_for_a_subject(how: Format) -> None:
    cable = replace(sample.ZENDA, subject=None, title="Telegram From the Embassy")
    to = sample.sink(terminal=how is Format.TABLE)
    hits = (sample.found(cable, 2),)
    write_results(Results(page=sample.PAGE, hits=hits), how, to, Choices())
    # a web page has it in the citation too
    count = 2 if how is Format.HTML else 1
    assert sample.written(to).count("Telegram From the Embassy") == count


@pytest.mark.parametrize("columns", [20, 40, 60, 100, 132])
def test_a_table_keeps_to_its_width(columns: int) -> None:
    text = write(Format.TABLE, columns=columns)
    assert max(map(width, text.splitlines())) <= max(columns, 24)
    if columns == 40:
        sample.check_golden("hits-table-40.txt", text)


@given(
    st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT),
    st.integers(24, 120),
    st.sampled_from(list(Format)),
)
def test_any_text_in_any_width(texts: tuple[str, str, str, str], columns: int, how: Format) -> None:
    subject, heading, text, tag = texts
    paragraph = replace(sample.ZENDA.paragraphs[1], heading=heading, text=text)
    cable = replace(sample.ZENDA, subject=subject, tags=(tag,), paragraphs=(paragraph,))
    hit = replace(sample.found(cable, 1), highlighter=EVERY_WORD)
    to = sample.sink(terminal=True, columns=columns)
    write_results(Results(page=sample.with_hits(sample.PAGE, hit)), how, to, Choices())
    seen = sample.written(to)
    assert not harmful(seen, allowed="\n\t")
    if how is Format.TABLE:
        assert max(map(width, seen.split("\n"))) <= columns
    if how in (Format.TSV, Format.IDS, Format.JSONL, Format.CITE):
        assert seen.count("\n") == 1


@pytest.mark.parametrize("how", list(Format))
def test_nothing_of_a_cable_reaches_the_terminal_as_such(how: Format) -> None:
    assert not harmful(write(how), allowed="\n\t")


def test_colours_are_our_own() -> None:
    to = sample.sink(terminal=True, color=True)
    write_results(RESULTS, Format.TABLE, to, Choices())
    text = sample.written(to)
    assert "\x1b[1;33mshelter\x1b[0m" in text
    assert "⟦" not in text
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert not harmful(plain, allowed="\n")
    assert plain.replace("⟦", "").replace("⟧", "") == write(Format.TABLE).replace("⟦", "").replace(
        "⟧", ""
    )


def test_the_format_follows_the_stream() -> None:
    assert format_for(sample.sink(terminal=True), None) is Format.TABLE
    assert format_for(sample.sink(), None) is Format.TSV
    assert format_for(sample.sink(), Format.CSV) is Format.CSV


def test_streamed_hits_are_written_alike() -> None:
    for how in (Format.TSV, Format.CSV, Format.JSON, Format.JSONL, Format.IDS, Format.TEXT):
        to = sample.sink()
        streamed = Results(page=sample.PAGE, hits=iter(sample.HITS), keys=iter(sample.PAGE.keys))
        assert write_results(streamed, how, to, Choices()) == 2
        assert sample.written(to) == write(how)


def test_json_is_the_promise() -> None:
    whole = json.loads(write(Format.JSON))
    assert whole == sample.PAGE.to_dict()
    assert set(whole) == {
        "format_version", "query", "read_as", "index", "total", "cables", "offset", "returned", "hits", "facets",
    }  # fmt: skip


def test_json_without_hits() -> None:
    to = sample.sink()
    write_results(Results(page=sample.PAGE, hits=()), Format.JSON, to, Choices())
    whole = json.loads(sample.written(to))
    assert (whole["hits"], whole["returned"], whole["total"]) == ([], 0, 13)


@pytest.mark.parametrize("how", [Format.TSV, Format.CSV, Format.JSONL])
def test_every_column_can_be_asked_for(how: Format) -> None:
    text = write(how, Choices(columns=COLUMNS))
    if how is Format.JSONL:
        assert [tuple(json.loads(line)) for line in text.splitlines()] == [COLUMNS, COLUMNS]
    elif how is Format.CSV:
        assert {len(row) for row in csv.reader(io.StringIO(text))} == {len(COLUMNS)}
    else:
        assert {line.count("\t") for line in text.splitlines()} == {len(COLUMNS) - 1}


def test_header_and_nul() -> None:
    assert write(Format.TSV, Choices(header=True)).startswith("cable_id\tordinal\tnumber\t")
    assert write(Format.IDS, Choices(nul=True)) == "08ZENDA457:2\x0009STRELSAU12:1\0"


def test_column_names() -> None:
    assert column_names(["id,POST", "tag"]) == ("cable_id", "embassy", "tags")
    with pytest.raises(UsageError, match='no field "snipet"; did you mean "snippet"'):
        column_names(["snipet"])
