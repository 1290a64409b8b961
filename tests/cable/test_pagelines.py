"""Page lines cut out, sentences made whole."""

from __future__ import annotations

import pytest

from cablesearch.cable.lines import clean_lines
from cablesearch.cable.pagelines import cut_pages


def cut(text: str, station: str = "ZENDA", number: int = 457) -> tuple[str, list[str]]:
    found = cut_pages(clean_lines(text), station=station, number=number)
    return "\n".join(line.text for line in found.lines), [item.text for item in found.furniture]


@pytest.mark.parametrize(
    ("text", "rest", "pages"),
    [
        ("a b", "a b", []),
        (
            "the draft and\n\nZENDA 00000457  002 OF 003\n\n\nexpected it.",
            "the draft and\nexpected it.",
            ["ZENDA 00000457 002 OF 003"],
        ),
        (
            "Minister\n\nZENDA 00000457  001.2 OF 004\n\nRudolf came.",
            "Minister\nRudolf came.",
            ["ZENDA 00000457 001.2 OF 004"],
        ),
        (
            "It ended.\n\nZENDA 00000457  002 OF 003\n\n¶4. (U) Next.",
            "It ended.\n\n\n¶4. (U) Next.",
            ["ZENDA 00000457 002 OF 003"],
        ),
        (
            "the draft and ZENDA 00000457 002 OF 003 expected it.",
            "the draft and expected it.",
            ["ZENDA 00000457 002 OF 003"],
        ),
        (
            "FREE TRADE ZENDA 00000457  002 OF 003",
            "FREE TRADE",
            ["ZENDA 00000457 002 OF 003"],
        ),
        ("section 12 003 of 004 stays", "section 12 003 of 004 stays", []),
    ],
)
def test_pages(text: str, rest: str, pages: list[str]) -> None:
    assert cut(text) == (rest, pages)


def test_station_cut_to_ten_characters() -> None:
    rest, pages = cut("in the PORT ZENDA 00000012 002 OF 003 town", station="PORTZENDA", number=12)
    assert rest == "in the town"
    assert pages == ["PORT ZENDA 00000012 002 OF 003"]
