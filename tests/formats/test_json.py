"""JSON: parsed cables read back, and the simple form in all its shapes."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cablesearch import read_cables
from cablesearch.cable.model import to_json
from cablesearch.cable.parse import parse_record
from cablesearch.errors import RecordError
from cablesearch.formats.record import Record, Unreadable
from tests.cable.telegrams import BODY, HEADER, PREAMBLE, WHOLE, parsed
from tests.formats.reading import everything, records

if TYPE_CHECKING:
    from cablesearch.cable.model import Cable

CORPUS = Path(__file__).parents[2] / "corpus"
TEXT = "It rained.\n\nIt snowed,\nand then\nit rained."
DAY = datetime(2008, 2, 8, tzinfo=UTC)


def cables(*found: Any) -> list[Cable]:
    """The cables of objects written one a line."""
    data = "\n".join(json.dumps(one) for one in found)
    return [parse_record(record) for record in records(data.encode())]


def cable(**keys: Any) -> Cable:
    """The cable of one object, with a text if none is given."""
    (one,) = cables({"text": TEXT} | keys)
    return one


def attributes(found: Cable) -> list[str]:
    return [line.text for line in found.header_lines]


# Cables that were parsed before.


def test_what_parse_wrote_is_read_as_it_was() -> None:
    before = list(read_cables(CORPUS))
    assert len(before) > 70
    lines = [to_json(one) for one in before]
    for data in (b"\n".join(lines), b"[" + b",\n ".join(lines) + b"\n]\n"):
        after = [to_json(parse_record(record)) for record in records(data)]
        assert after == lines


def test_keys_that_an_older_version_did_not_write() -> None:
    whole = json.loads(to_json(parsed(WHOLE)))
    for key in ("title", "furniture", "diagnostics", "tags"):
        del whole[key]
    (found,) = cables(whole)
    assert found == replace(parsed(WHOLE), title=None, furniture=(), diagnostics=(), tags=())


def test_keys_that_a_newer_version_writes() -> None:
    whole = json.loads(to_json(parsed(WHOLE))) | {"colour": "green", "mood": 3}
    (found,) = cables(whole)
    note = found.diagnostics[-1]
    assert (note.kind, "colour, mood" in note.message) == ("keys-unknown", True)
    assert replace(found, diagnostics=found.diagnostics[:-1]) == parsed(WHOLE)


def test_parsed_cables_that_are_none() -> None:
    whole = json.loads(to_json(parsed(WHOLE))) | {"paragraphs": "many"}
    (record,) = records(json.dumps(whole).encode())
    with pytest.raises(RecordError, match="paragraphs") as caught:
        parse_record(record)
    assert "write it anew" in str(caught.value)


# The simple form.


def test_paragraphs_by_blank_lines() -> None:
    found = cable(id="ZENDA-7", date="2008-02-08")
    assert [(p.text, p.lines) for p in found.paragraphs] == [
        ("It rained.", (1, 1)),
        ("It snowed, and then it rained.", (3, 5)),
    ]
    assert (found.id, found.date, found.diagnostics) == ("ZENDA-7", DAY, ())


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"id": "08 ZENDA 00457"}, {"id": "08ZENDA457", "embassy": "ZENDA"}),
        ({"id": 12}, {"id": "12"}),
        ({"mrn": "2008ZENDA457"}, {"id": "08ZENDA457"}),
        ({"date": "2008"}, {"date": datetime(2008, 1, 1, tzinfo=UTC)}),
        ({"Date": "2008-02-08 15:02"}, {"date": datetime(2008, 2, 8, 15, 2, tzinfo=UTC)}),
        ({"date": 1202428800}, {"date": DAY}),
        ({"date": 1202428800000}, {"date": DAY}),
        ({"date": "1202428800000"}, {"date": DAY}),
        ({"date": "2008-02-08T01:00:00+01:00"}, {"date": DAY}),
        ({"created": "2008-02-08"}, {"date": DAY}),
        ({"date": None, "created": "2008-02-08"}, {"date": DAY}),
        ({"released": "2011-08-30"}, {"released": datetime(2011, 8, 30, tzinfo=UTC)}),
        ({"embassy": "Baku"}, {"embassy": "BAKU", "embassy_name": "Embassy Baku"}),
        ({"origin": "Embassy Baku"}, {"embassy": "BAKU"}),
        ({"post": "AMEMBASSY BAKU"}, {"embassy": "BAKU"}),
        ({"from": "the Embassy in Azerbaijan"}, {"embassy": "BAKU"}),
        ({"from": "the Embassy in Germany", "date": "1960"}, {"embassy": "BONN"}),
        ({"from": "the Ambassador in Vietnam", "place": "Saigon"}, {"embassy": "SAIGON"}),
        ({"from": "Operation Rain"}, {"embassy": None, "embassy_name": "Operation Rain"}),
        ({"classification": "secret//noforn"}, {"classification": "SECRET", "class_caveats": ("NOFORN",)}),
        ({"classification": "Limited Official Use"}, {"classification": "LIMITED OFFICIAL USE"}),
        ({"classification": ""}, {"classification": None}),
        ({"captions": "sipdis; Roger Channel"}, {"captions": ("SIPDIS", "ROGER CHANNEL")}),
        ({"precedence": "immediate"}, {"precedence": "IMMEDIATE"}),
        ({"tags": ["PREL", "KTIP"]}, {"tags": ("PREL", "KTIP")}),
        ({"tags": ["PREL, KTIP", "KTIP PGOV"]}, {"tags": ("PREL", "KTIP", "PGOV")}),
        ({"tags": "PREL, KTIP"}, {"tags": ("PREL", "KTIP")}),
        ({"tags": "PREL;KTIP"}, {"tags": ("PREL", "KTIP")}),
        ({"tags": "PREL|KTIP"}, {"tags": ("PREL", "KTIP")}),
        ({"tags": "PREL KTIP"}, {"tags": ("PREL", "KTIP")}),
        ({"tags": "['PREL', 'KTIP']"}, {"tags": ("PREL", "KTIP")}),
        ({"linked_tags": ["PREL"]}, {"tags": ("PREL",)}),
        ({"subject": "RAIN"}, {"subject": "RAIN", "about": "RAIN"}),
        ({"title": "Telegram"}, {"subject": None, "title": "Telegram", "about": "Telegram"}),
        ({"subject": "RAIN", "title": "Telegram"}, {"about": "RAIN"}),
        ({"signers": "Doe, Roe"}, {"signers": ("Doe", "Roe")}),
        ({"SUBJECT": "RAIN"}, {"subject": "RAIN"}),
    ],
)  # fmt: skip
def test_keys(keys: dict[str, Any], expected: dict[str, Any]) -> None:
    found = cable(**keys)
    for name, value in expected.items():
        assert getattr(found, name) == value, name
    assert [p.text for p in found.paragraphs] == ["It rained.", "It snowed, and then it rained."]


@pytest.mark.parametrize(
    ("to", "names"),
    [
        ("State", ["State"]),
        ("State; Treasury", ["State", "Treasury"]),
        (["State", "Treasury", None], ["State", "Treasury"]),
        ([], []),
    ],
)
def test_addressees(to: Any, names: list[str]) -> None:
    assert [a.name for a in cable(to=to).to] == names


def test_references() -> None:
    found = cable(references=["08 ZENDA 457", "frus1958-62Rur/d2", "a letter"])
    assert [(r.kind, r.cable_id) for r in found.references] == [
        ("cable", "08ZENDA457"),
        ("document", "frus1958-62Rur/d2"),
        ("other", None),
    ]
    assert [r.cable_id for r in cable(refs="08ZENDA457, 08ZENDA458").references] == [
        "08ZENDA457",
        "08ZENDA458",
    ]


@pytest.mark.parametrize("name", ["text", "body", "raw", "content", "paragraphs"])
def test_names_of_the_text(name: str) -> None:
    (found,) = cables({name: TEXT, "id": "x"})
    assert len(found.paragraphs) == 2


def test_a_list_of_texts() -> None:
    found = cable(text=["1. (SBU) It rained.", "2. It\nsnowed.", "", None, "1960 was dry."])
    assert [(p.number, p.marking, p.text, p.lines) for p in found.paragraphs] == [
        (1, "SBU", "It rained.", (1, 1)),
        (2, None, "It snowed.", (3, 4)),
        (None, None, "1960 was dry.", (6, 6)),
    ]


def test_a_list_of_paragraphs() -> None:
    found = cable(
        text=[
            {"number": 1, "marking": "C/NF", "heading": "RAIN", "text": "It rained."},
            {
                "number": "2",
                "marking": "(SBU)",
                "heading": "RAIN",
                "text": "2. (SBU) It rained on.",
            },
            {"number": 7.0, "text": "It stopped.", "author": "Doe"},
            {"number": "seven", "marking": "blue", "text": "It began."},
            {"text": ""},
        ]
    )
    assert [(p.number, p.marking, p.caveats, p.heading, p.text) for p in found.paragraphs] == [
        (1, "C", ("NF",), "RAIN", "It rained."),
        (2, "SBU", (), "RAIN", "It rained on."),
        (7, None, (), None, "It stopped."),
        (None, None, (), None, "It began."),
    ]
    assert found.paragraphs[3].label == "blue"
    assert attributes(found) == ["paragraph 3 author: Doe", "paragraph 4 number: seven"]


@pytest.mark.parametrize(
    "keys",
    [
        {"text": WHOLE},
        {"raw": WHOLE, "text": None},
        {"header": HEADER, "body": f"{PREAMBLE}{BODY}", "text": ""},
    ],
)
def test_a_text_that_is_a_telegram(keys: dict[str, Any]) -> None:
    found = cable(**keys, colour="green", created="2008-02-07 21:01")
    whole = parsed(WHOLE)
    assert [p.text for p in found.paragraphs] == [p.text for p in whole.paragraphs]
    assert (found.id, found.date, found.tags) == (whole.id, whole.date, whole.tags)
    assert "colour: green" in attributes(found)
    assert not found.diagnostics


@pytest.mark.parametrize(
    "text",
    [
        "The SUBJECT: was rain.",
        "SUBJECT: RAIN\n\nIt rained.",
        "SECRET as it was, it rained for 12 days.",
        "1. (SBU) It rained.\n\n2. (C) It snowed.",
    ],
)
def test_prose_is_no_telegram(text: str) -> None:
    found = cable(text=text)
    assert len(found.paragraphs) == text.count("\n\n") + 1


def test_nothing_is_lost() -> None:
    found = cable(
        id="x",
        place="Zenda",
        source="a box",
        pages=[4, 5],
        seen={"by": "Doe"},
        empty=None,
        also="",
        body="A second text.",
        count=0,
        sealed=False,
    )
    assert attributes(found) == [
        "place: Zenda",
        "source: a box",
        "pages: [4, 5]",
        'seen: {"by": "Doe"}',
        "body: A second text.",
        "count: 0",
        "sealed: false",
    ]


def test_what_a_sender_in_words_says_is_kept() -> None:
    found = cable(**{"from": "the Ambassador in Azerbaijan (Doe)"})
    assert (found.embassy, attributes(found)) == (
        "BAKU",
        ["from: the Ambassador in Azerbaijan (Doe)"],
    )


@pytest.mark.parametrize(
    ("keys", "kind", "kept"),
    [
        ({"date": "undated"}, "date-unreadable", ["date: undated"]),
        ({"date": "02/05/1960"}, "date-unreadable", ["date: 02/05/1960"]),
        ({"date": True}, "date-unreadable", ["date: true"]),
        ({"date": "1960-07"}, "date-range", []),
        ({"released": "soon"}, "date-unreadable", ["released: soon"]),
        ({"classification": "Burn"}, "classification-unknown", []),
        ({"subject": "Half \ud83d a sign"}, "encoding", []),
    ],
)
def test_what_is_odd(keys: dict[str, Any], kind: str, kept: list[str]) -> None:
    found = cable(**keys)
    assert [d.kind for d in found.diagnostics] == [kind]
    assert attributes(found) == kept
    to_json(found)


def test_keys_written_twice() -> None:
    (record,) = records(b'{"text": "It rained.", "subject": "RAIN", "subject": "SNOW"}')
    found = parse_record(record)
    assert found.subject == "SNOW"
    assert attributes(found) == ["subject: RAIN"]
    assert [d.kind for d in found.diagnostics] == ["key-repeated"]


def test_what_pandas_writes() -> None:
    """DataFrame.to_json(orient="records", lines=True): NaN as null, dates as milliseconds, slashes escaped."""
    data = (
        '{"id":"08ZENDA457","date":1202482931000,"embassy":"Embassy Baku","tags":"PREL;KTIP",'
        '"text":"It rained on the G\\/TIP.","score":0.5,"subject":null}\n'
        '{"id":"08ZENDA458","date":null,"embassy":null,"tags":null,"text":"It snowed.","score":null,"subject":null}\n'
    )
    first, second = (parse_record(record) for record in records(data.encode()))
    assert first.date == datetime(2008, 2, 8, 15, 2, 11, tzinfo=UTC)
    assert (first.embassy, first.tags) == ("BAKU", ("PREL", "KTIP"))
    assert first.paragraphs[0].text == "It rained on the G/TIP."
    assert (second.date, second.embassy, attributes(second)) == (None, "ZENDA", [])


def test_what_json_dumps_writes() -> None:
    (found,) = cables(
        {"id": "x", "text": "It rained.", "date": float("nan"), "score": float("inf")}
    )
    assert (found.date, attributes(found)) == (None, [])


# How values stand in a file.

OBJECTS = [{"id": f"x{n}", "text": f"It rained {n} days.", "in": {"a": ["}", '"']}} for n in "123"]


@pytest.mark.parametrize(
    "data",
    [
        "\n".join(map(json.dumps, OBJECTS)),
        "\r\n".join(map(json.dumps, OBJECTS)) + "\r\n\r\n",
        ",\n".join(map(json.dumps, OBJECTS)),
        json.dumps(OBJECTS),
        json.dumps(OBJECTS, indent=2),
        " \n[\n" + ",\n".join(map(json.dumps, OBJECTS)) + "\n]",
        "\n".join(json.dumps(one, indent=4) for one in OBJECTS),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_shapes(data: str, encoding: str) -> None:
    raw = data.encode(encoding)
    found = records(raw)
    assert {record.format for record in found} == {"json"}
    assert [record.known.id for record in found] == ["x1", "x2", "x3"]
    if encoding != "utf-16":
        for record in found:
            assert record.source.offset is not None
            assert raw[record.source.offset :].startswith(b"{")
    assert len(records(gzip.compress(raw))) == 3


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ('{"text": "It rained', "not JSON"),
        ('{"text": }', "not JSON"),
        ("3", "not a JSON object"),
        ('"rain"', "not a JSON object"),
        ("[" * 20_000, "nested too deeply"),
        ('{"a": ' * 20_000 + "1" + "}" * 20_000, "nested too deeply"),
        ('{"id": "x"}', "no text"),
        ('{"text": "", "body": []}', "no text"),
        ('{"text": " \\n "}', "no text"),
        ('{"text": 1' + "1" * 5000 + "}", "not JSON"),
    ],
)
def test_a_bad_line_leaves_its_neighbours(bad: str, says: str) -> None:
    data = f'{{"text": "It rained."}}\n{bad}\n{{"text": "It snowed."}}\n'
    first, wrong, last = everything(data.encode())
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert isinstance(wrong, Unreadable)
    assert (wrong.where, says in wrong.reason, bool(wrong.remedy)) == ("line 2", True, True)


@pytest.mark.parametrize(
    ("data", "where", "says"),
    [
        ('[{"text": "It rained."},\n 3, "rain",\n {"text": "It snowed."}]', "line 1", "not JSON"),
        ('[{"text": "It rained."},\n {"text": It},\n {"text": "It snowed."}]', "line 2", "not JSON"),
        ('[{"text": "It rained."},\n [1],\n {"text": "It snowed."}]', "line 2", "not a JSON object"),
        ('[{"text": "It rained."},\n {"id": "x"},\n {"text": "It snowed."}]', "line 2", "no text"),
        ('[{"text": "It rained."}, {"text": "It snowed."}, {"text": "It', "line 1", "not JSON"),
    ],
)  # fmt: skip
def test_a_bad_value_in_an_array(data: str, where: str, says: str) -> None:
    found = everything(data.encode())
    wrong = [one for one in found if isinstance(one, Unreadable)]
    assert len(found) - len(wrong) == 2
    assert [(one.where, says in one.reason) for one in wrong] == [(where, True)]


def test_an_empty_array_holds_no_cables() -> None:
    assert everything(b"[]") == []


def test_a_long_line() -> None:
    (found,) = cables({"text": "It rained. " * 100_000})
    assert len(found.paragraphs[0].text) == 1_099_999


def test_signs_that_no_text_should_have() -> None:
    found = cable(text="It\u0000 rained\u2028on\ufeff.", id="a\nb")
    assert found.paragraphs[0].text == "It rained on\ufeff."
    assert parse_record(records(to_json(found))[0]) == found


@pytest.mark.parametrize("data", [b"[1](#)2. (SBU) It rained.", b"{curly} words", b"[see map]"])
def test_not_taken_for_json(data: bytes) -> None:
    for one in everything(data):
        assert isinstance(one, Unreadable) or one.format != "json"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
KEYS = st.sampled_from(
    ["id", "date", "created", "released", "embassy", "from", "place", "to", "classification", "captions", "tags",
     "subject", "title", "references", "header", "text", "body", "paragraphs", "number", "marking", "paragraph_anchors"]
)  # fmt: skip


@given(st.dictionaries(KEYS, JSON, max_size=10), st.booleans())
def test_no_object_breaks_it(found: dict[str, Any], escaped: bool) -> None:
    data = json.dumps(found, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
    for one in everything(data, "json"):
        if isinstance(one, Record):
            to_json(parse_record(one))


@given(st.binary(max_size=300) | st.text('{}[]",:\\ntrue1 \n', max_size=60).map(str.encode))
def test_no_bytes_break_it(data: bytes) -> None:
    for one in everything(data, "json"):
        if isinstance(one, Record):
            parse_record(one)


WORDS = st.lists(
    st.sampled_from(["rain", "snow", "1.", "(SBU)", "2)", "¶3.", "\n", "\n\n", "-"]), max_size=30
)


@given(WORDS.map(" ".join))
def test_every_word_of_a_text_is_held_once(text: str) -> None:
    for one in everything(json.dumps({"text": text}).encode(), "json"):
        if isinstance(one, Record) and one.form == "blocks":
            found = parse_record(one)
            held = " ".join(
                f"{p.number or ''} {p.marking if p.marking_by == 'own' else ''} {p.text}"
                for p in found.paragraphs
            )
            kept = [word.strip("().¶") for word in text.split()]
            assert Counter(w for w in kept if w.isalnum()) == Counter(
                word.strip("().¶") for word in held.split() if word.strip("().¶").isalnum()
            )
