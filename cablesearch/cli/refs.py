"""`cablesearch refs`: what a cable cites and what cites it; what is cited most, or is cited and not here."""

from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cablesearch.cli import options as opt
from cablesearch.cli.asking import one_format, question, tell_of_dates, tell_why_nothing
from cablesearch.cli.heading import heading
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from cablesearch.api import Index
    from cablesearch.output.listing import Listing, Manner
    from cablesearch.search.refs import Direction, Graph

RefsFormat = Literal["table", "tsv", "csv", "json", "jsonl", "tree", "dot", "graphml"]

Cited = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ID]...",
        help="09BAKU911, '09BAKU911 ¶5', 76STATE290286~2; also one that is only cited here.",
        show_default=False,
    ),
]
Depth = Annotated[
    int, typer.Option("--depth", metavar="N", min=1, help="So many steps in each direction.")
]
Cites = Annotated[bool, typer.Option("--cites", help="Only what it cites.")]
CitedBy = Annotated[bool, typer.Option("--cited-by", help="Only what cites it.")]
Tree = Annotated[bool, typer.Option("--tree", help="Draw it as a tree; short for -F tree.")]
Dot = Annotated[bool, typer.Option("--dot", help="Write the graph for Graphviz.")]
Graphml = Annotated[
    bool, typer.Option("--graphml", help="Write the graph for Gephi, yEd, networkx.")
]
Top = Annotated[bool, typer.Option("--top", help="What is cited most, by how many and by whom.")]
Missing = Annotated[
    bool, typer.Option("--missing", help="Only what is cited and not in the index.")
]
Most = Annotated[
    int | None,
    typer.Option(
        "-n",
        "--limit",
        metavar="N",
        min=1,
        help="So many rows of --top and --missing [20], so many cables of a graph [500].",
        show_default=False,
    ),
]
AllRows = Annotated[bool, typer.Option("--all", help="All rows of --top and --missing.")]
Format = Annotated[
    RefsFormat | None,
    typer.Option("-F", "--format", help="How to write it: table on a terminal, tsv elsewhere."),
]


def command(
    session: Session,
    ids: Cited = None,
    depth: Depth = 1,
    cites: Cites = False,
    cited_by: CitedBy = False,
    tree: Tree = False,
    dot: Dot = False,
    graphml: Graphml = False,
    top: Top = False,
    missing: Missing = False,
    marking: opt.Markings = None,
    tag: opt.Tags = None,
    embassy: opt.Embassies = None,
    only: opt.Only = None,
    since: opt.Since = None,
    until: opt.Until = None,
    filter: opt.Filters = None,
    limit: Most = None,
    all: AllRows = False,
    format: Format = None,
    json: opt.Json = False,
    jsonl: opt.Jsonl = False,
    csv: opt.Csv = False,
    header: opt.Header = False,
    raw_cells: opt.RawCells = False,
    output: opt.Output = None,
) -> ExitStatus:
    """List what a cable cites and what cites it, by the REF lists of the cables in the index.

    Without an ID, --top lists what is cited most and --missing what is cited and not here; -m, -t, -e, --only, --since,
    --until and -f then choose the citing cables, by a matching paragraph. The exit status is 1 where nothing is found.
    """
    from cablesearch.output.listing import Manner

    options = question(
        marking=marking,
        tag=tag,
        embassy=embassy,
        only=only,
        since=since,
        until=until,
        filters=filter,
        plain=False,
    )
    tell_of_dates(since, until, session.talk)
    asked = one_format(format, tree=tree, dot=dot, graphml=graphml, json=json, jsonl=jsonl, csv=csv)
    manner = Manner(format=asked, header=header, raw_cells=raw_cells)
    if ids:
        if top or all or any(options.values()):
            raise UsageError(
                "--top, --all and what chooses citing cables stand without an ID",
                remedy="refs ID --depth 2 goes further, --limit N has more cables",
            )
        if missing and cited_by:
            raise UsageError(
                "--missing and --cited-by contradict each other",
                remedy="what cites a cable is in the index",
            )
        ways = _ways(cites=cites or missing, cited_by=cited_by)
        with session.open_index() as index:
            graph = index.refs(*ids, depth=depth, directions=ways, most=limit or 500)
            return _graph(session, index, graph, manner, output, missing=missing)
    if not (top or missing):
        raise UsageError("which cable?", remedy="name one, or ask for --top or --missing")
    if cites or cited_by or depth != 1 or asked in ("tree", "dot", "graphml"):
        raise UsageError("--top and --missing have no graph", remedy="name a cable by its id")
    if all and limit is not None:
        raise UsageError("--all and --limit contradict each other")
    size = None if all else session.setting("limit") if limit is None else limit
    with session.open_index() as index:
        return _counted(session, index, options, manner, (output, size, missing))


