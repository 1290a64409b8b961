"""Values with an order (markings, classifications, precedences): any wording, comparisons and ranges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cablesearch.fields import UNMARKED
from cablesearch.query import ast
from cablesearch.query.trouble import UnreadableError, closest, did_you_mean, shown

if TYPE_CHECKING:
    from cablesearch.errors import Span
    from cablesearch.fields import Field

_WORDINGS: Final = {
    "U": ("U", "UNCLAS", "UNCLASS", "UNCLASSIFIED"),
    "SBU": ("SBU", "SENSITIVE BUT UNCLASSIFIED"),
    "LOU": ("LOU", "LIMITED OFFICIAL USE", "FOUO", "OUO"),
    "C": ("C", "CONF", "CONFIDENTIAL"),
    "S": ("S", "SECRET"),
    "TS": ("TS", "TOP SECRET", "TOPSECRET"),
}
# Prosigns of ACP-127.
_PRECEDENCES: Final = {
    "R": "ROUTINE",
    "P": "PRIORITY",
    "O": "IMMEDIATE",
    "NIACT": "NIACT IMMEDIATE",
    "Z": "FLASH",
}
_CLASSES: Final = {
    "U": "UNCLASSIFIED",
    "LOU": "LIMITED OFFICIAL USE",
    "C": "CONFIDENTIAL",
    "S": "SECRET",
    "TS": "TOP SECRET",
}
_COMPARED = re.compile(r"(>=|<=|>|<|=)(.*)", re.DOTALL)


def level_node(field: Field, text: str, span: Span) -> tuple[ast.Node, bool]:
    """The node of a level, a comparison or a range, and whether a range was the wrong way round.

    A comparison is the levels in its range: what has no level is never in one.
    """
    if field.name == "marking" and text.lower() == UNMARKED:
        return ast.Not(child=ast.Has(field=field.name), span=span), False
    if compared := _COMPARED.fullmatch(text):
        at = _rank(field, compared[2], span)
        low, high = {
            ">=": (at, None),
            ">": (at + 1, None),
            "<": (0, at),
            "<=": (0, at + 1),
            "=": (at, at + 1),
        }[compared[1]]
        return _levels(field, low, high, span), False
    first, dots, last = text.partition("..")
    if not dots:
        at = _rank(field, text, span)
        return _levels(field, at, at + 1, span), False
    if not first and not last:
        message = ".. needs a value on one side at least"
        raise UnreadableError("bad-range", message, span)
    start = _rank(field, first, span) if first else 0
    end = _rank(field, last, span) if last else len(field.order) - 1
    return _levels(field, min(start, end), max(start, end) + 1, span), start > end


def _levels(field: Field, low: int, high: int | None, span: Span) -> ast.Node:
    values = field.order[low:high]
    return (
        ast.OneOf(field=field.name, values=values, span=span) if values else ast.Nothing(span=span)
    )


def _rank(field: Field, text: str, span: Span) -> int:
    """The place of a level in its field's order, whatever its wording."""
    wording = " ".join(text.replace("_", " ").upper().split())
    known = _wordings(field)
    if wording in known:
        return field.order.index(known[wording])
    suggestion = closest(wording, known)
    advice = did_you_mean(suggestion) or f"; these are: {', '.join(field.order)}"
    message = f"{shown(text)} is no {field.name}{advice}"
    level, _, rest = wording.partition("/")
    if field.name == "marking" and level in known and rest:
        suggestion = f"{field.name}:{level} caveats:{rest}"
        message = f"{shown(text)} is a level with a caveat; write {suggestion}"
    elif field.name == "classification" and wording in _WORDINGS["SBU"]:
        suggestion = "class:unclassified class_caveats:SBU"
        message = f"{shown(text)} is no classification of a cable; write {suggestion}"
    raise UnreadableError("unknown-value", message, span, suggestion)


def _wordings(field: Field) -> dict[str, str]:
    """Every wording that a field's levels have, with the level."""
    known = {level: level for level in field.order}
    if field.name == "marking":
        known |= {w: level for level, wordings in _WORDINGS.items() for w in wordings}
    elif field.name == "classification":
        known |= {w: _CLASSES[k] for k, ws in _WORDINGS.items() if k in _CLASSES for w in ws}
    elif field.name == "precedence":
        known |= _PRECEDENCES
    return known
