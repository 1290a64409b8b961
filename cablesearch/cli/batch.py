"""`cablesearch batch`: many queries from a file, a summary of each or its hits."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cablesearch.cli import options as opt
from cablesearch.cli.asking import facet_names, one_format, question
from cablesearch.cli.batching import Batch
from cablesearch.cli.finding import lookups
from cablesearch.cli.heading import heading
from cablesearch.cli.queries import of_column, of_lines, opened
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cablesearch.cli.queries import Asked
    from cablesearch.output.listing import Manner
    from cablesearch.output.records import Row
    from cablesearch.output.sink import Sink
    from cablesearch.search.page import FoundParagraph
    from cablesearch.search.summary import Summary

_NAMES = ("name", "query", "paragraphs", "cables", "first", "last")

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE", help="The queries, one a line; - for stdin.", show_default=False
    ),
]
Column = Annotated[
    str | None,
    typer.Option(
        "--column", metavar="NAME|N", help="FILE is CSV, and the queries stand in this column."
    ),
]
NameColumn = Annotated[
    str | None,
    typer.Option(
        "--name-column", metavar="NAME|N", help="The column of the names that results go by."
    ),
]
Hits = Annotated[
    int | None,
    typer.Option("--hits", metavar="N", min=1, help="Write the best N hits of each query."),
]
All = Annotated[bool, typer.Option("--all", help="Write all hits of each query, by id.")]


def command(
    session: Session,
    file: File,
    column: Column = None,
    name_column: NameColumn = None,
    marking: opt.Markings = None,
    tag: opt.Tags = None,
    embassy: opt.Embassies = None,
    only: opt.Only = None,
    since: opt.Since = None,
    until: opt.Until = None,
    filter: opt.Filters = None,
    plain: opt.Plain = False,
    facet: opt.Facets = None,
    facet_size: opt.FacetSize = None,
    hits: Hits = None,
    all: All = False,
    by: opt.By = "paragraph",
    format: opt.AuditFormat = None,
    json: opt.Json = False,
    jsonl: opt.Jsonl = False,
    csv: opt.Csv = False,
    fields: opt.Columns = None,
    header: opt.Header = False,
    raw_cells: opt.RawCells = False,
    output: opt.Output = None,
) -> ExitStatus:
    """Put many queries to the index: how many paragraphs and cables each finds, the first and the last day.

    A line of FILE is a query, or a name, a tab and a query; blank lines and those that begin with # are passed over.
    The options apply to every query. --hits N or --all writes hits, with the name before each. A query that cannot be
    read is reported with its line, the others go on, and the exit status is 3; 1 where nothing is found at all.
    """
    from cablesearch.output.listing import Manner

    if all and hits is not None:
        raise UsageError("--all and --hits contradict each other")
    if name_column is not None and column is None:
        raise UsageError("--name-column needs --column")
    wanted = facet_names(facet)
    if facet_size is not None and not wanted:
        raise UsageError("--facet-size needs --facet")
    if (hits or all) and wanted:
        raise UsageError("hits have no facets", remedy="leave out --hits and --all, or --facet")
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
    how = one_format(format, json=json, jsonl=jsonl, csv=csv)
    size = session.setting("facet_size") if facet_size is None else facet_size
    with session.open_index() as index, opened(file, session.env) as lines:
        index.keys("", **options)  # what is wrong with the options is wrong with every query
        batch = Batch(session, index, str(file), options)
        queries = of_column(lines, column, name_column) if column is not None else of_lines(lines)
        with session.output(output) as sink:
            manner = Manner(
                format=how or ("table" if sink.terminal else "tsv"),
                header=header,
                raw_cells=raw_cells,
            )
            if hits or all:
                _write_hits(batch, batch.hits(queries, hits, by), fields or (), manner, sink)
            elif fields or by != "paragraph":
                raise UsageError("--fields and --by are about hits", remedy="add --hits N or --all")
            else:
                found = batch.each(
                    queries, lambda one: index.summary(one.query, facets=wanted, **options)
                )
                _write_summaries(batch, found, (wanted, size), manner, sink)
    return batch.told()


def _write_summaries(
    batch: Batch,
    found: "Iterable[tuple[Asked, Summary]]",
    facets: "tuple[Sequence[str], int]",
    manner: "Manner",
    sink: "Sink",
) -> None:
    from cablesearch.output.grid import write_grid
    from cablesearch.output.listing import Listing, write_listing

    names, size = facets
    structured = manner.format in ("json", "jsonl")

    def rows() -> "Iterator[Row]":
        for one, summary in found:
            batch.counted(one, summary.paragraphs, summary.notes)
            row = {
                "name": one.name,
                "query": one.query,
                "paragraphs": summary.paragraphs,
                "cables": summary.cables,
                "first": summary.first.isoformat() if summary.first else None,
                "last": summary.last.isoformat() if summary.last else None,
            }
            for name, facet in summary.facets.items():
                values = facet.values[: size or None] if not structured else facet.values
                counts = {v.value: v.count for v in values}
                row[name] = counts if structured else [f"{v} {n}" for v, n in counts.items()]
            yield row

    def table(rows: "Iterable[Row]", sink: "Sink") -> None:
        kept = list(rows)
        head = ("paragraphs", "cables", "first", "last", *names, "query")
        cells = [
            (
                f"{row['paragraphs']:,}",
                f"{row['cables']:,}",
                row["first"] or "",
                row["last"] or "",
                *(", ".join(row[name]) for name in names),
                row["name"] if row["name"] == row["query"] else f"{row['name']}: {row['query']}",
            )
            for row in kept
        ]
        write_grid(head, cells, sink, right=frozenset({0, 1}))

    listing = Listing(
        names=(*_NAMES, *names),
        rows=rows(),
        key="queries",
        head=heading(batch.index),
        tail=batch.tail,
        table=table,
    )
    write_listing(listing, manner, sink)


def _write_hits(
    batch: Batch,
    found: "Iterable[tuple[Asked, Iterator[FoundParagraph]]]",
    fields: "Sequence[str]",
    manner: "Manner",
    sink: "Sink",
) -> None:
    from cablesearch.output.columns import CSV_COLUMNS, TSV_COLUMNS, column_names, record
    from cablesearch.output.listing import Listing, write_listing
    from cablesearch.output.safe import one_line
    from cablesearch.output.terminal import write_hits

    columns = column_names(fields)
    if columns and manner.format == "table":
        raise UsageError("table has no --fields", remedy="tsv, csv, json and jsonl have")
    columns = columns or {"tsv": TSV_COLUMNS, "csv": CSV_COLUMNS}.get(manner.format or "", ())
    look = lookups(batch.index, columns)

    def rows() -> "Iterator[Row]":
        for one, hits in found:
            count = 0
            for count, hit in enumerate(hits, 1):  # noqa: B007, how many there were
                yield {
                    "name": one.name,
                    **(record(hit, columns, look) if columns else hit.to_dict()),
                }
            batch.counted(one, count)

    def table(_rows: "Iterable[Row]", sink: "Sink") -> None:
        for number, (one, hits) in enumerate(found):
            if number:
                sink.line()
            sink.line(sink.style.strong(one_line(one.name)))
            count = write_hits(hits, sink)
            batch.counted(one, count)
            if not count:
                sink.line("nothing found")

    listing = Listing(
        names=("name", *columns),
        rows=rows(),
        key="hits",
        head=heading(batch.index),
        tail=batch.tail,
        table=table,
    )
    write_listing(listing, manner, sink)
