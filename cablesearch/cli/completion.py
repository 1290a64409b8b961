"""Values that the shell offers: from the field table and the package's code tables, never from an index."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from typer import Context  # noqa: TC002, typer reads the annotation

# typer cleans help texts of rich markup, which imports half of rich for every Tab; ours have none
_CLEANER: Final = "_sanitize_help_text"
_OFFERED: Final = 200
"""More values than this help nobody."""


def keep_rich_out() -> None:
    """Completion must be quick: leave typer's cleaning of help texts out where this typer has it."""
    import typer._completion_classes as shells

    if _CLEANER in vars(shells):
        vars(shells)[_CLEANER] = str


def _starting(values: tuple[str, ...] | list[str], typed: str) -> list[str]:
    return [value for value in values if value.lower().startswith(typed.lower())][:_OFFERED]


def offer_markings(incomplete: str) -> list[str]:
    """Portion marks."""
    from cablesearch.fields import FIELDS, UNMARKED

    return _starting([*FIELDS["marking"].order, UNMARKED], incomplete)


def offer_facets(incomplete: str) -> list[str]:
    """Fields that can be counted, the main ones first."""
    from cablesearch.fields import FACETS, MAIN_FACETS

    rest = tuple(name for name in FACETS if name not in MAIN_FACETS)
    done, comma, typed = incomplete.rpartition(",")
    return [f"{done}{comma}{name}" for name in _starting((*MAIN_FACETS, *rest), typed)]


def offer_fields(incomplete: str) -> list[str]:
    """Every name and alias of a field."""
    from cablesearch.fields import field_names

    return _starting(field_names(), incomplete)


def offer_checks(incomplete: str) -> list[str]:
    """Checks of an audit; behind a comma the next one."""
    from cablesearch.search.checks import CHECKS

    done, comma, typed = incomplete.rpartition(",")
    return [f"{done}{comma}{name}" for name in _starting(list(CHECKS), typed)]


def offer_columns(incomplete: str) -> list[str]:
    """What --fields takes; behind a comma the next one."""
    from cablesearch.output.columns import COLUMNS

    done, comma, typed = incomplete.rpartition(",")
    return [f"{done}{comma}{name}" for name in _starting(COLUMNS, typed)]


def offer_choices(incomplete: str) -> list[str]:
    """FIELD=VALUE: the fields, and behind = the values where they are few and known."""
    from cablesearch.fields import FACETS, FIELDS

    name, equals, typed = incomplete.partition("=")
    if not equals:
        return [f"{field}=" for field in _starting(FACETS, name)]
    if name == "marking":
        return [f"{name}={value}" for value in offer_markings(typed)]
    if name == "tags":
        return [f"{name}={value}" for value in offer_tags(typed)]
    if name == "embassy":
        return [f"{name}={value}" for value in offer_posts(typed)]
    order = FIELDS[name].order if name in FIELDS else ()
    return [f"{name}={value}" for value in _starting(order, typed)]


def offer_posts(incomplete: str) -> list[str]:
    """Posts of the package's table."""
    return _first_column("posts.tsv", incomplete)


def offer_tags(incomplete: str) -> list[str]:
    """TAGS codes of the package's table."""
    return _first_column("tags.tsv", incomplete)


def offer_forms(incomplete: str) -> list[str]:
    """Forms that can be read."""
    from cablesearch.formats.registry import REGISTRY

    return _starting(list(REGISTRY), incomplete)


def offer_saved(ctx: Context, incomplete: str) -> list[str]:
    """What stands behind `saved show` and its like: the names of the user's queries; nothing where none can be read."""
    from cablesearch.cli.env import of_process
    from cablesearch.cli.saved_file import saved_queries
    from cablesearch.errors import ConfigError

    if ctx.params.get("action") not in ("show", "remove", "run", "new") or ctx.params.get("words"):
        return []
    try:
        return _starting(list(saved_queries(of_process())), incomplete)
    except ConfigError:
        return []


def offer_topics(incomplete: str) -> list[str]:
    """Topics of `help`."""
    from cablesearch.cli.topics import topics

    return _starting(topics(), incomplete)


def _first_column(table: str, typed: str) -> list[str]:
    from cablesearch.cable import model

    path = Path(model.__file__).with_name("data") / table
    with path.open(encoding="utf-8") as lines:
        next(lines)
        values = dict.fromkeys(line.partition("\t")[0] for line in lines)
    return _starting(list(values), typed)
