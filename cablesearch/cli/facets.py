"""`cablesearch facets`: counts by field, each with the arguments that narrow to it."""

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cablesearch.cli import options as opt
from cablesearch.cli.asking import facet_names, question, tell_why_nothing
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus

if TYPE_CHECKING:
    from cablesearch.search.page import Page

_NAMES = ("field", "value", "count", "label", "refine")


def command(
    session: Session,
    fields: opt.FacetFields,
    query: opt.Words = None,
    marking: opt.Markings = None,
    tag: opt.Tags = None,
    embassy: opt.Embassies = None,
    only: opt.Only = None,
    since: opt.Since = None,
    until: opt.Until = None,
    filter: opt.Filters = None,
    plain: opt.Plain = False,
    facet_size: opt.FacetSize = None,
    format: opt.TableFormat = None,
    json: opt.Json = False,
    header: opt.Header = False,
) -> ExitStatus:
    """Count matching paragraphs by field, with the arguments that narrow to each value.

    Elsewhere than on a terminal: field, value, count, label, arguments, tab-separated.
    """
    from cablesearch.output.facets import write_facets
    from cablesearch.output.records import dumps, write_tsv

    names = facet_names([fields])
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
        page = index.search(written, facets=names, limit=0, **options)
        sink = session.sink()
        how = "json" if json else format or ("table" if sink.terminal else "tsv")
        for note in page.notes:
            session.talk.note(f"note: {note}")
        if how == "json":
            sink.line(dumps({**page.head(), "facets": page.facet_dicts()}))
        elif how == "tsv":
            write_tsv(_rows(page), _NAMES, sink, header=header)
        elif page.total:
            size = session.setting("facet_size") if facet_size is None else facet_size
            write_facets(page.facets, sink, size=size)
        if not page.total:
            tell_why_nothing(index, written, options, session.talk)
            return ExitStatus.NOTHING_FOUND
    return ExitStatus.OK


def _rows(page: "Page") -> Iterator[dict[str, Any]]:
    """Every value of every facet; what holds no value comes last, without arguments."""
    for name, facet in page.facets.items():
        for value in facet.values:
            yield {
                "field": name,
                "value": value.value,
                "count": value.count,
                "label": value.label,
                "refine": shlex.join(value.refine),
            }
        if facet.missing and name != "marking":
            yield {"field": name, "value": "", "count": facet.missing, "label": "", "refine": ""}
