"""Cablegate pages: what the table says, the telegram in them, and the same cable as a text."""

from __future__ import annotations

import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cablesearch import parse_cable
from cablesearch.cable.parse import parse_record
from cablesearch.formats.detect import read_file
from cablesearch.formats.record import Record
from tests.formats.pages import BODY, TELEGRAM, page
from tests.formats.reading import SOURCE, everything, records, unreadable

if TYPE_CHECKING:
    from cablesearch.cable.model import Cable

CREATED = datetime(2008, 2, 8, 15, 3, tzinfo=UTC)
TEXT_DECIDES = (
    "transmission_id", "precedence", "info_precedence", "sections", "class_caveats", "classification", "captions",
    "corrected", "tags", "subject", "to", "info", "classified_by", "reasons", "executive_order", "declassify_on",
    "signers", "passing", "paragraphs", "header_lines", "furniture", "embassy", "date", "references", "id",
)  # fmt: skip


def cable_of(text: str) -> Cable:
    (record,) = records(text.encode())
    assert record.format == "cablegate-html"
    return parse_record(record)


def assert_same(one: Cable, other: Cable) -> None:
    for name in TEXT_DECIDES:
        assert getattr(one, name) == getattr(other, name), name


def test_what_the_table_says() -> None:
    (record,) = records(page().encode())
    known = record.known
    assert known.id == "08ZENDA457"
    assert known.date == CREATED
    assert known.released == datetime(2011, 8, 30, 1, 44, tzinfo=UTC)
    assert known.classification == "UNCLASSIFIED//FOR OFFICIAL USE ONLY"
    assert known.embassy == "Embassy Zenda"
    assert known.title == "RURITANIA: THE NEW SHELTERS & THEIR CRITICS"
    assert known.tags == ("PREL", "PGOV", "KTIP", "RR")
    assert known.pilcrows == ("B", "1", "2", "3")
    assert (record.source.path, record.source.member) == (SOURCE.path, None)


@pytest.mark.parametrize("anchor", ["¶", "1", "?", "", "&para;", "<b>¶</b>"])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_the_same_as_the_text(anchor: str, quote: str) -> None:
    found = cable_of(page(anchor=anchor, quote=quote))
    assert_same(found, parse_cable(TELEGRAM))
    assert [p.number for p in found.paragraphs] == [1, 2, 3]
    assert found.released == datetime(2011, 8, 30, 1, 44, tzinfo=UTC)
    assert not found.diagnostics


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"header": None}, {"id": "08ZENDA457", "embassy": "ZENDA", "transmission_id": None}),
        ({"header": "This record is a partial extract of the original cable."}, {"date": CREATED}),
        ({"body": BODY.replace("TAGS: PREL, PGOV, KTIP, RR", "TAGS:")}, {"tags": ()}),
        ({"created": "yesterday", "header": None}, {"date": None}),
        ({"id": "08EFTOZENDA457"}, {"id": "08ZENDA457"}),
        ({"menus": ""}, {"id": "08ZENDA457"}),
    ],
)  # fmt: skip
def test_what_pages_lack(change: dict[str, Any], expected: dict[str, object]) -> None:
    found = cable_of(page(**change))
    for name, value in expected.items():
        assert getattr(found, name) == value, name
    assert [p.number for p in found.paragraphs] == [1, 2, 3]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"classification": "SECRET"}, "classification-mismatch"),
        ({"created": "2007-02-08 15:03"}, "date-mismatch"),
        ({"id": "08ZENDA458"}, "id-mismatch"),
        ({"body": BODY.replace("KTIP", "KDEM").replace("TAGS: PREL", "TAGS: OREP")}, None),
    ],
)
def test_where_page_and_text_disagree(change: dict[str, str], kind: str | None) -> None:
    found = cable_of(page(**change))
    assert [d.kind for d in found.diagnostics] == ([kind] if kind else [])


def test_paragraphs_that_only_the_page_has() -> None:
    lost = page().replace("</a>2. (U) The mayor", "</a>The mayor")
    assert [d.kind for d in cable_of(lost).diagnostics] == ["number-skipped", "numbers-mismatch"]


def test_tags_that_only_the_page_has() -> None:
    linked = page().replace(">RR</a>", ">RR</a> <a href='/tag/OTRA_0.html'></a>")
    assert [d.kind for d in cable_of(linked).diagnostics] == ["tags-mismatch"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (page(None).replace("<pre>", "<p>").replace("</pre>", "</p>"), "no <pre>"),
        (page(menus="<div>" * 5000), "nested too deeply"),
    ],
)
def test_refused(text: str, says: str) -> None:
    (one,) = unreadable(text.encode())
    assert says in one.reason
    assert one.remedy


@given(
    cuts=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 400)), max_size=6),
    junk=st.text(max_size=30),
)
def test_no_page_breaks_it(cuts: list[tuple[int, int]], junk: str) -> None:
    text = page(menus="")
    for at, size in cuts:
        text = text[:at] + junk + text[at + size :]
    for one in everything(text.encode("utf-8", "surrogatepass"), "cablegate-html"):
        if isinstance(one, Record):
            parse_record(one)


REAL = os.environ.get("CABLESEARCH_REAL_CABLES")


@pytest.mark.skipif(not REAL, reason="CABLESEARCH_REAL_CABLES names no folder")
def test_real_pages_read_as_their_texts() -> None:
    folder = Path(REAL or "")
    with gzip.open(folder / "cables-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = {one["id"]: one["raw"] for one in map(json.loads, lines)}
    pages = list(read_file(folder / "html-pages-dev.tar.gz"))
    assert len(pages) == 51
    for record in pages:
        assert isinstance(record, Record)
        found, known = parse_record(record), record.known
        text = parse_cable(texts[known.id or ""], id=known.id, date=known.date)
        assert_same(found, replace(text, tags=text.tags or found.tags))
