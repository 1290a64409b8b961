"""The screen on which a cable is read, at the paragraph of a hit; from there to the next hit, to what it cites."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Static

from cablesearch.cable.cite import cite
from cablesearch.cli.browse import searches
from cablesearch.cli.browse.cards import reference_lines
from cablesearch.cli.browse.pager import Chooser, Leaf, Pager
from cablesearch.cli.browse.reading import Reading, lines_of
from cablesearch.output.safe import one_line
from cablesearch.output.terminal import portion_mark, post_name
from cablesearch.search.labels import tag_meaning

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from cablesearch.cable.model import Cable
    from cablesearch.cable.tables import Tables
    from cablesearch.cli.browse.app import Browser
    from cablesearch.search.page import FoundParagraph
    from cablesearch.search.refs import Graph

_HITS: Final = "n next hit  p hit before  "
_KEYS: Final = "x references  c cite  y command  ? help"


def reading_of(hit: FoundParagraph, tables: Tables) -> Reading:
    """A hit to be read."""
    return Reading(
        cable=hit.cable,
        ordinal=hit.paragraph.ordinal,
        spans=hit.highlighter.spans,
        meaning=partial(tag_meaning, tables=tables, when=hit.cable.date),
    )


def reading_alone(cable: Cable, tables: Tables) -> Reading:
    """A cable to be read that was not searched for."""
    return Reading(
        cable=cable,
        ordinal=None,
        spans=lambda _text, _field: (),
        meaning=partial(tag_meaning, tables=tables, when=cable.date),
    )


class Reader(Screen[None]):
    """One cable. `step` leads from it to another hit, where it is one."""

    BINDINGS: ClassVar = [
        Binding("escape,q,left", "leave", show=False, priority=True),
        Binding("n", "step(1)", show=False, priority=True),
        Binding("p", "step(-1)", show=False, priority=True),
        Binding("x", "references", show=False, priority=True),
        Binding("c", "cite", show=False, priority=True),
    ]

    def __init__(
        self,
        reading: Reading,
        *,
        signs: bool,
        place: str = "",
        step: Callable[[Reader, int], None] | None = None,
    ) -> None:
        super().__init__()
        self.reading = reading
        self._signs = signs
        self._place = place
        self._step = step

    def compose(self) -> ComposeResult:
        yield Static(self._title, id="title", classes="line", markup=False)
        yield Pager(partial(lines_of, self.reading, signs=self._signs))
        keys = f"Esc back  {_HITS if self._step else ''}{_KEYS}"
        yield Static(keys, classes="line", markup=False)

    def show_reading(self, reading: Reading, place: str) -> None:
        """Read another hit in place of this one."""
        self.reading = reading
        self._place = place
        self.query_one("#title", Static).update(self._title)
        self.query_one(Pager).show_anew(partial(lines_of, reading, signs=self._signs))

    @property
    def named(self) -> str:
        """The citation of what is read."""
        cable, ordinal = self.reading.cable, self.reading.ordinal
        return cite(cable, cable.paragraphs[ordinal - 1]) if ordinal else cable.id

    @property
    def _title(self) -> str:
        cable, ordinal = self.reading.cable, self.reading.ordinal
        mark = portion_mark(cable.paragraphs[ordinal - 1]) if ordinal else ""
        day = cable.date.strftime("%Y-%m-%d") if cable.date else ""
        facts = (self.named, mark, day, post_name(cable), self._place)
        return one_line("  ".join(filter(None, facts)))

    def action_leave(self) -> None:
        self.dismiss()

    def action_references(self) -> None:
        follow(cast("Browser", self.app), self.reading.cable.id)

    def action_cite(self) -> None:
        show_citation(cast("Browser", self.app), self.reading.cable, self.reading.ordinal)

    def action_step(self, by: int) -> None:
        if self._step:
            self._step(self, by)


def follow(browser: Browser, cable_id: str) -> None:
    """List what a cable cites and what cites it, and read the one that is chosen."""
    browser.ask("cable", partial(searches.references, cable_id=cable_id), partial(_offer, browser))


def _offer(browser: Browser, graph: Graph) -> None:
    [root] = graph.roots
    offered = [*reference_lines(graph)]
    browser.push_screen(Chooser(f"{root} and its references", offered), partial(_open, browser))


def _open(browser: Browser, cable_id: str | None) -> None:
    if cable_id is not None:
        browser.ask("cable", partial(searches.cable, cable_id=cable_id), partial(_read, browser))


def _read(browser: Browser, found: tuple[Cable, Tables]) -> None:
    browser.push_screen(Reader(reading_alone(*found), signs=browser.signs))


def show_citation(browser: Browser, cable: Cable, ordinal: int | None) -> None:
    """Show the citation of a paragraph or a cable; its note is copied where the terminal allows that."""
    browser.ask(
        "cable", partial(searches.citation, cable=cable, ordinal=ordinal), partial(_cited, browser)
    )


def _cited(browser: Browser, text: str) -> None:
    browser.copy_to_clipboard(text.rpartition("\n")[2])
    title = "Citation (the note is copied, where the terminal allows that)"
    browser.push_screen(Leaf(title, "\n" + text))
