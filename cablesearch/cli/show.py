"""`cablesearch show`: a cable, or one of its paragraphs, to read or as data."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from cablesearch.cli import options as opt
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus, NotFoundError

if TYPE_CHECKING:
    from cablesearch.cable.model import Cable, Paragraph


def command(
    session: Session,
    ids: opt.Ids,
    format: opt.ShowFormat = "text",
    json: opt.Json = False,
    jsonl: opt.Jsonl = False,
    output: opt.Output = None,
) -> ExitStatus:
    """Print a cable or a paragraph.

    An id names a cable in any spelling; '09BAKU911 ¶5' and 09BAKU911/5 its paragraph 5, 09BAKU911:7 its seventh
    paragraph. As json or jsonl a paragraph is the parsed cable with that paragraph alone.
    """
    from cablesearch.output.cable import write_cable
    from cablesearch.output.parsed import write_cables
    from cablesearch.search.labels import tag_meaning

    how = "json" if json else "jsonl" if jsonl else format
    missing: list[NotFoundError] = []
    with session.open_index() as index, session.output(output) as sink:
        found = _found(index.find, ids, missing)
        if how == "text":
            for number, (cable, paragraphs) in enumerate(found):
                if number:
                    sink.line()
                write_cable(
                    cable,
                    paragraphs,
                    sink,
                    meaning=partial(tag_meaning, tables=index.tables, when=cable.date),
                )
        else:
            write_cables(map(_narrowed, found), sink, array=how == "json")
    for error in missing:
        session.talk.problem(str(error))
    return ExitStatus.NOTHING_FOUND if missing else ExitStatus.OK


def _found(
    find: Any, ids: Sequence[str], missing: list[NotFoundError]
) -> "Iterator[tuple[Cable, tuple[Paragraph, ...]]]":
    """What each id names, in order; those that name nothing are kept for later."""
    for spec in ids:
        try:
            yield find(spec)
        except NotFoundError as error:
            missing.append(error)


def _narrowed(found: "tuple[Cable, tuple[Paragraph, ...]]") -> "Cable":
    from dataclasses import replace

    cable, paragraphs = found
    return cable if paragraphs == cable.paragraphs else replace(cable, paragraphs=paragraphs)
