"""Misprinted TAGS codes, and the codes they were meant to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.cable.tables import Tables

# Subject codes begin with one of these, program codes with K (TAGS handbook).
_SHAPE = expression(r"[ABCEMOPSTK][A-Z]{3}")

# In how many of the counted cables (6,712) a code stands at least, for a misprint to be read as it. Of the 366 known
# codes of this shape, each taken out of the table by itself, two were then read as another by a swap of letters and
# three by a wrong one: so rarely does a code that no table has yet look like a misprint.
_USED: Final = 10
_MUCH_USED: Final = 500

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # importing `string` compiles an expression


def corrected(code: str, tables: Tables) -> str | None:
    """The subject or program code that an unknown code of four letters was meant to be; null where that is not sure.

    It has two neighbouring letters swapped, and there is one such code in use; or one letter wrong, and there is no
    other known code like it, and that one is among those used most. The first letter, which is the field, is right.

    >>> from cablesearch.cable.tables import default_tables
    >>> [corrected(code, default_tables()) for code in ("PGVO", "PGGV", "KSTH")]
    ['PGOV', 'PGOV', None]
    """
    if code in tables.tags or not _SHAPE.fullmatch(code):
        return None
    swapped = [c for c in _swaps(code) if _used(c, tables) >= _USED]
    if swapped:
        return swapped[0] if len(swapped) == 1 else None
    like = [c for c in (*_swaps(code), *_replacements(code)) if c in tables.tags]
    return like[0] if len(like) == 1 and _used(like[0], tables) >= _MUCH_USED else None


def _swaps(code: str) -> Iterator[str]:
    for at in range(1, len(code) - 1):
        if code[at] != code[at + 1]:
            yield f"{code[:at]}{code[at + 1]}{code[at]}{code[at + 2 :]}"


def _replacements(code: str) -> Iterator[str]:
    for at in range(1, len(code)):
        for letter in _LETTERS:
            if letter != code[at]:
                yield f"{code[:at]}{letter}{code[at + 1 :]}"


def _used(code: str, tables: Tables) -> int:
    """How often a code was counted as a subject or a program."""
    tags = tables.tags.get(code, ())
    return max((tag.seen for tag in tags if tag.kind in ("subject", "program")), default=0)
