"""A question put to an open engine: the Page, the stream of all hits, the explanation, why nothing was found."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Protocol
from weakref import WeakSet

from msgspec import Struct, field
from msgspec.structs import replace

from cablesearch.engines.base import Request
from cablesearch.fields import FIELDS, find_field
from cablesearch.query.ast import And, Form, Node, Unscored
from cablesearch.query.render import leaves, periods
from cablesearch.query.spans import Highlighter
from cablesearch.search.dates import UNKNOWN, Dates
from cablesearch.search.facets import facet_of
from cablesearch.search.later import Later
from cablesearch.search.page import (
    Explanation,
    Facet,
    FoundParagraph,
    NothingFound,
    Page,
    WordCount,
)
from cablesearch.search.question import both
from cablesearch.search.spelling import nearest_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from cablesearch.cable.model import Cable
    from cablesearch.cable.tables import Tables
    from cablesearch.engines.base import Hit, Key, Searcher
    from cablesearch.query.ast import Order
    from cablesearch.search.dates import Calendar
    from cablesearch.search.page import IndexInfo
    from cablesearch.search.question import Understood


_AT_ONCE: Final = 256
"""So many hits of a stream are looked up together."""


class Cables(Protocol):
    """Where the texts of hits come from."""

    def cables(self, cable_ids: Sequence[str]) -> Iterator[Cable]:
        """The cables of these canonical ids, in this order."""

    def day(self, cable_id: str) -> date | None:
        """The day of a cable; it is not read for that."""


class Bench(Struct, frozen=True, kw_only=True):
    """All that a search works with: the engine's searcher, the cables and their dates, the code tables, the index's
    description. `unread` are the hits and facets given out that may still be looked at."""

    searcher: Searcher
    cables: Cables
    calendar: Calendar
    tables: Tables
    info: IndexInfo
    unread: WeakSet[Later[Any]] = field(default_factory=WeakSet)

    def close(self, *, unread: bool) -> None:
        """Let go of the engine's files, once what was given out is read where it is still wanted."""
        for later in list(self.unread) if unread else ():
            _ = later.value
        self.searcher.close()


class Wanted(Struct, frozen=True, kw_only=True):
    """What is wanted of a search beside its hits; see engines.base.Request."""

    facets: tuple[str, ...] = ()
    sort: Order = "relevance"
    offset: int = 0
    limit: int = 20
    by_cable: bool = False
    cables: bool = False

    def request(self, understood: Understood) -> Request:
        """The engine's request for it."""
        return Request(
            tree=understood.tree,
            chosen=understood.chosen,
            facets=self.facets,
            sort=self.sort,
            offset=self.offset,
            limit=self.limit,
            by_cable=self.by_cable,
            cables=self.cables,
        )


def search(bench: Bench, understood: Understood, wanted: Wanted) -> Page:
    """One page of hits, the exact total and the facets of all matches."""
    found = bench.searcher.search(wanted.request(understood))
    chosen = dict(understood.chosen)
    facets: dict[str, Facet] = {
        name: facet_of(
            name,
            counts,
            chosen=chosen.get(name),
            tables=bench.tables,
            dates=partial(_dates, bench, understood, name),
        )
        for name, counts in found.facets.items()
    }
    listed = Later(lambda: tuple(_with_text(bench, understood, found.hits)))
    bench.unread.update((listed, *(facet.listed for facet in facets.values())))
    return Page(
        query=understood.question.query,
        read_as=understood.read_as,
        index=bench.info,
        total=found.total,
        count_cables=found.count_cables,
        offset=wanted.offset,
        keys=tuple(map(_key, found.hits)),
        listed=listed,
        facets=facets,
        notes=understood.notes,
    )


def _dates(bench: Bench, understood: Understood, facet: str) -> Dates:
    """The dates of what a facet counts: its own choice does not shrink it."""
    if facet != "tags":
        return UNKNOWN
    chosen = tuple((name, node) for name, node in understood.chosen if name != facet)
    return bench.calendar.dates(understood.tree, chosen)


def scan(bench: Bench, understood: Understood, wanted: Wanted) -> Iterator[FoundParagraph]:
    """Every hit in order, streamed; few cables are held at a time."""
    hits = bench.searcher.scan(wanted.request(understood))
    return _with_text(bench, understood, hits)


