"""What every command shares as typer sees it: the global options, and the signature."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cablesearch.cli import options
from cablesearch.cli.running import carry_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from cablesearch.errors import ExitStatus


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
        flags = {name: given.pop(name) for name in _NAMED}
        return int(carry_out(body, ctx.obj, flags, given))

    call.__doc__ = body.__doc__
    with_globals(call, tuple(own))
    return call
