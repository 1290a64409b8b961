"""Width of text on a terminal, and its lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cablesearch.output.cells import cut, pad, width, wrap

TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=80)


@given(TEXT, st.integers(2, 40))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, to: int) -> None:
    lines = wrap(text, to)
    assert all(width(line) <= to for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(TEXT, st.integers(3, 40))
def test_cut_fits_and_says_so(text: str, to: int) -> None:
    short = cut(text, to)
    assert width(short) <= to
    assert short == text or short.endswith("...")


def test_combining_marks_stay_with_their_letter() -> None:
    assert wrap("e\u0301" * 4, 2) == ["e\u0301e\u0301", "e\u0301e\u0301"]


def test_pad_counts_cells() -> None:
    assert pad("東", 4) == "東  "
    assert pad("7", 3, right=True) == "  7"
