"""The National Archives' text records of 1973-79: what their attributes say, their dirt, and many on end."""

from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from cablesearch.cable.parse import parse_record
from cablesearch.cable.tables import tables_with
from cablesearch.formats import aad
from cablesearch.formats.input import Input
from cablesearch.formats.pieces import pieces
from cablesearch.formats.record import Record, Unreadable
from tests.cable.test_parse import WORD, held
from tests.formats.foreign_policy import (
    ALL,
    AUDIENCE,
    BANK,
    BRIDGES,
    CHANCELLOR,
    CIRCULAR,
    GRAFELD,
    HALF_LOST,
    LOST,
    MICROFILM,
    OPERA,
    OTHER_TWIN,
    PLAIN_STAMP,
    REFUGEES,
    ROGER,
    TWIN,
    Telegram,
)
from tests.formats.reading import SOURCE, everything, records, unreadable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from cablesearch.cable.model import Cable
    from cablesearch.formats.record import Known

TABLES = tables_with([Path(__file__).parents[2] / "corpus/tables"])


def cable_of(text: str) -> Cable:
    (record,) = records(text.encode())
    assert record.format == "aad"
    return parse_record(record, TABLES)


def known_of(telegram: Telegram, **changes: Any) -> Known:
    (record,) = records(telegram.aad(**changes).encode())
    return record.known


@pytest.mark.parametrize(
    ("telegram", "expected"),
    [
        (OPERA, {"id": "73ZENDA1260", "tags": ("SCUL", "OEXC", "RR"), "signers": ("PARDOE",)}),
        (OPERA, {"classification": "UNCLASSIFIED", "precedence": "ROUTINE", "sections": None}),
        (BANK, {"id": "74PORTLORENZ401", "classification": "LIMITED OFFICIAL USE"}),
        (BANK, {"tags": ("PLOS", "EFIS", "CQ"), "embassy": "PORTLORENZ", "captions": ()}),
        (BRIDGES, {"id": "76LINDENAU911", "captions": ("EXDIS",), "sections": 2}),
        (BRIDGES, {"classification": "SECRET", "precedence": "IMMEDIATE"}),
        (CHANCELLOR, {"captions": ("NODIS", "ONLY"), "precedence": "FLASH"}),
        (CHANCELLOR, {"tags": ("PFOR", "RT"), "signers": ("MORTLAKE",)}),
        (CHANCELLOR, {"passing": ("EYES ONLY FOR THE SECRETARY FROM THE AMBASSADOR",)}),
        (REFUGEES, {"tags": ("SREF", "RR"), "signers": ("PARDOE",)}),
        (CIRCULAR, {"id": "78STATE151990", "captions": ("STADIS",), "signers": ("VANCE",)}),
        (CIRCULAR, {"passing": ("FOR THE AMBASSADOR",), "executive_order": "11652"}),
        (ROGER, {"captions": ("ROGER CHANNEL", "STADIS", "EXDIS"), "executive_order": "12065"}),
        (ROGER, {"passing": ("FOR HUGH FITZ, INR",), "classification": "SECRET"}),
        (AUDIENCE, {"id": "74STRELSAU77", "captions": ("LIMDIS",), "tags": ("PINT", "RR")}),
        (MICROFILM, {"id": "75HENTZAU19", "subject": "EEL QUOTA ON THE TARN", "tags": ("EFIS", "RR")}),
        (MICROFILM, {"classification": "LIMITED OFFICIAL USE", "executive_order": "11652"}),
        (LOST, {"id": "75VELISHTA655", "classification": "CONFIDENTIAL", "tags": ("ENRG", "OV")}),
        (TWIN, {"id": "76STATE290286", "subject": "ELEPHANTS"}),
        (OTHER_TWIN, {"id": "76STATE290286", "subject": "GATE"}),
    ],
)  # fmt: skip
def test_what_is_understood(telegram: Telegram, expected: dict[str, object]) -> None:
    cable = cable_of(telegram.aad())
    assert {name: getattr(cable, name) for name in expected} == expected
    assert cable.released == datetime(2005, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "telegram", [one for one in ALL if "FM " in one.text], ids=lambda t: t.number
)
def test_the_date_is_the_date_time_group(telegram: Telegram) -> None:
    assert cable_of(telegram.aad()).date == telegram.sent


