"""Citations lead back to the paragraph they name, for every paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.cable.cite import Selector, cite, cites, readings, select
from cablesearch.cable.model import Cable, Paragraph
from cablesearch.formats.record import Source


def cable_of(numbers: list[int | None], cable_id: str = "08ZENDA457") -> Cable:
    return Cable(
        id=cable_id,
        paragraphs=tuple(
            Paragraph(ordinal=i, number=n, text=f"text {i}", lines=(i, i))
            for i, n in enumerate(numbers, 1)
        ),
        source=Source(path="zenda.txt"),
    )


@pytest.mark.parametrize(
    ("numbers", "ordinal", "expected"),
    [
        ([1, 2, 3], 2, "08ZENDA457 ¶2"),
        ([1, 2, 2], 3, "08ZENDA457 ¶2[2]"),
        ([1, None, 2], 2, "08ZENDA457 ¶[2]"),
        ([2, 1, 2, 2], 4, "08ZENDA457 ¶2[3]"),
    ],
)
def test_cite(numbers: list[int | None], ordinal: int, expected: str) -> None:
    cable = cable_of(numbers)
    assert cite(cable, cable.paragraphs[ordinal - 1]) == expected


@given(
    st.lists(st.none() | st.integers(1, 4), min_size=1, max_size=12),
    st.sampled_from(["08ZENDA457", "104-10003-10183", "frus1917-72PubDip/d10", "x0123456789ab"]),
)
def test_every_citation_leads_back(numbers: list[int | None], cable_id: str) -> None:
    cable = cable_of(numbers, cable_id)
    assert cites(cable) == {p.ordinal: cite(cable, p) for p in cable.paragraphs}
    for paragraph in cable.paragraphs:
        for spec in (cite(cable, paragraph), f"{cable_id}:{paragraph.ordinal}"):
            named = [s for name, s in readings(spec) if name == cable_id and s is not None]
            assert [select(cable, s) for s in named] == [paragraph]


@pytest.mark.parametrize(
    ("spec", "selector"),
    [
        ("08ZENDA457 ¶5", Selector(number=5)),
        ("08ZENDA457¶5[2]", Selector(number=5, nth=2)),
        ("08ZENDA457 ¶[7]", Selector(ordinal=7)),
        ("08ZENDA457/5", Selector(number=5)),
        ("08ZENDA457:7", Selector(ordinal=7)),
    ],
)
def test_spellings(spec: str, selector: Selector) -> None:
    assert ("08ZENDA457", selector) in readings(spec)


def test_no_such_paragraph() -> None:
    cable = cable_of([1, 2])
    for selector in (Selector(number=3), Selector(number=1, nth=2), Selector(ordinal=9)):
        assert select(cable, selector) is None
