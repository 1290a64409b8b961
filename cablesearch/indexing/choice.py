"""Which engine an index is built with where none is named: Whoosh for everyday collections, tantivy beyond."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.errors import RebuildError
from cablesearch.indexing.sources import is_packed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cablesearch.engines.base import Engine
    from cablesearch.indexing.sources import SourceFile
    from cablesearch.indexing.tools import Tools

SMALL: Final = "whoosh"
LARGE: Final = "tantivy"
MOST: Final = 50_000
"""Paragraphs that Whoosh serves at ease: beyond, builds take minutes and facets a noticeable moment."""

_BYTES: Final = 900  # of source to a paragraph: as 991 telegrams of 2004-2010 have
_UNPACKED: Final = 4  # bytes of text to one packed
_LOOKED_AT: Final = 1 << 18  # smaller files count as they are


def paragraphs_in(files: Iterable[SourceFile]) -> int:
    """About how many paragraphs files hold, by their sizes."""
    size = 0
    for file in files:
        large = file.state.size >= _LOOKED_AT
        size += file.state.size * (_UNPACKED if large and _is_packed(file.path) else 1)
    return size // _BYTES


def choose(tools: Tools, paragraphs: int) -> tuple[Engine, str | None]:
    """The engine for so many paragraphs, and what should be said of the choice."""
    if tools.auto is not None:
        return tools.engines(tools.auto), None
    if paragraphs <= MOST:
        return tools.engines(SMALL), None
    about = f"about {round(paragraphs, -3):,} paragraphs"
    try:
        return tools.engines(LARGE), f"engine {LARGE}, for {about} ({SMALL} up to {MOST:,})"
    except RebuildError as error:
        return tools.engines(SMALL), f"engine {SMALL} for {about}: {error.message}"


def advice(engine: str, paragraphs: int) -> str | None:
    """What to do about an index that has outgrown its engine."""
    if engine != SMALL or paragraphs <= MOST:
        return None
    return f"{paragraphs:,} paragraphs are many for {SMALL}; `cablesearch index --rebuild` changes to {LARGE}"


def _is_packed(path: str) -> bool:
    try:
        return is_packed(path)
    except OSError:
        return False
