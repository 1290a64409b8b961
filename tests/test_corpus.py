"""The sample archive and the twin of a damaged page: everything a perfect reader would say of them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cablesearch import read_cables
from cablesearch.cable.tables import Tables, tables_with

HERE = Path(__file__).parent
TRUTH = [
    json.loads(line)
    for line in (HERE / "data/corpus_truth.jsonl").read_text(encoding="utf-8").splitlines()
]


@cache
def tables() -> Tables:
    return tables_with((HERE.parent / "corpus/tables",))


@pytest.mark.parametrize("truth", TRUTH, ids=[f"{t['file']}:{t['id']}" for t in TRUTH])
def test_a_cable_is_read_as_it_was_written(truth: dict[str, Any]) -> None:
    inside = list(read_cables(HERE.parent / truth["file"], tables=tables()))
    assert len(inside) == sum(other["file"] == truth["file"] for other in TRUTH)
    [cable] = [one for one in inside if one.id == truth["id"]]
    numbered = [p for p in cable.paragraphs if p.number is not None]
    read: dict[str, Any] = {
        "id": cable.id,
        "date": f"{cable.date:%Y-%m-%dT%H:%M:%SZ}" if cable.date else None,
        "embassy": cable.embassy,
        "classification": cable.classification,
        "captions": set(cable.captions),
        "tags": list(cable.tags),
        "subject": cable.subject,
        "references": [{"letter": r.letter, "cable_id": r.cable_id} for r in cable.references],
        "signers": list(cable.signers),
        "paragraphs": [
            {"number": p.number, "marking": p.marking, "heading": p.heading, "zone": p.zone}
            for p in numbered
        ],
    }
    if "title" in truth:  # of a printed collection, which numbers few paragraphs
        read |= {"title": cable.title, "unnumbered": len(cable.paragraphs) - len(numbered)}
    assert read == {key: truth[key] for key in read} | {"captions": set(truth["captions"])}


def test_the_archive_is_as_varied_as_it_says() -> None:
    files = [truth for truth in TRUTH if truth["file"].startswith("corpus/")]
    assert len(files) >= 60
    assert len({truth["embassy"] for truth in files}) >= 12
    marks = {p["marking"] for truth in files for p in truth["paragraphs"]}
    assert marks == {"U", "SBU", "LOU", "C", "S", "TS", None}


def test_the_twin_of_a_damaged_page() -> None:
    [cable] = read_cables(HERE / "data/twin.txt", tables=tables())
    assert cable.corrected
    assert cable.transmission_id == "VZCZCXYZ0011"
    assert [(a.route, a.precedence) for a in cable.to] == [("RUEHC", "PRIORITY")]
    assert len(cable.info) == 8
    assert all(a.route for a in cable.info)
    assert [p.number for p in cable.paragraphs] == [1, 2, 3, 4, 5, 6]
    assert [p.marking for p in cable.paragraphs] == ["U", *["SBU"] * 5]
    assert cable.paragraphs[0].heading is None
    assert len({p.heading for p in cable.paragraphs[1:]}) == 5
    kinds = [d.kind for d in cable.diagnostics]
    assert kinds.count("number-repaired") == 2
    assert "sentence-joined" in kinds
    assert "\n" not in cable.paragraphs[3].text
