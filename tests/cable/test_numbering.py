"""Which numbers are the main sequence's."""

from __future__ import annotations

import pytest

from cablesearch.cable.lines import clean_lines
from cablesearch.cable.numbering import Number, find_numbers, quoted_ranges
from cablesearch.cable.scan import marked


def found_in(text: str) -> list[Number]:
    lines = clean_lines(text)
    return find_numbers(lines, marked(lines.texts))


def numbers(text: str) -> list[int]:
    return [number.value for number in found_in(text)]


def text_of(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("No number at all.", []),
        (text_of("¶1. One.", "¶2. Two.", "¶3. Three."), [1, 2, 3]),
        (text_of("1. One.", "2. Two."), [1, 2]),
        (text_of("1.(SBU) One.", "2.(U) Two."), [1, 2]),
        (text_of("1) One.", "2) Two.", "3) Three."), [1, 2, 3]),
        (text_of("¶1 (U) One.", "¶2 (U) Two."), [1, 2]),
        ("¶1. (U) One.\n¶2. (U) Two.", [1, 2]),
        # a pilcrow that scraping made a 1
        (
            text_of("¶1. (U) a.", "¶2. (U) b.", "¶3. (U) c.", "14. (U) d.", "15. (U) e."),
            [1, 2, 3, 4, 5],
        ),
        (text_of("¶1. a.", "12. b.", "¶3. c.", "14. d."), [1, 2, 3, 4]),
        # fifteen paragraphs really
        (text_of(*(f"{n}. (U) Text." for n in range(1, 17))), list(range(1, 17))),
        # years, lists
        (text_of("¶1. (U) It was in", "¶2. (U) b.") + "\n¶2016. The year.", [1, 2]),
        (text_of("¶1. (U) a:", "1) x;\n2) y;\n3) z.", "¶2. (U) b."), [1, 2]),
        (text_of("¶1. (U) a:", "¶1. x;\n¶2. y;\n¶3. z.", "¶2. (U) b.", "¶3. (U) c."), [1, 2, 3]),
        # quoted texts
        (
            text_of(
                "¶1. (U) a.", "BEGIN TEXT", "1. x.", "2. y.", "3. z.", "END TEXT", "¶2. (U) b."
            ),
            [1, 2],
        ),
        # skipped and repeated
        (text_of("¶1. (U) a.", "¶2. (U) b.", "¶4. (U) d.", "¶5. (U) e."), [1, 2, 4, 5]),
        (text_of("¶1. (U) a.", "¶2. (U) b.", "¶2. (U) c.", "¶3. (U) d."), [1, 2, 2, 3]),
        # partial: begins at 7
        (text_of("¶7. (U) a.", "¶8. (U) b.", "¶9. (U) c."), [7, 8, 9]),
        # lost line ends
        ("¶1. (U) " + "Rain fell on Zenda. " * 8 + "2. (SBU) It stopped.", [1, 2]),
        ("¶1. Rain. " * 1 + "Sun and wind and cloud. " * 8 + "¶2. It stopped.", [1, 2]),
        ("¶1. 1. (SBU) Twice numbered.\n\n¶2. (U) b.", [1, 2]),
        ("1, On Monday it rained.\n\n¶2. On Tuesday too.", [1, 2]),
        # "1.5" is no number
        (text_of("¶1. (U) It cost", "¶2. (U) b.") + "\n3.5 million crowns.", [1, 2]),
        # a second part begins again
        (
            text_of("¶1. (U) a.", "¶2. (U) b.", "¶3. (U) c.", "ANNEX", "¶1. (U) x.", "¶2. (U) y."),
            [1, 2, 3, 1, 2],
        ),
    ],
)
def test_sequences(text: str, expected: list[int]) -> None:
    assert numbers(text) == expected


def test_repairs_are_known() -> None:
    found = found_in("¶1. a.\n\n¶2. b.\n\n13. c.")
    assert [(number.value, number.repaired) for number in found] == [
        (1, False),
        (2, False),
        (3, True),
    ]
    assert found[2].written == "13."


def test_quoted_ranges() -> None:
    lines = clean_lines("a\nBEGIN TEXT OF NON-PAPER\nb\nEND TEXT\nBEGIN TEXT\nno end")
    assert quoted_ranges(lines) == [(1, 3)]
