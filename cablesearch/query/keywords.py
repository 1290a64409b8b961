"""Values of keyword fields -> what the index holds: posts by station, ids canonical, TAGS by code or meaning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cablesearch.cable.classified import reasons
from cablesearch.cable.eras import EVER, Era
from cablesearch.cable.shared import nth_id, split_id
from cablesearch.cable.tables import squeeze
from cablesearch.expressions import expression
from cablesearch.fields import FIELDS
from cablesearch.query import ast
from cablesearch.query.eras import codes_in_eras
from cablesearch.query.syntax import Note
from cablesearch.query.trouble import UnreadableError, closest, did_you_mean, shown
from cablesearch.text import normalise

if TYPE_CHECKING:
    from cablesearch.errors import Span
    from cablesearch.query.context import Context

Found = tuple[ast.Node, tuple[Note, ...]]

_POSTS: Final = ("embassy", "to", "info")
IDS: Final = ("cable_id", "cites")
"""The fields of cables' ids."""
_AS_WRITTEN: Final = ("signers", "source")
"""Held as the cable or the disk has them: whatever case they are in."""
_TAG = expression(r"[A-Z0-9]{2,4}")
_SECTION = expression(r"1\.?\s?([4-8])\.?")
# One caveat in a portion mark and on the class line.
_SAME: Final = {("caveats", "NOFORN"): "NF", ("class_caveats", "NF"): "NOFORN"}


def keyword_node(field: str, text: str, span: Span, context: Context, *, quoted: bool) -> Found:
    """The node of a value as written, with what should be said of it; UnreadableError."""
    text = " ".join(text.split())
    if field in _AS_WRITTEN:
        return as_written(field, text, span), ()
    if field == "reasons":
        return _reasons(text, span), ()
    if field == "persons":
        return _person(text, span), ()
    if "," in text and not quoted:
        parts = [part for part in text.split(",") if part]
        either = f"{field}:({' OR '.join(parts)})"
        message = f"{shown(text)} is a list; write {either}, or quote a value that has a comma"
        raise UnreadableError("list", message, span, either)
    notes: tuple[Note, ...] = ()
    if field in _POSTS:
        values, notes = _post(field, text, span, context)
    elif field in IDS:
        values = (_cable_id(field, text, span, context),)
    elif field == "tags":
        return _tags(text, span, context, quoted=quoted)
    elif field == "country":
        values, notes = _country(text, span, context)
    elif field == "zone":
        values = (_zone(text, span),)
    else:
        values = (_SAME.get((field, text.upper()), text.upper()),)
    return ast.OneOf(field=field, values=values, span=span), notes


def as_written(field: str, text: str, span: Span) -> ast.Node:
    """A value in any case. In a pattern * and ? would be more than themselves."""
    if re.search(r"[*?]", text):
        return ast.Like(field=field, shape=ast.Shape.REGEX, pattern=_escaped(text), span=span)
    pattern = normalise(text)
    return ast.Like(field=field, shape=ast.Shape.WILDCARD, pattern=pattern, span=span)


def _reasons(text: str, span: Span) -> ast.Node:
    """Reasons in any spelling, as 1.4(b); a section without letters is any of its reasons."""
    section = _SECTION.fullmatch(text)
    if section:
        pattern = f"1.{section[1]}(?)"
        return ast.Like(field="reasons", shape=ast.Shape.WILDCARD, pattern=pattern, span=span)
    return ast.OneOf(field="reasons", values=reasons(text) or (text,), span=span)


def _escaped(text: str) -> str:
    return re.sub(r"([^\w\s])", r"\\\1", normalise(text))


def _person(text: str, span: Span) -> ast.Node:
    """A name, or the first words of one: a surname is enough, and a middle initial is not needed."""
    begins = _escaped(re.sub(r"\s*,\s*", ", ", text).strip(" ,."))
    return ast.Like(field="persons", shape=ast.Shape.REGEX, pattern=f"{begins}([ ,].*)?", span=span)


