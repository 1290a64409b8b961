"""What differs between two versions of a cable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cablesearch.cable.model import Cable, Paragraph
from cablesearch.formats.record import Source
from cablesearch.search.compare import Change, compare
from cablesearch.text import normalise

HARVEST = "The harvest failed in the north and grain is dear."
LAW = "No minister would see us before the new law was passed."
KILNS = "The kiln owners of Strelsau have hired back their men."


def cable(
    *texts: str,
    classification: str | None = None,
    tags: tuple[str, ...] = (),
    subject: str | None = None,
) -> Cable:
    return Cable(
        id="08ZENDA1",
        classification=classification,
        tags=tags,
        subject=subject,
        paragraphs=tuple(
            Paragraph(ordinal=n, number=n, marking="C", text=text, lines=(n, n))
            for n, text in enumerate(texts, 1)
        ),
        source=Source(path="a.txt"),
    )


def told(change: Change) -> str:
    marks = {"both": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    return " ".join(marks[piece.side].format(piece.text) for piece in change.pieces)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (cable(HARVEST, LAW), cable(HARVEST, LAW), []),
        (cable("He said “no”."), cable('he  SAID "no".'), []),
        (
            cable(HARVEST, LAW),
            cable(HARVEST.replace("north", "south"), LAW),
            [
                (
                    "changed",
                    "1. (C) The harvest failed in the [-north-] {+south+} and grain is dear.",
                )
            ],
        ),
        (cable(HARVEST), cable(HARVEST, LAW), [("added", f"{{+2. (C) {LAW}+}}")]),
        (
            cable(HARVEST, LAW),
            cable(LAW),
            [("removed", f"[-1. (C) {HARVEST}-]"), ("changed", f"[-2.-] {{+1.+}} (C) {LAW}")],
        ),
        (
            cable(HARVEST, LAW),
            cable(HARVEST, KILNS, LAW.replace("minister", "deputy")),
            [
                ("added", f"{{+2. (C) {KILNS}+}}"),
                (
                    "changed",
                    "[-2.-] {+3.+} (C) No [-minister-] {+deputy+} would see us before the new law was passed.",
                ),
            ],
        ),
        (cable(HARVEST), cable("XXXXX XXXX"), [("changed", f"1. (C) [-{HARVEST}-] {{+XXXXX XXXX+}}")]),
        (cable(HARVEST), cable(KILNS), [("removed", f"[-1. (C) {HARVEST}-]"), ("added", f"{{+1. (C) {KILNS}+}}")]),
        (
            cable(HARVEST, classification="SECRET", tags=("PREL", "PGOV"), subject="RURITANIA: GRAIN"),
            cable(HARVEST, tags=("PREL", "KTIP", "PGOV"), subject="Ruritania: Grain and law"),
            [
                ("header", "[-SECRET-]"),
                ("header", "PREL {+KTIP+} PGOV"),
                ("header", "Ruritania: Grain {+and law+}"),
            ],
        ),
        (
            cable(HARVEST),
            replace(cable(HARVEST), paragraphs=(replace(cable(HARVEST).paragraphs[0], marking="U", caveats=("NF",)),)),
            [("changed", f"1. [-(C)-] {{+(U/NF)+}} {HARVEST}")],
        ),
    ],
)  # fmt: skip
def test_a_difference(old: Cable, new: Cable, expected: list[tuple[str, str]]) -> None:
    assert [(change.kind, told(change)) for change in compare(old, new).changes] == expected


def test_citations_lead_to_both() -> None:
    [removed, changed] = compare(cable(HARVEST, LAW), cable(LAW)).paragraphs
    assert (removed.old, removed.new) == ("08ZENDA1 ¶1", None)
    assert (changed.old, changed.new) == ("08ZENDA1 ¶2", "08ZENDA1 ¶1")


words = st.sampled_from(["the", "The", "harvest", "law", "kiln", "“no”", '"no"', "XXXX", "Zenda's"])
texts = st.lists(st.lists(words, max_size=8).map(" ".join), max_size=6)


@given(texts, texts)
def test_both_versions_are_whole_in_what_is_told(old: list[str], new: list[str]) -> None:
    """What is told and what is the same make up all paragraphs of either."""
    one, other = cable(*old), cable(*new)
    found = compare(one, other)
    for side, version in (("old", one), ("new", other)):
        told_of = [
            " ".join(piece.text for piece in change.pieces if piece.side in ("both", side))
            for change in found.paragraphs
            if getattr(change, side)
        ]
        written = [
            f"{p.number}. (C) {' '.join(p.text.split())}".strip() for p in version.paragraphs
        ]
        assert len(written) == len(told_of) + found.same
        rest = list(map(normalise, written))
        for text in told_of:
            rest.remove(normalise(text))
    assert compare(one, one).changes == ()