@pytest.mark.parametrize(
    ("telegram", "numbers", "headings"),
    [
        (OPERA, [None, None, None], {None}),
        (BANK, [1, 2, 3], {None}),
        (BRIDGES, [1, 2, 3, 4], {None}),
        (REFUGEES, [1, 2], {None}),
        (CIRCULAR, [1, 2], {None}),
        (AUDIENCE, [None, 1, 2, 3], {None, "POLITICAL BACKGROUND"}),
        (HALF_LOST, [1], {None}),
    ],
)
def test_paragraphs(
    telegram: Telegram, numbers: list[int | None], headings: set[str | None]
) -> None:
    cable = cable_of(telegram.aad())
    assert [p.number for p in cable.paragraphs] == numbers
    assert {p.heading for p in cable.paragraphs} == headings
    assert {p.marking for p in cable.paragraphs} == {None}


def test_two_sections_are_one_text() -> None:
    cable = cable_of(BRIDGES.aad())
    assert cable.paragraphs[0].text.endswith(
        "WHOSE REMARKS ON PROCEDURE WERE THEREFORE NOT RECORDED."
    )
    assert "\n" not in cable.paragraphs[0].text
    assert "SECTION" not in " ".join(p.text for p in cable.paragraphs)
    kinds = Counter(item.kind for item in cable.furniture)
    assert kinds == {"page": 9, "header": 9, "end": 2}


def test_the_lines_are_those_of_the_file() -> None:
    text = BANK.aad(above=f"\n{GRAFELD}\n\n")
    lines = text.split("\n")
    cable = cable_of(text)
    for paragraph in cable.paragraphs:
        first = lines[paragraph.lines[0] - 1]
        assert first.startswith(f"{paragraph.number}. {paragraph.text[:20]}")
    kept = [(item.text, item.lines) for item in cable.furniture]
    kept += [(item.text, item.lines) for item in cable.header_lines]
    assert all(told.split()[0] in lines[first - 1] for told, (first, _) in kept)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"id": "1974PORTLO00401", "date": datetime(1974, 7, 19, tzinfo=UTC), "embassy": "PORT LORENZ"}),
        ({"date_form": "%d-%b-%Y 12:00:00 am"}, {"date": datetime(1974, 7, 19, tzinfo=UTC)}),
        ({"date_form": "%d/%m/%Y"}, {"date": datetime(1974, 7, 19, tzinfo=UTC)}),
        ({"date_form": "%d %b"}, {"date": None}),
        ({"date_form": "31 FEB 1974"}, {"date": None}),
        ({}, {"classification": "LIMITED OFFICIAL USE", "executive_order": "11652 GDS", "captions": ()}),
        ({"classification": "CONFIDENTIAL."}, {"classification": "CONFIDENTIAL"}),
        ({"classification": "SECRET)"}, {"classification": "SECRET"}),
        ({"classification": "n/a"}, {"classification": None}),
        ({"handling": "EXDIS"}, {"captions": ("EXDIS",)}),
        ({"handling": "LIMDIS, STADIS"}, {"captions": ("LIMDIS", "STADIS")}),
        ({"handling": "NODIS ONLY ONLY"}, {"captions": ("NODIS", "ONLY")}),
        ({"handling": "NODIS, ONLYSTADIS"}, {"captions": ("NODIS", "ONLY", "STADIS")}),
        ({"handling": "ONLY) NOFORN"}, {"captions": ("ONLY", "NOFORN")}),
        ({"channel": "ROG"}, {"captions": ("ROGER CHANNEL",)}),
        ({"channel": "SY"}, {"captions": ()}),
        ({"handling": "STADIS", "channel": "ROG"}, {"captions": ("STADIS", "ROGER CHANNEL")}),
        ({"order": "X2"}, {"executive_order": "11652 XGDS-2"}),
        ({"order": "GS RUMSFELD"}, {"executive_order": "11652 GDS RUMSFELD"}),
        ({"order": "11652 XGDS-1"}, {"executive_order": "11652 XGDS-1"}),
        ({"order": "GS", "sent": datetime(1979, 1, 3, tzinfo=UTC)}, {"executive_order": "12065 GDS"}),
        ({"order": "n/a"}, {"executive_order": None}),
        ({"tags": "OVIP, (DOE, JANE A.)"}, {"tags": ("OVIP",)}),
        ({"tags": "PFOR CQ;UNGA/C-6, A REPUBLICA"}, {"tags": ("PFOR", "CQ", "UNGA/C-6")}),
        ({"subject": ": TRAVEL OF THE BISHOP\nAND OF HIS COOK"}, {"subject": "TRAVEL OF THE BISHOP AND OF HIS COOK"}),
        ({"subject": "N/A"}, {"subject": None}),
        ({"reference": "75 ZENDA 12, 75 STATE 9; 1974 LINDENAU 3"},
         {"references": ("75 ZENDA 12", "75 STATE 9", "1974 LINDENAU 3")}),
        ({"reference": "MEMO, DATED MARCH"}, {"references": ("MEMO, DATED MARCH",)}),
        ({"reference": "n/a"}, {"references": ()}),
        ({"to": "n/a"}, {"to": ()}),
        ({"markings": GRAFELD}, {"released": datetime(2006, 7, 5, tzinfo=UTC)}),
        ({"markings": ""}, {"released": None}),
        ({"markings": "n/a", "above": f"{PLAIN_STAMP}\n"}, {"released": datetime(2005, 6, 30, tzinfo=UTC)}),
        ({"text": "R 191130Z JUL 74"}, {"lost": None}),
        ({"text": " \n"}, {"lost": "no text in the record: TEXT ON-LINE, film D740195-0440"}),
        ({"locator": "ADS TEXT GARBLED"}, {"lost": "no text in the record: ADS TEXT GARBLED, film D740195-0440"}),
    ],
)  # fmt: skip
def test_what_the_attributes_say(changes: dict[str, Any], expected: dict[str, object]) -> None:
    known = known_of(BANK, **changes)
    assert {name: getattr(known, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"date_form": "soon"}, "date-unreadable"),
        ({"classification": "SECRETARIAT."}, "classification-unknown"),
        ({"classification": "SECRET"}, "classification-mismatch"),
        ({"number": "1974PORTLO00410"}, "id-mismatch"),
        ({"number": "1974ZENDA00401"}, "id-mismatch"),
        ({"sent": datetime(1974, 7, 12, tzinfo=UTC)}, "date-mismatch"),
        ({"tags": "PLOS, EFIS, CQ, PFOR"}, "tags-mismatch"),
        ({"tags": "PLOS"}, "tags-mismatch"),
        ({"text": ""}, "text-lost"),
    ],
)
def test_what_disagrees_is_said(changes: dict[str, Any], kind: str) -> None:
    assert kind not in [note.kind for note in cable_of(BANK.aad()).diagnostics]
    assert kind in [note.kind for note in cable_of(BANK.aad(**changes)).diagnostics]


