"""Talk on stderr: notes, problems, the last word of a run, as text or as JSON; and the logging of --verbose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cablesearch.output.safe import one_line, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from cablesearch.cli.env import Env
    from cablesearch.errors import ExitStatus


class Talk:
    """All that is said on stderr. The last line in JSON is always a summary or an error, with `exit`.

    What the arguments ask for is known only when they have been read, so these switches change once.
    """

    def __init__(
        self, *, env: Env, quiet: bool = False, verbose: bool = False, as_json: bool = False
    ) -> None:
        self.env = env
        self.quiet = quiet
        self.verbose = verbose
        self.as_json = as_json
        self.summary: dict[str, Any] = {}
        self.through: Callable[[str], None] | None = None  # where progress bars are drawn

    def note(self, text: str) -> None:
        """Something worth knowing; nothing with --quiet."""
        if self.as_json:
            self._event("progress", message=text)
        elif not self.quiet:
            self._write(shown(text))

    def problem(self, text: str, **facts: Any) -> None:
        """Something that was skipped or went wrong, in one line; --quiet does not silence it."""
        if self.as_json:
            self._event("skipped", message=text, **facts)
        else:
            self._write(one_line(text))

    def progress(self, **facts: Any) -> None:
        """How far a run has come; in JSON only."""
        if self.as_json:
            self._event("progress", **facts)

    def error(self, lines: list[str], status: ExitStatus) -> None:
        """Why the run ends: the last word."""
        if self.as_json:
            self._event("error", level="error", message="\n".join(lines), exit=int(status))
            return
        self._write("error: " + "\n".join(map(shown, lines)))

    def finish(self, status: ExitStatus) -> None:
        """The last word of a run without an error."""
        if self.as_json:
            self._event("summary", **{**self.summary, "exit": int(status)})

    def _event(self, kind: str, *, level: str = "", **facts: Any) -> None:
        from cablesearch.output.records import dumps

        known = level or ("warning" if kind == "skipped" else "info")
        now = self.env.clock().strftime("%Y-%m-%dT%H:%M:%SZ")
        self._write(dumps({"ts": now, "level": known, "type": kind, **facts}))

    def _write(self, text: str) -> None:
        # what was written to stdout stands above what is said about it
        self.env.stdout.flush()
        if self.through is not None:
            self.through(text)
            return
        self.env.stderr.write(text + "\n")
        self.env.stderr.flush()

    def start_logging(self) -> None:
        """With --verbose the library's own log goes to stderr."""
        if self.verbose:
            import logging

            handler = logging.StreamHandler(self.env.stderr)
            handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
            logger = logging.getLogger("cablesearch")
            logger.handlers[:] = [handler]
            logger.setLevel(logging.DEBUG)
