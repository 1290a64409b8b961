"""The keys of the main screen, and what is said of them at its foot."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding

KEYS: Final = (
    Binding("slash", "go('query')", show=False, priority=True),
    Binding("f", "go('facets')", show=False, priority=True),
    Binding("t", "go('timeline')", show=False, priority=True),
    Binding("escape", "go('hits')", show=False, priority=True),
    Binding("o", "reorder", show=False, priority=True),
    Binding("g", "regroup", show=False, priority=True),
    Binding("u", "back", show=False, priority=True),
    Binding("r", "reopen", show=False, priority=True),
    Binding("x", "references", show=False, priority=True),
    Binding("c", "cite", show=False, priority=True),
    Binding("q", "app.quit", show=False, priority=True),
)
"""With "priority": before the next key goes to what has the focus then; the query line keeps what it can type."""

_KEYS: Final = {
    "query": "Enter ask  Esc to the hits  Tab to the time  F1 help  Ctrl+C quit",
    "timeline": "Left Right move  Enter narrow  Space from here on  Backspace widen  Esc hits",
    "facets": "Space tick  Esc to the hits  / query  t time  u undo  ? help  q quit",
    "hits": "Enter read  / query  f facets  t time  ? help  q quit  x refs  c cite  y command",
}


def hint(pane: str | None) -> str:
    """The keys of a pane, the most needed first."""
    return _KEYS.get(pane or "", _KEYS["hits"])
