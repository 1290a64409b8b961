"""How far `saved new` has come: for each query and index the generation up to which all was shown.

A mark is a small file in the user's state directory. It names the index by its identity, so that an index may be moved,
and one that was built anew at the same place is told from the one before it; and the query by its digest, so that
another query under the same name is told from the one before it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cablesearch.errors import ConfigError, WriteError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from cablesearch.api import Index
    from cablesearch.cli.env import Env

_FORMAT_VERSION: Final = 1
_SHOWN: Final = 16
"""So many digits of an identity stand in a file's name."""


class Mark(NamedTuple):
    """One mark as it stands in its file."""

    file: Path
    name: str
    digest: str
    identity: str
    path: str
    generation: int


class Marks:
    """The marks of the user for one index."""

    def __init__(self, env: Env, index: Index) -> None:
        home = env.state_home
        self._folder = home / "cablesearch" / "marks" if home else None
        self._identity = index.identity or _of_path(index.info.path)
        self._path = index.info.path

    def read(self, name: str) -> Mark | None:
        """How far a query was shown of this index; null where it never was. ConfigError where it cannot be known."""
        return _read(self._file(name))

    def of_another(self, name: str) -> Mark | None:
        """The mark of an index that stood at this place before."""
        others = (mark for mark in _all(self._folder) if mark.identity != self._identity)
        return next((m for m in others if (m.name, m.path) == (name, self._path)), None)

    def move(self, name: str, digest: str, generation: int, now: datetime) -> None:
        """Note that all of a query was shown up to a generation; WriteError."""
        from cablesearch.output.sink import replacing

        file = self._file(name)
        values = {
            "format_version": _FORMAT_VERSION,
            "name": name,
            "query": digest,
            "index": self._identity,
            "path": self._path,
            "generation": generation,
            "at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        before = self.of_another(name)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(f"{file.parent}: {error.strerror}") from error
        with replacing(file) as stream:
            stream.write(json.dumps(values) + "\n")
        if before is not None:
            before.file.unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        if self._folder is None:
            raise ConfigError(
                "no place to note what was shown: there is no home directory",
                remedy="set XDG_STATE_HOME, or use saved run",
            )
        return self._folder / f"{self._identity[:_SHOWN]}-{name}.json"


def forget(env: Env, name: str) -> None:
    """Drop the marks of a query, of whatever indexes; WriteError."""
    home = env.state_home
    for mark in list(_all(home / "cablesearch" / "marks" if home else None)):
        if mark.name == name:
            try:
                mark.file.unlink(missing_ok=True)
            except OSError as error:
                raise WriteError(f"{mark.file}: {error.strerror}") from error


def _all(folder: Path | None) -> Iterator[Mark]:
    for file in sorted(folder.glob("*.json")) if folder else ():
        try:
            mark = _read(file)
        except ConfigError:
            continue
        if mark is not None:
            yield mark


def _read(file: Path) -> Mark | None:
    try:
        found: Any = json.loads(file.read_text(encoding="utf-8"))
        if found["format_version"] != _FORMAT_VERSION:
            raise ConfigError(f"{file}: is of another version", remedy="delete it to begin anew")
        return Mark(
            file=file,
            name=str(found["name"]),
            digest=str(found["query"]),
            identity=str(found["index"]),
            path=str(found["path"]),
            generation=int(found["generation"]),
        )
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise ConfigError(f"{file}: cannot be read", remedy="delete it to begin anew") from error


def _of_path(path: str) -> str:
    """In place of an identity."""
    from hashlib import sha256

    return sha256(path.encode("utf-8", "surrogateescape")).hexdigest()
