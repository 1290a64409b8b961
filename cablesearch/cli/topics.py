"""The help topics that come with the package."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from cablesearch.errors import UsageError
from cablesearch.output.nearest import remedy

_FOLDER: Final = Path(__file__).with_name("help")
_TABLE: Final = re.compile(r"^<(\w+)>$", re.MULTILINE)
"""Where a topic shows one of the program's own tables."""


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
    text = (_FOLDER / f"{name.lower()}.md").read_text(encoding="utf-8")
    return _TABLE.sub(lambda m: _table(m[1]), text)


def about(name: str) -> str:
    """The first line of a topic: what it is about."""
    return topic(name).partition("\n")[0].lstrip("# ")


def _table(name: str) -> str:
    """The rows of a table that the program itself reads."""
    from cablesearch.cable.completeness import FIELDS
    from cablesearch.cable.diagnosis import GRADES, KINDS
    from cablesearch.search.checks import CHECKS

    if name == "checks":
        return _rows([(c.name, c.value, c.meaning) for c in CHECKS.values()])
    if name == "fields":
        return _rows([(field.name, field.expected) for field in FIELDS.values()])
    kinds = sorted(KINDS.values(), key=lambda kind: GRADES.index(kind.grade))
    return _rows([(kind.name, kind.field, kind.grade, kind.meaning) for kind in kinds])


def _rows(rows: list[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("    " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
