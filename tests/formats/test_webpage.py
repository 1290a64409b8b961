"""Web pages of other sites: what is taken for a telegram, and what is left alone."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.cable.parse import parse_record
from cablesearch.formats.record import Record, Unreadable
from tests.cable.telegrams import BODY, HEADER, PREAMBLE, WHOLE, parsed
from tests.formats.pages import page as cablegate_page
from tests.formats.reading import everything, records, unreadable

MENU = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/cables'>All cables</a></li></ul></nav>"
TABLE = "<table><tr><th>Reference</th><td>08ZENDA457</td></tr><tr><th>From</th><td>Zenda</td></tr></table>"
SITE = (
    "<!DOCTYPE html>\n<!-- saved from url=(0042)https://cables.zenda.example/08ZENDA457 -->\n<html><head>"
    "<title>08ZENDA457 | Cables of Zenda</title><style>pre {{ color: SECRET 12 }}</style>"
    "<script>if (1 < 2) {{ x = 'UNCLAS ZENDA 000001' }}</script></head><body>{menu}{table}{inside}"
    "<footer>Copied by hand. <br>Write to us.</footer></body></html>"
)


def site(inside: str) -> bytes:
    """A page of a site that copies cables."""
    return SITE.format(menu=MENU, table=TABLE, inside=inside).encode()


def escaped(text: str) -> str:
    return html.escape(text)


IN_ONE = f"<pre>{escaped(WHOLE)}</pre>"
IN_TWO = f"<code><pre>{escaped(HEADER)}</pre></code><pre>an advertisement</pre><pre>{escaped(PREAMBLE + BODY)}</pre>"
IN_LINES = "<div>" + escaped(WHOLE).replace("\n", "<br>\n") + "</div>"
IN_PARAGRAPHS = "".join(f"<p>{block}</p>\n" for block in escaped(WHOLE).split("\n\n"))
IN_BLOCKS = "".join(f"<div>{line or '&nbsp;'}</div>" for line in escaped(WHOLE).split("\n"))


@pytest.mark.parametrize("inside", [IN_ONE, IN_TWO, IN_LINES, IN_BLOCKS])
def test_a_page_reads_as_its_text(inside: str) -> None:
    (record,) = records(site(inside))
    found, whole = parse_record(record), parsed(WHOLE)
    assert record.format == "html"
    assert found.title == "08ZENDA457 | Cables of Zenda"
    for name in ("id", "date", "embassy", "classification", "captions", "tags", "subject", "to"):
        assert getattr(found, name) == getattr(whole, name), name
    assert [(p.number, p.marking) for p in found.paragraphs][:2] == [(1, "C"), (2, "SBU")]
    assert found.paragraphs[0].text == whole.paragraphs[0].text


def test_lines_that_the_page_has_lost() -> None:
    (record,) = records(site(IN_PARAGRAPHS))
    found = parse_record(record)
    assert found.id == "08ZENDA457"
    assert found.paragraphs[0].text == parsed(WHOLE).paragraphs[0].text


def test_pilcrows_by_their_anchors() -> None:
    linked = IN_ONE.replace("¶1.", "<a id='par1' href='#par1'>?</a>1.")
    (record,) = records(site(linked))
    assert record.text.count("¶1.") == 1


def test_above_the_telegram_nothing_is_taken() -> None:
    (record,) = records(site(IN_LINES))
    assert record.text.startswith("VZCZCXRO4711")
    assert "Home" not in record.text
    assert "Copied by hand." in record.text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (site("<p>It rained.</p>"), "not a cable"),
        (site("<p>A SECRET of 12 words.</p>"), "not a cable"),
        (b"<html><body><pre>x = 1</pre></body></html>", "not a cable"),
        (b"<html></html>", "not a cable"),
    ],
)
def test_other_pages(data: bytes, says: str) -> None:
    assert says in unreadable(data)[0].reason
    assert "without a telegram" in unreadable(data, "html")[0].reason


def test_less_sure_than_the_readers_that_know_their_pages() -> None:
    (record,) = records(cablegate_page().encode())
    assert record.format == "cablegate-html"


def test_text_with_a_tag_in_it_is_text() -> None:
    (record,) = records(WHOLE.replace("Party leaders", "<b>Party</b> leaders").encode())
    assert record.format == "telegram"


@given(
    cuts=st.lists(st.tuples(st.integers(0, 2500), st.integers(0, 300)), max_size=5),
    junk=st.text(max_size=20) | st.sampled_from(["<pre>", "</pre>", "<!--", "<script>", "<td>"]),
)
def test_no_page_breaks_it(cuts: list[tuple[int, int]], junk: str) -> None:
    text = site(IN_TWO).decode()
    for at, size in cuts:
        text = text[:at] + junk + text[at + size :]
    for format in (None, "html"):
        for one in everything(text.encode("utf-8", "surrogatepass"), format):
            if isinstance(one, Record):
                parse_record(one)


@given(st.binary(max_size=300))
def test_no_bytes_break_it(data: bytes) -> None:
    for one in everything(b"<" + data, "html"):
        assert isinstance(one, (Record, Unreadable))
