"""Clean lines: markup out, numbers kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.cable.lines import Line, clean_lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb", ["a", "b"]),
        ("a\r\nb\rc", ["a", "b", "c"]),
        ("trailing   \n", ["trailing", ""]),
        ("TAGS: [PREL](#) [RR](/tag/RR_0.html)", ["TAGS: PREL RR"]),
        ("[1](#)2. (U) Text", ["¶2. (U) Text"]),
        ("[1](#)B. ZENDA 12", ["¶B. ZENDA 12"]),
        ("[¶](#par3)3. Text", ["¶3. Text"]),
        ("see [1](#) there", ["see 1 there"]),
        ("&para;4. Rain &amp; hail", ["¶4. Rain & hail"]),
        ("UNCLAS ZENDA 000457 \\\nSIPDIS \\", ["UNCLAS ZENDA 000457", "SIPDIS"]),
        ("SIPDIS \\ \n", ["SIPDIS", ""]),
        ("one&#x000A;two", ["one", "two"]),
        ("one\u2028two", ["one", "two"]),
        ("non\u2010paper", ["non-paper"]),
        ("a\tb\0c\u00a0d", ["a    bc d"]),
        ("", [""]),
    ],
)
def test_cleaning(text: str, lines: list[str]) -> None:
    assert [line.text for line in clean_lines(text)] == lines


def test_lines_keep_their_source_numbers() -> None:
    lines = clean_lines("a\u2028b\r\nc", first_line=7)
    assert list(lines) == [Line(7, "a"), Line(7, "b"), Line(8, "c")]


@given(st.text())
def test_never_raises_and_counts_lines(text: str) -> None:
    lines = clean_lines(text)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert lines[-1].no == plain.count("\n") + 1
    assert all("\n" not in line.text and line.text == line.text.rstrip() for line in lines)


@pytest.mark.parametrize("digits", ["9" * 5_000, "x" + "f" * 5_000])
def test_an_entity_without_end_is_text(digits: str) -> None:
    (line,) = clean_lines(f"&amp; &#{digits};")
    assert line.text == f"& &#{digits};"
