"""A command line without a process: `world.run("query", "oil")` gives stdout as a str that knows the rest."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cablesearch.cli.env import Env
from cablesearch.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cablesearch.errors import ExitStatus

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


class Output(str):
    """What a run wrote to stdout; what it said, and how it ended."""

    stderr: str
    status: ExitStatus

    @property
    def json(self) -> Any:
        """Stdout read as JSON."""
        return json.loads(self)

    @property
    def events(self) -> list[dict[str, Any]]:
        """Stderr read as JSON lines."""
        return [json.loads(line) for line in self.stderr.splitlines()]


def _ticks() -> Iterator[float]:
    seconds = 0.0
    while True:
        yield seconds
        seconds += 0.02


@dataclass(kw_only=True)
class World:
    """Where commands run: a working directory, variables, a terminal or none."""

    cwd: Path
    terminal: bool = False
    columns: int = 80
    environ: dict[str, str] = field(default_factory=dict)
    now: datetime = NOW

    def run(self, *argv: str, stdin: bytes = b"") -> Output:
        """Run one command line."""
        stdout, stderr = io.StringIO(), io.StringIO()
        env = Env(
            argv=argv,
            stdin=io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"),
            stdout=stdout,
            stderr=stderr,
            stdout_isatty=self.terminal,
            stderr_isatty=False,
            columns=self.columns,
            environ={"TERM": "xterm", "PAGER": "cat", **self.environ},
            cwd=self.cwd,
            clock=lambda: self.now,
            timer=_ticks().__next__,
        )
        status = main(env)
        output = Output(stdout.getvalue())
        output.status = status
        output.stderr = stderr.getvalue()
        return output
