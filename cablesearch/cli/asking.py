"""From arguments to a question: the query's words, facet choices, further filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cablesearch.cli.config import choices
from cablesearch.errors import UsageError
from cablesearch.fields import FIELDS, MAIN_FACETS, find_field
from cablesearch.output.nearest import remedy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cablesearch.api import Index
    from cablesearch.cli.log import Talk


def question(
    *,
    marking: Sequence[str] | None,
    tag: Sequence[str] | None,
    embassy: Sequence[str] | None,
    only: Sequence[str] | None,
    since: str | None,
    until: str | None,
    filters: Sequence[str] | None,
    plain: bool,
) -> dict[str, Any]:
    """The keyword arguments of Index.search that narrow a question."""
    chosen: dict[str, list[str]] = {}
    for name, values in (("marking", marking), ("tags", tag), ("embassy", embassy)):
        if values:
            chosen[name] = list(values)
    for name, values in choices(only or ()).items():
        chosen.setdefault(canonical(name), []).extend(values)
    return {
        "filters": chosen,
        "where": list(filters or ()),
        "since": since,
        "until": until,
        "plain": plain,
    }


def tell_of_dates(since: str | None, until: str | None, talk: Talk) -> None:
    """On stderr: that --since and --until were swapped, in a command that has no other notes of a question."""
    from cablesearch.query.choices import in_order

    if note := in_order(since, until)[2]:
        talk.note(f"note: {note}")


def one_format(asked: str | None, **said: bool) -> str | None:
    """The one format that was asked for, however it was said; two of them contradict each other."""
    found = [name for name, given in said.items() if given]
    if asked is not None and asked not in found:
        found.append(asked)
    if len(found) > 1:
        raise UsageError("two formats at once: " + ", ".join(found))
    return found[0] if found else None


def canonical(name: str) -> str:
    """The canonical name of a field; UsageError with a suggestion where there is none."""
    field = find_field(name)
    if field is None:
        raise UsageError(
            f'no field "{name}"', remedy=remedy(name, FIELDS, "cablesearch fields lists them")
        )
    return field.name


def facet_names(written: Iterable[str] | None, *, main: bool = False) -> tuple[str, ...]:
    """The fields to count by, each once, in the order asked for."""
    names = [part for item in written or () for part in item.split(",") if part.strip()]
    wanted = [*(MAIN_FACETS if main else ()), *(canonical(name.strip()) for name in names)]
    for name in wanted:
        if not FIELDS[name].facet:
            raise UsageError(
                f'"{name}" is not counted by',
                remedy="cablesearch fields says which fields are",
            )
    return tuple(dict.fromkeys(wanted))


def tell_why_nothing(index: Index, query: str, options: dict[str, Any], talk: Talk) -> None:
    """On stderr: each word by itself, spellings, and what is left without each filter."""
    if talk.quiet:
        return
    why = index.why_nothing(query, **options)
    after = options.get("entered_after")
    if after is not None:
        # of an index that was rolled back the later generation is no more
        talk.note(f"nothing new since generation {min(after, index.info.generation)}")
        return
    talk.note("nothing found")
    if why.terms:
        each = " · ".join(f"{term.written} {term.paragraphs:,}" for term in why.terms)
        talk.note(f"  each word by itself: {each}")
    for word, better in why.suggestions:
        talk.note(f'  did you mean "{better}" for "{word}"?')
    for written, left in why.emptied_by:
        if left:
            talk.note(f"  without {written}: {left:,}")


def tell_of_model(index: Index, talk: Talk) -> None:
    """On stderr: that sentences are found without a model of these cables, where it is so."""
    if not index.splitter.is_trained:
        talk.note(
            "note: this index has no model of its sentences (too little text, or built before there was one); "
            "Punkt's defaults find them"
        )
