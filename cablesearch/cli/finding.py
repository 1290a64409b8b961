"""What `cablesearch query` does; how its arguments are read is not known here."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from cablesearch.cli.asking import facet_names, one_format, question, tell_why_nothing
from cablesearch.errors import ExitStatus, UsageError
from cablesearch.output.formats import CITING, Format

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Literal

    from cablesearch.api import Index
    from cablesearch.cable.model import Cable
    from cablesearch.cli.session import Session
    from cablesearch.output.writer import Choices, Results
    from cablesearch.query.ast import Order
    from cablesearch.search.page import Page


def find(
    session: Session,
    *,
    query: Sequence[str] | None = None,
    marking: Sequence[str] | None = None,
    tag: Sequence[str] | None = None,
    embassy: Sequence[str] | None = None,
    only: Sequence[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    filter: Sequence[str] | None = None,
    plain: bool = False,
    facet: Sequence[str] | None = None,
    facets: bool = False,
    facet_size: int | None = None,
    by: Literal["paragraph", "cable"] = "paragraph",
    limit: int | None = None,
    offset: int = 0,
    fold_similar: bool = False,
    all: bool = False,
    sort: Order | None = None,
    count: bool = False,
    cables: bool = False,
    explain: bool = False,
    snippets: int = 1,
    format: str | None = None,
    json: bool = False,
    jsonl: bool = False,
    csv: bool = False,
    nul: bool = False,
    fields: Sequence[str] | None = None,
    header: bool = False,
    raw_cells: bool = False,
    output: Path | None = None,
) -> ExitStatus:
    """Find paragraphs and write them; the parameters are those of query.command."""
    from cablesearch.output.columns import column_names
    from cablesearch.output.writer import Choices, Results

    if all and limit is not None:
        raise UsageError("--all and --limit contradict each other")
    if all and fold_similar:
        raise UsageError(
            "--fold-similar folds the hits of a page, --all has none",
            remedy="use --limit; cablesearch similar --duplicates groups copies everywhere",
        )
    if limit is None:
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
    ) | dict(session.narrowing)
    asked = one_format(format, json=json, jsonl=jsonl, csv=csv, ids=nul)
    how = Format(asked) if asked else None
    _check_format(how, count=count, explain=explain)
    choices = Choices(
        columns=column_names(fields or ()),
        header=header,
        nul=nul,
        raw_cells=raw_cells,
        snippets=snippets,
        facet_size=session.setting("facet_size") if facet_size is None else facet_size,
    )
    web = _is_web_page(session, how, output)
    wanted = facet_names(facet, main=facets or (web and not facet))
    order = sort or ("id" if all else "relevance")
    started = session.env.timer()
    with session.open_index() as index:
        if explain:
            return _explain(session, index, written, options, (how, output))
        if count:
            by_cable = cables or by == "cable"
            return _count(session, index, written, options, output, by_cable=by_cable)
        page = index.search(
            written,
            facets=wanted,
            limit=0 if all else limit,
            offset=offset,
            sort=order,
            by=by,
            cables=cables or (web and by == "cable"),
            fold_similar=fold_similar,
            **options,
        )
        results = Results(page=page)
        if all:
            results = Results(
                page=page,
                hits=islice(index.scan(written, sort=order, by=by, **options), offset, None),
                keys=islice(index.keys(written, sort=order, by=by, **options), offset, None),
            )
        if web:
            from cablesearch.cli.web import with_sheet

            results = with_sheet(
                results,
                index,
                options,
                by=by,
                sort=order,
                limit=None if all else limit,
                fold_similar=fold_similar,
                facets=wanted,
            )
        for note in page.notes:
            session.talk.note(f"note: {note}")
        seconds = session.env.timer() - started
        rest = (output, by, seconds, fold_similar)
        return _write(session, index, results, how, choices, options, rest)


def _is_web_page(session: Session, how: Format | None, output: Path | None) -> bool:
    """Whether the hits will be a web page, because it is asked for or configured."""
    terminal = session.env.stdout_isatty and (output is None or str(output) == "-")
    return (how or (None if terminal else session.setting("format"))) == Format.HTML


def _write(
    session: Session,
    index: Index,
    results: Results,
    how: Format | None,
    choices: Choices,
    options: dict[str, Any],
    rest: tuple[Any, str, float, bool],
) -> ExitStatus:
    from msgspec.structs import replace

    from cablesearch.output.writer import format_for, write_results

    page = results.page
    output, by, seconds, fold_similar = rest
    talk = session.talk
    with session.output(output, found=page.total > 0) as sink:
        asked = how or (None if sink.terminal else session.setting("format"))
        chosen = format_for(sink, Format(asked) if asked else None)
        _check_choices(chosen, choices)
        choices = replace(choices, lookups=lookups(index, choices.columns, chosen))
        count = write_results(results, chosen, sink, choices)
    if page.facets and chosen not in (Format.TABLE, Format.JSON, Format.HTML):
        talk.note(
            f"facets are no part of {chosen}: cablesearch facets prints them, --json has both"
        )
    if not page.total:
        tell_why_nothing(index, page.query, options, talk)
        return ExitStatus.NOTHING_FOUND
    total = page.cables if by == "cable" and page.cables is not None else page.total
    # before a page was asked to be folded all its hits were there, and are read
    hits = page.hits if fold_similar else ()
    folded = sum(len(hit.similar or ()) for hit in hits)
    limited = page.offset + count + folded < total
    if chosen is Format.TABLE:
        talk.note(_footer(page, count + folded, total, by, seconds, limited=limited))
    elif limited:
        talk.note(f"{count + folded:,} of {total:,}; --all for the rest")
    if folded:
        talk.note(f"{folded:,} of these folded into hits that they are similar to")
    talk.summary |= {"total": page.total, "returned": count}
    return ExitStatus.OK


def _check_format(how: Format | None, *, count: bool, explain: bool) -> None:
    """What is written instead of hits has no format of theirs."""
    if explain and how not in (None, Format.JSON):
        raise UsageError(f"--explain has no format {how}", remedy="--json has it as JSON")
    if count and not explain and how is not None:
        raise UsageError(f"--count has no format {how}", remedy="leave out one of them")


def _check_choices(how: Format, choices: Choices) -> None:
    """What was asked for and would change nothing is an error, not a silence."""
    if choices.columns and how not in (Format.TSV, Format.CSV, Format.JSON, Format.JSONL):
        raise UsageError(f"{how} has no --fields", remedy="tsv, csv, json and jsonl have")
    if choices.header and how is not Format.TSV:
        raise UsageError(f"{how} has no --header", remedy="tsv has; csv always begins with one")


def lookups(index: Index, columns: tuple[str, ...], how: Format | None = None) -> Any:
    """What these columns, or this format, need beside a hit."""
    from cablesearch.cable.countries import country_of
    from cablesearch.output.columns import Lookups
    from cablesearch.search.page import iso

    if how in (*CITING, Format.HTML):
        return Lookups(form=index.form, tables=index.tables)
    if not {"country", "added"} & set(columns):
        return Lookups()

    def country(cable: Cable) -> str | None:
        return country_of(cable.embassy, index.tables, cable.date)

    def added(cable_id: str) -> str | None:
        return iso(index.added(cable_id))

    return Lookups(country=country, added=added)


def _footer(page: Page, count: int, total: int, by: str, seconds: float, *, limited: bool) -> str:
    """ "2 of 13 paragraphs in 4 cables (0.02 s) · narrow with --tag KTIP"."""
    unit = "cable" if by == "cable" and total == page.cables else "paragraph"
    many = f"{total:,} {unit}{'s' if total != 1 else ''}"
    shown = f"{count:,} of {many}" if limited or page.offset else many
    if unit == "paragraph" and page.cables is not None:
        shown += f" in {page.cables:,} cable{'s' if page.cables != 1 else ''}"
    parts = [f"{shown} ({seconds:.2f} s)"]
    if limited:
        parts.append("--all for the rest")
    if narrowing := _narrowing(page):
        parts.append(f"narrow with {', '.join(narrowing)}")
    return " · ".join(parts)


def _narrowing(page: Page) -> list[str]:
    """The arguments of the commonest value of each facet that would leave something out; two at most."""
    import shlex  # for a terminal only

    found = []
    for facet in page.facets.values():
        if any(value.chosen for value in facet.values):
            continue
        fitting = [v for v in facet.values if 0 < v.count < page.total]
        if fitting:
            found.append(shlex.join(max(fitting, key=lambda v: v.count).refine))
    return found[:2]


def _count(
    session: Session,
    index: Index,
    query: str,
    options: dict[str, Any],
    output: Path | None,
    *,
    by_cable: bool,
) -> ExitStatus:
    page = index.search(query, limit=0, cables=by_cable, **options)
    number = page.cables if by_cable else page.total
    with session.output(output, found=page.total > 0) as sink:
        sink.line(str(number))
    if not page.total:
        tell_why_nothing(index, query, options, session.talk)
    return ExitStatus.OK if page.total else ExitStatus.NOTHING_FOUND


def _explain(
    session: Session,
    index: Index,
    query: str,
    options: dict[str, Any],
    rest: tuple[Format | None, Path | None],
) -> ExitStatus:
    from cablesearch.output.explain import write_explanation

    how, output = rest
    explanation = index.explain(query, **options)
    with session.output(output, found=explanation.total > 0) as sink:
        write_explanation(explanation, sink, as_json=how is Format.JSON)
    return ExitStatus.OK if explanation.total else ExitStatus.NOTHING_FOUND
