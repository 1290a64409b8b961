"""Volumes in TEI XML: what is read of documents, their markup's dirt, damage."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cablesearch.cable.parse import parse_record
from cablesearch.cable.tables import tables_with
from cablesearch.formats import frus
from cablesearch.formats.input import Input
from cablesearch.formats.record import Record, Source, Unreadable
from tests.cable.test_parse import held
from tests.formats.reading import everything, records, unreadable
from tests.formats.volumes import DIRTY, VOLUME, VOLUME_ID, document, volume

if TYPE_CHECKING:
    from cablesearch.cable.model import Cable

TABLES = tables_with((Path(__file__).parents[2] / "corpus/tables",))
WORD = re.compile(r"[^\W_]+")


def cables(data: bytes) -> list[Cable]:
    return [parse_record(record, TABLES) for record in records(data, "frus")]


def cable(text: str) -> Cable:
    (one,) = cables(volume(text))
    return one


def test_every_document_is_read() -> None:
    found = {one.id: one for one in cables(VOLUME)}
    assert list(found) == [f"{VOLUME_ID}/d{n}" for n in range(1, 8)]
    first = found[f"{VOLUME_ID}/d1"]
    assert first.title == "Telegram From the Embassy in Ruritania to the Department of State"
    assert (first.embassy, first.embassy_name) == ("ZENDA", "Embassy Zenda")
    assert [a.name for a in first.to] == ["Department of State"]
    assert (first.classification, first.captions) == ("SECRET", ("NIACT",))
    assert first.date == datetime(1960, 7, 10, 17, tzinfo=UTC)
    assert (first.signers, first.tags) == (("Quarles",), ())
    assert [(p.text, p.marking) for p in first.paragraphs] == [("311. He built a dam.", None)]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (2, {"embassy": "STATE", "date": datetime(1960, 7, 11, 19, 12, tzinfo=UTC)}),
        (3, {"embassy": None, "subject": "The dam", "title": "Memorandum of Conversation"}),
        (3, {"date": datetime(1960, 7, 12, tzinfo=UTC), "to": ()}),
        (4, {"title": "Editorial Note", "date": datetime(1960, 7, 14, tzinfo=UTC), "classification": None}),
        (5, {"embassy": "ZENDA", "classification": "SECRET", "precedence": "PRIORITY", "signers": ("Wetherell",)}),
        (5, {"title": "The Ambassador in Ruritania (Wetherell) to the Secretary of State"}),
        (6, {"date": None, "embassy": None, "title": "Message to Zenda"}),
    ],
)  # fmt: skip
def test_what_documents_say(number: int, expected: dict[str, object]) -> None:
    found = cables(VOLUME)[number - 1]
    for name, value in expected.items():
        assert getattr(found, name) == value, name


@pytest.mark.parametrize(
    ("dateline", "date", "kind"),
    [
        ('<date when="1960-07-10">x</date>', datetime(1960, 7, 10, tzinfo=UTC), None),
        ('<date when="1973-10-08T22:05:00Z">x</date>', datetime(1973, 10, 8, 22, 5, tzinfo=UTC), None),
        ('<date when="1960-07-10T17:00:00">x</date>', datetime(1960, 7, 10, 17, tzinfo=UTC), "date-local"),
        ('<date when="1948-06-24T11:00:00+03:30">x</date>', datetime(1948, 6, 24, 11, tzinfo=UTC), "date-local"),
        ('<date notBefore="1959-09-01" notAfter="1959-09-30">x</date>', datetime(1959, 9, 1, tzinfo=UTC), "date-range"),
        ('<date from="1959-09-01" to="1959-09-02">x</date>', datetime(1959, 9, 1, tzinfo=UTC), "date-range"),
        ('<date when="1959-09">x</date>', datetime(1959, 9, 1, tzinfo=UTC), "date-range"),
        ("<date>undated</date>", None, None),
        ('<date when="soon">x</date>', None, None),
    ],
)  # fmt: skip
def test_dates(dateline: str, date: datetime | None, kind: str | None) -> None:
    found = cable(document(dateline=dateline))
    assert found.date == date
    assert [d.kind for d in found.diagnostics] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("head", "place", "embassy", "name"),
    [
        ("Embassy in Belgium", "Brussels", "BRUSSELS", "Embassy Brussels"),
        ("Embassy in Ruritania", "", "ZENDA", "Embassy Zenda"),
        ("Embassy in Vietnam", "Saigon", "SAIGON", "Embassy in Vietnam"),
        ("Consulate at Hentzau", "Hentzau", "HENTZAU", "Consulate Hentzau"),
        ("Mission to the United Nations", "New York", "USUNNEWYORK", "USUN New York"),
        ("Delegation to the Fisheries Conference", "Geneva", None, "Delegation to the Fisheries Conference"),
        ("Secretary of State Ames", "Lindenau", None, "Secretary of State Ames"),
    ],
)  # fmt: skip
def test_senders(head: str, place: str, embassy: str | None, name: str) -> None:
    found = cable(
        document(
            head=f"Telegram From the {head} to the Department of State",
            dateline=f'<placeName>{place}</placeName>, <date when="1960-07-10">x</date>',
        )
    )
    assert (found.embassy, found.embassy_name) == (embassy, name)
    assert [a.name for a in found.to] == ["Department of State"]


def test_dirt() -> None:
    found = cable(DIRTY)
    assert [(p.number, p.heading, p.text) for p in found.paragraphs] == [
        (None, None, "90. Prime Minister (Falkenrath) told, in confidence, the same to EUR’s men."),
        (1, "I. THE RIVER / Its level", "It rises:"),
        (None, "I. THE RIVER / Its level", "(a) in March;"),
        (None, "I. THE RIVER / Its level", "(b) in wet autumns."),
        (None, "I. THE RIVER / Its level", "Nobody knows why."),
        (2, "Its price", "He wrote:"),
        (None, "Its price", "“No crown for water.”"),
        (None, "Its price", "   1959   1960\nFir   41   56"),
        (None, "Its price", "[Here follows a discussion of trout.]"),
        (None, "Enclosure", "A menu."),
    ]
    assert found.signers == ("Jerome Quarles",)
    assert [line.text for line in found.header_lines] == [
        "Document: 7",
        "Dateline: Zenda, July 10, 1960, 5 p.m.",
        "Participants: Count Tarlenheim, Minister; Mr. Peabody",
        "Rule: * * *",
        "Signed as: Ambassador",
        "Closing: Sincerely,",
        "Source: Department of State, Central Files, 611.60R/7–1060. Secret; Niact.",
        "Note 2: Of the Bureau.",
        "Note 3: See Document 1 and p. 4. Telegram 97 from Zenda, July 2, told the same.",
        "Note 4: Not printed.",
        "Note 5: Crowns.",
    ]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<list type='to'><head>TO:</head><item>Doe</item></list>", ["To: Doe"]),
        ("<list type='to'><item>Doe</item></list>", ["To: Doe"]),
        ("<list type='to'><head>TO</head></list>", ["To: TO"]),
        ("<list type='to'><head>TO</head><head>ALL</head><item>Doe</item></list>", ["To: ALL; Doe"]),
        ("<p>It rained.<note n='2'><head>ERRATUM</head>Snow.</note></p>", ["Note 2: ERRATUM Snow."]),
        ("<list type='subject'><item>A</item></list><list type='subject'><item>B</item></list>", ["Subject: B"]),
    ],
)  # fmt: skip
def test_particulars(inside: str, expected: list[str]) -> None:
    found = cable(document(inside, note=None, dateline=""))
    assert [line.text for line in found.header_lines] == ["Document: 1", *expected]


def test_references() -> None:
    found = cable(DIRTY)
    assert [(r.kind, r.cable_id, r.text) for r in found.references] == [
        ("document", f"{VOLUME_ID}/d1", f"{VOLUME_ID}/d1"),
        ("cable", "60ZENDA97", "Telegram 97 from Zenda, July 2"),
    ]
    note = cables(VOLUME)[3]
    assert [r.cable_id for r in note.references] == ["60ZENDA14"]


@pytest.mark.parametrize("at", range(7))
def test_every_word_of_the_record_is_held_once(at: int) -> None:
    record = records(VOLUME, "frus")[at]
    found = parse_record(record, TABLES)
    mine = held(found) + Counter(WORD.findall(found.title or ""))
    # references and addressees repeat what title and notes say
    mine -= Counter(WORD.findall(" ".join(r.text for r in found.references)))
    mine -= Counter(WORD.findall(" ".join(a.name for a in found.to)))
    assert mine == Counter(WORD.findall(record.text))


@pytest.mark.parametrize("at", range(7))
def test_every_word_of_the_markup_is_in_the_record(at: int) -> None:
    division = etree.fromstring(VOLUME).findall(".//{*}div[@type='document']")[at]
    printed = Counter("".join("".join(division.itertext()).lower().split()))
    there = Counter("".join(records(VOLUME, "frus")[at].text.lower().split()))
    # what a list is called is its name, but a subject's is nothing more
    assert not printed - there - Counter("source:subjectparticipants:[].,")


@pytest.mark.parametrize(
    ("path", "id", "expected"),
    [
        ("/cables/other.xml", VOLUME_ID, f"{VOLUME_ID}/d1"),
        ("/cables/frus1958-62Rur2.xml.gz", None, "frus1958-62Rur2/d1"),
        ("-", None, None),
    ],
)
def test_ids(path: str, id: str | None, expected: str | None) -> None:
    file = Input(io.BytesIO(volume(document(), id=id)), Source(path=path))
    (record,) = frus.read(file)
    assert isinstance(record, Record)
    assert record.known.id == expected


def test_a_document_without_an_id_is_named_by_its_number() -> None:
    (record,) = records(volume(document(number=12).replace('xml:id="d12" ', "")), "frus")
    assert record.known.id == f"{VOLUME_ID}/d12"


def test_places_in_the_file() -> None:
    padded = VOLUME.replace(b"<p>311.", b"<p>" + b"Rain. " * 30_000 + b"311.")
    for record in records(padded, "frus"):
        assert record.source.offset is not None
        assert padded[record.source.offset :].startswith(b'<div type="document" xml:id="d')
        name = (record.known.id or "").rpartition("/")[2]
        assert f'xml:id="{name}"'.encode() in padded[record.source.offset :][:60]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (volume(), "TEI without documents"),
        (volume(document(), prolog='<!DOCTYPE TEI [<!ENTITY a "rain">]>'), "declares entities"),
        (volume(document("<p>&a;</p>"), prolog='<!DOCTYPE TEI SYSTEM "tei.dtd">'), "an entity of an outer file"),
        (VOLUME[: VOLUME.index(b"Memorandum")], "damaged or cut short"),
        (volume(document("<p>&nbsp;</p>")), "damaged or cut short"),
        (volume("<seg>" * 300), "damaged or cut short"),
        (volume(document("<p>It rained all day.</p>" * 700_000)), "more than 16 MiB"),
        (volume(document("<p>" + "rain " * 2_500_000 + "</p>")), "damaged or cut short"),
    ],
)  # fmt: skip
def test_refused(data: bytes, says: str) -> None:
    found = unreadable(data, "frus")
    assert says in str(found[0])
    assert found[0].remedy


def test_what_stands_before_damage_is_read() -> None:
    found = everything(VOLUME[: VOLUME.index(b"Editorial Note")], "frus")
    assert [type(one) for one in found] == [Record, Record, Record, Unreadable]
    assert isinstance(found[-1], Unreadable)
    assert re.fullmatch(r"from line \d+ on", found[-1].where or "")


def test_a_harmless_doctype_is_none_of_our_business() -> None:
    data = volume(document(), prolog='<?xml version="1.0"?>\n<!DOCTYPE TEI>\n')
    assert len(records(data)) == 1


def test_an_entity_bomb_is_not_lit() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = volume(
        document("<p>&e11;</p>"),
        prolog="<!--" + " " * 300_000 + f'--><!DOCTYPE TEI [<!ENTITY e0 "rain">{levels}]>',
    )
    (one,) = unreadable(bomb, "frus")
    assert "entities" in one.reason


@pytest.mark.parametrize(
    "data", [VOLUME, VOLUME.decode().encode("utf-16"), b"\xef\xbb\xbf" + VOLUME]
)
def test_detected(data: bytes) -> None:
    assert {record.format for record in records(data)} == {"frus"}


@given(
    cuts=st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 600)), max_size=5),
    junk=st.text(max_size=30) | st.sampled_from(["<", "</p>", "<div>", "<note>", "<list>", "]]>"]),
)
def test_no_volume_breaks_it(cuts: list[tuple[int, int]], junk: str) -> None:
    text = VOLUME.decode()
    for at, size in cuts:
        text = text[:at] + junk + text[at + size :]
    for one in everything(text.encode("utf-8", "surrogatepass"), "frus"):
        if isinstance(one, Record):
            parse_record(one)


@given(st.binary(max_size=400))
def test_no_bytes_break_it(data: bytes) -> None:
    for one in everything(data, "frus"):
        assert isinstance(one, (Record, Unreadable))


TAGS = st.sampled_from(
    ["p", "hi", "note", "list", "item", "label", "quote", "table", "row", "cell", "lb", "head", "signed", "closer",
     "dateline", "opener", "seg", "date", "ref", "gloss", "div", "pb", "lg", "l"]
)  # fmt: skip


@given(
    st.recursive(
        st.text(st.sampled_from("rain sun, (.)\n"), max_size=12),
        lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)).map(
            lambda pair: f"<{pair[0]} type='from'>{''.join(pair[1])}</{pair[0]}>"
        ),
        max_leaves=25,
    )
)
def test_any_markup_keeps_its_words(inside: str) -> None:
    for record in records(volume(document(inside, note=None, dateline="")), "frus"):
        there = Counter(re.findall(r"[a-z]", record.text))
        printed = Counter(re.findall(r"[a-z]", re.sub("<[^>]*>", "", inside)))
        assert not printed - there
        found = parse_record(record)
        texts = [*(p.text for p in found.paragraphs), *(p.heading or "" for p in found.paragraphs)]
        texts += [*found.signers, found.subject or "", found.title or ""]
        texts += [line.text for line in found.header_lines]
        assert not printed - Counter(re.findall(r"[a-z]", " ".join(texts)))
