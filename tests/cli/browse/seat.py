"""Somebody at the browser: keys pressed, the screen read as lines of text, without a terminal."""

from __future__ import annotations

import asyncio
import re
import time
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from lxml import etree

from cablesearch import open_index
from cablesearch.cli.browse.app import Browser
from cablesearch.cli.browse.main import Main
from cablesearch.cli.browse.state import View

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

_CELL = 12.2
"""The width of a cell in the picture that Textual draws of a screen."""


class Seat:
    """A browser that is running, and its keyboard."""

    def __init__(self, app: Browser, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def main(self) -> Main:
        """The main screen, whatever is shown above it."""
        return next(screen for screen in self.app.screen_stack if isinstance(screen, Main))

    async def press(self, *keys: str) -> list[str]:
        """Press keys, wait for what the index has to say, and read the screen."""
        await self.pilot.press(*keys)
        return await self.settled()

    async def type(self, text: str) -> list[str]:
        """Type into whatever has the focus."""
        return await self.press(*({" ": "space"}.get(char, char) for char in text))

    async def settled(self) -> list[str]:
        """Wait until nothing is asked and all is drawn; the lines of the screen."""
        for _ in range(500):
            await self.pilot.pause()
            if self.app.idle:
                await self.pilot.pause()
                if self.app.idle:
                    break
            await asyncio.sleep(0.01)
        else:
            raise TimeoutError("the browser is never done")
        return self.lines()

    def lines(self) -> list[str]:
        """What the screen shows."""
        picture = etree.fromstring(self.app.export_screenshot().encode())
        found: defaultdict[int, str] = defaultdict(str)
        texts = [
            (int(place[1]), float(element.get("x")), element.text or "")
            for element in picture.iter("{*}text")
            if (place := re.search(r"line-(\d+)\)", element.get("clip-path", "")))
        ]
        for row, x, text in sorted(texts):
            found[row] = found[row].ljust(round(x / _CELL)) + text.replace("\xa0", " ")
        return [found[row].rstrip() for row in range(self.app.size.height)]


def sit(
    index: Path,
    script: Callable[[Seat], Awaitable[None]],
    view: View | None = None,
    *,
    size: tuple[int, int] = (80, 24),
    color: bool = False,
) -> Browser:
    """Start a browser on an index, do what the script says, and leave; the browser as it was left."""

    async def run() -> Browser:
        app = Browser(view or View(), lambda: open_index(index), timer=time.monotonic, color=color)
        async with app.run_test(size=size) as pilot:
            seat = Seat(app, pilot)
            await seat.settled()
            await script(seat)
        return app

    return asyncio.run(run())
