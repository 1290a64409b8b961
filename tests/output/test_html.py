"""A result as a web page: it says what was found, loads and runs nothing, and cable text is text in it."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from msgspec.structs import replace

from cablesearch.fields import TEXT_FIELDS
from cablesearch.output.formats import Format
from cablesearch.output.html import Sheet
from cablesearch.output.html_text import blocks, marked
from cablesearch.output.safe import shown
from cablesearch.output.writer import Choices, Results, write_results
from cablesearch.query.ast import Expand, Shape
from cablesearch.query.spans import Highlighter
from cablesearch.search.timeline import Period, Series, Timeline
from tests.output import sample
from tests.output.test_safe import ANY_TEXT, harmful

if TYPE_CHECKING:
    from cablesearch.search.page import FoundParagraph, Page

EVERY_WORD = Highlighter(Expand(fields=TEXT_FIELDS, shape=Shape.WILDCARD, pattern="*"))
HOSTILE = [
    "</p><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "]]><!-- -->", "&lt;b&gt; &amp; &#0;",
    '"><svg onload=alert(1)>', "a\0b\x1b[31m\x07", "\u202eevil\u2066\u200f", "\ud800\udfff", "\ufffe\uffff", "{{7*7}}",
    "</style><style>*{display:none}", "javascript:alert(1)", "\x85\x9b31m", "=1+1",
]  # fmt: skip


def timeline(*counts: int, undated: int = 0) -> Timeline:
    """A timeline of these counts by year, from 2000 on."""
    periods = tuple(
        Period(start=date(year, 1, 1), end=date(year, 12, 31), label=str(year), count=count)
        for year, count in enumerate(counts, 2000)
    )
    total = sum(counts) + undated
    series = Series(query="x", read_as="x", total=total, undated=undated)
    return Timeline(index=sample.PAGE.index, by="year", periods=periods, counted=series)


def write(page: Page = sample.PAGE, sheet: Sheet | None = None) -> str:
    to = sample.sink()
    write_results(Results(page=page, sheet=sheet), Format.HTML, to, Choices())
    return sample.written(to)


def read(page: Page = sample.PAGE, sheet: Sheet | None = None) -> Any:
    return html.document_fromstring(write(page, sheet))


def texts(tree: Any, path: str) -> list[str]:
    return [element.text_content() for element in tree.xpath(path)]


def of_class(name: str) -> str:
    return f"//*[contains(concat(' ', @class, ' '), ' {name} ')]"


def hit_of(text: str, **more: Any) -> FoundParagraph:
    paragraph = replace(sample.ZENDA.paragraphs[1], text=text, **more)
    cable = replace(sample.ZENDA, paragraphs=(paragraph,))
    return replace(sample.found(cable, 1), highlighter=EVERY_WORD)


def test_what_it_says() -> None:
    tree = read(sheet=Sheet(command="cablesearch query 'victim shelter'", count=2))
    assert texts(tree, "//h1") == ["victim shelter"]
    assert texts(tree, "//header/p") == [
        "13 paragraphs in 4 cables; here are paragraphs 1 to 2",
        "read as (and victim shelter)",
        "asked with cablesearch query 'victim shelter'",
    ]
    assert texts(tree, "//article/h3") == ["1. 08ZENDA457 ¶5 (SBU)", "2. 09STRELSAU12 ¶[1] (S/NF)"]
    assert texts(tree, of_class("facts"))[0] == (
        "2008-02-08 14:02Z · Embassy Zenda · UNCLASSIFIED · SENSITIVE, SIPDIS · PREL KTIP RR"
    )
    assert texts(tree, of_class("subject"))[0] == sample.ZENDA.subject
    assert texts(tree, of_class("heading")) == ["Help for those who come forward"]
    assert texts(tree, of_class("text") + "/p")[0] == sample.SHELTER
    assert texts(tree, "//article[1]//mark") == [
        "shelter",
        "victims",
        "shelter",
        "shelter",
        "Victims",
    ]
    assert "telegram 457" in texts(tree, of_class("cited"))[0]
    assert "generation 42 of 2026-11-01 00:00Z" in texts(tree, "//footer")[0]
    # the place of an index is nobody's business who is given the page
    assert sample.PAGE.index.path not in write()


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (Sheet(), ""),
        (Sheet(count=13), ""),
        (Sheet(count=12), "; here are paragraphs 1 to 12"),
        (Sheet(count=4, by="cable"), ""),
        (Sheet(count=3, by="cable"), "; here are cables 1 to 3"),
        (Sheet(count=13, folded=2), "; 2 of them folded into others"),
        (Sheet(count=6, folded=2), "; here are paragraphs 1 to 6, 2 of them folded into others"),
    ],
)
def test_how_many_are_here(sheet: Sheet, said: str) -> None:
    assert texts(read(sheet=sheet), "//header/p")[0] == f"13 paragraphs in 4 cables{said}"


def test_what_was_not_asked_is_told() -> None:
    tree = read(sheet=Sheet(among="cables that entered the index after generation 3"))
    said = "asked were only cables that entered the index after generation 3"
    assert said in texts(tree, "//header/p")


def test_no_bar_is_longer_than_there_is_room() -> None:
    facets = {"tags": sample.facet("tags", ("KTIP", 2, None), missing=8)}
    tree = read(replace(sample.PAGE, facets=facets))
    assert [bar.get("width") for bar in tree.xpath("//table//rect")] == ["25.0", "100.0"]


def test_facets_are_tables() -> None:
    tree = read()
    assert texts(tree, "//table/caption") == ["marking", "tags", "embassy"]
    rows = tree.xpath("//table[2]//tr")
    assert [row.text_content() for row in rows] == [
        "KTIP Trafficking in Persons9", "PHUM Human Rights9", "PREL1", "(none)2",
    ]  # fmt: skip
    assert [bar.get("width") for bar in tree.xpath("//table[2]//rect")] == [
        "100.0",
        "100.0",
        "11.1",
        "22.2",
    ]
    assert all(th.get("scope") for th in tree.xpath("//th"))


def test_the_timeline_is_drawn_and_told() -> None:
    tree = read(sheet=Sheet(timeline=timeline(3, 0, 9, undated=1)))
    [drawing] = tree.xpath("//*[@role='img']")
    assert drawing.get("aria-label") == "13 paragraphs by year, from 2000 to 2002; most in 2002: 9"
    bars = drawing.xpath("./rect")
    assert [bar.get("height") for bar in bars] == ["33.33", "0.0", "100.0"]
    assert [float(bar.get("y")) + float(bar.get("height")) for bar in bars] == pytest.approx(
        [100] * 3
    )
    assert [bar.xpath("./title")[0].text for bar in bars] == ["2000: 3", "2001: 0", "2002: 9"]
    assert texts(tree, "//details//td") == ["3", "0", "9"]
    assert "Without a date: 1" in tree.text_content()
    assert read(sheet=Sheet(timeline=timeline())).xpath("//figure") == []


def test_it_is_whole_and_loads_nothing() -> None:
    text = write(sheet=Sheet(timeline=timeline(1, 2)))
    tree = html.document_fromstring(text)
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert (
        tree.xpath("//script | //img | //iframe | //object | //embed | //link | //form | //base")
        == []
    )
    assert (
        tree.xpath(
            "//@*[starts-with(name(), 'on') or name() = 'style' or name() = 'src' or name() = 'href']"
        )
        == []
    )
    assert "url(" not in text
    assert "@import" not in text
    [style] = tree.xpath("//style")
    [policy] = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    digest = b64encode(sha256(style.text.encode()).digest()).decode()
    assert (
        policy
        == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert tree.xpath("//meta[@name='viewport']/@content") == [
        "width=device-width, initial-scale=1"
    ]
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(tree.xpath("//@aria-labelledby")) <= set(ids)


@pytest.mark.parametrize("text", HOSTILE)
def test_cable_text_is_inert(text: str) -> None:
    cable = replace(
        hit_of(f"x {text} y", heading=text).cable,
        subject=text,
        captions=(text,),
        tags=(text,),
        embassy_name=text,
    )
    hit = replace(sample.found(cable, 1), highlighter=EVERY_WORD)
    facets = {"tags": sample.facet("tags", (text, 1, text))}
    page = replace(
        sample.with_hits(sample.PAGE, hit), query=text, read_as=text, notes=(text,), facets=facets
    )
    plain = write(
        sample.with_hits(sample.PAGE, hit_of("plain", heading="plain")), Sheet(command="c")
    )
    page_text = write(page, Sheet(command=text))
    tree = html.document_fromstring(page_text)
    assert not harmful(page_text, allowed="\n\t")
    names = {element.tag for element in html.document_fromstring(plain).iter()} | {"mark"}
    assert {element.tag for element in tree.iter()} <= names
    assert texts(tree, "//h1") == [shown(text)]
    assert texts(tree, of_class("subject")) == [shown(text)]
    assert texts(tree, of_class("text")) == [f"x {shown(text)} y"]
    page_text.encode()


@given(ANY_TEXT)
def test_any_text_is_read_back(text: str) -> None:
    tree = read(sample.with_hits(sample.PAGE, hit_of(f"x{text}")))
    found = "".join(texts(tree, of_class("text") + "/p"))
    whole = "".join(block for block in shown(f"x{text}").split("\n\n") if block.strip())
    # a parser of XML does not read what no XML may hold
    assert re.sub("[\ufffe\uffff\ufffd]", "", found) == re.sub("[\ufffe\uffff\ufffd]", "", whole)


@given(st.text(alphabet="ab \n<&", max_size=30), st.data())
def test_marks_stand_where_they_should(text: str, data: st.DataObject) -> None:
    ends = data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True).map(sorted))
    spans = list(zip(ends[::2], ends[1::2], strict=False))
    line = html.fromstring(f"<p>{marked(text, spans)}</p>")
    assert line.text_content() == text
    assert [mark.text_content() for mark in line.xpath("mark")] == [text[a:b] for a, b in spans]
    parts = [html.fromstring(f"<p>{part}</p>") for part in blocks(text, spans)]
    assert [part.text_content() for part in parts] == [b for b in text.split("\n\n") if b.strip()]
    joined = "".join(mark.text_content() for part in parts for mark in part.xpath("mark"))
    assert "".join(joined.split()) == "".join("".join(text[a:b] for a, b in spans).split())


def test_a_page_without_hits() -> None:
    page = replace(
        sample.with_hits(sample.PAGE), total=0, count_cables=lambda: 0, facets={}, query=""
    )
    tree = read(page)
    assert texts(tree, "//h1") == ["All paragraphs"]
    assert texts(tree, "//h2") == ["Nothing found"]
    assert texts(tree, "//header/p") == ["0 paragraphs in 0 cables"]
