"""The TAGS line: codes parted by blanks or commas, codes glued together, persons in brackets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from cablesearch.cable.persons import persons

if TYPE_CHECKING:
    from cablesearch.cable.tables import Tables

_TOKEN = re.compile(r"[^\s,;:.()\"|]+")
# Subject codes begin with one of these, program codes with K (TAGS handbook).
_SHAPE = re.compile(r"[ABCEMOPSTK][A-Z]{3}")
_LONGEST = 60


class TagLine(Struct, frozen=True):
    """The codes in their order, those of them that were glued together, as written, and the persons."""

    codes: tuple[str, ...]
    split: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()


def tag_line(text: str, tables: Tables) -> TagLine:
    """The codes and persons on TAGS lines without their label; free words are neither."""
    known = tables.tags
    found = persons(text, known)
    codes: list[str] = []
    glued: list[str] = []
    for token in _TOKEN.findall(found.rest):
        code = token.strip("/-*'&\\").upper() if token not in known else token
        if code in known:
            if code == token or token.upper() == token or len(code) == 4:
                codes.append(code)
        elif "/" in code and all(part in known for part in code.split("/")):
            codes.extend(code.split("/"))
        elif token.upper() == token and code.isalpha():
            parts = _parts(code, tables) if len(code) > 4 else None
            if parts:
                codes.extend(parts)
                glued.append(code)
            elif _SHAPE.fullmatch(code):
                codes.append(code)  # a code that no table has yet
    return TagLine(tuple(dict.fromkeys(codes)), tuple(glued), found.names)


def _parts(token: str, tables: Tables) -> tuple[str, ...] | None:
    """A token cut into the fewest known subject, program and country codes; null where that has two ways.

    >>> from cablesearch.cable.tables import default_tables
    >>> _parts("IZPREL", default_tables())
    ('IZ', 'PREL')
    """
    if len(token) > _LONGEST:
        return None
    # best[n]: the fewest codes that make the first n letters, in how many ways, the last code of one
    best: list[tuple[int, int, str]] = [(0, 1, "")]
    for end in range(1, len(token) + 1):
        fewest, ways, last = _LONGEST, 0, ""
        for size in (4, 2):
            code = token[end - size : end] if end >= size else ""
            if code and best[end - size][1] and _is_code(code, tables):
                count = best[end - size][0] + 1
                if count < fewest:
                    fewest, ways, last = count, best[end - size][1], code
                elif count == fewest:
                    ways += best[end - size][1]
        best.append((fewest, ways, last))
    if best[-1][1] != 1:
        return None
    parts = []
    end = len(token)
    while end:
        parts.append(best[end][2])
        end -= len(best[end][2])
    return tuple(reversed(parts))


def _is_code(code: str, tables: Tables) -> bool:
    return any(
        tag.kind in ("subject", "program", "country", "region") for tag in tables.tags.get(code, ())
    )
