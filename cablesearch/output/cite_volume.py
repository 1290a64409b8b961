"""The volumes of Foreign Relations of the United States in words.

The id of a document has its volume by a web name ("frus1964-68v22"), whose parts are those of the volume's own title
page: years, volume, part, number of an electronic volume ("E–14"), supplement, appendix, edition, or the name of a
volume that has no number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.expressions import expression

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping

SERIES: Final = "Foreign Relations of the United States"

_SLUG: Final = expression(r"frus(?P<first>\d{4})(?:-(?P<last>\d{4}|\d\d))?(?P<parts>.*)")
_PART: Final = expression(
    r"v(?P<electronic>e?)0*(?P<volume>[1-9]\d{0,2})(?:-0*(?P<through>[1-9]\d{0,2}))?"
    r"|p(?P<part>\d{1,2})|Ed(?P<edition>\d)|(?P<added>mSupp|Supp|app)0*(?P<nth>\d{0,2})"
    r"|(?P<name>[A-Z][a-z]+(?:[A-Z][a-z]+)*?)(?=Ed\d|m?Supp|v\d|ve\d|p\d|$)"
)
_ADDED: Final[Mapping[str, str]] = {
    "mSupp": "Microfiche Supplement",
    "Supp": "Supplement",
    "app": "Appendix",
}
_NAMES: Final[Mapping[str, str]] = {
    "Guat": "Guatemala",
    "PubDip": "Public Diplomacy",
    "Intel": "Intelligence",
    "IntelCom": "Intelligence Community",
    "CairoTehran": "Cairo and Tehran",
}
_WORDS: Final = expression(r"(?<=[a-z])(?=[A-Z])")
_EDITIONS: Final[Mapping[str, str]] = {"2": "2nd ed.", "3": "3rd ed."}
_ROMAN: Final = (
    (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def volume_in_words(slug: str) -> str:
    """The volume that a web name means, in the words of a note; a name that is not understood stays as it is.

    >>> volume_in_words("frus1964-68v22"), volume_in_words("frus1969-76ve05p2"), volume_in_words("frus1952-54Guat")
    ('1964–1968, vol. XXII', '1969–1976, vol. E–5, pt. 2', '1952–1954, Guatemala')
    """
    found = _SLUG.fullmatch(slug)
    parts = _parts(found["parts"]) if found else None
    if found is None or parts is None:
        return slug
    first, last = found["first"], found["last"] or ""
    years = f"{first}–{first[: 4 - len(last)]}{last}" if last else first
    return ", ".join((years, *parts))


def _parts(text: str) -> list[str] | None:
    """What follows the years, part by part; null where something of it is not understood."""
    found: list[str] = []
    at = 0
    while at < len(text):
        part = _PART.match(text, at)
        if part is None:
            return None
        found.extend(_part(part))
        at = part.end()
    return found


def _part(part: re.Match[str]) -> Iterator[str]:
    if part["volume"] and part["electronic"]:
        yield f"vol. E–{part['volume']}"
    elif part["volume"] and part["through"]:
        yield f"vols. {_roman(int(part['volume']))}–{_roman(int(part['through']))}"
    elif part["volume"]:
        yield f"vol. {_roman(int(part['volume']))}"
    elif part["part"]:
        yield f"pt. {part['part']}"
    elif part["edition"]:
        yield _EDITIONS.get(part["edition"], f"{part['edition']}th ed.")
    elif part["added"]:
        yield f"{_ADDED[part['added']]} {part['nth']}".strip()
    else:
        yield _NAMES.get(part["name"]) or _WORDS.sub(" ", part["name"])


def _roman(number: int) -> str:
    """A number from 1 to 999 in Roman numerals.

    >>> [_roman(n) for n in (1, 4, 29, 348)]
    ['I', 'IV', 'XXIX', 'CCCXLVIII']
    """
    written = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        written += sign * times
    return written
