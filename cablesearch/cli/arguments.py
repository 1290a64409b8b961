"""A look at the arguments before typer reads them: negations that it would take for options, --version N."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cablesearch.errors import UsageError
from cablesearch.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Sequence

# typer reads -tags:PREL as --tag ags:PREL
_FIELD: Final = expression(r"-([A-Za-z_-]+):(.*)", re.DOTALL)

# -trade is read as --tag rade, -oil as --output il. Flags may be glued (-qv), lower-case values may not.
_WORD: Final = expression(r"-(?![qv]+$)[a-z]{2}\S*")

_QUERYING: Final = (
    "query", "facets", "timeline", "kwic", "collocates", "similar", "refs", "saved", "browse", "audit",
)  # fmt: skip
# what follows these may well begin with a hyphen
_TAKING: Final = ("-f", "--filter", "--sort", "-o", "--output", "--against")


def check_negations(argv: Sequence[str]) -> None:
    """UsageError where an argument of a querying command is a negation in the form of an option."""
    start = next((at for at, word in enumerate(argv) if word in _QUERYING), None)
    if start is None:
        return
    for before, argument in zip(argv[start:], argv[start + 1 :], strict=False):
        if argument == "--":
            return
        if before in _TAKING:
            continue
        match = _FIELD.match(argument)
        if match and _is_field(match[1]):
            raise _negation(argument[1:])
        if _WORD.match(argument):
            raise _negation(argument[1:])


def _is_field(name: str) -> bool:
    from cablesearch.fields import find_field

    return find_field(name) is not None


def with_version_numbers(argv: Sequence[str]) -> list[str]:
    """`show ID --version 2` asks for a version of a cable, where --version alone asks for the program's.

    >>> with_version_numbers(["show", "09BAKU911", "--version", "2"])
    ['show', '09BAKU911', '--as-version', '2']
    """
    read = list(argv)
    if "show" not in read:
        return read
    for at in range(read.index("show"), len(read)):
        following = read[at + 1] if at + 1 < len(read) else ""
        if read[at] == "--":
            break
        if read[at] == "--version" and following.isdecimal():
            read[at] = "--as-version"
        elif read[at].startswith("--version="):
            read[at] = f"--as-{read[at].removeprefix('--')}"
    return read


def _negation(rest: str) -> UsageError:
    return UsageError(
        f'"-{rest}" reads as an option', remedy=f"write NOT {rest}, or quote the whole query"
    )
