"""The main screen: query, time, facets and hits, and what follows from a key in one of them for the others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Static

from cablesearch.cli.browse import searches
from cablesearch.cli.browse.cards import nothing_lines
from cablesearch.cli.browse.facets import Facets
from cablesearch.cli.browse.hits import Hits
from cablesearch.cli.browse.keys import KEYS, hint
from cablesearch.cli.browse.pager import Chooser
from cablesearch.cli.browse.pieces import line
from cablesearch.cli.browse.query import Query
from cablesearch.cli.browse.reader import Reader, follow, reading_of, show_citation
from cablesearch.cli.browse.saying import found_line, trouble_lines
from cablesearch.cli.browse.timeline import Timeline
from cablesearch.errors import CablesearchError, QueryError
from cablesearch.fields import FACETS, FIELDS
from cablesearch.output.safe import one_line

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from cablesearch.cli.browse.app import Browser
    from cablesearch.cli.browse.lines import Lines
    from cablesearch.cli.browse.searches import Found, Times
    from cablesearch.cli.browse.state import View
    from cablesearch.search.page import FoundParagraph

_NARROW: Final = 70
"""On a screen of fewer cells facets and hits are shown one at a time."""
_WIDE: Final = 110
"""On a screen of so many cells the facets have room for what their values mean."""


class Main(Screen[None]):
    """All panes."""

    BINDINGS: ClassVar = [*KEYS]

    def __init__(self, view: View, *, signs: bool) -> None:
        super().__init__()
        self.view = view
        self.good = view  # the last one that could be asked
        self.found: Found | None = None
        self._before: list[View] = []
        self._asked = 0  # so many searches
        self._entered = 0  # the last of them that Enter asked for
        self._typing = False
        self._timed: View | None = None
        self.hits = Hits(signs=signs, id="hits")
        self.facets = Facets(id="facets")
        self.timeline = Timeline(id="timeline")
        self.line = Query(view.query)

    @property
    def browser(self) -> Browser:
        return cast("Browser", self.app)

    def compose(self) -> ComposeResult:
        with Horizontal(id="asking"):
            yield Static("/ ", id="prompt", markup=False)
            yield self.line
        yield Static("", id="trouble", markup=False)
        yield self.timeline
        with Horizontal(id="body"):
            yield self.facets
            yield self.hits
        yield Static("", id="status", classes="line", markup=False)
        yield Static("", id="keys", classes="line", markup=False)

    def on_mount(self) -> None:
        self.go(self.hits if self.view.query else self.line)
        self._search(firmly=True)

    # the question

    def change(self, view: View, *, firmly: bool = True) -> None:
        """Ask another question; the one before can be gone back to. All that is typed before Enter is one step."""
        if view == self.view and not firmly:
            return
        if view != self.view and (firmly or not self._typing):
            self._before.append(self.view)
        self._typing = not firmly
        self.view = view
        self._search(firmly=firmly)

    def _search(self, *, firmly: bool) -> None:
        view = self.view
        self._asked += 1
        self._say("searching ...")
        self.browser.ask(
            "search",
            partial(searches.search, view=view, timer=self.browser.timer),
            partial(self._show, self._asked),
            partial(self._failed, self._asked, firmly),
        )

    def _show(self, asked: int, found: Found) -> None:
        if asked != self._asked:  # another question has been asked since
            return
        self.good = self.browser.view = found.view
        self.found = found
        self._trouble([f"note: {note}" for note in found.notes])
        self.facets.show_counted(found.facets)
        if found.why is None:
            self.hits.show_found(found.listed, found.hits)
        else:
            self.hits.show_instead(nothing_lines(found.why, self.hits.room))
        self._say(found_line(found, self.hits.at))
        # whoever types on, or has to mend what was typed, stays in the query line
        done = asked == self._entered and self.line.value == found.view.query
        if done and found.total and self.line.has_focus:
            self.go(self.hits)
        if self._timed is None or not self._timed.asks_like(found.view):
            self._timed = found.view
            self.browser.ask(
                "timeline",
                partial(searches.timeline, view=found.view),
                partial(self._show_time, found.view),
                partial(self._failed, asked, False),
            )

    def _show_time(self, view: View, times: Times) -> None:
        if view.asks_like(self.good):
            self.timeline.show_counts(*times)

    def _failed(self, asked: int, firmly: bool, error: BaseException) -> bool:
        """Say what went wrong, where that is for the user to know; the question before stays."""
        if not isinstance(error, CablesearchError):
            return False
        if asked == self._asked:
            self.view = self.good
            if self.found:
                self._say(found_line(self.found, self.hits.at))
            if firmly or not isinstance(error, QueryError):
                self._trouble(trouble_lines(error, self.line.value, self.size.width))
            if firmly and isinstance(error, QueryError) and error.text == self.line.value:
                self.go(self.line)
                self.line.cursor_position = error.problems[0].span[0]
        return True

    def _trouble(self, lines: list[str]) -> None:
        trouble = self.query_one("#trouble", Static)
        trouble.update("\n".join(lines))
        trouble.display = bool(lines)

    def _say(self, text: str) -> None:
        self.query_one("#status", Static).update(text)

    # what the panes say

    def on_query_entered(self, message: Query.Entered) -> None:
        self.change(self.view._replace(query=message.text), firmly=message.firmly)
        if message.firmly:
            self._entered = self._asked

    def on_query_left(self) -> None:
        self.action_go("hits")

    def on_facets_ticked(self, message: Facets.Ticked) -> None:
        self.change(self.view.with_chosen(message.field, message.values))

    def on_facets_more(self) -> None:
        def count(field: str | None) -> None:
            if field:
                self.change(self.view.counting(field))

        others = [name for name in FACETS if name not in self.view.facets]
        offered = [(line(f"{name:<16}{FIELDS[name].help}"), name) for name in others]
        self.app.push_screen(Chooser("Count by", offered), count)

    def on_timeline_narrowed(self, message: Timeline.Narrowed) -> None:
        self.change(self.view.within(message.first, message.last))

    def on_timeline_widened(self) -> None:
        self.change(self.view.wider())

    def on_hits_wanted(self, message: Hits.Wanted) -> None:
        view = self.good

        def fill(hits: tuple[FoundParagraph, ...]) -> None:
            if view == self.good:
                self.hits.fill(message.page, hits)
                if isinstance(self.app.screen, Reader):
                    self.app.screen.action_step(0)

        self.browser.ask(
            "page",
            partial(searches.more_hits, view=view, page=message.page),
            fill,
            partial(self._failed, self._asked, True),
        )

    def on_lines_chosen(self, message: Lines.Chosen) -> None:
        if message.lines is self.hits:
            self.read()

    def on_lines_moved(self, message: Lines.Moved) -> None:
        if self.found is None:
            return
        row = self.facets.here if message.lines is self.facets else None
        label = row.value.label if row and row.value else None
        if row and row.value and label:
            self._say(one_line(f"{row.value.value}: {label}"))
        else:
            self._say(found_line(self.found, self.hits.at))

    def on_resize(self) -> None:
        self._arrange()

    def on_descendant_focus(self) -> None:
        self._arrange()

    def _arrange(self) -> None:
        """Show what there is room for, and the keys of where one is."""
        width = self.size.width
        narrow = width < _NARROW
        self.facets.display = not narrow or self.facets.has_focus
        self.hits.display = not narrow or not self.facets.has_focus
        self.facets.styles.width = "1fr" if narrow else 44 if width >= _WIDE else 27
        self.query_one("#keys", Static).update(hint(self.focused.id if self.focused else None))

    def go(self, pane: Widget) -> None:
        """Go to a pane, at once: the next key is for it."""
        pane.display = True
        self.set_focus(pane)

    # keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The query is not gone to from the query: there a slash is typed."""
        return not (action == "go" and parameters == ("query",) and self.line.has_focus)

    def action_go(self, pane: str) -> None:
        self.go(self.query_one(f"#{pane}"))

    def action_reorder(self) -> None:
        self.change(self.view.reordered())

    def action_regroup(self) -> None:
        self.change(self.view.regrouped())

    def action_back(self) -> None:
        if self._before:
            self.view = self._before.pop()
            self._typing = False
            self.line.show_text(self.view.query)
            self._search(firmly=True)

    def action_reopen(self) -> None:
        self.browser.reopen()
        self._timed = None
        self._search(firmly=True)

    def read(self) -> None:
        """Read the hit under the cursor."""
        hit = self._hit
        if hit and self.found:
            reading = reading_of(hit, self.found.tables)
            self.app.push_screen(
                Reader(reading, signs=self.browser.signs, place=self._place, step=self._step)
            )

    @property
    def _place(self) -> str:
        return f"hit {self.hits.at + 1:,} of {self.hits.count:,}"

    def _step(self, reader: Reader, by: int) -> None:
        """Read the next hit, or the one before; where it is not here yet it will be asked for again."""
        self.hits.move_to(self.hits.at + by)
        hit = self.hits.hit(self.hits.at)
        if hit and self.found:
            reader.show_reading(reading_of(hit, self.found.tables), self._place)

    def action_cite(self) -> None:
        if hit := self._hit:
            show_citation(self.browser, hit.cable, hit.paragraph.ordinal)

    def action_references(self) -> None:
        if hit := self._hit:
            follow(self.browser, hit.cable.id)

    @property
    def _hit(self) -> FoundParagraph | None:
        """The hit under the cursor, where it is here."""
        return self.hits.hit(self.hits.at) if self.hits.count else None
