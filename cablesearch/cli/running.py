"""A command's run once its arguments are read: the session, and the end of a closed pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cablesearch.cli.exits import ClosedPipeError
from cablesearch.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cablesearch.cli.env import Env
    from cablesearch.cli.log import Talk
    from cablesearch.errors import ExitStatus


class Start(NamedTuple):
    """What a command begins with: the world, the talk, the global options before its name."""

    env: Env
    talk: Talk
    given: Mapping[str, Any]


def carry_out(
    body: Callable[..., ExitStatus],
    start: Start,
    flags: Mapping[str, Any],
    given: Mapping[str, Any],
) -> ExitStatus:
    """Run the body of a command on its own arguments; `flags` are the global options behind its name."""
    talk = start.talk
    for switch, name in (("quiet", "quiet"), ("verbose", "verbose"), ("as_json", "log_json")):
        setattr(talk, switch, bool(flags.get(name) or start.given.get(name)))
    talk.start_logging()
    settings = {
        name: flags[name] if flags.get(name) is not None else start.given.get(name)
        for name in ("index", "color")
    }
    if settings["index"] is not None:
        settings["index"] = str(settings["index"])
    try:
        status = body(Session.of(start.env, talk, settings), **given)
        start.env.stdout.flush()
    except BrokenPipeError as error:
        raise ClosedPipeError from error
    return status
