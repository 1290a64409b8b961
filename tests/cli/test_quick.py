"""A query's arguments as they are read without typer: always what typer would have read, or nothing."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cablesearch.cli.app import program
from cablesearch.cli.finding import find
from cablesearch.cli.query import command
from cablesearch.cli.quick import FLAGS, GLOBAL, REPEATABLE, VALUES, read_query

COMMAND = program().get_command(None, "query")
OPTIONS = {opt: p for p in COMMAND.params for opt in p.opts if opt.startswith("-")}
FOR_TYPER = {"-h", "--help", "--version"}

QUICK = [
    "shelters",
    "law of sea -m SBU -m C --tag KTIP --facets -F json",
    "oil -I somewhere//index --color never -q -v --log-json",
    "oil --facet embassy --facet tags,marking --facet-size 0 --by cable -n 5 --offset 10",
    "oil --since 1973 --until 1974-05 --only origin=x -e BAKU -f cites:09BAKU911 --plain --count --cables",
    "--sort date --snippets 2 --all --explain --json --jsonl --csv -0 --header --raw-cells",
    "oil --fields cable_id --fields date,cite --format tsv -o found.tsv",
]


def defaults(function: Any) -> dict[str, Any]:
    _session, *own = inspect.signature(function).parameters.values()
    return {p.name: p.default for p in own}


def by_typer(args: list[str]) -> dict[str, Any]:
    # what --version asks for is done as it is read
    found = dict(COMMAND.make_context("query", list(args)).params)
    del found["version"]
    # typer hands a list without members to the command as the default
    return {name: found[name] or None if name in LISTS else found[name] for name in found}


LISTS = (*REPEATABLE, "query")


def by_quick(args: list[str]) -> dict[str, Any] | None:
    read = read_query(["query", *args])
    if read is None:
        return None
    switches = dict.fromkeys(("quiet", "verbose", "log_json"), False)
    nothing = {"index": None, "color": None, **switches}
    return {**nothing, **defaults(find), **read.flags, **read.given}


def plain(read: dict[str, Any]) -> dict[str, str]:
    """Without what typer changes only when it calls the command: tuples to lists, texts to paths."""
    found = dict(read)
    for name, value in read.items():
        if isinstance(value, tuple):
            found[name] = list(value)
        elif name in ("index", "output") and value is not None:
            found[name] = Path(value)
    return {name: str(value) for name, value in sorted(found.items())}


def test_both_know_the_same_options() -> None:
    assert {*FLAGS, *VALUES} | FOR_TYPER == OPTIONS.keys() | FOR_TYPER
    for name, parameter in FLAGS.items():
        assert OPTIONS[name].is_flag
        assert OPTIONS[name].name == parameter
    for name, (parameter, _) in VALUES.items():
        assert not OPTIONS[name].is_flag
        assert OPTIONS[name].name == parameter
        assert OPTIONS[name].multiple == (parameter in REPEATABLE)


def test_the_command_takes_what_its_body_takes() -> None:
    assert defaults(find) == defaults(command)
    assert {p.name for p in COMMAND.params} >= set(GLOBAL)


@pytest.mark.parametrize("line", QUICK)
def test_read_as_typer_reads_it(line: str) -> None:
    read = by_quick(line.split())
    assert read is not None
    assert plain(read) == plain(by_typer(line.split()))


@pytest.mark.parametrize(
    "line",
    [
        "oil --help", "oil -h", "oil --version", "oil -qv", "oil -n5", "oil --limit=5", "oil -- -x", "oil -n", "oil -",
        "oil --sort -date", "oil --sort up", "oil -n many", "oil -n -1", "oil --by word", "oil -F xml",
        "oil --fac tags", "oil -n 1 -n 2", "oil --since 1973 --since 1974", "oil -m", "oil --color red",
    ],
)  # fmt: skip
def test_left_to_typer(line: str) -> None:
    assert read_query(["query", *line.split()]) is None


@pytest.mark.parametrize("argv", [[], ["show", "oil"], ["-q", "query", "oil"], ["--help"]])
def test_another_command_is_left_to_typer(argv: list[str]) -> None:
    assert read_query(argv) is None


ARGUMENTS = st.sampled_from(
    [*FLAGS, *VALUES, "oil", "7", "0", "", "SBU", "json", "date", "cable", "never", "a=b", "٣"]
)


@settings(deadline=None)
@given(st.lists(ARGUMENTS, max_size=6))
def test_never_otherwise_than_typer(args: list[str]) -> None:
    read = by_quick(args)
    if read is not None:
        assert plain(read) == plain(by_typer(args))