@pytest.mark.parametrize(
    ("number", "post", "id", "embassy"),
    [
        ("1974NAIROB04512", "NAIROBI", "74NAIROBI4512", "NAIROBI"),
        ("1976NEWDE00012", "NEW DELHI", "76NEWDELHI12", "NEWDELHI"),
        ("1973USUNN00077", "USUN NEW YORK", "73USUNNEWYORK77", "USUNNEWYORK"),
        ("1975STATE290286", "STATE", "75STATE290286", "STATE"),
        ("1975MINAHA00510", "MINA HAZIR", "75MINAHAZIR510", "MINAHAZIR"),
        ("1975BLEFUS00003", "BLEFUSCU", "75BLEFUSCU3", "BLEFUSCU"),
        ("P750066-0259", "n/a", "P750066-0259", None),
    ],
)
def test_posts_cut_to_six_letters(number: str, post: str, id: str, embassy: str | None) -> None:
    cable = cable_of(replace(MICROFILM, number=number, post=post).aad())
    assert (cable.id, cable.embassy) == (id, embassy)


def test_a_post_that_no_table_has_is_named_by_the_text() -> None:
    text = BANK.text.replace("PORT LORENZ", "BLEFUSCU").replace("PORTLO", "BLEFUS")
    cable = cable_of(replace(BANK, text=text, number="1974BLEFUS00401", post="BLEFUS").aad())
    assert cable.id == "74BLEFUSCU401"
    assert "id-mismatch" not in [note.kind for note in cable.diagnostics]


