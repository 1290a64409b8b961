"""Lines of pieces: nothing is lost, nothing acts, nothing is wider than it may be."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from cablesearch.cli.browse.pieces import Piece, fitted, marked, plain, wrapped
from cablesearch.output.cells import width
from tests.output.test_safe import ANY_TEXT, harmful

PIECES = st.lists(
    st.builds(
        Piece,
        st.text(alphabet="ab  c電é\u0301-", max_size=40),
        st.sampled_from(["", "match", "strong"]),
    ),
    max_size=5,
)


def looks(pieces: list[Piece]) -> list[tuple[str, str]]:
    return [(char, look) for text, look in pieces for char in text if char != " "]


@given(PIECES, st.integers(2, 30))
def test_wrapped(pieces: list[Piece], to: int) -> None:
    lines = wrapped(pieces, to)
    assert lines
    assert max(width(plain(line)) for line in lines) <= to
    assert looks([piece for line in lines for piece in line]) == looks(pieces)


@given(PIECES, st.integers(0, 30))
def test_fitted(pieces: list[Piece], to: int) -> None:
    whole = plain(pieces)
    text = plain(fitted(pieces, to))
    assert width(text) <= to
    assert text == whole or whole.startswith(text.removesuffix("..."[:to]))
    assert text == whole or width(whole) > to


@given(ANY_TEXT, st.data(), st.booleans())
def test_marked(text: str, data: st.DataObject, signs: bool) -> None:
    ends = data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True).map(sorted))
    spans = [(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False)]
    pieces = marked(text, spans, signs=signs)
    assert not harmful(plain(pieces))
    assert not any(char in plain(pieces) for char in "\n\t")
    matches = [piece.text for piece in pieces if piece.look == "match"]
    assert len(matches) == len(spans)
    if signs:
        assert all(re.fullmatch("⟦.*⟧", match) for match in matches)
