"""Bytes into text: byte-order marks, UTF-8, and the fallbacks, which are said so."""

from __future__ import annotations

import codecs
import re
from typing import Final

from cablesearch.diagnostic import Diagnostic

# The longer marks first: UTF-32's little-endian one begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

HALF: Final = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair: no character, and neither UTF-8 nor JSON can hold it."""


def decode(data: bytes) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of some bytes, and a Diagnostic of kind "encoding" where it is not plain UTF-8.

    Strict UTF-8, then cp1252, then latin-1, which takes anything. Line ends stay as they are.

    >>> decode(b"caf\\xe9")[0]
    'café'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                break
            if encoding == "utf-8":
                return text.removeprefix("\ufeff"), ()
            return text, (_note(f"read as {encoding}, as its byte-order mark says"),)
    for encoding in ("utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text, () if encoding == "utf-8" else (_note("not UTF-8; read as cp1252"),)
    return data.decode("latin-1"), (_note("neither UTF-8 nor cp1252; read as latin-1"),)


def without_halves(text: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """A text that somebody else decoded, and a Diagnostic where halves of surrogate pairs had to be read as �."""
    whole, count = HALF.subn("\ufffd", text)
    return whole, (_note("halves of surrogate pairs are read as �"),) if count else ()


def _note(message: str) -> Diagnostic:
    return Diagnostic(kind="encoding", message=message)