def keys(bench: Bench, understood: Understood, wanted: Wanted) -> Iterator[Key]:
    """The cable and the ordinal of every hit in order, streamed; no cable is read."""
    return map(_key, bench.searcher.scan(wanted.request(understood)))


def _key(hit: Hit) -> Key:
    return hit.cable_id, hit.ordinal


def _with_text(
    bench: Bench, understood: Understood, hits: Iterable[Hit]
) -> Iterator[FoundParagraph]:
    highlighter = Highlighter(understood.words)
    left = iter(hits)
    while some := list(islice(left, _AT_ONCE)):
        cables = bench.cables.cables([hit.cable_id for hit in some])
        for hit, cable in zip(some, cables, strict=True):
            yield FoundParagraph(
                cable=cable,
                paragraph=cable.paragraphs[hit.ordinal - 1],
                score=hit.score,
                highlighter=highlighter,
                more=hit.more,
            )


def explain(bench: Bench, understood: Understood, wanted: Wanted) -> Explanation:
    """How the question was understood and what the engine made of it."""
    found = bench.searcher.search(replace(wanted, limit=0, facets=()).request(understood))
    return Explanation(
        query=understood.question.query,
        read_as=understood.read_as,
        notes=understood.notes,
        terms=_word_counts(bench, understood),
        periods=tuple(periods(both(understood.tree, *(node for _, node in understood.chosen)))),
        engine=bench.info.engine,
        engine_query=bench.searcher.describe(
            both(understood.tree, *(Unscored(child=node) for _, node in understood.chosen))
        ),
        total=found.total,
        verified=found.verified,
        saved=understood.saved,
    )


def why_nothing(bench: Bench, understood: Understood) -> NothingFound:
    """Each word by itself, what it may have been meant to be, and what is found without each filter."""
    terms = _word_counts(bench, understood)
    suggestions = []
    for term in terms:
        if term.paragraphs == 0:
            known = bench.searcher.vocabulary(Form.WORD, term.written[:1].casefold())
            if better := nearest_word(term.written, known):
                suggestions.append((term.written, better))
    return NothingFound(
        terms=terms,
        suggestions=tuple(suggestions),
        emptied_by=tuple(_without_each(bench, understood)),
    )


def _count(bench: Bench, tree: Node, chosen: tuple[tuple[str, Node], ...] = ()) -> int:
    return bench.searcher.search(Request(tree=tree, chosen=chosen, limit=0)).total


def _word_counts(bench: Bench, understood: Understood) -> tuple[WordCount, ...]:
    return tuple(
        WordCount(written=leaf.written, stem=leaf.stem, paragraphs=_count(bench, leaf.node))
        for leaf in leaves(understood.words, understood.question.query)
    )


def _without_each(bench: Bench, understood: Understood) -> Iterator[tuple[str, int]]:
    """Every filter, and how many paragraphs would be found without it, where there are any."""
    for at, (name, _) in enumerate(understood.chosen):
        rest = understood.chosen[:at] + understood.chosen[at + 1 :]
        yield _written_choice(understood, name), _count(bench, understood.tree, rest)
    for at, restriction in enumerate(understood.restrictions):
        rest_nodes = [r.node for i, r in enumerate(understood.restrictions) if i != at]
        tree = both(understood.words, *rest_nodes)
        yield restriction.written, _count(bench, tree, understood.chosen)
    if isinstance(understood.words, And):
        children = understood.words.children
        for at, child in enumerate(children):
            if child.span is None or list(leaves(child)):
                continue  # words are told of one by one
            start, end = child.span
            kept = both(
                *children[:at], *children[at + 1 :], *(r.node for r in understood.restrictions)
            )
            yield understood.question.query[start:end], _count(bench, kept, understood.chosen)


def _written_choice(understood: Understood, name: str) -> str:
    for typed, values in understood.question.filters.items():
        found = find_field(typed)
        if found is not None and found.name == name:
            return " ".join(f"{typed}={value}" for value in values)
    return name


def known_facets(names: Sequence[str]) -> tuple[str, ...]:
    """Canonical names of facets; UsageError with a suggestion where a field cannot be counted."""
    from cablesearch.errors import UsageError

    found = []
    for name in names:
        field = find_field(name)
        if field is None or not field.facet:
            facets = ", ".join(f.name for f in FIELDS.values() if f.facet)
            raise UsageError(
                f'"{name}" is not a field that can be counted', remedy=f"these are: {facets}"
            )
        found.append(field.name)
    return tuple(dict.fromkeys(found))
