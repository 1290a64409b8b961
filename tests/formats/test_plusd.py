"""PlusD pages: what the table says, and the same telegram as the National Archives' record."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cablesearch import parse_cable
from cablesearch.cable.parse import parse_record
from cablesearch.cable.tables import default_tables, tables_with
from cablesearch.formats.record import Record
from tests.formats.foreign_policy import (
    ALL,
    AUDIENCE,
    BANK,
    BRIDGES,
    GRAFELD,
    LOST,
    MICROFILM,
    OPERA,
    Telegram,
    at,
)
from tests.formats.pages import BODY, HEADER, TELEGRAM
from tests.formats.reading import everything, records, unreadable
from tests.formats.test_cablegate_html import TEXT_DECIDES, assert_same

if TYPE_CHECKING:
    from cablesearch.cable.model import Cable
    from cablesearch.cable.tables import Tables

TABLES = tables_with([Path(__file__).parents[2] / "corpus/tables"])
CABLEGATE = Telegram(
    number="08ZENDA457",
    sent=at(2008, 2, 8, 15, 2),
    post="ZENDA",
    classification="UNCLASSIFIED",
    tags="RR, PFOR",
    subject="RURITANIA: THE NEW SHELTERS & THEIR CRITICS",
    text=f"{HEADER}\n\n{BODY}",
)


def cable_of(text: str, tables: Tables = TABLES) -> Cable:
    (record,) = records(text.encode())
    return parse_record(record, tables)


@pytest.mark.parametrize(
    ("telegram", "changes", "expected"),
    [
        (BANK, {}, {"id": "1974PORTLO00401_b", "date": at(1974, 7, 19, 11, 30)}),
        (BANK, {}, {"classification": "LIMITED OFFICIAL USE", "embassy": "Ruritania Port Lorenz"}),
        (BANK, {}, {"tags": ("PLOS", "EFIS", "CQ"), "captions": (), "executive_order": "11652 GDS"}),
        (BANK, {}, {"title": "THE WINDLASS BANK", "subject": "THE WINDLASS BANK", "to": ("STATE",)}),
        (BANK, {}, {"released": datetime(2005, 6, 30, tzinfo=UTC), "lost": None}),
        (BANK, {"markings": GRAFELD}, {"released": datetime(2006, 7, 5, tzinfo=UTC)}),
        (BANK, {"handling": "EXDIS, STADIS"}, {"captions": ("EXDIS", "STADIS")}),
        (BANK, {"suffix": "_c"}, {"id": "1974PORTLO00401_c"}),
        (BANK, {"order": "N/A", "tags": "n/a"}, {"executive_order": None, "tags": ()}),
        (MICROFILM, {}, {"lost": "no text in the record: TEXT ON MICROFILM, ADS TEXT UNRETRIEVABLE"}),
    ],
)  # fmt: skip
def test_what_the_table_says(
    telegram: Telegram, changes: dict[str, Any], expected: dict[str, Any]
) -> None:
    (record,) = records(telegram.plusd(**changes).encode())
    assert record.format == "plusd"
    assert {name: getattr(record.known, name) for name in expected} == expected


@pytest.mark.parametrize("tables", [TABLES, default_tables()], ids=["own tables", "no tables"])
@pytest.mark.parametrize(
    "telegram", [one for one in ALL if "FM " in one.text], ids=lambda t: f"{t.number}-{t.subject}"
)
def test_the_same_as_the_record_of_the_archive(telegram: Telegram, tables: Tables) -> None:
    page, record = cable_of(telegram.plusd(), tables), cable_of(telegram.aad(), tables)
    above = record.paragraphs[0].lines[0] - page.paragraphs[0].lines[0]
    for name in (*TEXT_DECIDES, "embassy_name", "released"):
        if name not in ("paragraphs", "header_lines", "furniture"):
            assert getattr(page, name) == getattr(record, name), name
    for one, other in zip(page.paragraphs, record.paragraphs, strict=True):
        assert one.lines == (other.lines[0] - above, other.lines[1] - above)
        assert (one.number, one.parent, one.label, one.text) == (
            other.number, other.parent, other.label, other.text,
        )  # fmt: skip
        assert (one.marking, one.caveats, one.heading, one.zone) == (
            other.marking, other.caveats, other.heading, other.zone,
        )  # fmt: skip
    assert [(item.kind, item.text) for item in page.furniture] == [
        (item.kind, item.text) for item in record.furniture
    ]


@pytest.mark.parametrize("telegram", [MICROFILM, LOST], ids=["microfilm", "lost"])
def test_the_same_without_a_text(telegram: Telegram) -> None:
    page, record = cable_of(telegram.plusd()), cable_of(telegram.aad())
    for name in (
        "id",
        "date",
        "embassy",
        "classification",
        "subject",
        "released",
        "executive_order",
    ):
        assert getattr(page, name) == getattr(record, name), name
    assert [p.text for p in page.paragraphs] == [p.text for p in record.paragraphs] == [""]


@pytest.mark.parametrize("suffix", ["_a", ""])
@pytest.mark.parametrize("split", [True, False])
def test_a_cable_of_2008(suffix: str, split: bool) -> None:
    """The text of Cablegate: header and body, in one block or in two."""
    text = CABLEGATE.plusd(suffix=suffix)
    if split:
        text = text.replace("\n\nUNCLAS", "</pre></code><code><pre>UNCLAS")
    cable, other = cable_of(text, default_tables()), parse_cable(TELEGRAM)
    assert_same(replace(cable, header_lines=cable.header_lines[: len(other.header_lines)]), other)
    assert cable.id == "08ZENDA457"


def test_every_pair_is_kept() -> None:
    cable = cable_of(BRIDGES.plusd())
    lines = [line.text for line in cable.header_lines]
    assert "Archive Status: Electronic Telegrams" in lines
    assert "Concepts: -- Not Assigned --" in lines
    assert "Canonical ID: 1976LINDEN00911_b" in lines


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("id=\"tagged-text\"", "id='elsewhere'"), "without the cable's text"),
    ],
)  # fmt: skip
def test_unreadable(change: tuple[str, str], says: str) -> None:
    (one,) = unreadable(OPERA.plusd().replace(*change).encode())
    assert says in one.reason
    assert one.remedy


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("<table id=\"synopsis\"", "<table"), {"id": "73ZENDA1260", "title": None}),
        (('<td colspan="3">TOUR OF THE STRELSAU OPERA</td>', "<td></td>"), {"title": None}),
        (("<div class='s_key'>Date:</div>", "<div class='s_key'>Date</div>"), {"date": OPERA.sent}),
        ((" class='s_key'", " class='first s_key wide'"), {"id": "73ZENDA1260"}),
        (("<div class=\"s_val\">UNCLASSIFIED</div>", ""), {"classification": "UNCLASSIFIED"}),
        (("<code><pre>", ""), {"signers": ("PARDOE",)}),
        (("041022Z", "041022Z&#x000A;"), {"signers": ("PARDOE",)}),
    ],
)  # fmt: skip
def test_pages_that_differ(change: tuple[str, str], expected: dict[str, Any]) -> None:
    cable = cable_of(OPERA.plusd().replace(*change))
    assert {name: getattr(cable, name) for name in expected} == expected


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    for one in everything(b"<div id='tagged-text'>" + data, format="plusd"):
        if isinstance(one, Record):
            parse_record(one)


@given(st.data())
def test_mutated_pages(data: st.DataObject) -> None:
    page = data.draw(st.sampled_from([OPERA, AUDIENCE, MICROFILM])).plusd()
    for _ in range(data.draw(st.integers(1, 4))):
        at_ = data.draw(st.integers(0, len(page)))
        end = min(len(page), at_ + data.draw(st.integers(0, 300)))
        page = (
            page[:at_]
            + data.draw(st.sampled_from(["", page[at_:end] * 2, "<table>", "</pre>"]))
            + page[end:]
        )
    for one in everything(page.encode(), format="plusd"):
        if isinstance(one, Record):
            parse_record(one, TABLES)
