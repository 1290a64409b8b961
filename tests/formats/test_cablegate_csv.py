"""The CSV dump: rows as they are written and damaged, streamed one by one."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch import parse_cable
from cablesearch.cable.parse import parse_record
from cablesearch.formats import cablegate_csv
from cablesearch.formats.detect import read_stream
from cablesearch.formats.record import Record, Unreadable
from tests.formats.pages import BODY, TELEGRAM, row
from tests.formats.reading import SOURCE, everything, records, unreadable
from tests.formats.test_cablegate_html import assert_same

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import WriteableBuffer

OTHER = row(number="4712", id="08ZENDA458", body=BODY.replace("000457", "000458"))
DEBRIS = '27613,2/24/2005 16:09,05XXXXXX1775,"Embassy X",CONFIDENTIAL,,'
"""What newspapers left at the top of some texts."""


def test_what_a_row_says() -> None:
    data = f"{row()}\n{OTHER}\n".encode()
    first, second = records(data)
    known = first.known
    assert first.format == "cablegate-csv"
    assert known.id == "08ZENDA457"
    assert known.date == datetime(2008, 2, 8, 15, 2, tzinfo=UTC)
    assert known.embassy == "Embassy Zenda"
    assert known.classification == "UNCLASSIFIED//FOR OFFICIAL USE ONLY"
    assert known.references == ("08STATE9876", "07ZENDA2201")
    for record, start in ((first, 0), (second, len(row().encode()) + 1)):
        assert record.source.offset == start
        part = data[start:].split(b"\n" + OTHER[:6].encode())[0]
        assert record.source.sha256 == hashlib.sha256(part + b"\n" * (start == 0)).hexdigest()
    assert second.known.id == "08ZENDA458"


@pytest.mark.parametrize("doubled", [False, True], ids=["backslash", "doubled"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_same_as_the_text(doubled: bool, ends: str, mark: str) -> None:
    text = f"{mark}{row(doubled=doubled)}\n{OTHER}\n".replace("\n", ends)
    first, second = map(parse_record, records(text.encode()))
    assert_same(first, parse_cable(TELEGRAM))
    assert second.id == "08ZENDA458"
    assert not first.diagnostics


def test_a_row_of_names_above() -> None:
    names = "id,date,mrn,origin,classification,references,header,body\n"
    assert [r.known.id for r in records(f"{names}{row()}\n".encode())] == ["08ZENDA457"]


def test_references_where_the_text_has_none() -> None:
    lines = [line for line in BODY.split("\n") if "REF: A" not in line and "¶B." not in line]
    (record,) = records(row(body="\n".join(lines)).encode())
    cited = [r.cable_id for r in parse_record(record).references]
    assert cited == ["08STATE9876", "07ZENDA2201"]


def test_debris_in_a_text_is_no_row() -> None:
    body = f"{DEBRIS}\n{BODY}\n{DEBRIS}"
    (record,) = records(row(body=body).encode())
    assert record.text.count("27613,2/24/2005") == 2


def cut(text: str) -> str:
    return text[: len(text) // 2]


def unclosed(text: str) -> str:
    return text[:-1]


def opened(text: str) -> str:
    return text.replace('\\"a gift', '"a gift')


def shorter(text: str) -> str:
    return text.replace('"Embassy Zenda",', "")


def longer(text: str) -> str:
    return text + ',"and more"'


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (cut, "a quote is never closed"),
        (unclosed, "a quote is never closed"),
        (opened, "a quote is never closed"),
        (shorter, "has 7 columns instead of 8"),
        (longer, "has 9 columns instead of 8"),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_bad_row_leaves_its_neighbours(
    damage: Callable[[str], str], says: str, place: int
) -> None:
    rows = [row(), OTHER, row(number="4713", id="08ZENDA459")]
    ids = ["08ZENDA457", "08ZENDA458", "08ZENDA459"]
    rows[place] = damage(rows[place])
    found = everything("".join(f"{one}\n" for one in rows).encode(), "cablegate-csv")
    assert [one.known.id for one in found if isinstance(one, Record)] == [
        id for at, id in enumerate(ids) if at != place
    ]
    (bad,) = [one for one in found if isinstance(one, Unreadable)]
    assert says in bad.reason
    assert bad.where is not None
    assert bad.where.startswith(f"row {place + 1} on line ")
    assert bad.source.offset == sum(len(one.encode()) + 1 for one in rows[:place])


def test_a_row_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cablegate_csv, "LARGEST", 4000)
    rows = [row(), row(number="2", id="08ZENDA1", body="x\n" * 9000), OTHER]
    found = everything("".join(f"{one}\n" for one in rows).encode())
    assert [isinstance(one, Record) for one in found] == [True, False, True]
    assert "larger than" in str(found[1])


def test_an_unreadable_date() -> None:
    (record,) = records(row(date="13/45/2008 9:30").encode())
    assert record.known.date is None
    assert [d.kind for d in record.notes] == ["date-unreadable"]


def test_no_row_at_all() -> None:
    (one,) = unreadable(b"To whom it may concern\n\nIt rains.\n", "cablegate-csv")
    assert (one.where, one.reason) == ("above the first row", "has 1 columns instead of 8")


def test_a_row_whose_beginning_is_damaged() -> None:
    broken = OTHER.replace('"4712","2/8/2008', '"4712"."2/8/2008')
    first, bad, last = everything(f"{row()}\n{broken}\n{row(number='3')}\n".encode())
    assert isinstance(first, Record)
    assert isinstance(bad, Unreadable)
    assert isinstance(last, Record)


class Growing(io.RawIOBase):
    """A dump without end, made as it is read."""

    def __init__(self, rows: int) -> None:
        self.left = rows
        self.given = 0
        self.held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, target: WriteableBuffer) -> int:
        buffer = memoryview(target).cast("B")
        while len(self.held) < len(buffer) and self.left:
            self.left -= 1
            self.held += row(number=str(self.left), id=f"08ZENDA{self.left + 1}").encode() + b"\n"
        data, self.held = self.held[: len(buffer)], self.held[len(buffer) :]
        buffer[: len(data)] = data
        self.given += len(data)
        return len(data)


def test_it_is_streamed() -> None:
    dump = Growing(20_000)
    reading = read_stream(io.BufferedReader(dump, 1 << 16), SOURCE)
    for _ in range(10):
        next(reading)
    assert dump.given < 3 << 20


@given(data=st.binary(max_size=400), at=st.integers(0, 1500))
def test_no_bytes_break_it(data: bytes, at: int) -> None:
    whole = f"{row()}\n{OTHER}\n".encode()
    for one in everything(whole[:at] + data + whole[at:], "cablegate-csv"):
        if isinstance(one, Record):
            parse_record(one)
