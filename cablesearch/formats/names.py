"""Names of files and members: which are passed over, which can be printed, which are a cable's number."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

from cablesearch.expressions import expression

TABLES: Final = "tables"
"""Folders of this name hold the user's code tables, not cables."""

ABOUT: Final = frozenset({"readme", "readme.md", "readme.txt"})
"""Files that describe a folder, in lower case; only where one is named itself is it read."""

_NUMBER: Final = expression(r"(?:19|20)?\d\d[A-Za-z]{3,20}\d{1,6}(?:_[abc])?")


def is_passed_over(name: str, *, folder: bool = False) -> bool:
    """Whether a file or folder of this name holds no cables: hidden ones, those that describe a folder, tables."""
    if (name.startswith(".") and name.strip(".")) or name == "__MACOSX":
        return True
    return name == TABLES if folder else name.lower() in ABOUT


def path_passed_over(name: str) -> bool:
    """The same of a path below a root, or inside a container.

    >>> path_passed_over("cables/.DS_Store"), path_passed_over("cables/09BAKU911.html")
    (True, False)
    """
    *folders, last = PurePosixPath(name).parts or ("",)
    return is_passed_over(last) or any(is_passed_over(part, folder=True) for part in folders)


def plain(name: str) -> str:
    """A name that is not UTF-8, with its odd bytes as escapes: it goes into JSON."""
    return name.encode(errors="surrogateescape").decode(errors="backslashreplace")


def cable_number(name: str) -> str | None:
    """The reference number that a file or member is named after, if it is.

    >>> cable_number("2009/11/09BAKU911.html.gz"), cable_number("cables.csv")
    ('09BAKU911', None)
    """
    stem = PurePosixPath(name).name.partition(".")[0]
    return stem if _NUMBER.fullmatch(stem) else None