def _ways(*, cites: bool, cited_by: bool) -> "tuple[Direction, ...]":
    both = cites == cited_by
    wanted: tuple[tuple[Direction, bool], ...] = (("cites", cites), ("cited-by", cited_by))
    return tuple(way for way, asked in wanted if asked or both)


def _graph(
    session: Session,
    index: "Index",
    graph: "Graph",
    manner: "Manner",
    output: "Path | None",
    *,
    missing: bool,
) -> ExitStatus:
    """Write what was found around some cables."""
    from cablesearch.output.graphs import write_dot, write_graphml
    from cablesearch.output.listing import write_listing
    from cablesearch.output.refs import write_tree

    drawing = {"tree": write_tree, "dot": write_dot, "graphml": write_graphml}.get(
        manner.format or ""
    )
    if drawing is not None and (missing or manner.header or manner.raw_cells):
        raise UsageError(f"{manner.format} has no --missing, --header and --raw-cells")
    with session.output(output) as sink:
        if drawing is not None:
            drawing(graph, sink)
            count = len(graph.cites) + len(graph.cited_by)
        else:
            count = write_listing(_listing(index, graph, missing=missing), manner, sink)
    talk = session.talk
    if graph.beyond:
        talk.note(
            f"{len(graph.nodes):,} cables, {graph.beyond:,} more next to them; --limit N for more"
        )
    talk.summary |= {"cables": len(graph.nodes), "returned": count}
    if not count:
        what = "no reference that is not here" if missing else "no references either way"
        talk.note(f"nothing found: {', '.join(graph.roots)}: {what}")
    return ExitStatus.OK if count else ExitStatus.NOTHING_FOUND


def _listing(index: "Index", graph: "Graph", *, missing: bool) -> "Listing":
    from cablesearch.output.listing import Listing
    from cablesearch.output.refs import write_graph
    from cablesearch.search.refs import ROW_KEYS

    rows = [row for row in graph.rows() if not missing or row["held"] is False]
    # of a graph all its cables, or both ends of each row that is left
    shown = {row[end] for row in rows for end in ("cable_id", "via")} if missing else graph.nodes
    return Listing(
        names=ROW_KEYS,
        rows=rows,
        key="refs",
        head=heading(
            index,
            ids=list(graph.roots),
            depth=graph.depth,
            nodes=[node.to_dict() for id, node in graph.nodes.items() if id in shown],
        ),
        tail={"beyond": graph.beyond},
        table=lambda some, sink: write_graph(graph, list(some), sink),
    )


def _counted(
    session: Session,
    index: "Index",
    options: dict[str, Any],
    manner: "Manner",
    rest: "tuple[Path | None, int | None, bool]",
) -> ExitStatus:
    """Write what is cited most, or most often and not here."""
    from cablesearch.output.listing import Listing, write_listing
    from cablesearch.output.refs import write_cited
    from cablesearch.search.cited import CITED_KEYS

    output, size, missing = rest
    found = index.most_cited(held=False if missing else None, **options)
    listing = Listing(
        names=CITED_KEYS,
        rows=(cited.to_dict() for cited in islice(found, size)),
        key="cited",
        head=heading(index, total=len(found)),
        table=write_cited,
    )
    with session.output(output) as sink:
        count = write_listing(listing, manner, sink)
    talk = session.talk
    talk.summary |= {"total": len(found), "returned": count}
    if not found:
        if any(options.values()):
            tell_why_nothing(index, "", options, talk)
        else:
            talk.note("nothing found: " + ("all that is cited is here" if missing else "no refs"))
        return ExitStatus.NOTHING_FOUND
    if count < len(found):
        talk.note(f"{count:,} of {len(found):,}; --all for the rest")
    return ExitStatus.OK