def cited_by(text: str, span: Span, context: Context) -> Found:
    """The cables that this one cites."""
    cable_id = _cable_id("cited-by", text, span, context)
    ids = context.cites_of(cable_id)
    if ids:
        return ast.OneOf(field="cable_id", values=ids, span=span), ()
    note = Note(
        kind="cites-none", message=f"{cable_id} cites no cable, or is not in the index", span=span
    )
    return ast.Nothing(span=span), (note,)


def _post(
    field: str, text: str, span: Span, context: Context
) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    station = context.station(text)
    if station is not None:
        return (station,), ()
    value = text.upper()
    known = tuple(context.values(field))
    if not known or value in known:
        return (value,), ()
    message = f"no cable has {field} {shown(value)}{did_you_mean(closest(value, known))}"
    return (value,), (Note(kind="unknown-value", message=message, span=span),)


def _cable_id(field: str, text: str, span: Span, context: Context) -> str:
    written, nth = split_id(text)
    number = context.canonical_id(written)
    if number is None:
        if not re.search(r"\d", written):
            message = f"{shown(text)} is not a cable's id; write {field}:09BAKU911"
            raise UnreadableError("bad-id", message, span)
        number = written  # a container's own, such as frus1917-72PubDip/d10
    return number if field == "cites" else nth_id(number, nth or 1)  # references name numbers


def _tags(text: str, span: Span, context: Context, *, quoted: bool) -> Found:
    code = text.upper()
    shaped = _TAG.fullmatch(code) is not None
    if (shaped and not quoted) or code in context.values("tags"):
        return _code(code, span, context)
    if codes := context.tags_meaning(text):
        listed = ", ".join(" ".join((one, *_years(eras))) for one, eras in codes.items())
        message = f"tags:{shown(text)} was read by meaning: {listed}"
        note = Note(kind="tags-by-meaning", message=message, span=span)
        return codes_in_eras("tags", codes, span), (note,)
    if shaped:
        return _code(code, span, context)
    message = f"no TAG has a meaning with {shown(text)} in it"
    note = Note(kind="unknown-value", message=message, span=span)
    return ast.OneOf(field="tags", values=(code,), span=span), (note,)


def _code(code: str, span: Span, context: Context) -> Found:
    """A TAGS code as it is held: misprints are not."""
    meant = context.misprint(code)
    if meant is None:
        return ast.OneOf(field="tags", values=(code,), span=span), ()
    message = f"{code} is searched as {meant}, of which it is a misprint"
    note = Note(kind="tags-folded", message=message, span=span)
    return ast.OneOf(field="tags", values=(meant,), span=span), (note,)


def _years(eras: tuple[Era, ...]) -> tuple[str, ...]:
    """The years of a code that has not always had its meaning, as they follow it in a list."""
    return () if eras == (EVER,) else (" and ".join(map(str, eras)),)


def _country(text: str, span: Span, context: Context) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    """A country's TAGS code; or its name, which may be that of several (Germany)."""
    code = squeeze(text)
    known = tuple(context.values("country"))
    if code in known or (len(code) == 2 and not known):
        return (code,), ()
    if len(code) == 2:
        message = (
            f"no cable has country {code}; codes are those of 1973-2010, and names are taken too"
        )
        return (code,), (Note(kind="unknown-value", message=message, span=span),)
    codes = context.countries(text)
    if not codes:
        message = f"no country is called {shown(text)}"
        return (code,), (Note(kind="unknown-value", message=message, span=span),)
    if len(codes) == 1:
        return codes, ()
    message = f"country:{shown(text)} was read as any of {', '.join(codes)}"
    return codes, (Note(kind="country-by-name", message=message, span=span),)


def _zone(text: str, span: Span) -> str:
    zones = FIELDS["zone"].order
    if text.lower() in zones:
        return text.lower()
    suggestion = closest(text, zones)
    message = f"{shown(text)} is no zone; these are: {', '.join(zones)}"
    raise UnreadableError("unknown-value", message, span, suggestion)
