"""All forms that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.formats import (
    aad,
    cablegate_csv,
    cablegate_html,
    frus,
    jsonl,
    mail,
    markdown,
    pdf,
    plusd,
    telegram,
    webpage,
)
from cablesearch.formats.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Mapping

_MODULES: Final = (
    (cablegate_html, "cablegate-html", "Cablegate web pages (Cable Viewer)"),
    (cablegate_csv, "cablegate-csv", "the Cablegate CSV dump, 8 columns"),
    (plusd, "plusd", "PlusD pages (Public Library of US Diplomacy)"),
    (aad, "aad", "text of the National Archives' AAD, 1973-79, one record or many on end"),
    (frus, "frus", "FRUS volumes in TEI XML (Foreign Relations of the United States)"),
    (jsonl, "json", "JSON lines or an array: parsed cables, or the simple form"),
    (mail, "mail", "mail with cables in its text: .eml, mbox"),
    (webpage, "html", "any other web page with a telegram in it"),
    (markdown, "markdown", "web pages scraped into markdown"),
    (telegram, "telegram", "raw telegram text, one cable or several on end"),
    (pdf, "pdf", "PDF files with a text layer"),
)

REGISTRY: Final[Mapping[str, Reader]] = {
    name: Reader(name=name, label=label, detect=module.detect, read=module.read)
    for module, name, label in _MODULES
}
"""All readers by name; where two are equally sure of a file, the first one reads it."""