def test_addressees_of_a_record_without_a_text() -> None:
    cable = cable_of(replace(MICROFILM, to="STATE PORT LORENZ INFO MINA HAZIR DOD").aad())
    assert [one.name for one in cable.to] == ["STATE", "PORT LORENZ"]
    assert [one.name for one in cable.info] == ["MINA HAZIR DOD"]


@pytest.mark.parametrize("telegram", [MICROFILM, LOST], ids=["microfilm", "lost"])
def test_a_cable_without_a_text(telegram: Telegram) -> None:
    cable = cable_of(telegram.aad())
    (paragraph,) = cable.paragraphs
    assert (paragraph.ordinal, paragraph.text, paragraph.marking) == (1, "", None)
    assert "text-lost" in [note.kind for note in cable.diagnostics]
    assert not cable.signers


def test_text_lost_in_part() -> None:
    cable = cable_of(HALF_LOST.aad())
    assert [p.text for p in cable.paragraphs] == [
        "THE GOVERNMENT PAPER HOLDS THAT THE FERRY DID NOT SINK."
    ]
    assert [item.kind for item in cable.furniture][-1] == "missing"
    assert "text-lost" in [note.kind for note in cable.diagnostics]


# -- nothing lost, nothing made up -------------------------------------------------------------------------------------


@pytest.mark.parametrize("telegram", ALL, ids=lambda t: f"{t.number}-{t.subject}")
def test_every_word_is_held_once(telegram: Telegram) -> None:
    text = telegram.aad(above=f"\n{GRAFELD}\n")
    cable = cable_of(text)
    if "FM " not in telegram.text:  # these are of the attributes, which are header lines already
        cable = structs.replace(cable, subject=None, references=(), to=(), info=())
    mine, there = held(cable), Counter(WORD.findall(text))
    long = {word for word in there | mine if len(word) > 2 and not word.isdecimal()}
    assert {w: mine[w] for w in long} == {w: there[w] for w in long}


# -- many on end -------------------------------------------------------------------------------------------------------


def bulk() -> bytes:
    return "\n".join(telegram.aad() for telegram in ALL).encode()


def test_records_on_end() -> None:
    data = bulk()
    found = records(data)
    assert [record.known.id for record in found] == [telegram.number for telegram in ALL]
    ends = [record.source.offset for record in found[1:]] + [len(data)]
    for record, telegram, end in zip(found, ALL, ends, strict=True):
        begin = record.source.offset
        assert begin is not None
        assert hashlib.sha256(data[begin:end]).hexdigest() == record.source.sha256
        assert record.text.strip() == telegram.text.strip()
        alone = parse_record(records(telegram.aad().encode())[0], TABLES)
        cable = parse_record(record, TABLES)
        assert [p.text for p in cable.paragraphs] == [p.text for p in alone.paragraphs]
        lines = data.decode().split("\n")
        assert lines[cable.header_lines[-1].lines[0] - 1].startswith("Markings: ")


def test_a_record_alone_is_the_whole_file() -> None:
    data = OPERA.aad().encode()
    (record,) = records(data)
    assert (record.source.path, record.source.offset) == (SOURCE.path, None)
    assert record.source.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    "damaged", ["Message Text\n", "\f  Message Text  \n\n", "Message Attributes\n"]
)
def test_a_bad_record_does_not_take_its_neighbours_along(damaged: str) -> None:
    data = "".join([OPERA.aad(), damaged, TWIN.aad()])
    first, bad, last = everything(data.encode())
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert (first.known.id, last.known.id) == (OPERA.number, TWIN.number)
    assert isinstance(bad, Unreadable)
    assert "neither a text nor attributes" in bad.reason
    line = OPERA.aad().count("\n") + 1
    assert bad.where == f"record 2 on line {line}"
    assert data.split("\n")[line - 1] == damaged.split("\n")[0]


def test_a_telegram_may_say_message_text_itself() -> None:
    text = BANK.text.replace("3. COMMENT", "MESSAGE TEXT\n\n3. COMMENT")
    (record,) = records(BANK.aad(text=text).encode())
    assert record.text.strip() == text.strip()


def test_a_record_cut_short_is_read_as_far_as_it_goes() -> None:
    cut = BANK.aad()[:900]
    first, second = records(f"{cut}\n{TWIN.aad()}".encode())
    assert "attributes-missing" in [note.kind for note in first.notes]
    assert [p.number for p in parse_record(first, TABLES).paragraphs] == [1]
    assert second.known.id == TWIN.number


