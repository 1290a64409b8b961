"""A small world for the index: text files of invented cables, a reader and a parser for them, a clock.

A file holds records parted by a line "---". A record's first line is the cable's id, further lines are
`@date DATE`, `@released DATE`, `@cites ID`, `@corrected yes`, `@section 1/2` or one paragraph each. A record "BAD"
cannot be read, a record "BUG" trips the parser.
"""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cablesearch.cable.model import Cable, HeaderLine, Paragraph, Reference
from cablesearch.engines.registry import ENGINES
from cablesearch.fields import Row
from cablesearch.formats.record import Record, Source, Unreadable
from cablesearch.indexing.build import BuildOptions, build
from cablesearch.indexing.generation import open_generation
from cablesearch.indexing.purge import PurgeOptions, purge
from cablesearch.indexing.tools import Forms, Pipeline, Tools, fingerprint, load_engine
from cablesearch.query.ast import Everything, Form, Term
from cablesearch.text import words
from tests.engines.collection import Rows, keys_of
from tests.indexing.fake_engine import FakeEngine, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from cablesearch.engines.base import Engine
    from cablesearch.indexing.generation import Generation
    from cablesearch.indexing.purge import PurgeReport
    from cablesearch.indexing.report import BuildReport, Event
    from cablesearch.language.model import SentenceModel

every_engine = pytest.mark.parametrize("world", ["fake", *ENGINES], indirect=True)
"""Marks a test that is run with the small engine and with every real one."""

EPOCH = datetime(2030, 1, 1, tzinfo=UTC)


@dataclass
class World:
    """A corpus folder, an index beside it, a clock that goes a day with every build; the engine of its indexes."""

    top: Path
    engine: str = "fake"
    days: int = 0
    stdin: str = ""
    opened: list[str] = field(default_factory=list)
    train: Callable[[Iterable[str]], SentenceModel | None] | None = None

    @property
    def corpus(self) -> Path:
        return self.top / "corpus"

    @property
    def index(self) -> Path:
        return self.top / "index"

    def write(self, name: str, *records: str) -> Path:
        """A file of records, each given as its lines."""
        path = self.corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n---\n".join(records))
        return path

    def fill(self, count: int) -> None:
        """So many files of one cable each."""
        for number in range(1, count + 1):
            self.write(f"{number:03d}.txt", f"08ZENDA{number}\nthe first of {number}\nthe second")

    def now(self) -> datetime:
        return EPOCH + timedelta(days=self.days)

    def build(
        self,
        *paths: str | Path,
        on_event: Callable[[Event], None] = lambda _: None,
        index: Path | None = None,
        **options: Any,
    ) -> BuildReport:
        """Run a build; the corpus is a root unless paths are given."""
        self.days += 1
        self.opened.clear()
        given = tuple(map(str, paths or [self.corpus]))
        asked = BuildOptions(paths=given, **options)
        where = index or self.index
        return build(where, asked, now=self.now, on_event=on_event, tools=self.tools())

    def purge(
        self,
        *ids: str,
        on_event: Callable[[Event], None] = lambda _: None,
        **options: Any,
    ) -> PurgeReport:
        """Purge these ids, on the day of the last build."""
        asked = PurgeOptions(ids=ids, **options)
        return purge(self.index, asked, now=self.now, on_event=on_event, tools=self.tools())

    def open(self, **options: Any) -> Generation:
        return open_generation(self.index, engines=engines, **options)

    def tools(self) -> Tools:
        return Tools(pipeline=self._pipeline, engines=engines, auto=self.engine, train=self.train)

    def _pipeline(self, tables: Sequence[Path], forms: Forms) -> Pipeline:
        return Pipeline(read=self._read, parse=parse, rows=rows, fingerprint=fingerprint(tables))

    def _read(self, path: str) -> Iterator[Record | Unreadable]:
        self.opened.append(path)
        text = self.stdin if path == "-" else Path(path).read_text()
        at = 0
        for record in text.split("\n---\n"):
            if record == "BAD":
                yield Unreadable(source=Source(path=path), reason="not a cable")
                return
            sha = hashlib.sha256(record.encode()).hexdigest()
            yield Record(
                format="fake", text=record, source=Source(path=path, offset=at, sha256=sha)
            )
            at += len(record) + 5

    # What the index holds, seen from outside.

    def texts(self) -> dict[str, list[str]]:
        """The paragraphs of every cable, as the store has them, after the engine was found to agree."""
        with self.open() as generation:
            stored = list(map(generation.store.cable, generation.store.ids()))
            expected = sorted(
                (s.cable.id, p.ordinal, p.text, s.added.isoformat())
                for s in stored
                for p in s.cable.paragraphs
            )
            if self.engine == "fake":
                assert load(generation.engine_dir) == expected
            else:
                _found(generation, [(cable_id, n, text) for cable_id, n, text, _ in expected])
            return {s.cable.id: [p.text for p in s.cable.paragraphs] for s in stored}

    def told(self) -> dict[str, tuple[list[str], int]]:
        """What every cable says of its number, and how many versions it has."""
        with self.open() as generation:
            return {
                s.cable.id: ([d.message for d in s.cable.diagnostics], len(s.versions))
                for s in map(generation.store.cable, generation.store.ids())
            }

    def added(self) -> dict[str, int]:
        """On which day each cable was first published."""
        with self.open() as generation:
            return {
                s.cable.id: (s.added - EPOCH).days
                for s in map(generation.store.cable, generation.store.ids())
            }

    def litter(self) -> list[str]:
        """What stands in the index directory that has no business there."""
        allowed = ("current", "build.lock", "refreshed", "g")
        return [
            p.name
            for p in self.index.iterdir()
            if not p.name.startswith(allowed) or p.suffix == ".new"
        ]


def engines(name: str) -> Engine:
    return FakeEngine() if name == "fake" else load_engine(name)


def _found(generation: Generation, expected: list[tuple[str, int, str]]) -> None:
    """A real engine finds these paragraphs and no other, all of them and by each of their words."""
    searcher = generation.engine().open(generation.engine_dir, Rows([]))
    with closing(searcher):
        keys = {(cable_id, ordinal): set(words(text)) for cable_id, ordinal, text in expected}
        assert keys_of(searcher, Everything()) == set(keys)
        for word in {word for found in keys.values() for word in found}:
            tree = Term(fields=("text",), word=word, form=Form.WORD)
            assert keys_of(searcher, tree) == {key for key in keys if word in keys[key]}


def parse(record: Record) -> Cable:
    first, *lines = record.text.split("\n")
    if first == "BUG":
        raise ZeroDivisionError("of the parser")
    options = [line.split()[:2] for line in lines if line.startswith("@")]
    given = dict(options)
    section, _, sections = given.get("@section", "").partition("/")
    texts = [line for line in lines if line and not line.startswith("@")]
    return Cable(
        id=first.strip(),
        date=_moment(given.get("@date")),
        released=_moment(given.get("@released")),
        corrected="@corrected" in given,
        sections=int(sections) if sections else None,
        header_lines=(HeaderLine(text=f"SECTION 0{section} OF 0{sections}", lines=(1, 1)),),
        references=tuple(Reference(text=v, cable_id=v) for k, v in options if k == "@cites"),
        paragraphs=tuple(
            Paragraph(ordinal=n, text=t, lines=(n, n)) for n, t in enumerate(texts, 1)
        ),
        source=record.source,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def rows(cable: Cable, added: datetime) -> tuple[Row, ...]:
    return tuple(
        Row(cable_id=cable.id, ordinal=p.ordinal, text=p.text, added=added)
        for p in cable.paragraphs
    )
