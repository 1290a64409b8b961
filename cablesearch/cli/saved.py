"""`cablesearch saved`: queries with names: kept, run, and asked for what is new."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cablesearch.cli import options as opt
from cablesearch.cli.asking import question
from cablesearch.cli.completion import offer_saved
from cablesearch.cli.finding import find
from cablesearch.cli.saved_file import checked_name, saved_queries
from cablesearch.cli.saving import check_readable, digest, opens
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus, UsageError
from cablesearch.output.nearest import remedy

if TYPE_CHECKING:
    from cablesearch.cli.saved_file import SavedQueries
    from cablesearch.errors import ConfigError
    from cablesearch.query.question import Question

Action = Annotated[
    Literal["add", "list", "show", "remove", "run", "new"],
    typer.Argument(help="What to do; list without one."),
]
Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME] [QUERY]...",
        help="The name, and for add the query; 'cablesearch help saved'.",
        autocompletion=offer_saved,
        show_default=False,
    ),
]
Replace = Annotated[
    bool, typer.Option("--replace", help="With add: put it in the place of the one of that name.")
]
Changed = Annotated[
    bool, typer.Option("--changed", help="With new: also cables whose text has changed since.")
]
Peek = Annotated[
    bool, typer.Option("--peek", help="With new: the next run shall show the same once more.")
]

_NARROWING = ("marking", "tag", "embassy", "only", "since", "until", "filter", "plain")
"""What may be saved with a query, and narrows a run further."""


def command(
    session: Session,
    action: Action = "list",
    words: Words = None,
    replace: Replace = False,
    changed: Changed = False,
    peek: Peek = False,
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
    """Keep queries under names. In every query saved:NAME stands for the one of that name, in brackets.

    add NAME QUERY... saves a query with the options that narrow it; list, show and remove do what they say; run NAME
    does what query does. new NAME shows what has entered the index since its last run, and exits 1 where nothing has:
    an alert for cron. run and new take the options of query.
    """
    given = dict(locals())
    for name in ("session", "action", "words", "replace", "changed", "peek"):
        del given[name]
    saved = saved_queries(session.env)
    name, *rest = words or [""]
    _check(action, name, rest, given, replace=replace, new=changed or peek)
    if action == "list":
        return _list(session, saved, given)
    name = checked_name(name)
    if action == "add":
        return _add(session, saved, name, (" ".join(rest), given), replace=replace)
    if name not in saved:
        known = "cablesearch saved list names them"
        raise UsageError(f'no saved query "{name}"', remedy=remedy(name, saved, known))
    if action == "show":
        return _show(session, saved, name)
    if action == "remove":
        return _remove(session, saved, name)
    narrowed = any(given[option] for option in _NARROWING)
    given = _narrowed(saved[name], given)
    if action == "run":
        return find(session, **given)
    from cablesearch.cli.newly import find_new

    query = (name, digest(saved.sorted_out()[0], name))
    return find_new(session, query, given, narrowed=narrowed, changed=changed, peek=peek)


def _check(
    action: str, name: str, rest: list[str], given: dict[str, Any], *, replace: bool, new: bool
) -> None:
    """What an action does not take is an error, not a silence."""
    if replace and action != "add":
        raise UsageError(f"saved {action} has no --replace", remedy="add has")
    if new and action != "new":
        raise UsageError(f"saved {action} has no --peek and --changed", remedy="new has")
    if action != "list" and not name:
        raise UsageError("which query?", remedy=f"cablesearch saved {action} NAME")
    if rest and action != "add":
        raise UsageError(
            f"saved {action} takes one name",
            remedy=f"cablesearch query 'saved:{name} ...' asks more",
        )
    if action == "list" and name:
        raise UsageError("saved list takes no name", remedy=f"cablesearch saved show {name}")
    takes = {
        "add": _NARROWING,
        "list": ("format", "json", "jsonl", "csv", "header", "raw_cells"),
    }.get(action, () if action in ("show", "remove") else tuple(given))
    usual = {"by": "paragraph", "snippets": 1}
    for option, value in given.items():
        if option not in takes and value and value != usual.get(option):
            raise UsageError(f"saved {action} has no --{option.replace('_', '-')}")


def _add(
    session: Session,
    saved: "SavedQueries",
    name: str,
    asked: tuple[str, dict[str, Any]],
    *,
    replace: bool,
) -> ExitStatus:
    from cablesearch.query.question import Question

    query, given = asked
    options = question(
        marking=given["marking"],
        tag=given["tag"],
        embassy=given["embassy"],
        only=given["only"],
        since=given["since"],
        until=given["until"],
        filters=given["filter"],
        plain=given["plain"],
    )
    if not (query.strip() or any(options.values())):
        raise UsageError("what to save?", remedy="cablesearch saved add NAME QUERY...")
    new = Question(query=query, **options)
    check_readable(session, {**saved.sorted_out()[0], name: new}, name)
    saved.add(name, new, replace=replace)
    session.talk.note(f'saved "{name}"; cablesearch saved run {name}')
    _tell(session, saved.sorted_out()[1])
    return ExitStatus.OK


def _remove(session: Session, saved: "SavedQueries", name: str) -> ExitStatus:
    from cablesearch.cli.marks import forget

    others = saved.sorted_out()[0].items()
    openers = [other for other, asked in others if other != name and opens(asked, name)]
    saved.remove(name)
    more = f"; it is opened by {', '.join(openers)}" if openers else ""
    session.talk.note(f'removed "{name}"{more}')
    forget(session.env, name)
    return ExitStatus.OK


def _tell(session: Session, faults: "list[ConfigError]") -> None:
    """What is wrong with tables that are no queries; the others can be used."""
    for fault in faults:
        session.talk.problem(str(fault))


def _narrowed(asked: "Question", given: dict[str, Any]) -> dict[str, Any]:
    """The options of a run: what was saved, and what was given with it."""
    only = [f"{field}={value}" for field, values in asked.filters.items() for value in values]
    return {
        **given,
        "query": [asked.query],
        "only": [*only, *(given["only"] or ())],
        "filter": [*asked.where, *(given["filter"] or ())],
        "since": given["since"] or asked.since,
        "until": given["until"] or asked.until,
        "plain": given["plain"] or asked.plain,
    }


def _list(session: Session, saved: "SavedQueries", given: dict[str, Any]) -> ExitStatus:
    import shlex

    from cablesearch.cli.asking import one_format
    from cablesearch.output.grid import write_grid
    from cablesearch.output.listing import Listing, Manner, write_listing

    readable, faults = saved.sorted_out()
    rows = [
        {"name": name, "query": asked.query, "options": shlex.join(asked.arguments())}
        for name, asked in readable.items()
    ]
    names = ("name", "query", "options")
    listing = Listing(
        names=names,
        rows=rows,
        key="saved",
        table=lambda some, sink: write_grid(
            names, [tuple(map(str, row.values())) for row in some], sink
        ),
    )
    asked = one_format(given["format"], json=given["json"], jsonl=given["jsonl"], csv=given["csv"])
    if asked in ("ids", "text"):
        raise UsageError(f"saved list has no format {asked}")
    manner = Manner(format=asked, header=given["header"], raw_cells=given["raw_cells"])
    _tell(session, faults)
    if not saved:
        session.talk.note("no query is saved; cablesearch saved add NAME QUERY... saves one")
        return ExitStatus.NOTHING_FOUND
    write_listing(listing, manner, session.sink())
    return ExitStatus.SKIPPED if faults else ExitStatus.OK


def _show(session: Session, saved: "SavedQueries", name: str) -> ExitStatus:
    import shlex

    from cablesearch.output.safe import one_line

    asked = saved[name]
    words = ["--", asked.query] if asked.query.startswith("-") else [asked.query]
    command = shlex.join(("cablesearch", "query", *asked.arguments(), *filter(None, words)))
    session.sink().line(one_line(command))
    return ExitStatus.OK
