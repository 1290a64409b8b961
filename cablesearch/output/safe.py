"""Making cable text harmless: no character of a cable acts on a terminal, a pager or a spreadsheet.

Dangerous are: C0 controls but newline and tab, DEL, C1 controls, the bidirectional marks, embeddings, overrides and
isolates, line and paragraph separators, lone surrogates. People see C0 and DEL as control pictures (␛, ␡) and the
others as `\\u202e`; data formats get escapes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.expressions import expression

if TYPE_CHECKING:
    import re

_REST: Final = "\x80-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_HARMFUL: Final = expression(f"[\x00-\x08\x0b-\x1f\x7f{_REST}]")
_IN_CELL: Final = expression(f"[\x00-\x1f\x7f{_REST}]")
_IN_JSON: Final = expression(f"[\x7f{_REST}]")  # the encoder has escaped C0

_NAMED: Final = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}
_FORMULA: Final = expression(r"[=+@\t\r]|-(?![- ])")


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"\\u{code:04x}"


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return _NAMED.get(match[0]) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def shown(text: str) -> str:
    """Text for people: what could act on a terminal is replaced by something visible.

    >>> shown("plain \\x1b[31mred\\u202e")
    'plain ␛[31mred\\\\u202e'
    """
    return _HARMFUL.sub(_picture, text)


def one_line(text: str) -> str:
    """As `shown`, and newlines and tabs are visible too: for messages of one line."""
    # nothing that acts is printable, and most cells are printable throughout
    return text if text.isprintable() else _IN_CELL.sub(_escape, text)


def tsv_cell(text: str) -> str:
    r"""A TSV cell: tab and newline as `\t` and `\n`, other controls as escapes; nothing is guarded.

    >>> tsv_cell("a\tb\x1b")
    'a\\tb\\x1b'
    """
    return one_line(text)


def csv_cell(text: str, *, raw: bool = False) -> str:
    """A CSV cell that no spreadsheet takes for a formula, unless `raw`.

    >>> csv_cell("=1+1"), csv_cell("-- and so on"), csv_cell("-2"), csv_cell("- item")
    ("'=1+1", '-- and so on', "'-2", '- item')
    """
    guard = "" if raw or not _FORMULA.match(text) else "'"
    return guard + (text if text.isprintable() else _HARMFUL.sub(_escape, text))


def json_text(encoded: str) -> str:
    """JSON with the characters that its encoder leaves alone escaped too; they stand in strings only."""
    return _IN_JSON.sub(lambda m: f"\\u{ord(m[0]):04x}", encoded)
