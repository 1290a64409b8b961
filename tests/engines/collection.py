"""A small invented collection, a RowSource over it, and a search in plain Python to compare engines with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cablesearch.engines.base import Days, Request
from cablesearch.fields import Row, values_of
from cablesearch.query.ast import Unscored
from cablesearch.query.match import match

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from cablesearch.engines.base import Engine, Found, Key, Searcher
    from cablesearch.query.ast import Node


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


ADDED = day("2026-03-01T06:00")

HARBOUR = Row(
    cable_id="08STRELSAU12", ordinal=1, text="", subject="HARBOUR DUES IN RURITANIA: THE FISHERIES QUESTION",
    classification="CONFIDENTIAL", class_caveats=("NOFORN",), captions=("SIPDIS",), tags=("EFIS", "PREL", "RR"),
    embassy="STRELSAU", country="RR", date=day("2008-02-11T09:30"), released=day("2011-09-01"),
    declassify_on=day("2018-02-11"), precedence="PRIORITY", to=("STATE",), info=("ZENDA", "EU MEMBER STATES"),
    cites=("07ZENDA301", "08HENTZAU5"), signers=("TARLENHEIM",), reasons=("1.4(b)", "1.4(d)"),
    added=ADDED, source="files/strelsau.txt",
)  # fmt: skip
VICTIMS = Row(
    cable_id="07ZENDA301", ordinal=1, text="", subject="Shelters for trafficking victims",
    classification="UNCLASSIFIED", tags=("KTIP", "PHUM", "RR"), embassy="ZENDA", country="RR",
    persons=("SAPT, FRITZ", "VON TARLENHEIM, FRITZ"),
    date=day("2007-11-30T16:05"), precedence="ROUTINE", to=("STATE", "STRELSAU"),
    signers=("HENTZAU", "SAPT"), added=ADDED, source="files/zenda.txt",
)  # fmt: skip
CORONATION = Row(
    cable_id="08HENTZAU5", ordinal=1, text="", subject="The coronation: who is King?",
    classification="SECRET", captions=("EXDIS", "SIPDIS"), tags=("PGOV", "RR"), embassy="HENTZAU", country="RR",
    persons=("RASSENDYLL, RUDOLF V", "SAPT, FRITZ"),
    date=day("2008-01-04"), precedence="IMMEDIATE", to=("STATE",), info=("STRELSAU", "ZENDA"),
    cites=("07ZENDA301",), signers=("SAPT",), reasons=("1.4(b)",), added=day("2026-04-02T10:00"),
    source="files/hentzau.txt",
)  # fmt: skip
UNDATED = Row(
    cable_id="x0123456789ab",
    ordinal=1,
    text="",
    tags=("EFIS", "GV"),
    embassy="STRELSAU",
    country="GV",
)
GRAUSTARK = Row(
    cable_id="09EDELWEISS77", ordinal=1, text="", subject="Graustark: loans, fish and São Tomé’s debts",
    classification="LIMITED OFFICIAL USE", tags=("EFIN", "EFIS", "GK"), embassy="EDELWEISS", country="GK",
    date=day("2009-05-14T23:59"), precedence="ROUTINE", to=("STATE", "ZENDA"), reasons=(), added=ADDED,
    source="files/Edelweiss.TXT",
)  # fmt: skip

_S, _C, _N = "summary", "comment", "Next steps"
_TEXTS: dict[str, tuple[Row, list[tuple[int | None, str | None, tuple[str, ...], str | None, str, str]]]] = {
    "harbour": (HARBOUR, [
        (1, "C", ("NF",), "Summary", _S, "Summary. The fishing fleet of Ruritania pays no harbour dues."),
        (2, "C", ("NF",), None, "body", "The Prime Minister's visit to the port of Zenda was put off."),
        (3, "SBU", (), None, "body", "Fishermen fish at night; a fisherman fished there twice, fishing for herring."),
        (4, "U", (), _N, "body", "The embassy will raise harbour dues with the Minister of Fisheries."),
        (5, None, (), _N, "body", "Dues for the harbour, the Minister said, are a matter for the Prime Minister."),
        (6, "S", ("NF", "REL RR"), "Comment", _C, "Comment. Ruritania will not pay. End comment."),
        (None, None, (), None, "body", "TARLENHEIM"),
    ]),
    "victims": (VICTIMS, [
        (1, "U", (), "Summary", _S, "The shelter in Zenda houses forty victims of trafficking in persons."),
        (2, "SBU", (), None, "body", "Victims go from the shelters of Strelsau to the shelter in Zenda by night."),
        (3, "SBU", (), None, "body", "G/TIP funds the shelter. Funding ends in May; the fund is small, the rest late."),
        (4, "U", (), "Funding", "body", "The U.S. grant of 40,000 crowns was paid twice."),
        (4, None, (), "Funding", "body", "Police officers met victims, and victims met the Prime Minister."),
        (None, None, (), None, _C, ""),
    ]),
    "coronation": (CORONATION, [
        (1, "S", (), None, _S, "The King was crowned in Strelsau; the man crowned was not the King."),
        (2, "S", ("NF",), None, "body", "Colonel Sapt and the King's cousin rode from Zenda to Strelsau by night."),
        (3, "TS", ("NF",), "Zenda", "body", "The prisoner of Zenda is the King, and the King is the prisoner."),
        (4, "C", (), "Comment", _C, "Who is King? The embassy will not say who is the King of Ruritania."),
    ]),
    "undated": (UNDATED, [
        (None, None, (), None, "body", "Fisheries: herring, herring, herring and the price of herring in Strelsau."),
        (None, None, (), None, "body", "No date, no subject, no classification."),
        (None, "LOU", (), None, "body", "The price of fish in the harbour of Strelsau."),
    ]),
    "graustark": (GRAUSTARK, [
        (1, "LOU", (), "Loans", _S, "Graustark asks Ruritania for a loan; Ruritania asks for fish."),
        (2, "LOU", (), "Loans", "body", "The loan of 1907 was never paid back, the Minister of Finance said."),
        (3, None, (), None, "body", "Naïve people in São Tomé call it ‘the fisherman’s debt’."),
        (4, "U", (), _N, "body", "Officials will meet; the officials’ organization is an official organisation."),
        (5, "U", (), _N, "body", "Prime matters: the Minister, the prime rate, and a new Prime Minister."),
    ]),
}  # fmt: skip


def _rows() -> tuple[Row, ...]:
    made = []
    for cable, paragraphs in _TEXTS.values():
        for ordinal, (number, marking, caveats, heading, zone, text) in enumerate(
            paragraphs, start=1
        ):
            made.append(
                replace(cable, ordinal=ordinal, number=number, marking=marking, caveats=caveats, heading=heading,
                        zone=zone, text=text)
            )  # fmt: skip
    # a cable of the same words as another, so that scores tie and cable ids decide
    made += [
        replace(
            row,
            cable_id="09ZENDA12",
            date=day("2009-01-02"),
            embassy="ZENDA",
            tags=("PREL",),
            cites=(),
        )
        for row in made
        if row.cable_id == "08STRELSAU12"
    ]
    made += [
        replace(
            row, cable_id="10ZENDA1000", date=None, embassy=None, precedence="FLASH", country=None
        )
        for row in made
        if row.cable_id == "07ZENDA301"
    ]
    return tuple(made)


ROWS = _rows()


class Rows:
    """A RowSource over rows in memory that counts what was asked of it."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = {(row.cable_id, row.ordinal): row for row in rows}
        self.fetched = 0

    def rows(self, keys: Sequence[Key]) -> list[Row]:
        self.fetched += len(keys)
        return [self._rows[key] for key in keys]


