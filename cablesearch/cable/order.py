"""The E.O. line: which executive order a cable was classified under."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(?<!\d)1\d{4}(?!\d)")
_KNOWN = ("10501", "11652", "12065", "12356", "12958", "13526")
_MISPRINTS = {"11653": "11652", "19523": "12958"}


def executive_order(text: str) -> str | None:
    """The number of the order; misprints of one or two changed or swapped digits are put right.

    >>> executive_order("E.O. 12985: DECL: 11/23/2019")
    '12958'
    """
    m = _NUMBER.search(text)
    if m is None:
        return None
    number = _MISPRINTS.get(m[0], m[0])
    if number in _KNOWN:
        return number
    for known in _KNOWN:
        if sorted(known) == sorted(number):
            return known
    near = [
        known for known in _KNOWN if sum(a != b for a, b in zip(known, number, strict=True)) == 1
    ]
    return near[0] if len(near) == 1 else number
