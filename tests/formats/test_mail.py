"""Mail: cables in messages and in folders of them."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.cable.parse import parse_record
from cablesearch.formats import mail, pieces
from cablesearch.formats.record import Record, Unreadable
from tests.cable.telegrams import BODY, PREAMBLE, WHOLE, parsed
from tests.formats.reading import everything, records, unreadable

if TYPE_CHECKING:
    from cablesearch.cable.model import Cable

DATE = "Fri, 08 Feb 2008 16:02:11 +0100"
UNDATED = f"{PREAMBLE}{BODY}"
LETTER = "Dear Rudolf,\n\nit rains.\n"
PAGE = f"<html><body><p>Below.</p><pre>{WHOLE}</pre></body></html>"


def message(
    text: str = WHOLE, *, subject: str = "FW: Re: Rain in Zenda", **how: Any
) -> EmailMessage:
    """A message with this text."""
    made = EmailMessage()
    made["From"] = "Rassendyll <r@zenda.example>"
    made["To"] = "sapt@zenda.example"
    made["Date"] = DATE
    made["Subject"] = subject
    made.set_content(text, **how)
    return made


def mbox(*messages: EmailMessage) -> bytes:
    """A folder of messages."""
    return b"".join(
        b"From r@zenda.example Fri Feb  8 15:02:11 2008\n"
        + bytes(one).replace(b"\nFrom ", b"\n>From ")
        + b"\n"
        for one in messages
    )


def cable(made: EmailMessage) -> Cable:
    (record,) = records(bytes(made))
    assert record.format == "mail"
    return parse_record(record)


@pytest.mark.parametrize(
    "how", [{}, {"cte": "base64"}, {"cte": "quoted-printable"}, {"charset": "iso-8859-15"}]
)
def test_the_text_of_a_message(how: dict[str, str]) -> None:
    found, whole = cable(message(f"See below.\n\n{WHOLE}", **how)), parsed(WHOLE)
    assert [p.text for p in found.paragraphs] == [p.text for p in whole.paragraphs]
    assert (found.id, found.date, found.subject, found.tags, found.signers) == (
        whole.id,
        whole.date,
        whole.subject,
        whole.tags,
        whole.signers,
    )
    assert not found.diagnostics
    lines = [line.text for line in found.header_lines]
    assert "Date: Fri, 08 Feb 2008 16:02:11 +0100" in lines
    assert "From: Rassendyll <r@zenda.example>" in lines


def test_what_the_message_says_where_the_text_is_silent() -> None:
    text = UNDATED.replace("SUBJECT: (C) RURITANIA: PRIME", "PRIME")
    found = cable(message(text, subject="WG: Régen in Zenda"))
    assert found.date == datetime(2008, 2, 8, 15, 2, 11, tzinfo=UTC)
    assert [d.kind for d in found.diagnostics][:1] == ["date-inferred"]
    assert cable(message(UNDATED.replace("SUBJECT:", "S:"), subject="Re: Rain")).subject == "Rain"


@pytest.mark.parametrize("date", ["yesterday", "", "Fri, 99 Feb 2008 16:02:11 +0100"])
def test_no_date_is_made_up(date: str) -> None:
    made = message(UNDATED)
    del made["Date"]
    made["X-Date"] = "x"
    data = bytes(made).replace(b"X-Date: x", f"Date: {date}".encode())
    (record,) = records(data)
    assert record.known.date is None


def test_a_page_instead_of_text() -> None:
    made = message(PAGE, subtype="html")
    assert cable(made).paragraphs[0].text == parsed(WHOLE).paragraphs[0].text
    both = message(WHOLE)
    both.add_alternative(PAGE, subtype="html")
    assert len(records(bytes(both))) == 1
    cover = message(LETTER)
    cover.add_alternative(PAGE, subtype="html")
    assert cable(cover).id == "08ZENDA457"


def test_attachments() -> None:
    made = message(LETTER)
    made.add_attachment(WHOLE, filename="cable.txt")
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="scan.pdf")
    found = cable(made)
    assert found.id == "08ZENDA457"
    (note,) = found.diagnostics
    assert (note.kind, note.message) == ("attachment-unread", "not read: scan.pdf")


def test_a_cable_attached_without_a_type() -> None:
    made = message(LETTER)
    for data, name in ((WHOLE.encode(), "cable.log"), (b"\0\1", "x.bin"), (b"rain", "y.bin")):
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    found = cable(made)
    assert found.id == "08ZENDA457"
    assert [note.message for note in found.diagnostics] == ["not read: x.bin, y.bin"]


def test_a_forwarded_message() -> None:
    made = message(LETTER)
    made.add_attachment(message(WHOLE))
    assert cable(made).id == "08ZENDA457"


def test_several_cables_in_one_message() -> None:
    other = (
        WHOLE.replace("0457", "0458").replace("072101Z", "072201Z").replace("0382101", "0382201")
    )
    found = [parse_record(r).id for r in records(bytes(message(f"{WHOLE}NNNN\n\n{other}")))]
    assert found == ["08ZENDA457", "08ZENDA458"]


def test_a_folder() -> None:
    quoted = WHOLE.replace("Party leaders", "From Hentzau we hear that leaders")
    data = mbox(
        message(WHOLE), message(LETTER), message(quoted.replace("said", "\nFrom afar said"))
    )
    first, none, last = everything(data)
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert isinstance(none, Unreadable)
    assert (none.reason[:24], none.where) == (
        "no cable in this message",
        f"message 2 on line {_line(data, 2)}",
    )
    assert "\nFrom afar said" in last.text
    for one in (first, last):
        assert one.source.offset is not None
        assert data[one.source.offset :].startswith(b"From: Rassendyll")
    assert [type(one) for one in everything(data.replace(b"\n", b"\r\n"))] == [
        Record,
        Unreadable,
        Record,
    ]


def test_a_message_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(bytes(message(WHOLE))) + 200
    for module in (mail, pieces):
        monkeypatch.setattr(module, "LARGEST", size)
    first, large, last = everything(mbox(message(WHOLE), message(WHOLE * 2), message(WHOLE)))
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert isinstance(large, Unreadable)
    assert (large.reason.startswith("larger than"), bool(large.where)) == (True, True)


def _line(data: bytes, number: int) -> int:
    """The line behind the From line of a message."""
    begin = -1
    for _ in range(number):
        begin = data.index(b"From r@", begin + 1)
    return data[:begin].count(b"\n") + 2


@pytest.mark.parametrize("text", [LETTER, "", "SUBJECT: rain, and nothing else"])
def test_no_cable(text: str) -> None:
    (one,) = unreadable(bytes(message(text)))
    assert one.reason.startswith("no cable in this message")
    assert (one.where, bool(one.remedy)) == (None, True)


def test_nested_too_deeply() -> None:
    parts = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3000)
    )
    (one,) = unreadable(b"MIME-Version: 1.0\nFrom: x\n" + parts)
    assert "nested too deeply" in one.reason


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (bytes(message()), "mail"),
        (mbox(message()), "mail"),
        (b"Received: from x\n by y\nX-Odd: z\nFrom: x\n\n" + WHOLE.encode(), "mail"),
        (WHOLE.encode(), "telegram"),
        # a mail program's words instead of a header (cables.md 1.1)
        (b"From: CBPC, EACTAPP\nSent: Monday, February 11, 2008\nTo: x\n\n" + UNDATED.encode(), "telegram"),
    ],
)  # fmt: skip
def test_detected(data: bytes, format: str) -> None:
    assert [record.format for record in records(data)] == [format]


@given(
    cuts=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 300)), max_size=5),
    junk=st.binary(max_size=30) | st.sampled_from([b"=?utf-8?b?x?=", b"=?x?q?=FF?=", b"\r", b"\n\n"]),
)  # fmt: skip
def test_no_message_breaks_it(cuts: list[tuple[int, int]], junk: bytes) -> None:
    made = message(f"See below.\n\n{WHOLE}")
    made.add_alternative(PAGE, subtype="html")
    for data in (bytes(made), mbox(made, made)):
        for at, size in cuts:
            data = data[:at] + junk + data[at + size :]
        for one in everything(data, "mail"):
            if isinstance(one, Record):
                parse_record(one)


@given(st.binary(max_size=300))
def test_no_bytes_break_it(data: bytes) -> None:
    for one in everything(data, "mail"):
        assert isinstance(one, (Record, Unreadable))


HEADERS = st.lists(
    st.tuples(
        st.sampled_from(["Content-Type", "Content-Transfer-Encoding", "Date", "Subject", "Content-Disposition"]),
        st.text(st.characters(min_codepoint=32, exclude_characters="\x7f"), max_size=40)
        | st.sampled_from(["text/plain; charset=x", "multipart/mixed; boundary=x", "base64", "x-uuencode",
                           "attachment; filename*=utf-8''%FF%", "text/html; charset*=a'b'%", "message/rfc822"]),
    ),
    max_size=8,
)  # fmt: skip


@given(HEADERS)
def test_no_header_breaks_it(fields: list[tuple[str, str]]) -> None:
    head = "".join(f"{name}: {value}\n" for name, value in fields)
    for one in everything(f"{head}\n{WHOLE}".encode("utf-8", "surrogatepass"), "mail"):
        if isinstance(one, Record):
            parse_record(one)
