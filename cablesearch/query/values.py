"""Leaves behind a field's colon -> nodes: dates as periods, numbers as ranges, levels in order, keywords canonical."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cablesearch.expressions import expression
from cablesearch.fields import FIELDS, Kind, find_field
from cablesearch.query import ast, syntax
from cablesearch.query.keywords import IDS, Found, cited_by, keyword_node
from cablesearch.query.levels import level_node
from cablesearch.query.periods import PeriodError, read_period
from cablesearch.query.syntax import Note
from cablesearch.query.trouble import UnreadableError, closest, did_you_mean, shown
from cablesearch.query.words import regex_pattern
from cablesearch.text import normalise

if TYPE_CHECKING:
    from cablesearch.errors import Span
    from cablesearch.fields import Field
    from cablesearch.query.context import Context

HAS: Final = "has"
CITED_BY: Final = "cited-by"
SAVED: Final = "saved"
MORE_NAMES: Final = (HAS, CITED_BY, SAVED)
"""What may stand before a colon and is no field."""

_NEGATED = expression(r"[-!](?=[^\W\d_])")
_NUMBERS = expression(r"¶?([0-9]+)|(>=|<=|>|<|=)([0-9]+)|([0-9]*)\.\.([0-9]*)")
_GREATEST: Final = 2**31 - 1


def value_node(scope: Field | str, leaf: syntax.Node, context: Context) -> Found:
    """The node of a leaf in a field that is no TEXT, or behind has: and cited-by:; UnreadableError."""
    if isinstance(scope, str):
        text = written_value(scope, leaf)
        return (
            cited_by(text, leaf.span, context) if scope == CITED_BY else (_has(text, leaf.span), ())
        )
    if isinstance(leaf, syntax.All):
        return ast.Has(field=scope.name, span=leaf.span), ()
    if isinstance(leaf, syntax.Wild | syntax.Regex) and scope.kind in (Kind.KEYWORD, Kind.LEVEL):
        return _pattern(scope, leaf), ()
    text = written_value(scope.name, leaf)
    match scope.kind:
        case Kind.DATE:
            return date_node(scope.name, text, leaf.span, context)
        case Kind.NUMBER:
            return _number(scope.name, text, leaf.span)
        case Kind.LEVEL:
            node, swapped = level_node(scope, text, leaf.span)
            return node, _swapped(swapped, text, leaf.span)
        case _:
            quoted = isinstance(leaf, syntax.Quoted)
            return keyword_node(scope.name, text, leaf.span, context, quoted=quoted)


def written_value(name: str, leaf: syntax.Node) -> str:
    """The text of a value; patterns and distances are for text fields (and patterns for keywords). UnreadableError.

    In an id ~2 is no distance: it says which of the cables that have this number.
    """
    match leaf:
        case syntax.Fuzzy(text=text, edits=nth) | syntax.Quoted(text=text, slop=int(nth)) if (
            name in (*IDS, CITED_BY)
        ):
            text = f"{text.strip()}~{nth}"
        case syntax.Word(text=text) | syntax.Quoted(text=text, slop=None):
            text = text.strip()
        case syntax.Wild(text=text):
            text = text.strip()
            if name in FIELDS and FIELDS[name].kind is Kind.DATE:
                raise _bad_date(
                    PeriodError(f"{shown(text)} is not a date; a year is its own pattern"),
                    leaf.span,
                )
        case _:
            message = f"{name}: takes a value, not ~, a pattern or *"
            raise UnreadableError("bad-value", message, leaf.span)
    if not text:
        raise UnreadableError("empty-value", f"{name}: has no value", leaf.span)
    if isinstance(leaf, syntax.Word) and _NEGATED.match(text):
        better = f"NOT {name}:{text[1:]}"
        raise UnreadableError(
            "negated-value", f"write {better}, or quote the value", leaf.span, better
        )
    return text


def _has(text: str, span: Span) -> ast.Node:
    field = find_field(text)
    if field is not None:
        return ast.Has(field=field.name, span=span)
    suggestion = closest(text, FIELDS)
    message = f"no field {shown(text)}{did_you_mean(suggestion)}  (cablesearch fields)"
    raise UnreadableError("unknown-field", message, span, suggestion)


def _pattern(field: Field, leaf: syntax.Wild | syntax.Regex) -> ast.Node:
    if isinstance(leaf, syntax.Regex):
        shape, pattern = ast.Shape.REGEX, regex_pattern(leaf)
    else:
        shape, pattern = ast.Shape.WILDCARD, normalise(leaf.text)
    return ast.Like(field=field.name, shape=shape, pattern=pattern, span=leaf.span)


def date_node(name: str, text: str, span: Span, context: Context) -> Found:
    """A date field within a period; relative dates are for `added` only."""
    try:
        period = read_period(text, now=context.now if name == "added" else None)
    except PeriodError as error:
        raise _bad_date(error, span) from None
    node = ast.Between(field=name, start=period.start, end=period.end, span=span)
    return node, _swapped(period.swapped, text, span)


def _bad_date(error: PeriodError, span: Span) -> UnreadableError:
    return UnreadableError("bad-date", str(error), span, error.suggestion)


def _swapped(swapped: bool, text: str, span: Span) -> tuple[Note, ...]:
    if not swapped:
        return ()
    first, _, last = text.partition("..")
    message = f"{shown(text)} is the wrong way round and was read as {last}..{first}"
    return (Note(kind="swapped", message=message, span=span),)


def _number(name: str, text: str, span: Span) -> Found:
    m = _NUMBERS.fullmatch(text)
    if m is None or not re.search(r"[0-9]", text):
        message = f"{shown(text)} is not a number; write {name}:5, {name}:5..7 or {name}:>=5"
        raise UnreadableError("bad-number", message, span)
    # a greater number is beyond every paragraph, and beyond what engines can hold
    numbers = [None if not g or not g.isdigit() else min(int(g), _GREATEST) for g in m.groups()]
    whole, _, compared, low, high = numbers
    swapped = low is not None and high is not None and low > high
    if swapped:
        low, high = high, low
    if whole is not None:
        low = high = whole
    elif compared is not None:
        low, high = _bounds(m[2], compared)
    return ast.Number(field=name, low=low, high=high, span=span), _swapped(swapped, text, span)


def _bounds(sign: str, number: int) -> tuple[int | None, int | None]:
    match sign:
        case ">=":
            return number, None
        case ">":
            return number + 1, None
        case "<=":
            return None, number
        case "<":
            return None, number - 1
        case _:
            return number, number
