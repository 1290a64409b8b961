"""What every command shares: the global options, the session, and the end of a closed pipe."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple

import typer

from cablesearch.cli import options
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


def _show_version(ctx: typer.Context, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from cablesearch import __version__

        typer.echo(f"cablesearch {__version__}")
        raise typer.Exit


_VERSION: Final = typer.Option(
    "--version", is_eager=True, callback=_show_version, help="Print the version, and stop."
)
_NAMED: Final = {
    "index": (options.IndexOption, None),
    "color": (options.ColorOption, None),
    "quiet": (options.QuietOption, False),
    "verbose": (options.VerboseOption, False),
    "log_json": (options.LogJsonOption, False),
    "version": (Annotated[bool, _VERSION], False),
}
GLOBALS: Final = tuple(
    inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
    for name, (kind, default) in _NAMED.items()
)
"""The options that are accepted before and after a command's name."""

_CONTEXT: Final = inspect.Parameter(
    "ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context
)


def with_globals(function: Callable[..., Any], own: tuple[inspect.Parameter, ...] = ()) -> None:
    """Give a function that takes `ctx` and keywords the signature that typer shall see."""
    keywords = tuple(p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own)
    signature = inspect.Signature((_CONTEXT, *keywords, *GLOBALS))
    vars(function)["__signature__"] = signature
    function.__annotations__ = {p.name: p.annotation for p in signature.parameters.values()}


def as_command(body: Callable[..., ExitStatus]) -> Callable[..., int]:
    """The function that typer calls for a command, which takes the Session and then its own parameters."""
    _session, *own = inspect.signature(body).parameters.values()

    def call(ctx: typer.Context, **given: Any) -> int:
        start: Start = ctx.obj
        flags = {name: given.pop(name) for name in _NAMED}
        talk = start.talk
        for switch, name in (("quiet", "quiet"), ("verbose", "verbose"), ("as_json", "log_json")):
            setattr(talk, switch, bool(flags[name] or start.given[name]))
        talk.start_logging()
        settings = {
            name: flags[name] if flags[name] is not None else start.given[name]
            for name in ("index", "color")
        }
        if settings["index"] is not None:
            settings["index"] = str(settings["index"])
        try:
            status = body(Session.of(start.env, talk, settings), **given)
            start.env.stdout.flush()
        except BrokenPipeError as error:
            raise ClosedPipeError from error
        return int(status)

    call.__doc__ = body.__doc__
    with_globals(call, tuple(own))
    return call
