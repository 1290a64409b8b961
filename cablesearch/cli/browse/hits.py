"""The list of hits: however many there are, pages of them are fetched when they come into sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.message import Message

from cablesearch.cli.browse.cards import HIT_LINES, hit_card
from cablesearch.cli.browse.lines import Lines
from cablesearch.cli.browse.pieces import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablesearch.cli.browse.pieces import Line
    from cablesearch.search.page import FoundParagraph

PAGE: Final = 30
"""So many hits are fetched at a time."""
_KEPT: Final = 40
"""So many pages of hits are kept; those looked at longest ago are fetched again when they are wanted."""


class Hits(Lines):
    """The hits of a search."""

    tall = HIT_LINES

    class Wanted(Message):
        """A page of hits comes into sight and is not here."""

        def __init__(self, page: int) -> None:
            super().__init__()
            self.page = page

    def __init__(self, *, signs: bool, id: str) -> None:
        super().__init__(id=id)
        self.signs = signs
        self._pages: dict[int, tuple[FoundParagraph, ...]] = {}
        self._asked: int | None = None
        self._instead: Sequence[Line] = ()

    def show_found(self, total: int, first: tuple[FoundParagraph, ...]) -> None:
        """List a search's hits anew, of which the first page is here."""
        self._pages = {0: first}
        self._asked = None
        self._instead = ()
        self.show(total)

    def show_instead(self, lines: Sequence[Line]) -> None:
        """Say these lines in place of hits, of which there are none."""
        self._pages = {}
        self.show(0)
        self._instead = lines

    def fill(self, page: int, hits: tuple[FoundParagraph, ...]) -> None:
        """Put in a page that was wanted."""
        self._pages[page] = hits
        while len(self._pages) > _KEPT:
            del self._pages[next(iter(self._pages))]
        self._asked = None
        self.refresh()

    @property
    def hits_here(self) -> tuple[FoundParagraph, ...]:
        """The hits that are here, page by page."""
        return tuple(hit for page in sorted(self._pages) for hit in self._pages[page])

    def hit(self, at: int) -> FoundParagraph | None:
        """A hit, if its page is here; else the page is asked for."""
        page, nth = divmod(at, PAGE)
        hits = self._pages.get(page)
        if hits is None:
            if page != self._asked:
                self._asked = page
                self.post_message(self.Wanted(page))
            return None
        self._pages[page] = self._pages.pop(page)  # looked at last
        return hits[nth] if nth < len(hits) else None

    def item(self, at: int, width: int) -> Sequence[Line]:
        hit = self.hit(at)
        if hit is None:
            return ((Piece("...", "faint"),),)
        return hit_card(hit, width, signs=self.signs)

    def line_beyond(self, y: int) -> Line:
        return self._instead[y] if y < len(self._instead) else ()
