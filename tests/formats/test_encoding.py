"""Bytes into text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.formats.encoding import decode


@pytest.mark.parametrize(
    ("data", "text", "said"),
    [
        (b"plain", "plain", False),
        ("Strelsau’s café".encode(), "Strelsau’s café", False),
        (b"\xef\xbb\xbfmark", "mark", False),
        ("mark é".encode("utf-16"), "mark é", True),
        ("mark".encode("utf-32"), "mark", True),
        (b"Zenda\x92s", "Zenda’s", True),
        (b"Zenda\x81\xe9", "Zenda\x81é", True),
        (b"", "", False),
    ],
)
def test_decode(data: bytes, text: str, said: bool) -> None:
    found, notes = decode(data)
    assert found == text
    assert [note.kind for note in notes] == (["encoding"] if said else [])


@given(st.binary(max_size=200))
def test_never_raises(data: bytes) -> None:
    decode(data)
