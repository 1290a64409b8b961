"""PDF files: their text layer, and what is said where there is none."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.cable.parse import parse_record
from tests.cable.telegrams import WHOLE
from tests.formats.foreign_policy import BANK, MICROFILM
from tests.formats.reading import everything, records, unreadable


def pdf(*pages: str) -> bytes:
    """A PDF whose pages show these lines, one below the other."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>")
    for number, page in enumerate(pages):
        shown = "".join(f"({_escaped(line)}) Tj T*\n" for line in page.split("\n"))
        content = f"BT /F1 10 Tf 12 TL 50 780 Td\n{shown}ET".encode("cp1252")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(
            f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"
        )
    out = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (
        out
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
        ).encode()
    )


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").replace("¶", "")


def test_the_text_layer() -> None:
    top, bottom = WHOLE[: WHOLE.index("¶2.")], WHOLE[WHOLE.index("¶2.") :]
    (record,) = records(pdf(top, bottom))
    assert record.format == "pdf"
    found = parse_record(record)
    assert found.id == "08ZENDA457"
    assert [p.number for p in found.paragraphs][:2] == [1, 2]


def test_a_record_of_the_archive_as_it_is_printed() -> None:
    top, attributes, bottom = BANK.aad().partition("Message Attributes")
    first, second = records(pdf(top, attributes + bottom, MICROFILM.aad()))
    assert (first.format, first.known.id) == ("pdf", BANK.number)
    assert [p.number for p in parse_record(first).paragraphs] == [1, 2, 3]
    assert second.known.lost


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (pdf("", " "), "without a text layer"),
        (pdf(WHOLE)[:300], "cannot be read"),
        (b"%PDF-1.4\n", "cannot be read"),
    ],
)
def test_refused(data: bytes, says: str) -> None:
    (one,) = unreadable(data)
    assert says in one.reason
    assert one.remedy


def test_it_needs_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    (one,) = unreadable(pdf(WHOLE))
    assert one.remedy == "install cablesearch[pdf] to read its text layer, or convert it to text"


@given(data=st.binary(max_size=60), at=st.integers(0, 1500))
def test_no_bytes_break_it(data: bytes, at: int) -> None:
    whole = pdf(WHOLE)
    everything(whole[:at] + data + whole[at + len(data) :], "pdf")
