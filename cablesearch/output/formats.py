"""The names of the formats in which hits are written."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """How hits are written."""

    TABLE = "table"
    TSV = "tsv"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    IDS = "ids"
    TEXT = "text"
    HTML = "html"
    CITE = "cite"
    RIS = "ris"
    CSL = "csl"
    BIBTEX = "bibtex"


CITING = (Format.CITE, Format.RIS, Format.CSL, Format.BIBTEX)
"""The formats that cite."""
