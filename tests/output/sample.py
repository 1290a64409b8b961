"""A page of an invented world, and sinks to write it to."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from cablesearch.cable.model import Addressee, Cable, Paragraph, Reference
from cablesearch.formats.record import Source
from cablesearch.indexing.version import Location, Version
from cablesearch.output.sink import Sink
from cablesearch.output.style import Style
from cablesearch.query.ast import Form, Or, Term
from cablesearch.query.spans import Highlighter
from cablesearch.search.later import Later
from cablesearch.search.page import Facet, FacetValue, FoundParagraph, IndexInfo, Page

GOLDEN = Path(__file__).parent.parent / "golden"

SHELTER = (
    "The ministry has promised a second house since the spring. Yet the only shelter outside the capital turned "
    "eleven victims away in January, and its director expects worse. A shelter without beds is no shelter."
)
ZENDA = Cable(
    id="08ZENDA457",
    date=datetime(2008, 2, 8, 14, 2, tzinfo=UTC),
    embassy="ZENDA",
    embassy_name="Embassy Zenda",
    classification="UNCLASSIFIED",
    captions=("SENSITIVE", "SIPDIS"),
    tags=("PREL", "KTIP", "RR"),
    subject="RURITANIA: NEW LAW ON FORCED LABOUR STALLS",
    to=(Addressee(name="SECSTATE WASHDC", precedence="PRIORITY"),),
    info=(Addressee(name="AMEMBASSY STRELSAU"), Addressee(name="AMEMBASSY HENTZAU", excluded=True)),
    references=(Reference(letter="A", text="07 ZENDA 1203", kind="cable", cable_id="07ZENDA1203"),),
    signers=("RASSENDYLL",),
    paragraphs=(
        Paragraph(ordinal=1, number=1, marking="U", marking_by="own", zone="summary",
                  heading="Summary", text="The law stalls.", lines=(10, 10)),
        Paragraph(ordinal=2, number=5, marking="SBU", marking_by="own",
                  heading="Help for those who come forward", text=SHELTER, lines=(12, 14)),
        Paragraph(ordinal=3, label="--", text="Two beds were added.\n\nNone is free.", lines=(15, 17)),
    ),
    source=Source(path="/srv/cables/08zenda457.txt"),
)  # fmt: skip
WIDE = Cable(
    id="09STRELSAU12",
    date=datetime(2009, 3, 1, tzinfo=UTC),
    embassy="STRELSAU",
    subject="電報について: a cable \x1b[31mwith \u202eodd signs",
    tags=("PHUM",),
    paragraphs=(
        Paragraph(ordinal=1, marking="S", caveats=("NF",), marking_by="own",
                  text="=SUM(A1)\tVictims [bold]é\u0301[/bold] in 東京 and elsewhere.\x9b1m\x07", lines=(3, 3)),
    ),
    source=Source(path="/srv/cables/odd\n.txt"),
)  # fmt: skip


ZENDA_BEFORE = replace(
    ZENDA,
    classification="CONFIDENTIAL",
    tags=("PREL", "KTIP", "PHUM"),
    subject="RURITANIA: LAW ON FORCED LABOR STALLS",
    paragraphs=(
        Paragraph(ordinal=1, number=1, marking="U", marking_by="own", zone="summary",
                  heading="Summary", text="The law stalls.", lines=(10, 10)),
        Paragraph(ordinal=2, number=4, marking="C", marking_by="own", heading="Help for those who come forward",
                  text=SHELTER.replace("the spring", "xxxxxxxx").replace("eleven", "seven"), lines=(12, 14)),
        Paragraph(ordinal=3, number=5, marking="S", marking_by="own", text="An official\x1b said so.", lines=(15, 17)),
    ),
    source=Source(path="/srv/dump.zip", member="08ZENDA457.html"),
)  # fmt: skip


def version(cable: Cable, number: int, **facts: str) -> Version:
    """What a catalogue says of a cable as one version of it."""
    return Version(
        id=number,
        number=cable.id,
        nth=1,
        path=cable.source.path,
        place=0,
        member=cable.source.member,
        date="2008-02-08T14:02:00+00:00",
        released=facts.get("released"),
        section=facts.get("section"),
        format=facts.get("format", "telegram"),
        length=sum(len(p.text) for p in cable.paragraphs),
        paragraphs=len(cable.paragraphs),
        text_digest=facts.get("text", str(number)),
        content_digest=str(number),
        location=Location(store=1, at=0, size=1),
    )


VERSIONS = (
    version(ZENDA, 1, released="2011-08-30T01:44:00+00:00"),
    version(ZENDA_BEFORE, 2, format="html", section="1 of 2"),
    version(ZENDA, 3, text="1"),
)


def found(cable: Cable, ordinal: int, *words: str, score: float = 1.0) -> FoundParagraph:
    """A hit in whose text these words are highlighted."""
    terms = [Term(fields=("text",), word=word.lower(), form=Form.WORD) for word in words]
    return FoundParagraph(
        cable=cable,
        paragraph=cable.paragraphs[ordinal - 1],
        score=score,
        highlighter=Highlighter(Or(children=tuple(terms))),
    )


def with_hits(page: Page, *hits: FoundParagraph) -> Page:
    """A page with these hits in place of its own."""
    keys = tuple((hit.cable.id, hit.paragraph.ordinal) for hit in hits)
    return replace(page, keys=keys, listed=Later(lambda: hits))


def facet(name: str, *values: tuple[str, int, str | None], missing: int = 0) -> Facet:
    """A facet of these (value, count, label)."""
    option = {"marking": "--marking", "tags": "--tag", "embassy": "--embassy"}[name]
    listed = tuple(
        FacetValue(value=v, label=label, count=count, refine=(option, v))
        for v, count, label in values
    )
    return Facet(distinct=len(values), missing=missing, make=lambda: listed)


HITS = (found(ZENDA, 2, "shelter", "victims", score=7.5), found(WIDE, 1, "Victims", score=3.25))
PAGE = Page(
    query="victim shelter",
    read_as="(and victim shelter)",
    index=IndexInfo(
        path="/srv/cables/index", generation=42, built_at=datetime(2026, 11, 1, tzinfo=UTC),
        engine="whoosh", cables=60, paragraphs=400,
    ),
    total=13,
    count_cables=lambda: 4,
    offset=0,
    keys=tuple((hit.cable.id, hit.paragraph.ordinal) for hit in HITS),
    listed=Later(lambda: HITS),
    facets={
        "marking": facet("marking", ("U", 2, "Unclassified"), ("SBU", 11, None)),
        "tags": facet("tags", ("KTIP", 9, "Trafficking in Persons"), ("PHUM", 9, "Human Rights"),
                      ("PREL", 1, None), missing=2),
        "embassy": facet("embassy", ("ZENDA", 11, "Embassy Zenda"), ("STRELSAU", 2, None)),
    },
)  # fmt: skip


def sink(*, terminal: bool = False, columns: int = 80, color: bool = False) -> Sink:
    """A sink that keeps what is written."""
    return Sink(stream=io.StringIO(), terminal=terminal, columns=columns, style=Style(color=color))


def written(to: Sink) -> str:
    """What has been written to a sink of `sink`."""
    assert isinstance(to.stream, io.StringIO)
    return to.stream.getvalue()


def check_golden(name: str, text: str) -> None:
    """Compare with tests/golden/NAME; CABLESEARCH_TEST_GOLDEN=write writes it anew."""
    path = GOLDEN / name
    if os.environ.get("CABLESEARCH_TEST_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
