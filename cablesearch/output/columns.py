"""The columns that --fields can name: each field of the field table and each key of a hit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field

from cablesearch.cable.tables import default_tables
from cablesearch.errors import UsageError
from cablesearch.fields import FIELDS, find_field
from cablesearch.output.nearest import remedy
from cablesearch.search.highlight import snippets
from cablesearch.search.page import HIT_KEYS, iso

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cablesearch.cable.model import Addressee, Cable
    from cablesearch.cable.tables import Tables
    from cablesearch.search.highlight import Snippet
    from cablesearch.search.page import FoundParagraph

TSV_COLUMNS: Final = (
    "cable_id", "ordinal", "number", "marking", "date", "embassy", "subject", "snippet",
)  # fmt: skip
CSV_COLUMNS: Final = (
    "cable_id", "ordinal", "number", "marking", "caveats", "date", "embassy", "classification", "tags",
    "heading", "subject", "snippet", "text", "cite",
)  # fmt: skip

SNIPPET_WIDTH: Final = 160
"""Characters of a snippet, whatever the width of the terminal."""


class Lookups(Struct, frozen=True, kw_only=True):
    """What a hit does not hold itself: the country of its post at its date, when a cable was added, in which form its
    record was read, and the names of posts."""

    country: Callable[[Cable], str | None] = lambda _cable: None
    added: Callable[[str], str | None] = lambda _cable_id: None
    form: Callable[[str], str | None] = lambda _cable_id: None
    tables: Tables = field(default_factory=default_tables)


def hit_snippets(hit: FoundParagraph, count: int = 1) -> tuple[Snippet, ...]:
    """The snippets of a hit's paragraph."""
    return snippets(hit.paragraph.text, hit.highlights, SNIPPET_WIDTH, count)


def marked(snippet: Snippet, mark: Callable[[str], str], clean: Callable[[str], str] = str) -> str:
    """A snippet with its matches marked and "..." where text is cut off; `clean` is used on all text."""
    parts, at = ["..." if snippet.before else ""], 0
    for start, end in snippet.spans:
        parts += (clean(snippet.text[at:start]), mark(clean(snippet.text[start:end])))
        at = end
    parts += (clean(snippet.text[at:]), "..." if snippet.after else "")
    return "".join(parts)


def _snippet(hit: FoundParagraph, count: int) -> str:
    return " ".join(marked(s, lambda match: f"⟦{match}⟧") for s in hit_snippets(hit, count))


def _addressees(addressees: tuple[Addressee, ...]) -> list[str]:
    return [a.name for a in addressees if not a.excluded]


_BEYOND: Final[Mapping[str, Callable[[FoundParagraph, Lookups], Any]]] = {
    "class_caveats": lambda hit, _: list(hit.cable.class_caveats),
    "persons": lambda hit, _: list(hit.cable.persons),
    "country": lambda hit, look: look.country(hit.cable),
    "released": lambda hit, _: iso(hit.cable.released),
    "declassify_on": lambda hit, _: d.isoformat() if (d := hit.cable.declassify_on) else None,
    "precedence": lambda hit, _: hit.cable.precedence,
    "to": lambda hit, _: _addressees(hit.cable.to),
    "info": lambda hit, _: _addressees(hit.cable.info),
    "cites": lambda hit, _: [r.cable_id for r in hit.cable.references if r.cable_id],
    "signers": lambda hit, _: list(hit.cable.signers),
    "zone": lambda hit, _: hit.paragraph.zone,
    "reasons": lambda hit, _: list(hit.cable.reasons),
    "added": lambda hit, look: look.added(hit.cable.id),
    "source": lambda hit, _: hit.cable.source.path,
}
COLUMNS: Final = (*HIT_KEYS, *_BEYOND, "snippet", "more", "similar")
"""Every name that --fields takes, aliases of fields aside."""

assert set(FIELDS) <= set(COLUMNS)


def column_names(written: Sequence[str]) -> tuple[str, ...]:
    """The canonical names of what was asked for with --fields, commas and aliases resolved.

    >>> column_names(["id,post", "snippet"])
    ('cable_id', 'embassy', 'snippet')
    """
    names = []
    for name in (part.strip() for item in written for part in item.split(",") if part.strip()):
        known = name.lower() if name.lower() in COLUMNS else None
        if known is None and (field := find_field(name)):
            known = field.name
        if known is None:
            raise UsageError(
                f'no field "{name}"',
                remedy=remedy(name, COLUMNS, "cablesearch fields lists them"),
            )
        names.append(known)
    return tuple(dict.fromkeys(names))


def record(
    hit: FoundParagraph, names: Sequence[str], look: Lookups, *, snippet_count: int = 1
) -> dict[str, Any]:
    """A hit as a record of these columns."""
    values: dict[str, Any] = {}
    for name in names:
        if name in HIT_KEYS:
            values[name] = HIT_KEYS[name](hit)
        elif name == "snippet":
            values[name] = _snippet(hit, snippet_count)
        elif name == "more":
            values[name] = hit.more
        elif name == "similar":
            values[name] = hit.similar_ids
        else:
            values[name] = _BEYOND[name](hit, look)
    return values
