"""What a build says while it runs: bars on a terminal, lines of JSON, one line a problem."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from cablesearch.indexing.report import Note, PhaseStarted, Progress, RecordSkipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cablesearch.cli.session import Session
    from cablesearch.indexing.report import Event, Phase, Skipped

_SAYING: Final = {
    "plan": "looking for changes",
    "read": "reading",
    "index": "indexing",
    "check": "checking",
    "publish": "publishing",
    "prune": "cleaning up",
    "prove": "searching for what is left",
}
_EVERY: Final = 1.0  # seconds between two lines of JSON


@contextmanager
def listening(session: Session, *, bars: bool | None) -> Iterator[Callable[[Event], None]]:
    """A listener for a build's events; bars are drawn on a terminal unless asked otherwise."""
    talk = session.talk
    if bars is None:
        bars = session.env.stderr_isatty and not session.env.dumb and not talk.quiet
    if not bars or talk.as_json:
        yield _Teller(session).hear
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    console = Console(
        file=session.env.stderr,
        force_terminal=True,
        no_color=bool(session.env.environ.get("NO_COLOR")),
        width=session.env.columns,
    )
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[said]}", markup=False),
        TimeRemainingColumn(),
    )

    def above_the_bars(text: str) -> None:
        console.print(text, markup=False, highlight=False, emoji=False, soft_wrap=True)

    with Bars(*columns, console=console, transient=True) as drawn:
        talk.through = above_the_bars
        try:
            yield _Teller(session, drawn).hear
        finally:
            talk.through = None


class _Teller:
    """Events turned into talk."""

    def __init__(self, session: Session, bars: Any = None) -> None:
        self._talk = session.talk
        self._timer = session.env.timer
        self._bars = bars
        self._tasks: dict[Phase, Any] = {}
        self._told = float("-inf")
        self._begun = 0.0  # the present phase

    def hear(self, event: Event) -> None:
        """Tell of one event."""
        if isinstance(event, RecordSkipped):
            self._skipped(event.skipped)
        elif isinstance(event, Note):
            self._talk.note(f"note: {event.text}")
        elif self._bars is not None:
            self._draw(event)
        elif isinstance(event, PhaseStarted):
            self._talk.progress(phase=event.phase, total=event.total)
        elif self._timer() - self._told >= _EVERY:
            self._told = self._timer()
            self._talk.progress(**_facts(event))

    def _skipped(self, skipped: Skipped) -> None:
        # what was skipped last time too is told of in the summary; a nightly run says it once
        if not skipped.known:
            self._talk.problem(
                f"skipped {skipped.path}: {skipped.reason}",
                path=skipped.path,
                reason=skipped.reason,
            )

    def _draw(self, event: PhaseStarted | Progress) -> None:
        if isinstance(event, PhaseStarted):
            for (
                task
            ) in self._tasks.values():  # those before it are done, though their length was unknown
                self._bars.update(task, visible=False)
        if event.phase not in self._tasks:
            self._tasks[event.phase] = self._bars.add_task(
                _SAYING[event.phase], total=event.total, said=""
            )
            self._begun = self._timer()
        if isinstance(event, Progress):
            done, total = event.done, event.total
            if event.bytes_total:  # files are of unequal size
                done, total = event.bytes_done, event.bytes_total
            said = _said(event, self._timer() - self._begun)
            self._bars.update(self._tasks[event.phase], completed=done, total=total, said=said)


def _facts(event: Progress) -> dict[str, Any]:
    facts: dict[str, Any] = {"phase": event.phase, "done": event.done, "total": event.total}
    if event.cables:
        facts["cables"] = event.cables
    if event.bytes_total:
        facts |= {"bytes_done": event.bytes_done, "bytes_total": event.bytes_total}
    return facts


def _said(event: Progress, seconds: float) -> str:
    """How far it is, in words: 3/12 files, 4,500 cables, 820/s."""
    steps = f"{event.done:,}/{event.total:,}" if event.total is not None else f"{event.done:,}"
    if event.phase == "read":
        steps = f"{steps} files, {event.cables:,} cables"
    elif event.phase == "index":
        steps = f"{steps} cables"
    if event.cables and seconds >= 1:
        steps = f"{steps}, {event.cables / seconds:,.0f}/s"
    return steps
