"""`cablesearch show`: a cable, one of its paragraphs or versions, or what differs between two versions."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from cablesearch.cli import options as opt
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus, NotFoundError, UsageError

if TYPE_CHECKING:
    from cablesearch.api import Index
    from cablesearch.cable.model import Cable, Paragraph
    from cablesearch.cli.log import Talk
    from cablesearch.indexing.version import Version
    from cablesearch.output.sink import Sink
    from cablesearch.output.versions import Compared

_T = TypeVar("_T")

_MOST_NAMED = 5


def command(
    session: Session,
    ids: opt.Ids,
    versions: opt.Versions = False,
    as_version: opt.AsVersion = None,
    diff: opt.Diff = False,
    format: opt.ShowFormat = "text",
    json: opt.Json = False,
    jsonl: opt.Jsonl = False,
    output: opt.Output = None,
) -> ExitStatus:
    """Print a cable or a paragraph.

    An id names a cable in any spelling; '09BAKU911 ¶5' and 09BAKU911/5 its paragraph 5, 09BAKU911:7 its seventh
    paragraph. Where several cables have one number, 76STATE290286~2 is the second. As json or jsonl a paragraph is
    the parsed cable with that paragraph alone.

    A cable may have come from several files: --versions lists them, the first is the one that is searched; --version 2
    prints the second. --diff compares the first with the next that has another text, or with --version N, by
    paragraphs and words.
    """
    if versions and (diff or as_version is not None):
        raise UsageError("--versions lists them all", remedy="leave out --version and --diff")
    if as_version is not None and as_version < 1:
        raise UsageError("--version N counts from 1", remedy="--versions lists them")
    how = "json" if json else "jsonl" if jsonl else format
    missing: list[NotFoundError] = []
    talk = session.talk
    with session.open_index() as index, session.output(output) as sink:
        if versions:
            listed = _each(lambda spec: index.versions(index.find(spec)[0].id), ids, missing)
            _list(listed, sink, how)
        elif diff:
            found = _each(lambda spec: _compared(index, spec, as_version), ids, missing)
            _compare(found, sink, how, talk)
        else:
            shown = _each(lambda spec: index.find(spec, version=as_version), ids, missing)
            _show(_told(shown, index, talk), index, sink, how)
    for error in missing:
        talk.problem(str(error))
    return ExitStatus.NOTHING_FOUND if missing else ExitStatus.OK


def _each(
    find: Callable[[str], _T], ids: Sequence[str], missing: list[NotFoundError]
) -> Iterator[_T]:
    """What each id names, in order; those that name nothing are kept for later."""
    for spec in ids:
        try:
            yield find(spec)
        except NotFoundError as error:
            missing.append(error)


def _told(
    found: "Iterable[tuple[Cable, tuple[Paragraph, ...]]]", index: "Index", talk: "Talk"
) -> "Iterator[tuple[Cable, tuple[Paragraph, ...]]]":
    """The same; behind each it is said which other cables and texts go by its name."""
    from cablesearch.cable.shared import number_of

    for cable, paragraphs in found:
        yield cable, paragraphs
        if others := index.others(cable.id):
            some = [*others[:_MOST_NAMED], *(["..."] if len(others) > _MOST_NAMED else [])]
            count = len(others) + 1
            talk.note(
                f"{number_of(cable.id)} is the number of {count:,} cables: also {', '.join(some)}"
            )
        texts = {version.text_digest for version in index.versions(cable.id)}
        if len(texts) > 1:
            talk.note(
                f"{cable.id} has {len(texts):,} texts: --versions lists, --diff compares them"
            )


def _show(
    found: "Iterable[tuple[Cable, tuple[Paragraph, ...]]]", index: "Index", sink: "Sink", how: str
) -> None:
    from cablesearch.output.cable import write_cable
    from cablesearch.output.parsed import write_cables
    from cablesearch.search.labels import tag_meaning

    if how != "text":
        write_cables(map(_narrowed, found), sink, array=how == "json")
        return
    for number, (cable, paragraphs) in enumerate(found):
        if number:
            sink.line()
        write_cable(
            cable,
            paragraphs,
            sink,
            meaning=partial(tag_meaning, tables=index.tables, when=cable.date),
        )


def _narrowed(found: "tuple[Cable, tuple[Paragraph, ...]]") -> "Cable":
    from msgspec.structs import replace

    cable, paragraphs = found
    return cable if paragraphs == cable.paragraphs else replace(cable, paragraphs=paragraphs)


def _list(found: "Iterable[Sequence[Version]]", sink: "Sink", how: str) -> None:
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


def _compared(index: "Index", name: str, number: int | None) -> "Compared | str":
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


def _compare(found: "Iterable[Compared | str]", sink: "Sink", how: str, talk: "Talk") -> None:
    """What differs between two versions of each cable."""
    from cablesearch.output.records import write_array, write_jsonl
    from cablesearch.output.versions import change_rows, write_comparison

    def rows() -> "Iterator[dict[str, object]]":
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
