"""The user's saved queries: saved.toml beside config.toml, read when a query opens one.

A table a query, by its name; its keys are those of the command line: query, only, filter, since, until, plain. One is
changed without touching the rest of the file, and one that is none is nobody's trouble but its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cached_property
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from cablesearch.errors import ConfigError, UsageError
from cablesearch.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cablesearch.cli.env import Env
    from cablesearch.query.question import Question

FILE_NAME: Final = "saved.toml"
_NAME: Final = expression(r"[a-z0-9][a-z0-9_-]{0,63}")
_TABLE: Final = expression(
    r"\ufeff?[ \t]*\[[ \t]*(?P<quote>[\"']?)(?P<name>[^\"'\[\]]*)(?P=quote)[ \t]*\]"
)
_BETWEEN: Final = expression(r"\s*(#|$)")
_BOM: Final = "\ufeff"
_TEXTS: Final = ("query", "since", "until")
_LISTS: Final = ("only", "filter")
_KEYS: Final = (*_TEXTS, *_LISTS, "plain")


def saved_queries(env: Env) -> SavedQueries:
    """The saved queries of the user; none for a user without a home."""
    home = env.config_home
    return SavedQueries(home / "cablesearch" / FILE_NAME if home else None)


def checked_name(written: str) -> str:
    """A name that a query can be saved by, in small letters; UsageError."""
    name = written.lower()
    if not _NAME.fullmatch(name):
        raise UsageError(
            f'"{written}" is no name for a query',
            remedy="a name has letters from a to z, digits, - and _, and at most 64 of them",
        )
    return name


class SavedQueries(Mapping[str, "Question"]):
    """Saved queries by name. The file is read when somebody looks; ConfigError where it, or this query, cannot be."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def __getitem__(self, name: str) -> Question:
        values = self._found[name]
        if not _NAME.fullmatch(name):
            raise ConfigError(
                f'{self.path}: "{name}" is no name for a query',
                remedy="a name has small letters from a to z, digits, - and _",
            )
        return _question(f"{self.path}: {name}", values)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._found))

    def __len__(self) -> int:
        return len(self._found)

    def __contains__(self, name: object) -> bool:
        return name in self._found

    def sorted_out(self) -> tuple[dict[str, Question], list[ConfigError]]:
        """The queries that can be read, in the order of their names, and what is wrong with the others."""
        readable: dict[str, Question] = {}
        faults = []
        for name in self:
            try:
                readable[name] = self[name]
            except ConfigError as error:
                faults.append(error)
        return readable, faults

    @cached_property
    def _text(self) -> str:
        """The file as it stands, with its ends of lines and a byte order mark where it has one."""
        if self.path is None:
            return ""
        try:
            with self.path.open(encoding="utf-8", newline="") as file:
                return file.read()
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise ConfigError(f"{self.path}: {error.strerror}") from error
        except ValueError as error:
            raise ConfigError(f"{self.path}: {error}") from error

    @cached_property
    def _found(self) -> dict[str, Any]:
        return self._tables(self._text)

    def _tables(self, text: str) -> dict[str, Any]:
        """The tables of a text of TOML by their names; ConfigError."""
        import tomllib

        try:
            return tomllib.loads(text.removeprefix(_BOM))
        except (ValueError, RecursionError) as error:
            raise ConfigError(f"{self.path}: {error}") from error

    def add(self, name: str, question: Question, *, replace: bool = False) -> None:
        """Save a query under a name; UsageError where there is one of that name, unless it is to be replaced."""
        if name in self and not replace:
            raise UsageError(
                f'there is a query "{name}"', remedy="--replace puts this in its place"
            )
        text = self._text
        newline = "\r\n" if "\r\n" in text else "\n"
        keys = _toml(question).replace("\n", newline)
        if re.search(r"[\ud800-\udfff]", keys):
            raise UsageError("what is not UTF-8 cannot be saved")
        if name in self:
            lines, start, end = self._place(name)
            # what stands around the keys stays
            while end > start + 1 and _BETWEEN.match(lines[end - 1]):
                end -= 1
            head = "".join(lines[: start + 1])
            text = "".join((head, "" if head.endswith("\n") else newline, keys, *lines[end:]))
        else:
            ends = 2 if text.endswith(2 * newline) else 1 if text.endswith("\n") else 0
            gap = newline * (2 - ends) if text else ""
            text = f"{text}{gap}[{name}]{newline}{keys}"
        self._write(text, {**self._found, name: _values(question)})

    def remove(self, name: str) -> None:
        """Take out the query of a name that there is, whether or not it can be read."""
        lines, start, end = self._place(name)
        # a comment directly above the next table is that one's
        while end > start + 1 and end < len(lines) and lines[end - 1].lstrip().startswith("#"):
            end -= 1
        rest = {other: values for other, values in self._found.items() if other != name}
        self._write("".join((*lines[:start], *lines[end:])), rest)

    def _place(self, name: str) -> tuple[list[str], int, int]:
        """The lines of the file, the first of a table, and the first of the one behind it."""
        lines = list(StringIO(self._text, newline="\n"))
        heads = [
            (at, m["name"].strip()) for at, line in enumerate(lines) if (m := _TABLE.match(line))
        ]
        start = next((at for at, found in heads if found == name), len(lines))
        return lines, start, next((at for at, _ in heads if at > start), len(lines))

    def _write(self, text: str, expected: dict[str, Any]) -> None:
        """Replace the file, if the new text says what it should."""
        from cablesearch.output.sink import replacing

        if self.path is None:
            raise ConfigError(
                "no place for saved queries: there is no home directory",
                remedy="set XDG_CONFIG_HOME",
            )
        if not self._says(text, expected):
            raise ConfigError(
                f"{self.path}: cannot be changed by a program", remedy="please edit it"
            )
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(self.path) as stream:
            stream.write(text)
        for known in ("_text", "_found"):
            self.__dict__.pop(known, None)

    def _says(self, text: str, expected: dict[str, Any]) -> bool:
        """Whether these are the tables of a text that somebody else may have written in a way of their own."""
        try:
            return self._tables(text) == expected
        except ConfigError:
            return False


