"""`cablesearch audit`: what a reviewer should look at."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from cablesearch.cli import options as opt
from cablesearch.cli.asking import one_format, question, tell_of_dates, tell_why_nothing
from cablesearch.cli.session import Session
from cablesearch.errors import ExitStatus, UsageError
from cablesearch.output.nearest import remedy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from cablesearch.api import Index
    from cablesearch.output.sink import Sink
    from cablesearch.search.audit import Audit, Finding

_SHOWN = 20
"""Findings of each check on a terminal."""


def command(
    session: Session,
    query: opt.Words = None,
    check: opt.Checks = None,
    marking: opt.Markings = None,
    tag: opt.Tags = None,
    embassy: opt.Embassies = None,
    only: opt.Only = None,
    since: opt.Since = None,
    until: opt.Until = None,
    filter: opt.Filters = None,
    plain: opt.Plain = False,
    as_of: opt.AsOf = None,
    limit: opt.PerCheck = None,
    all: opt.AllFindings = False,
    format: opt.AuditFormat = None,
    json: opt.Json = False,
    jsonl: opt.Jsonl = False,
    csv: opt.Csv = False,
    header: opt.Header = False,
    raw_cells: opt.RawCells = False,
    output: opt.Output = None,
) -> ExitStatus:
    """List what a reviewer should look at: paragraphs marked above their cable, unmarked ones, references not here.

    A query and its options choose the cables, by a matching paragraph; without them all are looked at. 'cablesearch
    help audit' tells each check. The exit status is 1 where nothing is found.
    """
    from cablesearch.output.audit import write_findings

    if all and limit is not None:
        raise UsageError("--all and --limit contradict each other")
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
    tell_of_dates(since, until, session.talk)
    asked = one_format(format, json=json, jsonl=jsonl, csv=csv)
    names = _names(check or ())
    day = _day(as_of) if as_of else session.env.clock().date()
    with session.open_index() as index:
        audit = index.audit(written, checks=names, as_of=day, **options)
        with session.output(output) as sink:
            how = asked or ("table" if sink.terminal else "tsv")
            if header and how != "tsv":
                raise UsageError(
                    f"{how} has no --header", remedy="tsv has; csv always begins with one"
                )
            most = _SHOWN if how == "table" and limit is None and not all else limit
            listing = Listing(audit, whole=bool(names), most=most)
            if how == "table":
                _write_table(listing, sink)
            else:
                head = _head(index, written, day)
                write_findings(listing, audit, how, sink, head, header=header, raw_cells=raw_cells)
        if not audit.audited:
            tell_why_nothing(index, written, options, session.talk)
    return _tell(listing, session)


class Listing:
    """The findings to be listed: `most` of each check, and none of a common one unless the checks were named."""

    def __init__(self, audit: "Audit", *, whole: bool, most: int | None) -> None:
        from cablesearch.search.checks import CHECKS

        self.audit = audit
        self.most = most
        self.apart = () if whole else tuple(n for n in audit.counts if CHECKS[n].common)
        self.returned = 0

    def __iter__(self) -> "Iterator[Finding]":
        listed: Counter[str] = Counter()
        for finding in self.audit:
            listed[finding.check] += 1
            if finding.check not in self.apart and not self._enough(listed[finding.check]):
                self.returned += 1
                yield finding

    def _enough(self, count: int) -> bool:
        return self.most is not None and count > self.most

    @property
    def total(self) -> int:
        """How many there would be without `most`."""
        return sum(
            count.findings for name, count in self.audit.counts.items() if name not in self.apart
        )


def _names(written: "Sequence[str]") -> list[str]:
    """The checks that were named, commas resolved; UsageError with a suggestion where there is no such check."""
    from cablesearch.search.checks import CHECKS

    names = [name.strip() for item in written for name in item.split(",") if name.strip()]
    for name in names:
        if name not in CHECKS:
            raise UsageError(
                f'no check "{name}"',
                remedy=remedy(name, CHECKS, "cablesearch help audit lists them"),
            )
    return names


def _day(written: str) -> "date":
    """The first day of a date of any precision."""
    from cablesearch.query.resolve import period_of

    if ".." in written:
        raise UsageError(f'--as-of "{written}" is a range', remedy="give one day, month or year")
    start = period_of(written).start
    if start is None:
        raise UsageError(f'--as-of "{written}" has no first day')
    return start.date()


def _head(index: "Index", query: str, day: "date") -> dict[str, Any]:
    """What the JSON says before the findings."""
    from cablesearch.search.page import FORMAT_VERSION, iso

    return {
        "format_version": FORMAT_VERSION,
        "query": query,
        "index": {
            "path": index.info.path,
            "generation": index.info.generation,
            "built_at": iso(index.info.built_at),
            "engine": index.info.engine,
        },
        "as_of": day.isoformat(),
    }


def _write_table(listing: Listing, sink: "Sink") -> None:
    """A summary and the first findings of each check; where all are wanted they stream by and the summary ends it."""
    from cablesearch.output.audit import write_check, write_streamed, write_summary

    if listing.most is None:
        write_streamed(listing, sink)
        sink.line()
        write_summary(listing.audit, sink)
        return
    kept: dict[str, list[Finding]] = {}
    for finding in listing:
        kept.setdefault(finding.check, []).append(finding)
    write_summary(listing.audit, sink)
    for name, count in listing.audit.counts.items():
        if name in kept:
            sink.line()
            write_check(name, kept[name], count.findings, sink)


def _tell(listing: Listing, session: Session) -> ExitStatus:
    audit, talk = listing.audit, session.talk
    talk.summary |= {
        "audited": audit.audited,
        "findings": listing.total,
        "returned": listing.returned,
    }
    if not audit.audited:
        return ExitStatus.NOTHING_FOUND
    cables = f"{audit.audited:,} cable{'s' if audit.audited != 1 else ''}"
    if listing.returned < listing.total:
        talk.note(
            f"{listing.returned:,} of {listing.total:,} findings in {cables}; --all for the rest"
        )
    else:
        talk.note(f"{listing.total:,} finding{'s' if listing.total != 1 else ''} in {cables}")
    counted = [f"{name} {n:,}" for name in listing.apart if (n := audit.counts[name].findings)]
    if counted:
        talk.note(f"counted and not listed: {', '.join(counted)}; --check NAME lists them")
    return ExitStatus.OK if listing.total else ExitStatus.NOTHING_FOUND
