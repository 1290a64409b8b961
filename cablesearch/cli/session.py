"""One command's run: the world, the settings, the talk, and where its output goes."""

from __future__ import annotations

from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from cablesearch.cli.config import find_index, settings
from cablesearch.cli.saved_file import saved_queries
from cablesearch.output.sink import Sink, replacing
from cablesearch.output.style import Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cablesearch.api import Index
    from cablesearch.cli.config import Setting
    from cablesearch.cli.env import Env
    from cablesearch.cli.log import Talk


class Session(NamedTuple):
    """What every command is given.

    `held` is an index that is open already, and `narrowing` what narrows every question beside its own options.
    `keeping` leaves the file that output would go to as it is where nothing is found.
    """

    env: Env
    talk: Talk
    settings: Mapping[str, Setting]
    held: Index | None = None
    narrowing: Mapping[str, Any] = MappingProxyType({})
    keeping: bool = False

    @classmethod
    def of(cls, env: Env, talk: Talk, flags: Mapping[str, Any]) -> Session:
        """The session for the global options as given."""
        return cls(env=env, talk=talk, settings=settings(env, flags))

    def setting(self, key: str) -> Any:
        """The value of a key of the configuration."""
        return self.settings[key].value

    def index_dir(self) -> Path:
        """Where the index is, or would be built."""
        return find_index(self.env, self.settings["index"])

    @contextmanager
    def open_index(self) -> Iterator[Index]:
        """The index, open; NoIndexError and its kin where that cannot be."""
        if self.held is not None:
            yield self.held
            return
        from cablesearch.api import open_index

        index = open_index(
            self.index_dir(),
            trust_owners=self.setting("trust_owners"),
            now=self.env.clock(),
            memo_dir=self.env.memo_dir,
            saved=saved_queries(self.env),
        )
        with index:  # tells of damage to it where that is behind an error
            yield index
            index.close(unread=False)  # all is written that was wanted

    def own_tables(self) -> tuple[Path, ...]:
        """The user's folders of code tables, beside those that stand by the cables."""
        own = self.setting("tables")
        return (Path(own),) if own else ()

    def sink(self) -> Sink:
        """stdout, as a terminal where it is one."""
        return Sink(
            stream=self.env.stdout,
            terminal=self.env.stdout_isatty,
            columns=self.env.columns,
            style=Style(color=self.color),
        )

    @property
    def color(self) -> bool:
        """--color, else a terminal that knows colours and nobody who has said NO_COLOR."""
        when = self.setting("color")
        if when != "auto":
            return bool(when == "always")
        env = self.env
        return env.stdout_isatty and not env.dumb and not env.environ.get("NO_COLOR")

    @contextmanager
    def output(self, path: Path | None, *, found: bool = True) -> Iterator[Sink]:
        """A file that takes its place when all is written, or stdout."""
        if path is None or str(path) == "-":
            yield self.sink()
            self.env.stdout.flush()
            return
        if self.keeping and not found:
            yield Sink(stream=StringIO())
            return
        with replacing(self.env.cwd / path) as stream:
            yield Sink(stream=stream)
