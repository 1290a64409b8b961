"""The help topics that come with the package."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cablesearch.errors import UsageError
from cablesearch.output.nearest import remedy

_FOLDER: Final = Path(__file__).with_name("help")


def topics() -> tuple[str, ...]:
    """The names of all topics."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.md")))


def topic(name: str) -> str:
    """The text of a topic; UsageError where there is none of that name."""
    names = topics()
    if name.lower() not in names:
        raise UsageError(
            f'no help on "{name}"', remedy=remedy(name, names, "there is: " + ", ".join(names))
        )
    return (_FOLDER / f"{name.lower()}.md").read_text(encoding="utf-8")


def about(name: str) -> str:
    """The first line of a topic: what it is about."""
    return topic(name).partition("\n")[0].lstrip("# ")
