"""What `cablesearch show` does with the versions of a cable: lists them, or says what differs between two."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cablesearch.api import Index
    from cablesearch.cli.log import Talk
    from cablesearch.indexing.version import Version
    from cablesearch.output.sink import Sink
    from cablesearch.output.versions import Compared


def list_versions(found: Iterable[Sequence[Version]], sink: Sink, how: str) -> None:
    """The versions of each cable."""
    from cablesearch.output.records import write_array, write_jsonl
    from cablesearch.output.versions import version_rows, write_versions

    tables = map(version_rows, found)
    if how == "text":
        for number, table in enumerate(tables):
            if number and sink.terminal:
                sink.line()
            write_versions(table, sink)
        return
    rows = (row for table in tables for row in table)
    (write_array if how == "json" else write_jsonl)(rows, sink)


def compared(index: Index, name: str, number: int | None) -> Compared | str:
    """A cable's searched version beside another; what to say where it has no other."""
    from cablesearch.output.versions import Compared
    from cablesearch.search.compare import compare

    name = index.find(name)[0].id
    versions = index.versions(name)
    if number is None:
        if len(versions) == 1:
            return f"{versions[0].cable_id}: one version only, nothing to compare"
        first = versions[0].text_digest
        others = (n for n, version in enumerate(versions, 1) if version.text_digest != first)
        number = next(others, 2)
    found = compare(index.version(name, 1), index.version(name, number))
    return Compared(versions=versions, old=1, new=number, comparison=found)


def compare_versions(found: Iterable[Compared | str], sink: Sink, how: str, talk: Talk) -> None:
    """What differs between two versions of each cable."""
    from cablesearch.output.records import write_array, write_jsonl
    from cablesearch.output.versions import change_rows, write_comparison

    def rows() -> Iterator[dict[str, object]]:
        for one in found:
            if isinstance(one, str):
                talk.note(one)
            elif changes := change_rows(one):
                yield from changes
            else:
                talk.note(one.alike)

    if how == "json":
        write_array(rows(), sink)
    elif how == "jsonl":
        write_jsonl(rows(), sink)
    else:
        for number, one in enumerate(found):
            if number:
                sink.line()
            if isinstance(one, str):
                sink.line(one)
            else:
                write_comparison(one, sink)