def _question(where: str, values: Any) -> Question:
    """The question of a table; ConfigError where it is none."""
    from cablesearch.cli.config import choices
    from cablesearch.output.nearest import remedy
    from cablesearch.query.question import Question

    if not isinstance(values, dict):
        raise ConfigError(f"{where} is no table", remedy='write [name] and under it query = "..."')
    for key, value in values.items():
        if key not in _KEYS:
            raise ConfigError(
                f'{where}: no key "{key}"',
                remedy=remedy(key, _KEYS, "there is: " + ", ".join(_KEYS)),
            )
        if not _fits(key, value):
            kind = (
                "a text"
                if key in _TEXTS
                else "a list of texts"
                if key in _LISTS
                else "true or false"
            )
            raise ConfigError(f"{where}: {key} is {kind}, not {value!r}")
    try:
        filters = choices(values.get("only", ()))
    except UsageError as error:
        raise ConfigError(f"{where}: {error}") from error
    return Question(
        query=values.get("query", ""),
        filters=filters,
        where=tuple(values.get("filter", ())),
        since=values.get("since"),
        until=values.get("until"),
        plain=values.get("plain", False),
    )


def _fits(key: str, value: Any) -> bool:
    if key in _TEXTS:
        return isinstance(value, str)
    if key in _LISTS:
        return isinstance(value, list) and all(isinstance(v, str) for v in value)
    return isinstance(value, bool)


def _values(question: Question) -> dict[str, Any]:
    """What a table says of a question."""
    only = [f"{name}={value}" for name, values in question.filters.items() for value in values]
    said = {
        "query": question.query,
        "only": only,
        "filter": list(question.where),
        "since": question.since,
        "until": question.until,
        "plain": question.plain,
    }
    return {key: value for key, value in said.items() if value or key == "query"}


def _toml(question: Question) -> str:
    """The keys of a table, a line each."""
    # JSON's texts, lists, true and numbers are TOML's, but for DEL
    values = _values(question).items()
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values]
    return "".join(lines).replace("\x7f", "\\u007f")
