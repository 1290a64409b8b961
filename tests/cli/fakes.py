"""An index that answers every query alike, and remembers what it was asked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from msgspec.structs import replace

from cablesearch.cable.tables import default_tables
from cablesearch.diagnostic import Problem
from cablesearch.errors import NotFoundError, QueryError
from cablesearch.fields import TEXT_FIELDS
from cablesearch.query.ast import Form, Or, Term
from cablesearch.query.spans import Highlighter
from cablesearch.search.page import Explanation, NothingFound, WordCount
from tests.output import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.cable.model import Cable, Paragraph
    from cablesearch.indexing.version import Version
    from cablesearch.search.page import FoundParagraph, Page


class FakeIndex:
    """Finds the sample page; nothing for "nowhere"; cannot read "form:x"; meets a bug at "bug"."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.tables = default_tables()
        self.info = sample.PAGE.index

    def search(self, query: str = "", **options: Any) -> Page:
        self.asked.append((query, options))
        if query == "bug":
            raise ValueError("no such luck\nsecond line")
        if query == "form:x":
            problem = Problem(kind="unknown-field", message='no field "form"', span=(0, 4))
            raise QueryError(query, (problem,))
        facets = {name: sample.PAGE.facets[name] for name in options.get("facets", ())}
        page = replace(sample.PAGE, query=query, facets=facets)
        if query == "nowhere":
            return replace(sample.with_hits(page), total=0, count_cables=lambda: 0, facets={})
        limit, offset = options.get("limit", 20), options.get("offset", 0)
        return replace(sample.with_hits(page, *page.hits[offset : offset + limit]), offset=offset)

    def scan(self, query: str = "", **options: Any) -> Iterator[FoundParagraph]:
        self.asked.append((query, options))
        yield from sample.HITS

    def keys(self, query: str = "", **options: Any) -> Iterator[tuple[str, int]]:
        self.asked.append((query, options))
        yield from sample.PAGE.keys

    def explain(self, query: str = "", **options: Any) -> Explanation:
        return Explanation(
            query=query,
            read_as="(or hostages (and tehran date:[1979-11-01 ...)))",
            notes=("AND binds tighter than OR",),
            terms=(
                WordCount(written="hostages", stem="hostag", paragraphs=812),
                WordCount(written="tehran", stem="tehran", paragraphs=2406),
            ),
            periods=("date from 1979-11-01",),
            engine="whoosh",
            engine_query="whoosh: Or([...])",
            total=9,
            verified=0,
        )

    def why_nothing(self, query: str = "", **options: Any) -> NothingFound:
        return NothingFound(
            terms=(WordCount(written="nowhere", stem="nowher", paragraphs=0),),
            suggestions=(("nowhere", "somewhere"),),
            emptied_by=(("--tag PREL", 7), ("--since 1999", 0)),
        )

    def find(self, spec: str, *, version: int | None = None) -> tuple[Cable, tuple[Paragraph, ...]]:
        if version is not None:
            cable = self.version(spec, version)
            return cable, cable.paragraphs
        for cable in (sample.ZENDA, sample.WIDE):
            if spec == cable.id:
                return cable, cable.paragraphs
            if spec.startswith(cable.id):
                return cable, cable.paragraphs[1:2]
        raise NotFoundError(f'no cable "{spec}" in this index', remedy="like it: 08ZENDA457")

    def versions(self, name: str) -> tuple[Version, ...]:
        self.find(name)
        return sample.VERSIONS if name == sample.ZENDA.id else ()

    def version(self, name: str, number: int) -> Cable:
        if not 1 <= number <= 2:
            raise NotFoundError(f"{name} has 2 versions, no version {number}")
        return sample.ZENDA if number == 1 else sample.ZENDA_BEFORE

    def others(self, name: str) -> tuple[str, ...]:
        return tuple(f"{name}~{nth}" for nth in range(2, 10)) if name == sample.WIDE.id else ()

    def form(self, cable_id: str) -> str | None:
        return "telegram"

    def form_of(self, cable: Cable) -> str | None:
        return "telegram"

    def highlighter(self, query: str) -> Highlighter:
        words = tuple(Term(fields=TEXT_FIELDS, word=word, form=Form.WORD) for word in query.split())
        return Highlighter(Or(children=words))

    def added(self, cable_id: str) -> datetime:
        return datetime(2026, 11, 1, tzinfo=UTC)

    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...