def by_cable(rows: Iterable[Row]) -> dict[str, list[Row]]:
    cables: dict[str, list[Row]] = {}
    for row in rows:
        cables.setdefault(row.cable_id, []).append(row)
    return cables


def build(engine: Engine, directory: Path, rows: Iterable[Row]) -> Searcher:
    """A searcher over these rows, built at one go."""
    rows = list(rows)
    writer = engine.create(directory)
    for cable in by_cable(rows).values():
        writer.add(cable)
    writer.commit()
    return engine.open(directory, Rows(rows))


def keys_of(searcher: Searcher, tree: Node) -> set[Key]:
    """The paragraphs that an engine finds."""
    return {
        (h.cable_id, h.ordinal)
        for h in searcher.scan(Request(tree=Unscored(child=tree), sort="id"))
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a request must find, ranking apart."""

    keys: list[Key]
    cables: int
    facets: dict[str, tuple[dict[str, int], int]]
    days: Days


def brute_force(rows: Sequence[Row], request: Request) -> Expected:
    """The request answered by asking `match` about every row; the keys in the order of `sort`, or by id."""
    chosen = dict(request.chosen)

    def found(without: str | None = None) -> list[Row]:
        nodes = [request.tree, *(node for field, node in chosen.items() if field != without)]
        return [row for row in rows if all(match(node, row) for node in nodes)]

    facets = {}
    for field in request.facets:
        counted = found(without=field)
        values = Counter(value for row in counted for value in dict.fromkeys(values_of(row, field)))
        facets[field] = (dict(values), sum(not values_of(row, field) for row in counted))
    hits = sorted(found(), key=lambda row: (row.cable_id, row.ordinal))
    if request.sort in ("date", "-date"):
        sign = 1 if request.sort == "date" else -1
        hits.sort(
            key=lambda row: (row.date is None, sign * row.date.timestamp() if row.date else 0)
        )
    return Expected(
        keys=[(row.cable_id, row.ordinal) for row in hits],
        cables=len({row.cable_id for row in hits}),
        facets=facets,
        days=Days(
            counts=dict(sorted(Counter(row.date.date() for row in hits if row.date).items())),
            undated=sum(row.date is None for row in hits),
        ),
    )


def all_told(found: Found) -> tuple[object, ...]:
    """All that a search tells of what is found; how many cables that is may be counted only now."""
    return found.total, found.cables, found.hits, found.facets
