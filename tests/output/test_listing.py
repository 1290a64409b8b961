"""Rows in every form that can be asked for."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from cablesearch.errors import UsageError
from cablesearch.output.listing import Listing, Manner, write_listing
from cablesearch.output.sink import Sink

if TYPE_CHECKING:
    from collections.abc import Iterable

ROWS = [{"year": 2006, "post": "ZENDA"}, {"year": 2007, "post": "=STRELSAU"}]


def table(rows: Iterable[dict[str, Any]], sink: Sink) -> None:
    for row in rows:
        sink.line(f"{row['year']}: {row['post']}")


def written(*, terminal: bool = False, head: Any = None, **manner: Any) -> str:
    stream = io.StringIO()
    sink = Sink(stream=stream, terminal=terminal)
    listing = Listing(
        names=("year", "post"),
        rows=iter(ROWS),
        key="years",
        table=table,
        head=head,
        tail={"all": 9},
    )
    assert write_listing(listing, Manner(**manner), sink) == 2
    return stream.getvalue()


@pytest.mark.parametrize(
    ("manner", "expected"),
    [
        ({}, "2006\tZENDA\n2007\t=STRELSAU\n"),
        ({"terminal": True}, "2006: ZENDA\n2007: =STRELSAU\n"),
        ({"terminal": True, "format": "tsv"}, "2006\tZENDA\n2007\t=STRELSAU\n"),
        ({"header": True}, "year\tpost\n2006\tZENDA\n2007\t=STRELSAU\n"),
        ({"format": "csv"}, "year,post\n2006,ZENDA\n2007,'=STRELSAU\n"),
        ({"format": "csv", "raw_cells": True}, "year,post\n2006,ZENDA\n2007,=STRELSAU\n"),
    ],
)
def test_for_people_and_for_programs(manner: dict[str, Any], expected: str) -> None:
    assert written(**manner) == expected


def test_json() -> None:
    assert [json.loads(line) for line in written(format="jsonl").splitlines()] == ROWS
    assert json.loads(written(format="json")) == ROWS
    head = {"query": "oil"}
    assert json.loads(written(format="json", head=head)) == {
        "query": "oil", "years": ROWS, "returned": 2, "all": 9
    }  # fmt: skip


@pytest.mark.parametrize(
    "manner", [{"format": "csv", "header": True}, {"format": "json", "raw_cells": True}]
)
def test_an_option_that_would_change_nothing_is_refused(manner: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        written(**manner)
