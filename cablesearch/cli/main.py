"""The entry point. `run` meets the process, `main` turns exceptions into statuses, `program` does the work."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
from typing import TYPE_CHECKING, Final, NoReturn

from cablesearch.cli.arguments import check_negations, with_version_numbers
from cablesearch.cli.env import of_process
from cablesearch.cli.exits import heed_signals, outcome
from cablesearch.cli.log import Talk
from cablesearch.cli.quick import read_query
from cablesearch.errors import ExitStatus

if TYPE_CHECKING:
    from cablesearch.cli.env import Env

_GARBAGE: Final = 50_000
"""So many objects are made before Python looks for garbage among them; a query makes fewer."""


def run() -> NoReturn:
    """Run cablesearch on the arguments of this process, and leave."""
    # what a start makes stays: looking through it for garbage after every 700 objects costs a tenth of a query
    gc.set_threshold(_GARBAGE)
    heed_signals()
    env = of_process()
    status = main(env)
    _let_go(env)
    _leave(status)


def main(env: Env) -> ExitStatus:
    """Run, say what went wrong, and give the exit status; nothing is raised."""
    options = [word for word in _before_terminator(env.argv) if word.startswith("-")]
    talk = Talk(
        env=env,
        as_json="--log-json" in options,
        verbose="-v" in options or "--verbose" in options,
    )
    try:
        status = program(env, talk)
        env.stdout.flush()
        talk.finish(status)
    except BaseException as error:  # tantivy's panics are no Exceptions
        status = _told(error, talk)
    return status


def program(env: Env, talk: Talk) -> ExitStatus:
    """The command line without any handling of errors."""
    check_negations(env.argv)
    from cablesearch.cli.running import Start, carry_out

    start = Start(env=env, talk=talk, given={})
    completing = any(name.endswith("_COMPLETE") for name in env.environ)
    if not completing and (asked := read_query(env.argv)):
        from cablesearch.cli.finding import find

        return carry_out(find, start, asked.flags, asked.given)
    from cablesearch.cli.app import program as make

    if completing:
        from cablesearch.cli.completion import keep_rich_out

        keep_rich_out()
    with contextlib.redirect_stdout(env.stdout):  # typer prints help itself
        status = make().main(
            args=with_version_numbers(env.argv) or ["--help"],
            prog_name="cablesearch",
            standalone_mode=False,
            obj=start,
        )
    return ExitStatus(status or 0)


def _before_terminator(argv: tuple[str, ...]) -> tuple[str, ...]:
    return argv[: argv.index("--")] if "--" in argv else argv


def _told(error: BaseException, talk: Talk) -> ExitStatus:
    if isinstance(error, SystemExit):  # typer's completion, and its own idea of a closed pipe
        if isinstance(error.__context__, BrokenPipeError):
            return ExitStatus.OK
        return ExitStatus(error.code if isinstance(error.code, int) else 0)
    lines, status = outcome(error)
    with contextlib.suppress(OSError, ValueError):  # stderr may be gone too
        if talk.verbose and status is ExitStatus.BUG:
            import traceback

            for line in "".join(traceback.format_exception(error)).splitlines():
                talk.problem(line)
        if lines:
            talk.error(lines, status)
        else:
            talk.finish(status)
    return status


def _leave(status: ExitStatus) -> NoReturn:
    """End the process, at once where nothing else runs in it: to take all modules apart takes a tenth of a query."""
    threads = sys.modules.get("threading")  # few commands need it
    if (threads and threads.active_count() > 1) or "multiprocessing" in sys.modules:
        sys.exit(int(status))
    atexit._run_exitfuncs()
    os._exit(int(status))


def _let_go(env: Env) -> None:
    """Flush for the last time: what Python's own shutdown cannot write would become exit status 120."""
    for stream in (env.stdout, env.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
