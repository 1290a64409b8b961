"""Bytes into text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.cable.model import from_json, to_json
from cablesearch.formats.encoding import decode
from cablesearch.reading import parse_cable


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


@given(st.text(st.characters(), max_size=80))
def test_half_a_character_in_a_text_from_elsewhere(text: str) -> None:
    """A caller in Python may hand over any text; every cable can be written and read again."""
    cable = parse_cable(f"UNCLAS ZENDA 000457\n\n1. (U) {text}")
    assert from_json(to_json(cable)) == cable
    halves = any("\ud800" <= char <= "\udfff" for char in text)
    assert ("encoding" in {note.kind for note in cable.diagnostics}) == halves
