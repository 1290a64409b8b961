"""The user's saved queries: saved.toml beside config.toml, read when a query opens one.

A table a query, by its name; its keys are those of the command line: query, only, filter, since, until, plain. One is
changed without touching the rest of the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
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
    r"[ \t]*\[[ \t]*(?P<quote>[\"']?)(?P<name>[^\"'\[\]]*)(?P=quote)[ \t]*\]"
)
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
    """Saved queries by name. The file is read when somebody looks; ConfigError where it cannot be."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def __getitem__(self, name: str) -> Question:
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._found))

    def __len__(self) -> int:
        return len(self._found)

    @cached_property
    def _text(self) -> str:
        if self.path is None:
            return ""
        try:
            return self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise ConfigError(f"{self.path}: {error.strerror}") from error
        except ValueError as error:
            raise ConfigError(f"{self.path}: {error}") from error

    @cached_property
    def _found(self) -> dict[str, Question]:
        where = str(self.path)
        return {
            name: _question(f"{where}: {name}", v) for name, v in self._tables(self._text).items()
        }

    def _tables(self, text: str) -> dict[str, Any]:
        """The tables of a text of TOML by their names; ConfigError."""
        import tomllib

        try:
            found = tomllib.loads(text)
        except ValueError as error:
            raise ConfigError(f"{self.path}: {error}") from error
        for name in found:
            if not _NAME.fullmatch(name):
                raise ConfigError(
                    f'{self.path}: "{name}" is no name for a query',
                    remedy="a name has small letters from a to z, digits, - and _",
                )
        return found

    def add(self, name: str, question: Question, *, replace: bool = False) -> None:
        """Save a query under a name; UsageError where there is one of that name, unless it is to be replaced."""
        if name in self and not replace:
            raise UsageError(
                f'there is a query "{name}"', remedy="--replace puts this in its place"
            )
        text = self._without(name) if name in self else self._text
        gap = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
        expected = {**self._tables(self._text), name: _values(question)}
        self._write(f"{text}{gap}{_toml(name, question)}", expected)

    def remove(self, name: str) -> None:
        """Take out the query of a name that there is."""
        expected = self._tables(self._text)
        del expected[name]
        self._write(self._without(name), expected)

    def _without(self, name: str) -> str:
        """The text without a table; a comment directly above the next table is that one's."""
        lines = self._text.splitlines(keepends=True)
        heads = [
            (at, m["name"].strip()) for at, line in enumerate(lines) if (m := _TABLE.match(line))
        ]
        start = next((at for at, found in heads if found == name), len(lines))
        end = next((at for at, _ in heads if at > start), len(lines))
        while end > start + 1 and end < len(lines) and lines[end - 1].lstrip().startswith("#"):
            end -= 1
        return "".join((*lines[:start], *lines[end:]))

    def _write(self, text: str, expected: dict[str, Any]) -> None:
        """Replace the file, if the new text says what it should."""
        from cablesearch.output.sink import replacing

        if self.path is None:
            raise ConfigError(
                "no place for saved queries: there is no home directory",
                remedy="set XDG_CONFIG_HOME",
            )
        if self._tables(text) != expected:
            raise ConfigError(
                f"{self.path}: cannot be changed by a program", remedy="please edit it"
            )
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(self.path) as stream:
            stream.write(text)
        for known in ("_text", "_found"):
            self.__dict__.pop(known, None)


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


def _toml(name: str, question: Question) -> str:
    # JSON's texts, lists, true and numbers are TOML's, but for DEL
    values = _values(question).items()
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values]
    return f"[{name}]\n" + "".join(lines).replace("\x7f", "\\u007f")
