"""`cablesearch kwic`: a concordance."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cablesearch.cli import options as opt
from cablesearch.cli.asking import one_format, question, tell_of_model, tell_why_nothing
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from cablesearch.cli.log import Talk
    from cablesearch.output.sink import Sink
    from cablesearch.search.kwic import Concordance
    from cablesearch.search.page import Page

Unit = Literal["paragraph", "sentence"]
LineOrder = Literal["left", "right", "node", "date", "none"]

Within = Annotated[
    Unit, typer.Option("--within", help="Show the paragraph around a match, or its sentence alone.")
]
Width = Annotated[
    int | None,
    typer.Option(
        "--width",
        metavar="N",
        min=1,
        help="Characters on either side. [default: what fits the terminal, elsewhere 60]",
    ),
]
Sort = Annotated[
    LineOrder,
    typer.Option(
        "--sort",
        help="By the words to the left, the nearest first, to the right, in the node; by date; by id.",
    ),
]
Sample = Annotated[
    int | None,
    typer.Option("--sample", metavar="N", min=1, help="So many of all matches, at random."),
]
Seed = Annotated[
    int, typer.Option("--seed", metavar="N", help="Another sample; the same seed, the same one.")
]
Limit = Annotated[
    int | None,
    typer.Option(
        "-n", "--limit", metavar="N", min=0, help="So many lines. [default: 20, or the sample]"
    ),
]
All = Annotated[bool, typer.Option("--all", help="Every match.")]


def command(
    session: Session,
    query: opt.Words = None,
    within: Within = "paragraph",
    width: Width = None,
    sort: Sort = "none",
    sample: Sample = None,
    seed: Seed = 0,
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
    """List every match of a word or phrase with the text around it, a line each.

    Words of an OR are matches each; a phrase or a NEAR is one. 'cablesearch help kwic' says more.
    """
    from cablesearch.output.kwic import fitting_width, full_columns, write_lines
    from cablesearch.output.listing import Listing, Manner, write_listing
    from cablesearch.search.kwic import COLUMNS, WIDTH

    if all and limit is not None:
        raise UsageError("--all and --limit contradict each other")
    if limit is None and not all and sample is None:
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
        if width is not None and not sink.terminal:
            # no terminal cuts what was asked for
            sink = sink._replace(columns=full_columns(width))
        people = (asked or ("table" if sink.terminal else "tsv")) == "table"
        wide = width or (fitting_width(sink) if people else WIDTH)
        lines = index.kwic(
            written,
            within=within,
            width=wide,
            sort=sort,
            sample=sample,
            seed=seed,
            limit=limit,
            **options,
        )
        if within == "sentence":
            tell_of_model(index, session.talk)
        page = index.search(written, limit=0, **options)
        for note in page.notes:
            session.talk.note(f"note: {note}")
        count = write_listing(
            Listing(
                names=COLUMNS,
                rows=(line.to_dict() for line in lines),
                key="lines",
                table=write_lines,
                head=_head(page, within=within, width=wide, sort=sort, sample=sample, seed=seed),
            ),
            Manner(format=asked, header=header, raw_cells=raw_cells),
            sink,
        )
        if not page.total:
            tell_why_nothing(index, written, options, session.talk)
            return ExitStatus.NOTHING_FOUND
        if people and width is not None and sink.terminal and count:
            _tell_of_room(width, sink, session.talk)
    return _tell(lines, page, count, sample, session.talk)


def _head(page: "Page", **asked: Any) -> dict[str, Any]:
    """What the JSON says before the lines; `total` counts the matching paragraphs, as in a query."""
    head = page.head()
    del head["offset"]
    return {**head, **{name: value for name, value in asked.items() if value is not None}}


def _tell_of_room(width: int, sink: "Sink", talk: "Talk") -> None:
    """That a line on this terminal cannot have all that was asked for."""
    from cablesearch.output.kwic import fitting_width

    if width > (room := fitting_width(sink)):
        talk.note(f"note: this terminal has room for about {room} of {width} characters a side")


def _tell(
    lines: "Concordance", page: "Page", count: int, sample: int | None, talk: "Talk"
) -> ExitStatus:
    """What is said below: elsewhere than in the text a word has no line, and paragraphs found by such are counted."""
    talk.summary |= {"total": page.total, "returned": count}
    if not lines.is_whole:
        first = f"the first {_matches(count)}" if count else "no match shown"
        talk.note(f"{first}, {_many(page.total)} found; --all for the rest")
        return ExitStatus.OK
    whole = shown = _matches(lines.matches)
    sampled = lines.matches
    if sample is not None and sample < lines.matches:
        sampled, shown = sample, f"a sample of {sample:,} of {whole}"
    rest = ""
    if count < sampled:
        shown, rest = f"{count:,} of {shown}", "; --all for the rest"
    if lines.matches:
        talk.note(f"{shown} in {_many(lines.paragraphs)}{rest}")
    if elsewhere := page.total - lines.paragraphs:
        talk.note(f"{_many(elsewhere)} found by heading or subject alone: query lists them")
    return ExitStatus.OK if lines.matches else ExitStatus.NOTHING_FOUND


def _matches(count: int) -> str:
    return f"{count:,} match{'es' if count != 1 else ''}"


def _many(paragraphs: int) -> str:
    return f"{paragraphs:,} paragraph{'s' if paragraphs != 1 else ''}"
