"""A plain `cablesearch query ...` read without typer, whose import takes longer than most answers.

Only what can be read in one way is read: options by their whole names, each followed by its value, none twice that is
not repeatable. For all else, also for what is wrong, typer is asked. A test holds the table against typer's.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cablesearch.output.formats import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Read(NamedTuple):
    """The global options, and the query's own, as far as they were given."""

    flags: Mapping[str, Any]
    given: Mapping[str, Any]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None


def _one_of(*names: str) -> Callable[[str], str | None]:
    return lambda text: text if text in names else None


def _format(text: str) -> Format | None:
    return next((known for known in Format if known.value == text), None)


GLOBAL: Final = ("index", "color", "quiet", "verbose", "log_json")
REPEATABLE: Final = ("marking", "tag", "embassy", "only", "filter", "facet", "fields")
FLAGS: Final = {
    "-q": "quiet",
    "--quiet": "quiet",
    "-v": "verbose",
    "--verbose": "verbose",
    "--log-json": "log_json",
    "--plain": "plain",
    "--facets": "facets",
    "--fold-similar": "fold_similar",
    "--all": "all",
    "--count": "count",
    "--cables": "cables",
    "--explain": "explain",
    "--json": "json",
    "--jsonl": "jsonl",
    "--csv": "csv",
    "-0": "nul",
    "--header": "header",
    "--raw-cells": "raw_cells",
}
VALUES: Final[Mapping[str, tuple[str, Callable[[str], Any]]]] = {
    "-I": ("index", Path),
    "--index": ("index", Path),
    "--color": ("color", _one_of("auto", "always", "never")),
    "-m": ("marking", str),
    "--marking": ("marking", str),
    "-t": ("tag", str),
    "--tag": ("tag", str),
    "-e": ("embassy", str),
    "--embassy": ("embassy", str),
    "--only": ("only", str),
    "--since": ("since", str),
    "--until": ("until", str),
    "-f": ("filter", str),
    "--filter": ("filter", str),
    "--facet": ("facet", str),
    "--facet-size": ("facet_size", _number),
    "--by": ("by", _one_of("paragraph", "cable")),
    "-n": ("limit", _number),
    "--limit": ("limit", _number),
    "--offset": ("offset", _number),
    "--sort": ("sort", _one_of("relevance", "date", "id")),
    "--snippets": ("snippets", _number),
    "-F": ("format", _format),
    "--format": ("format", _format),
    "--fields": ("fields", str),
    "-o": ("output", Path),
    "--output": ("output", Path),
}


def read_query(argv: Sequence[str]) -> Read | None:
    """The options of a query, or null where typer should read them.

    >>> read_query(["query", "shelters", "-m", "SBU", "--facets"]).given
    {'query': ['shelters'], 'marking': ['SBU'], 'facets': True}
    """
    if not argv or argv[0] != "query":
        return None
    found: dict[str, Any] = {}
    words = iter(argv[1:])
    for word in words:
        if word in FLAGS:
            found[FLAGS[word]] = True
        elif not word.startswith("-"):
            found.setdefault("query", []).append(word)
        elif word in VALUES:
            name, read = VALUES[word]
            text = next(words, "")
            value = read(text) if text and not text.startswith("-") else None
            if value is None or (name in found and name not in REPEATABLE):
                return None
            if name in REPEATABLE:
                found.setdefault(name, []).append(value)
            else:
                found[name] = value
        else:
            return None
    flags: dict[str, Any] = {name: found.pop(name) for name in GLOBAL if name in found}
    return Read(flags=flags, given=found)
