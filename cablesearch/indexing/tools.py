"""What a build works with: the reader, the parser, the rows, the engines. Tests bring their own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING

from msgspec import Struct

from cablesearch.indexing import sources
from cablesearch.indexing.digest import sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from cablesearch.cable.model import Cable
    from cablesearch.cable.tables import Tables
    from cablesearch.engines.base import Engine
    from cablesearch.fields import Row
    from cablesearch.formats.record import Record, Unreadable
    from cablesearch.language.model import SentenceModel


Forms = Mapping[sources.Root, str]
"""The roots (standard input as one of them) whose files are read as a named form, whatever is in them."""


class Pipeline(Struct, frozen=True, kw_only=True):
    """The way of a file to rows.

    `remake`, which can be pickled, makes the same anew in a worker process; null where that cannot be.

    `read` gives the records of a path or of "-", and tells of what cannot be read among them; `parse` makes a
    record a cable; `rows` takes the cable and the time its id was first published. Another `fingerprint` means that
    the same file may give other rows.
    """

    read: Callable[[str], Iterator[Record | Unreadable]]
    parse: Callable[[Record], Cable]
    rows: Callable[[Cable, datetime], Sequence[Row]]
    fingerprint: str
    remake: Callable[[], Pipeline] | None = None


class Tools(Struct, frozen=True, kw_only=True):
    """The pipeline for given folders of tables and forms of roots; engines by name.

    `auto` is the engine where none is named, null leaves it to choice.py; `version` gives that of cablesearch, for the
    manifest; `train` learns of texts how sentences end, null leaves that out.
    """

    pipeline: Callable[[Sequence[Path], Forms], Pipeline]
    engines: Callable[[str], Engine]
    auto: str | None = None
    version: Callable[[], str] = lambda: "unknown"
    train: Callable[[Iterable[str]], SentenceModel | None] | None = None


def load_engine(name: str) -> Engine:
    """The engine of that name; UsageError where there is none."""
    from cablesearch.engines.registry import engine

    return engine(name)


def real_tools() -> Tools:
    """What cablesearch itself works with."""
    return Tools(pipeline=_real_pipeline, engines=load_engine, version=_own_version, train=_train)


def _train(texts: Iterable[str]) -> SentenceModel | None:
    from cablesearch.language.punkt import train  # most runs of a night change too little

    return train(texts)


def _own_version() -> str:
    from importlib import metadata  # slow to load, and only what is published needs it

    try:
        return metadata.version("cablesearch")
    except metadata.PackageNotFoundError:  # run from a checkout
        return "unknown"


def fingerprint(table_dirs: Sequence[Path]) -> str:
    """A hash of the user's tables, empty where there are none."""
    digest = sha256()
    files = list(sources.table_files(table_dirs))
    for path in files:
        digest.update(path.name.encode(errors="surrogateescape") + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest() if files else ""


def form_of(path: str, forms: Forms) -> str | None:
    """The form that a file is to be read as: that of the innermost root over it which was given one."""
    over = [root for root in forms if root.covers(path)]
    return forms[max(over, key=lambda root: len(root.path))] if over else None


class _Reading:
    """The readers and the parser, loaded with the first record: a run that has nothing to read loads neither.

    The user's tables are looked at here and now, so that what is wrong in them is told first.
    """

    def __init__(self, table_dirs: Sequence[Path], forms: Forms) -> None:
        self._forms = forms
        self._own: Tables | None = None
        if table_dirs:
            from cablesearch.cable.tables import tables_with

            self._own = tables_with(table_dirs)

    @cached_property
    def tables(self) -> Tables:
        from cablesearch.cable.tables import default_tables

        return self._own or default_tables()

    @cached_property
    def _parse(self) -> Callable[[Record], Cable]:
        from cablesearch.cable.parse import parse_record

        return partial(parse_record, tables=self.tables)

    def read(self, path: str) -> Iterator[Record | Unreadable]:
        from cablesearch.formats.detect import read_file

        return read_file(path, format=form_of(path, self._forms))

    def parse(self, record: Record) -> Cable:
        return self._parse(record)

    def rows(self, cable: Cable, added: datetime) -> Sequence[Row]:
        from cablesearch.rows import rows_of

        return rows_of(cable, added=added, tables=self.tables)


def _real_pipeline(table_dirs: Sequence[Path], forms: Forms) -> Pipeline:
    reading = _Reading(table_dirs, forms)
    return Pipeline(
        read=reading.read,
        parse=reading.parse,
        rows=reading.rows,
        fingerprint=fingerprint(table_dirs),
        # workers are given records, so that they need no forms
        remake=partial(_real_pipeline, tuple(table_dirs), {}),
    )
