"""What stands beside a query: facet choices and dates, as text -> nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablesearch.diagnostic import Problem
from cablesearch.errors import QueryError
from cablesearch.fields import Field, Kind, find_field
from cablesearch.query import ast, syntax
from cablesearch.query.combine import any_of
from cablesearch.query.periods import Period, PeriodError, read_period
from cablesearch.query.trouble import UnreadableError
from cablesearch.query.values import value_node
from cablesearch.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cablesearch.query.context import Context


def resolve_choice(field: Field, values: Sequence[str], context: Context) -> ast.Node:
    """The node of a facet choice: any of these values of one field; QueryError."""
    nodes: list[ast.Node] = []
    problems: list[Problem] = []
    text = ""
    for value in values:
        text += ", " if text else ""
        span = (len(text), len(text) + len(value))
        text += value
        leaf = syntax.Quoted(text=value, span=span)
        try:
            if field.kind is Kind.TEXT:
                message = f"{field.name} has no values to choose from; write {field.name}:... in the query"
                raise UnreadableError("not-a-facet", message, span)
            node, _ = value_node(field, leaf, context)
            nodes.append(node)
        except UnreadableError as error:
            problems.append(error.problem)
    if problems:
        raise QueryError(text, tuple(problems))
    return _chosen(field.name, nodes, values, context)


def _chosen(
    field: str, nodes: Sequence[ast.Node], values: Sequence[str], context: Context
) -> ast.Node:
    """One node for all values, which come from a list and are taken as they stand there."""
    held: list[str] = []
    others: list[ast.Node] = []
    for node, value in zip(nodes, values, strict=True):
        match node:
            case ast.OneOf(values=found):
                held += found
            case ast.Like():  # what a query takes in any case
                plain = normalise(value)
                held += [v for v in context.values(field) if normalise(v) == plain] or [value]
            case _:
                others.append(node)
    one_of = [ast.OneOf(field=field, values=tuple(dict.fromkeys(held)))] if held else []
    return any_of([*one_of, *others]) or ast.Nothing()


def period_of(text: str) -> Period:
    """The period of --since or --until; QueryError."""
    try:
        return read_period(text)
    except PeriodError as error:
        problem = Problem(
            kind="bad-date", message=str(error), span=(0, len(text)), suggestion=error.suggestion
        )
        raise QueryError(text, (problem,)) from None


def in_order(since: str | None, until: str | None) -> tuple[str | None, str | None, str | None]:
    """--since and --until the right way round, and what to tell the asker where they were not; QueryError."""
    if not since or not until:
        return since, until, None
    start, end = period_of(since).start, period_of(until).end
    if start is None or end is None or start < end:
        return since, until, None
    written = f"--since {since} --until {until}"
    note = f'"{written}" is the wrong way round and was read as --since {until} --until {since}'
    return until, since, note


def between(since: str | None, until: str | None) -> ast.Node:
    """From the first moment of --since to the last of --until, or the other way round; QueryError."""
    since, until, _ = in_order(since, until)
    start = period_of(since).start if since else None
    end = period_of(until).end if until else None
    return ast.Between(field="date", start=start, end=end)


def chosen(
    filters: Mapping[str, Sequence[str]], context: Context
) -> Iterator[tuple[str, ast.Node]]:
    """The facet choices by the canonical names of their fields; QueryError."""
    for name, values in filters.items():
        field = find_field(name)
        if field is None:
            message = f'no field "{name}"'
            problem = Problem(kind="unknown-field", message=message, span=(0, len(name)))
            raise QueryError(name, (problem,))
        if values:
            yield field.name, resolve_choice(field, tuple(values), context)
