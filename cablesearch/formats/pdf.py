"""The text layer of PDF files; needs pypdf, which comes with the extra "pdf"."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from cablesearch.errors import RecordError
from cablesearch.formats import aad, telegram
from cablesearch.formats.evidence import Evidence, Head
from cablesearch.formats.input import HEAD
from cablesearch.formats.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.formats.input import Input
    from cablesearch.formats.record import Unreadable

_MAGIC: Final = b"%PDF-"
_SHORTEST: Final = 40
"""Fewer characters on all pages together are no text layer."""


def detect(head: Head) -> Evidence:
    """Whether it begins as a PDF does."""
    return Evidence(1.0, "%PDF- at its beginning") if _MAGIC in head.data[:1024] else Evidence()


def read(file: Input) -> Iterator[Record | Unreadable]:
    """The cables of the text layer, telegrams or the National Archives' records; pages follow each other, each on lines
    of its own."""
    try:
        import pypdf
    except ImportError as error:
        raise RecordError(
            "a PDF", remedy="install cablesearch[pdf] to read its text layer, or convert it to text"
        ) from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns of every oddity on stderr
    data = file.whole()
    try:
        pages = pypdf.PdfReader(io.BytesIO(data)).pages
        text = "\n".join(page.extract_text() for page in pages)
    except Exception as error:  # damaged PDF files make it raise nearly anything
        raise RecordError(
            f"the PDF cannot be read ({error})", remedy="convert it to text first"
        ) from error
    if len(text.strip()) < _SHORTEST:
        raise RecordError(
            "a PDF without a text layer: its pages are images", remedy="run it through OCR first"
        )
    told = text.encode("utf-8", "surrogatepass")
    if aad.detect(Head(told[:HEAD])):
        found: Iterator[Record | Unreadable] = aad.records(io.BytesIO(told), file.source)
    else:
        found = telegram.records(told, file.source)
    for one in found:
        yield replace(one, format="pdf") if isinstance(one, Record) else one
