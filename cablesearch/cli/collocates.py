"""`cablesearch collocates`: the words that keep company with a word."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cablesearch.cli import options as opt
from cablesearch.cli.asking import one_format, question, tell_of_model, tell_why_nothing
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from cablesearch.cli.log import Talk
    from cablesearch.search.collocates import Collocates

Unit = Literal["paragraph", "sentence"]
Measure = Literal["log-likelihood", "pmi", "count"]

Span = Annotated[
    int, typer.Option("--span", metavar="N", min=1, help="Words on either side that count as near.")
]
Within = Annotated[
    Unit, typer.Option("--within", help="Look no farther than the paragraph, or the sentence.")
]
MinCount = Annotated[
    int,
    typer.Option(
        "--min-count", metavar="N", min=1, help="Leave out words that are near in fewer paragraphs."
    ),
]
StopWords = Annotated[
    bool, typer.Option("--stop-words", help="Keep words like 'with' and 'was', and single letters.")
]
Sort = Annotated[Measure, typer.Option("--sort", help="The figure to go by, the highest first.")]
Limit = Annotated[
    int | None,
    typer.Option("-n", "--limit", metavar="N", min=0, help="So many words. [default: 20]"),
]
All = Annotated[bool, typer.Option("--all", help="All words.")]


def command(
    session: Session,
    query: opt.Words = None,
    span: Span = 5,
    within: Within = "paragraph",
    min_count: MinCount = 3,
    stop_words: StopWords = False,
    sort: Sort = "log-likelihood",
    limit: Limit = None,
    all: All = False,
    marking: opt.Markings = None,
    tag: opt.Tags = None,
    embassy: opt.Embassies = None,
    only: opt.Only = None,
    since: opt.Since = None,
    until: opt.Until = None,
    filter: opt.Filters = None,
    plain: opt.Plain = False,
    format: opt.AuditFormat = None,
    json: opt.Json = False,
    jsonl: opt.Jsonl = False,
    csv: opt.Csv = False,
    header: opt.Header = False,
    raw_cells: opt.RawCells = False,
    output: opt.Output = None,
) -> ExitStatus:
    """List the words that stand near a word or phrase oftener than by chance.

    'cablesearch help collocates' says what is counted, and how the figures come about.
    """
    from cablesearch.output.collocates import write_collocates
    from cablesearch.output.listing import Listing, Manner, write_listing
    from cablesearch.search.collocates import COLUMNS

    if all and limit is not None:
        raise UsageError("--all and --limit contradict each other")
    if limit is None and not all:
        limit = session.setting("limit")
    written = " ".join(query or ())
    options = question(
        marking=marking,
        tag=tag,
        embassy=embassy,
        only=only,
        since=since,
        until=until,
        filters=filter,
        plain=plain,
    )
    asked = one_format(format, json=json, jsonl=jsonl, csv=csv)
    with session.open_index() as index, session.output(output) as sink:
        found = index.collocates(
            written,
            span=span,
            within=within,
            min_count=min_count,
            stop_words=stop_words,
            sort=sort,
            limit=limit,
            **options,
        )
        page = index.search(written, limit=0, **options)
        for note in page.notes:
            session.talk.note(f"note: {note}")
        if within == "sentence":
            tell_of_model(index, session.talk)
        figures = {
            "span": span, "within": within, "min_count": min_count, "matches": found.matches,
            "paragraphs": found.holding, "window": found.window, "words": found.words,
        }  # fmt: skip
        head = {**page.head(), **figures}
        del head["offset"]
        count = write_listing(
            Listing(
                names=COLUMNS,
                rows=(row.to_dict() for row in found.rows),
                key="collocates",
                table=write_collocates,
                head=head,
            ),
            Manner(format=asked, header=header, raw_cells=raw_cells),
            sink,
        )
        if not page.total:
            tell_why_nothing(index, written, options, session.talk)
            return ExitStatus.NOTHING_FOUND
    session.talk.summary |= {"total": found.found, "returned": count}
    _tell(found, count, min_count, session.talk)
    return ExitStatus.OK if found.found else ExitStatus.NOTHING_FOUND


def _tell(found: "Collocates", count: int, least: int, talk: "Talk") -> None:
    of = f"{found.matches:,} match{'es' if found.matches != 1 else ''} in {found.holding:,} paragraph"
    of += "s" if found.holding != 1 else ""
    if count < found.found:
        talk.note(f"{count:,} of {found.found:,} words near {of}; --all for the rest")
    elif found.found:
        talk.note(f"{count:,} word{'s' if count != 1 else ''} near {of}")
    else:
        talk.note(f"no word is near {of} in {least:,} paragraphs and oftener than by chance")
