"""Ids where several cables have one number: `76STATE290286~2` is the second cable of the number 76STATE290286.

The `~2` is given by an index, never by a source: which cable is which follows from the texts that are there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cablesearch.cable.ident import canonical_id
from cablesearch.expressions import expression

if TYPE_CHECKING:
    from cablesearch.cable.tables import Tables

SHARED = "id-shared"
"""The kind of the Diagnostic that every cable with a shared number has."""

_NTH = expression(r"(?P<number>.*\S)\s*~(?P<nth>[1-9][0-9]{0,8})", re.DOTALL)


def split_id(cable_id: str) -> tuple[str, int | None]:
    """The number that an id names, and which of its cables; null where it names none.

    >>> split_id("76STATE290286~2"), split_id("frus1917-72PubDip/d10")
    (('76STATE290286', 2), ('frus1917-72PubDip/d10', None))
    """
    match = _NTH.fullmatch(cable_id)
    return (match["number"], int(match["nth"])) if match else (cable_id, None)


def number_of(cable_id: str) -> str:
    """The number of a cable: what references name, and what its source called it.

    >>> number_of("76STATE290286~2")
    '76STATE290286'
    """
    number, nth = split_id(cable_id)
    while nth is not None:
        number, nth = split_id(number)
    return number


def nth_id(number: str, nth: int) -> str:
    """The id of the `nth` (from 1) cable of a number; the first one's is the number itself.

    >>> nth_id("76STATE290286", 1), nth_id("76STATE290286", 2)
    ('76STATE290286', '76STATE290286~2')
    """
    return number if nth == 1 else f"{number}~{nth}"


def named_id(text: str, *, tables: Tables) -> str | None:
    """The id that a person means, in any spelling; null where it is no reference number.

    >>> from cablesearch.cable.tables import default_tables
    >>> named_id("1976 STATE 290286~2", tables=default_tables())
    '76STATE290286~2'
    """
    written, nth = split_id(text.strip())
    number = canonical_id(written, tables=tables)
    return None if number is None else nth_id(number, nth or 1)
