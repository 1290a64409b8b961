"""Files cut into pieces: by lines and by a pattern, the same."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.formats import pieces
from cablesearch.formats.pieces import Piece

BEGINNING = re.compile(rb"(?m)^#[0-9]{1,5}")
LINES = st.lists(
    st.sampled_from([b"#1\n", b"#22 x\n", b"rain\n", b"#\n", b"\n", b"a\r\n", b"a\r", b" #3\n", b"#4"])
).map(b"".join)  # fmt: skip


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "_AHEAD", 6)
    monkeypatch.setattr(pieces, "LARGEST", 40)


@given(data=LINES, size=st.integers(1, 30))
def test_two_ways_to_cut(data: bytes, size: int) -> None:
    slow = list(pieces.pieces(io.BytesIO(data), lambda line: BEGINNING.match(line) is not None))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "_READ", size)
        quick = list(pieces.cut(io.BytesIO(data), BEGINNING))
    assert quick == slow
    whole = [piece.data for piece in quick]
    if all(len(one) <= 40 for one in whole):
        assert b"".join(whole) == data


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", []),
        (b"rain\n", [Piece(0, 1, 0, b"rain\n", alone=True)]),
        (b"rain\r\n#1\n", [Piece(0, 1, 0, b"rain\r\n"), Piece(1, 2, 6, b"#1\n")]),
        (b"#1\r\r#2\n#3", [Piece(1, 1, 0, b"#1\r\r#2\n"), Piece(2, 4, 7, b"#3")]),
    ],
)
def test_places(data: bytes, found: list[Piece]) -> None:
    assert list(pieces.cut(io.BytesIO(data), BEGINNING)) == found


def test_a_piece_that_is_too_large_takes_no_other_along() -> None:
    data = b"#1\n" + b"rain\n" * 30 + b"#2\n"
    first, second = pieces.cut(io.BytesIO(data), BEGINNING)
    assert (len(first.data), second) == (41, Piece(2, 32, 153, b"#2\n"))
