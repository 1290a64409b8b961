"""Texts all in capitals, as telegrams were before 1975: where case says nothing."""

from __future__ import annotations

from typing import Final

_FEW: Final = 4
"""A text has so many capitals to a small letter at least, to be one in capitals."""


def in_capitals(text: str) -> bool:
    """Whether a text is written in capitals, but for a stray letter.

    >>> in_capitals("EMBASSY'S U.S. STAFF (McKAY)"), in_capitals("The USG and the GOR"), in_capitals("12. --")
    (True, False, False)
    """
    capitals = sum(c.isupper() and c != c.lower() for c in text)
    return capitals > 0 and capitals >= _FEW * sum(map(str.islower, text))


def lowered(text: str) -> str:
    """The text in small letters, each at the place of its capital.

    >>> lowered("İN THE DEPARTMENT")
    'İn the department'
    """
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)
