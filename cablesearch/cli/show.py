"""`cablesearch show`: a cable, some of its paragraphs, one of its versions; where it stands; how to cite it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer

from cablesearch.cli import options as opt
from cablesearch.cli.session import Session
from cablesearch.errors import CablesearchError, ExitStatus, NotFoundError, SourceError, UsageError

if TYPE_CHECKING:
    from cablesearch.output.sink import Sink

_S = TypeVar("_S")
_T = TypeVar("_T")

Some = Annotated[
    str | None,
    typer.Option(
        "--para", metavar="N[,N..M]", help="Only these paragraphs: 3, 3..5, 3.., ..5 or 1,4..6."
    ),
]
Match = Annotated[
    str | None,
    typer.Option("--match", metavar="QUERY", help="Mark the words that this query asks for."),
]
ExpandTags = Annotated[
    bool, typer.Option("--expand-tags", help="A line for each TAG with its meaning at the time.")
]
Cite = Annotated[
    Literal["cite", "ris", "csl", "bibtex"] | None,
    typer.Option(
        "--cite", help="How to cite it, in place of its text: a note, RIS, CSL or BibTeX."
    ),
]
Where = Annotated[
    bool,
    typer.Option(
        "--where",
        help="The file and the lines of each paragraph, in place of its text; of JSON and pages those of its record.",
    ),
]
Raw = Annotated[
    bool,
    typer.Option(
        "--raw", help="The text of the record as taken out of its file, which is read again."
    ),
]
NoPager = Annotated[bool, typer.Option("--no-pager", help="Write to a terminal without $PAGER.")]
Links = Annotated[
    Literal["auto", "always", "never"],
    typer.Option(
        "--links",
        help="Links to source files: where the terminal is known to have them, without a pager.",
    ),
]


def command(
    session: Session,
    ids: opt.Ids,
    para: Some = None,
    match: Match = None,
    expand_tags: ExpandTags = False,
    cite: Cite = None,
    where: Where = False,
    raw: Raw = False,
    versions: opt.Versions = False,
    as_version: opt.AsVersion = None,
    diff: opt.Diff = False,
    no_pager: NoPager = False,
    links: Links = "auto",
    format: opt.ShowFormat = "text",
    json: opt.Json = False,
    jsonl: opt.Jsonl = False,
    output: opt.Output = None,
) -> ExitStatus:
    """Print a cable or a paragraph.

    An id names a cable in any spelling; '09BAKU911 ¶5' and 09BAKU911/5 its paragraph 5, 09BAKU911:7 its seventh
    paragraph. Where several cables have one number, 76STATE290286~2 is the second. As json or jsonl a paragraph is
    the parsed cable with that paragraph alone. On a terminal a pager ($PAGER, or less) has what is more than a screen.

    A cable may have come from several files: --versions lists them, the first is the one that is searched; --version 2
    prints the second. --diff compares the first with the next that has another text, or with --version N, by
    paragraphs and words.
    """
    from cablesearch.cli.show_versions import compare_versions, compared, list_versions
    from cablesearch.cli.showing import Showing

    how = "json" if json else "jsonl" if jsonl else format
    given = {"--cite": cite, "--where": where, "--raw": raw, "--versions": versions, "--diff": diff}
    _check(given, how, para, as_version, reading=match is not None or expand_tags)
    missing: list[CablesearchError] = []
    talk = session.talk
    with (
        session.open_index() as index,
        _sink(session, output, how, links, paged=not no_pager) as sink,
    ):
        if versions:
            listed = _each(lambda spec: index.versions(index.find(spec)[0].id), ids, missing)
            list_versions(listed, sink, how)
        elif diff:
            pairs = _each(lambda spec: compared(index, spec, as_version), ids, missing)
            compare_versions(pairs, sink, how, talk)
        else:
            showing = Showing(index, sink, how, match=match, expand_tags=expand_tags)
            found = _each(lambda spec: showing.find(spec, as_version, para), ids, missing)
            if cite:
                showing.cite(found, cite)
            elif where:
                showing.where(found)
            elif raw:
                showing.raw(_each(showing.original, found, missing))
            else:
                showing.text(found)
            for note in showing.notes:
                talk.note(note)
    for error in missing:
        talk.problem(str(error))
    return missing[0].status if missing else ExitStatus.OK


def _check(
    given: Mapping[str, object],
    how: str,
    para: str | None,
    as_version: int | None,
    *,
    reading: bool,
) -> None:
    """UsageError where two things are asked for at once, or one that would change nothing."""
    asked = [name for name, value in given.items() if value]
    if len(asked) > 1:
        raise UsageError(f"{' and '.join(asked)} at once", remedy="ask for one after the other")
    if given["--versions"] and as_version is not None:
        raise UsageError("--versions lists them all", remedy="leave out --version")
    if as_version is not None and as_version < 1:
        raise UsageError("--version N counts from 1", remedy="--versions lists them")
    if how != "text" and asked and asked[0] in ("--cite", "--raw"):
        raise UsageError(f"{asked[0]} has no {how}", remedy="--cite csl is JSON")
    if reading and (asked or how != "text"):
        raise UsageError("--match and --expand-tags are for a cable's text")
    if para is not None:
        from cablesearch.cable.ranges import check_ranges

        check_ranges(para)
        if given["--versions"] or given["--diff"]:
            raise UsageError(f"--para has no meaning with {asked[0]}")


@contextmanager
def _sink(
    session: Session, output: Path | None, how: str, links: str, *, paged: bool
) -> "Iterator[Sink]":
    """Where it is written to; text on a terminal goes through a pager."""
    from cablesearch.cli.pager import paged as behind
    from cablesearch.cli.pager import pager_of
    from cablesearch.output.links import has_links

    with session.output(output) as sink:
        pager = pager_of(session.env) if paged and how == "text" and sink.terminal else []
        known = sink.terminal and not pager and has_links(session.env.environ)
        linked = links == "always" or (links == "auto" and known)
        sink = sink._replace(style=sink.style._replace(links=linked))
        with behind(sink, pager, session.env) as final:
            yield final


def _each(
    find: Callable[[_S], _T], asked: Iterable[_S], missing: list[CablesearchError]
) -> Iterator[_T]:
    """What each of what is asked for gives, in order; those that give nothing are kept for later."""
    for one in asked:
        try:
            yield find(one)
        except (NotFoundError, SourceError) as error:
            missing.append(error)
