"""`cablesearch timeline`: matches over time."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cablesearch.cli import options as opt
from cablesearch.cli.asking import one_format, question, tell_why_nothing
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cablesearch.output.records import Row
    from cablesearch.output.sink import Sink
    from cablesearch.search.timeline import Timeline

Step = Annotated[
    Literal["year", "quarter", "month", "week", "day"] | None,
    typer.Option(
        "--by", help="The length of a period. [default: by the span, 60 periods at most, or years]"
    ),
]
Share = Annotated[
    bool, typer.Option("--share", help="Per cent of all paragraphs of the period, too.")
]
Against = Annotated[
    str | None,
    typer.Option(
        "--against", metavar="QUERY", help="A second query, counted beside the first; '*' is all."
    ),
]
Sparkline = Annotated[
    bool, typer.Option("--sparkline", help="One line of small bars for each query.")
]
Plot = Annotated[
    Path | None,
    typer.Option(
        "--plot", metavar="FILE", help="Draw it too, as FILE.svg or FILE.png; needs matplotlib."
    ),
]


def command(
    session: Session,
    query: opt.Words = None,
    marking: opt.Markings = None,
    tag: opt.Tags = None,
    embassy: opt.Embassies = None,
    only: opt.Only = None,
    since: opt.Since = None,
    until: opt.Until = None,
    filter: opt.Filters = None,
    plain: opt.Plain = False,
    by: Step = None,
    share: Share = False,
    against: Against = None,
    sparkline: Sparkline = False,
    plot: Plot = None,
    format: opt.AuditFormat = None,
    json: opt.Json = False,
    jsonl: opt.Jsonl = False,
    csv: opt.Csv = False,
    header: opt.Header = False,
    raw_cells: opt.RawCells = False,
    output: opt.Output = None,
) -> ExitStatus:
    """Count matching paragraphs over time: by year, quarter, month, week or day.

    The date of a paragraph is that of its cable. Raw counts mislead where an archive grows: --share gives per cent of
    all paragraphs of the period. All other options hold for both queries. Elsewhere than on a terminal: first day,
    period, count, then what --share and --against add, tab-separated. 'cablesearch help timeline' tells more.
    """
    from cablesearch.output.listing import Manner, write_listing

    asked = one_format(format, json=json, jsonl=jsonl, csv=csv)
    if sparkline and (asked or header or raw_cells):
        raise UsageError("--sparkline is a form of its own", remedy="leave out the other")
    kind = _kind(plot, output, session)
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
    with session.open_index() as index:
        found = index.timeline(written, by=by, share=share, against=against, **options)
        for note in found.notes:
            session.talk.note(f"note: {note}")
        with session.output(output) as sink:
            if sparkline:
                from cablesearch.output.timeline import write_sparkline

                write_sparkline(found, sink)
            else:
                manner = Manner(format=asked, header=header, raw_cells=raw_cells)
                write_listing(_listing(found), manner, sink)
        if plot is not None and found.periods:
            _draw(found, session.env.cwd / plot, kind)
            session.talk.note(f"{plot} drawn")
        elif plot is not None:
            session.talk.problem(f"{plot} not drawn: no match has a date")
        _tell(found, session)
        if not found.total:
            tell_why_nothing(index, written, options, session.talk)
    nothing = not found.total and not (found.against and found.against.total)
    if plot is not None and not found.periods:
        nothing = True
    return ExitStatus.NOTHING_FOUND if nothing else ExitStatus.OK


def _kind(plot: Path | None, output: Path | None, session: Session) -> str:
    """The kind of picture that was asked for, known to be possible before anything is counted."""
    from cablesearch.output.plot import check_plot

    if plot is None:
        return ""
    place = session.env.cwd / plot
    if output is not None and (session.env.cwd / output).resolve() == place.resolve():
        raise UsageError("--plot and -o name the same file", remedy="name two files")
    return check_plot(place)


def _listing(found: "Timeline") -> Any:
    from cablesearch.output.listing import Listing
    from cablesearch.output.timeline import columns, write_bars

    def table(rows: "Iterable[Row]", sink: "Sink") -> None:
        if list(rows):
            write_bars(found, sink)

    return Listing(
        names=columns(found),
        rows=found.to_dicts(),
        key="periods",
        table=table,
        head=found.head(),
    )


def _draw(found: "Timeline", path: Path, kind: str) -> None:
    from cablesearch.output.plot import picture
    from cablesearch.output.sink import replacing

    drawn = picture(found, kind)
    with replacing(path) as stream:
        stream.buffer.write(drawn)


def _tell(found: "Timeline", session: Session) -> None:
    """What a person should know of it, in whatever form it was written."""
    from cablesearch.output.timeline import summary, undated

    session.talk.summary |= {"total": found.total, "returned": len(found.periods)}
    if found.periods and session.sink().terminal:
        session.talk.note(summary(found))
    if missing := undated(found):
        session.talk.note(missing)
