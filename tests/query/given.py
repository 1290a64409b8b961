"""What the tests of the query language share: a context, a few paragraphs of an invented world, short forms."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cablesearch.cable.eras import EVER, Era
from cablesearch.fields import Row
from cablesearch.query.match import match
from cablesearch.query.resolve import Context, understand

if TYPE_CHECKING:
    from cablesearch.query import ast

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)

STATIONS = {
    "zenda": "ZENDA",
    "embassy zenda": "ZENDA",
    "strelsau": "STRELSAU",
    "port-au-prince": "PORTAUPRINCE",
}
STATIONS |= {"port au prince": "PORTAUPRINCE", "state": "STATE", "secstate washdc": "STATE"}
TO_1999, FROM_2000 = Era(0, 1999), Era(2000)
MEANINGS = {
    "arms control": {"PARM": (EVER,)},
    "trafficking": {"KTIP": (EVER,), "SNAR": (EVER,)},
    "fisheries": {"EFIS": (TO_1999,), "PREL": (FROM_2000,)},
}
COUNTRIES = {"ruritania": ("RR",), "the twin kingdoms": ("GK", "RR")}

VALUES = {"embassy": ("ZENDA", "STRELSAU"), "to": ("ZENDA", "STRELSAU"), "signers": ("Rassendyll",)}
VALUES |= {"country": ("GK", "RR")}


def _canonical_id(text: str) -> str | None:
    compact = (
        text.upper()
        .replace(" ", "")
        .replace("2008", "08")
        .replace("ZENDA0", "ZENDA")
        .replace("ZENDA0", "ZENDA")
    )
    return compact if compact[:2].isdigit() and "ZENDA" in compact else None


CONTEXT = Context(
    now=NOW,
    station=lambda name: STATIONS.get(name.lower()),
    canonical_id=_canonical_id,
    tags_meaning=lambda words: MEANINGS.get(words.lower(), {}),
    misprint=lambda code: {"PRLE": "PREL"}.get(code),
    countries=lambda words: COUNTRIES.get(words.lower(), ()),
    cites_of=lambda cable_id: ("07STRELSAU12", "08ZENDA1") if cable_id == "08ZENDA457" else (),
    values=lambda field: VALUES.get(field, ()),
)

ROWS = {
    "shelter": Row(
        cable_id="08ZENDA457",
        ordinal=5,
        number=5,
        text="The only shelter outside the capital turned eleven victims away. G/TIP asked for funding of shelters.",
        heading="Help for those who come forward",
        subject="RURITANIA: NEW LAW ON FORCED LABOUR STALLS",
        marking="SBU",
        caveats=("NF",),
        classification="CONFIDENTIAL",
        class_caveats=("NOFORN",),
        captions=("SIPDIS",),
        tags=("PREL", "KTIP", "RR"),
        persons=("VON TARLENHEIM, FRITZ", "SAPT, JANE B"),
        embassy="ZENDA",
        country="RR",
        date=datetime(2008, 2, 8, 14, 30, tzinfo=UTC),
        released=datetime(2011, 8, 30, tzinfo=UTC),
        declassify_on=datetime(2018, 2, 8, tzinfo=UTC),
        precedence="IMMEDIATE",
        to=("STATE",),
        info=("STRELSAU", "EU MEMBER STATES"),
        cites=("07STRELSAU12", "08ZENDA1"),
        signers=("Rassendyll",),
        zone="body",
        reasons=("1.4(b)", "1.4(d)"),
        added=datetime(2026, 11, 18, tzinfo=UTC),
        source="cables/2008/zenda.txt",
    ),
    "first": Row(
        cable_id="08ZENDA457",
        ordinal=1,
        text="Summary follows.",
        subject="RURITANIA: NEW LAW ON FORCED LABOUR STALLS",
        zone="summary",
        tags=("PREL", "KTIP", "RR"),
        embassy="ZENDA",
        date=datetime(2008, 2, 8, 14, 30, tzinfo=UTC),
    ),
    "sea": Row(
        cable_id="73STRELSAU9",
        ordinal=3,
        number=2,
        text="The law of the sea was raised at 14:30; oil and the sea are one law. Women's groups in São Tomé object.",
        heading="Comment",
        subject="FISHERIES",
        marking="U",
        zone="comment",
        tags=("EFIS",),
        embassy="STRELSAU",
        date=datetime(1973, 5, 14, tzinfo=UTC),
        added=datetime(2026, 1, 2, tzinfo=UTC),
    ),
    "bare": Row(
        cable_id="frus1917/d10",
        ordinal=2,
        text="COMMODITY NOT DISCUSSED. REF: Embargo on helsinky fund.",
    ),
}


def tree(query: str, *, plain: bool = False) -> ast.Node:
    """The resolved tree of a query that can be read."""
    return understand(query, context=CONTEXT, plain=plain).tree


def found(query: str, *, plain: bool = False) -> set[str]:
    """The names of the rows that a query matches."""
    wanted = tree(query, plain=plain)
    return {name for name, row in ROWS.items() if match(wanted, row)}
