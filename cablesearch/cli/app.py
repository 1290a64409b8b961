"""The commands and where they live: a command's module is imported when it is called, none for --help."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import typer
from typer.core import TyperGroup

from cablesearch.cli.command import as_command, with_globals
from cablesearch.errors import UsageError
from cablesearch.output.nearest import remedy

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "index": ("index_", "Build or refresh the index."),
    "query": ("query", "Find paragraphs: ranked, filtered, counted."),
    "browse": ("browse.command", "Look through hits, facets and cables on a whole screen."),
    "show": ("show", "Print a cable or a paragraph."),
    "parse": ("parse", "Show what was understood of files; needs no index."),
    "facets": ("facets", "Count by field, with the arguments that narrow to each value."),
    "timeline": ("timeline", "Count over time: by year, quarter, month, week or day."),
    "kwic": ("kwic", "Every match with the words around it, a line each."),
    "collocates": ("collocates", "The words that keep company with a word."),
    "similar": ("similar", "More like a cable or a paragraph; near-copies."),
    "refs": ("refs", "What a cable cites and what cites it; what is missing."),
    "batch": ("batch", "Many queries from a file: a line about each, or their hits."),
    "saved": ("saved", "Queries with names: kept, run, asked for what is new."),
    "audit": ("audit", "What a reviewer should look at: marks, dates, references, ids."),
    "status": ("status", "What the index holds, and how old it is."),
    "check": ("check", "Is the index sound, and does it match the corpus?"),
    "rollback": ("rollback", "Step back to the index before this one."),
    "purge": ("purge", "Remove cables for good, and prove it."),
    "fields": ("fields", "The fields: what can be asked, counted, sorted by."),
    "config": ("config_", "The settings, and where each came from."),
    "help": ("help", "Longer help: query language, dates, formats, cron ..."),
}
"""Every command: its module and its short help."""

_CONTEXT: Final = {"help_option_names": ["-h", "--help"]}


class _Commands(TyperGroup):
    """A group that makes a command when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"cablesearch.cli.{COMMANDS[cmd_name][0]}")
        alone = typer.Typer(rich_markup_mode=None, add_completion=False)
        alone.command(cmd_name, context_settings=_CONTEXT)(as_command(module.command))
        made = typer.main.get_command(alone)
        made.short_help = COMMANDS[cmd_name][1]
        return made

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            raise UsageError(
                f'no command "{args[0]}"',
                remedy=remedy(args[0], COMMANDS, "cablesearch --help lists them"),
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


def _start(ctx: typer.Context, **given: Any) -> None:
    """Full-text search over diplomatic cables: ranked, faceted, citable paragraphs."""
    ctx.obj = ctx.obj._replace(given=given)


def program() -> Any:
    """The command line as typer runs it."""
    with_globals(_start)
    app = typer.Typer(
        name="cablesearch",
        cls=_Commands,
        rich_markup_mode=None,
        context_settings=_CONTEXT,
        epilog="Exit statuses, the query language and cron: cablesearch help.",
    )
    app.callback()(_start)
    return typer.main.get_command(app)
