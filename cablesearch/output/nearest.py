"""What was meant by a name that nothing has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def remedy(name: str, known: Iterable[str], lists: str) -> str:
    """The remedy for an unknown name: the known one that is like it, and what lists them all.

    >>> remedy("markng", ["marking", "tags"], "cablesearch fields lists them")
    'did you mean "marking"? cablesearch fields lists them'
    """
    import difflib  # only where something is wrong

    near = difflib.get_close_matches(name.lower(), list(known), 1)
    return f'did you mean "{near[0]}"? {lists}' if near else lists
