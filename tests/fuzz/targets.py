"""What is fuzzed: bytes as a file of cables, bytes as a query. Whatever leaves a target is a finding.

A target is made after the instrumentation is on, and imports only then what it exercises.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from zlib import crc32

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

Target = Callable[[bytes], None]

_ASKED: Final = 8

ALONE, DETECTED = 0, 1
"""First bytes of an input for the parser: a text for `parse_cable`, a file to detect; then the readers in order."""


@contextmanager
def parsing(_place: Path) -> Iterator[Target]:
    """Z1: every reader, the detection and the containers, and the parser."""
    from cablesearch.cable.model import from_json, to_json
    from cablesearch.cable.parse import parse_record
    from cablesearch.errors import RecordError
    from cablesearch.formats.detect import REGISTRY, read_stream
    from cablesearch.formats.record import Source, Unreadable
    from cablesearch.reading import parse_cable

    forms = [None, *REGISTRY]
    source = Source(path="/cables/given")

    def target(data: bytes) -> None:
        kind, rest = (data[0] if data else 0) % (len(forms) + 1), data[1:]
        if kind == ALONE:
            # half a character too: a caller in Python may hand over any text
            cables = [parse_cable(rest.decode("utf-8", "surrogateescape"))]
        else:
            cables = []
            stream = io.BufferedReader(io.BytesIO(rest))
            for record in read_stream(stream, source, format=forms[kind - DETECTED]):
                if not isinstance(record, Unreadable):
                    try:
                        cables.append(parse_record(record))
                    except RecordError:  # JSON that only looks like that of a parsed cable
                        continue
        for cable in cables:
            assert from_json(to_json(cable)) == cable

    yield target


@contextmanager
def querying(place: Path) -> Iterator[Target]:
    """Z2: a query parsed and resolved and, where it is accepted, asked of both engines, which must find the same.

    Their small indexes are made in that folder.
    """
    from cablesearch.engines.base import Request
    from cablesearch.engines.registry import ENGINES, engine
    from cablesearch.query.parse import parse
    from cablesearch.query.resolve import resolve
    from cablesearch.query.write import to_query
    from tests.engines.collection import ROWS, build, keys_of
    from tests.query.given import CONTEXT

    searchers = [build(engine(name), place / name, ROWS) for name in ENGINES]
    asked: set[object] = set()

    def target(data: bytes) -> None:
        text = data.decode("utf-8", "surrogateescape")
        if crc32(data) % _ASKED == 0:
            resolve(parse(text, plain=True), context=CONTEXT)
        parsed = parse(text)
        resolved = resolve(parsed, context=CONTEXT)
        if parsed.problems:
            return
        assert parse(to_query(parsed.tree)).tree == parsed.tree
        # both engines cost twenty times what the parser does; some inputs go on to them, always the same
        if resolved.problems or resolved.tree in asked or crc32(data) % _ASKED:
            return
        asked.add(resolved.tree)
        found = [keys_of(searcher, resolved.tree) for searcher in searchers]
        assert found[0] == found[1]
        for searcher in searchers:
            searcher.search(Request(tree=resolved.tree, facets=("tags",), limit=3))

    try:
        yield target
    finally:
        for searcher in searchers:
            searcher.close()


TARGETS: dict[str, Callable[[Path], AbstractContextManager[Target]]] = {
    "parse": parsing,
    "query": querying,
}
