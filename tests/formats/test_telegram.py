"""Several telegrams in one file."""

from __future__ import annotations

import hashlib

import pytest

from cablesearch.cable.parse import parse_record
from cablesearch.formats import telegram
from cablesearch.formats.record import Source
from tests.cable.telegrams import HEADER, WHOLE

OTHER = WHOLE.replace("0457", "0458").replace("072101Z", "072201Z").replace("0382101", "0382201")


@pytest.mark.parametrize("end", ["NNNN\n", "\nBT\n\n", "#0457\n\nNNNN\n\n"])
def test_split_at_an_end_and_a_header(end: str) -> None:
    text = f"{WHOLE}{end}{OTHER}"
    data = text.encode()
    first, second = telegram.records(data, Source(path="two.txt"))
    assert first.text + second.text == text
    assert second.text.lstrip().startswith(("VZCZC", "NNNN"))
    assert second.first_line == first.text.count("\n") + 1
    for record in (first, second):
        part = data[record.source.offset :][: len(record.text.encode())]
        assert hashlib.sha256(part).hexdigest() == record.source.sha256
    assert [parse_record(r).id for r in (first, second)] == ["08ZENDA457", "08ZENDA458"]


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        WHOLE + OTHER,  # no end between them
        f"{HEADER}\nBT\n{WHOLE}",  # the same header once more
        f"{WHOLE}NNNN\nsome debris\n",
    ],
)
def test_not_split(text: str) -> None:
    (record,) = telegram.records(text.encode(), Source(path="one.txt"))
    assert record.text == text
    assert record.source.offset is None
    assert record.source.sha256 == hashlib.sha256(text.encode()).hexdigest()
