"""`cablesearch similar`: more like this, and what is nearly the same."""

from itertools import takewhile
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cablesearch.cli import options as opt
from cablesearch.cli.asking import one_format, question, tell_of_dates
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus, NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cablesearch.api import Index
    from cablesearch.cli.log import Talk
    from cablesearch.output.listing import Listing
    from cablesearch.search.copies import Copy

Unit = Literal["paragraph", "cable"]

Spec = Annotated[
    str | None,
    typer.Argument(
        metavar="[ID]",
        show_default=False,
        help="A cable, or a paragraph: 09BAKU911, '09BAKU911 ¶5', 09BAKU911/5, 09BAKU911:7.",
    ),
]
Duplicates = Annotated[
    bool, typer.Option("--duplicates", help="Group the cables that are near-copies of one another.")
]
Share = Annotated[
    float | None,
    typer.Option(
        "--share",
        metavar="S",
        min=0.5,
        max=1.0,
        help="Copies share so much of their sequences of five words. [default: 0.6]",
    ),
]
By = Annotated[
    Unit | None,
    typer.Option("--by", help="List paragraphs, or cables. [default: as what is named]"),
]
Limit = Annotated[
    int | None,
    typer.Option(
        "-n", "--limit", metavar="N", min=1, help="So many, of --duplicates groups. [default: 20]"
    ),
]
All = Annotated[bool, typer.Option("--all", help="All groups of --duplicates.")]

_SHARE = 0.6


def command(
    session: Session,
    spec: Spec = None,
    duplicates: Duplicates = False,
    share: Share = None,
    by: By = None,
    limit: Limit = None,
    all: All = False,
    marking: opt.Markings = None,
    tag: opt.Tags = None,
    embassy: opt.Embassies = None,
    only: opt.Only = None,
    since: opt.Since = None,
    until: opt.Until = None,
    filter: opt.Filters = None,
    format: opt.AuditFormat = None,
    json: opt.Json = False,
    jsonl: opt.Jsonl = False,
    csv: opt.Csv = False,
    header: opt.Header = False,
    raw_cells: opt.RawCells = False,
    output: opt.Output = None,
) -> ExitStatus:
    """List what is most like a cable or a paragraph, with the words that made it so.

    With --duplicates, group the cables of the whole index that are nearly the same: retransmissions, corrected copies.
    'cablesearch help similar' says how it is measured.
    """
    from cablesearch.output.listing import Manner, write_listing

    _check(spec, duplicates=duplicates, share=share, by=by, limit=limit, all=all)
    if limit is None and not all:
        limit = session.setting("limit")
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
    asked = one_format(format, json=json, jsonl=jsonl, csv=csv)
    manner = Manner(format=asked, header=header, raw_cells=raw_cells)
    with session.open_index() as index:
        if spec is None:
            groups = _Groups(index.duplicates(share=share or _SHARE, **options), limit)
            listing = _copies(index, groups, share or _SHARE)
        else:
            try:
                listing = _similar(index, spec, options, by=by, limit=limit)
            except NotFoundError as error:
                session.talk.problem(str(error))
                return ExitStatus.NOTHING_FOUND
        with session.output(output) as sink:
            count = write_listing(listing, manner, sink)
    session.talk.summary |= {"returned": count}
    if spec is None:
        _tell_groups(groups, session.talk)
    elif not count:
        session.talk.note(f"nothing shares a telling word with {spec}")
    return ExitStatus.OK if count else ExitStatus.NOTHING_FOUND


def _check(
    spec: str | None,
    *,
    duplicates: bool,
    share: float | None,
    by: str | None,
    limit: int | None,
    all: bool,
) -> None:
    """UsageError for what contradicts itself, or would change nothing."""
    if duplicates == (spec is not None):
        raise UsageError("name a cable or a paragraph, or ask for --duplicates, one of the two")
    if all and limit is not None:
        raise UsageError("--all and --limit contradict each other")
    if spec is not None and (all or share is not None):
        raise UsageError("--all and --share are for --duplicates")
    if duplicates and by is not None:
        raise UsageError("--duplicates groups cables; there is no --by")


def _similar(
    index: "Index", spec: str, options: dict[str, Any], *, by: Unit | None, limit: int | None
) -> "Listing":
    from cablesearch.output.listing import Listing
    from cablesearch.output.similar import write_similar
    from cablesearch.search.similar import COLUMNS

    found = index.similar(spec, limit=limit or 0, by=by, **options)
    return Listing(
        names=COLUMNS,
        rows=(one.to_dict() for one in found),
        key="similar",
        table=write_similar,
        head=_head(index, {"to": spec}),
    )


def _copies(index: "Index", groups: "_Groups", share: float) -> "Listing":
    from cablesearch.output.listing import Listing
    from cablesearch.output.similar import write_groups
    from cablesearch.search.copies import COLUMNS

    return Listing(
        names=COLUMNS,
        rows=(copy.to_dict() for copy in groups),
        key="copies",
        table=write_groups,
        head=_head(index, {"share": share}),
    )


def _head(index: "Index", asked: dict[str, Any]) -> dict[str, Any]:
    """What the JSON says before the rows."""
    from cablesearch.search.page import FORMAT_VERSION, iso

    return {
        "format_version": FORMAT_VERSION,
        **asked,
        "index": {
            "path": index.info.path,
            "generation": index.info.generation,
            "built_at": iso(index.info.built_at),
            "engine": index.info.engine,
        },
    }


class _Groups:
    """The copies of the first groups. `cables` and `groups` count those given; `is_whole` says there are no more."""

    def __init__(self, copies: "Iterable[Copy]", limit: int | None) -> None:
        self._copies = copies
        self._limit = limit
        self.groups = 0
        self.cables = 0
        self.is_whole = True

    def __iter__(self) -> "Iterator[Copy]":
        for copy in takewhile(self._within, self._copies):
            self.groups = copy.group
            self.cables += 1
            yield copy

    def _within(self, copy: "Copy") -> bool:
        self.is_whole = self._limit is None or copy.group <= self._limit
        return self.is_whole


def _tell_groups(groups: _Groups, talk: "Talk") -> None:
    if not groups.groups and groups.is_whole:
        talk.note("no cable is a near-copy of another")
        return
    many = f"{groups.groups:,} group{'s' if groups.groups != 1 else ''} of {groups.cables:,} cables"
    talk.note(many if groups.is_whole else f"the first {many}; --all for the rest")
