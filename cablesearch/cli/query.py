"""`cablesearch query`: ranked paragraphs, with filters and facets."""

from typing import Annotated

import typer

from cablesearch.cli import options as opt
from cablesearch.cli.finding import find
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus

FoldSimilar = Annotated[
    bool,
    typer.Option(
        "--fold-similar", help="Fold hits that are near-copies of a better one on the page into it."
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
    facet: opt.Facets = None,
    facets: opt.MainFacets = False,
    facet_size: opt.FacetSize = None,
    by: opt.By = "paragraph",
    limit: opt.Limit = None,
    offset: opt.Offset = 0,
    fold_similar: FoldSimilar = False,
    all: opt.All = False,
    sort: opt.Sort = None,
    count: opt.Count = False,
    cables: opt.CountCables = False,
    explain: opt.Explain = False,
    snippets: opt.Snippets = 1,
    format: opt.FormatOption = None,
    json: opt.Json = False,
    jsonl: opt.Jsonl = False,
    csv: opt.Csv = False,
    nul: opt.Nul = False,
    fields: opt.Columns = None,
    header: opt.Header = False,
    raw_cells: opt.RawCells = False,
    output: opt.Output = None,
) -> ExitStatus:
    """Find paragraphs: ranked, filtered, counted.

    Words are ANDed. 'cablesearch help query-language' tells the whole language. The shell eats quotes, so a phrase is
    '"law of the sea"'.
    """
    return find(
        session,
        query=query,
        marking=marking,
        tag=tag,
        embassy=embassy,
        only=only,
        since=since,
        until=until,
        filter=filter,
        plain=plain,
        facet=facet,
        facets=facets,
        facet_size=facet_size,
        by=by,
        limit=limit,
        offset=offset,
        fold_similar=fold_similar,
        all=all,
        sort=sort,
        count=count,
        cables=cables,
        explain=explain,
        snippets=snippets,
        format=format,
        json=json,
        jsonl=jsonl,
        csv=csv,
        nul=nul,
        fields=fields,
        header=header,
        raw_cells=raw_cells,
        output=output,
    )