def test_attributes_alone() -> None:
    alone = MICROFILM.aad().partition("Message Attributes")[2]
    data = f"Message Attributes{alone}Message Attributes{alone}".encode()
    first, second = records(data)
    assert first.known.id == second.known.id == MICROFILM.number
    assert first.known.lost
    assert first.text == ""


def test_no_record_at_all() -> None:
    (one,) = unreadable(b"R 191130Z JUL 74\nFM AMEMBASSY ZENDA\n", format="aad")
    assert "Message Text" in one.reason
    assert one.where is None


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("aad", "pieces"):
        monkeypatch.setattr(f"cablesearch.formats.{module}.LARGEST", 4096)
    huge = BANK.aad(text=BANK.text * 9)
    found = everything("".join([OPERA.aad(), huge, TWIN.aad()]).encode())
    assert [isinstance(one, Record) for one in found] == [True, False, True]
    assert "larger than" in str(found[1])


class Endless(io.RawIOBase):
    """The same record again and again; `given` counts the bytes."""

    def __init__(self, record: bytes) -> None:
        self.record = record
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        at = self.given % len(self.record)
        part = self.record[at : at + len(view)]
        view[: len(part)] = part
        self.given += len(part)
        return len(part)


def test_no_more_is_read_than_is_asked_for() -> None:
    stream = Endless(BANK.aad().encode())
    found = aad.read(Input(stream, SOURCE))
    for _ in range(2000):
        record = next(found)
        assert isinstance(record, Record)
        assert record.known.id == BANK.number
    assert stream.given < 2000 * len(stream.record) + (3 << 20)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_line_ends(encoding: str, end: str) -> None:
    text = OPERA.aad(text=OPERA.text.replace("HAY", "HÄY")).replace("\n", end)
    (record,) = records(text.encode(encoding))
    cable = parse_record(record, TABLES)
    assert cable.id == "73ZENDA1260"
    assert cable.paragraphs[-1].text.endswith("COSTS OF HÄY.")
    assert cable.paragraphs[0].lines == cable_of(OPERA.aad()).paragraphs[0].lines


def test_page_breaks_of_a_printed_record() -> None:
    """Stamps and form feeds at the top of a page, in the middle of the attributes and of a value."""
    text = (
        OPERA.aad()
        .replace("Film Number", f"\n\f{GRAFELD}\n\nFilm Number")
        .replace(" by doejx>", f"{GRAFELD}\n by doejx>")
    )
    cable = cable_of(text)
    assert cable.released == datetime(2005, 6, 30, tzinfo=UTC)
    lines = [line.text for line in cable.header_lines]
    assert "Film Number: n/a" in lines
    assert lines.count(GRAFELD) == 2
    assert any(re.fullmatch(r"Review History: .* by doejx>", line) for line in lines)


# -- no input does harm ------------------------------------------------------------------------------------------------

LINES = st.sampled_from([line for telegram in ALL for line in telegram.aad().splitlines()])


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    for one in everything(b"Message Text\n" + data, format="aad"):
        if isinstance(one, Record):
            parse_record(one)


@given(st.lists(LINES, max_size=60).map("\n".join))
def test_shuffled_lines(text: str) -> None:
    data = f"Message Text\n{text}\n".encode()
    for one in everything(data, format="aad"):
        if isinstance(one, Record):
            cable = parse_record(one, TABLES)
            there = Counter(w for w in WORD.findall(one.text) if len(w) > 3 and w.isalpha())
            assert not there - held(cable)


@given(st.sampled_from(ALL), st.data())
def test_deleted_and_doubled_lines(telegram: Telegram, data: st.DataObject) -> None:
    lines = telegram.aad().split("\n")
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at : at + 1] = data.draw(
            st.sampled_from([[], [lines[at]] * 2, [lines[at][: len(lines[at]) // 2]]])
        )
        if not lines:
            break
    for one in everything("\n".join(lines).encode(), format="aad"):
        if isinstance(one, Record):
            parse_record(one, TABLES)


@given(st.binary(max_size=300))
def test_pieces_are_all_of_the_file(data: bytes) -> None:
    found = list(pieces(io.BytesIO(data), lambda line: line.startswith(b"a")))
    assert b"".join(piece.data for piece in found) == data
    assert all(piece.data == data[piece.offset :][: len(piece.data)] for piece in found)
