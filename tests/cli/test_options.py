"""The options as data: every one has help, no name is used twice, help and README know every command."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cablesearch.cli.app import COMMANDS, program
from cablesearch.cli.topics import about, topics
from cablesearch.errors import ExitStatus

if TYPE_CHECKING:
    from tests.cli.world import World

ROOT = Path(__file__).parents[2]
GLOBALS = {
    "-I",
    "--index",
    "--color",
    "-q",
    "--quiet",
    "-v",
    "--verbose",
    "--log-json",
    "--version",
}


def commands() -> dict[str, Any]:
    group = program()
    return {name: group.get_command(None, name) for name in COMMANDS}


def options_of(command: Any) -> list[Any]:
    return [p for p in command.params if p.param_type_name == "option"]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_parameter_has_help(name: str) -> None:
    command = commands()[name]
    for parameter in command.params:
        assert parameter.help, parameter.name
        assert parameter.help.endswith((".", "]")), parameter.name
    assert command.help


@pytest.mark.parametrize("name", COMMANDS)
def test_no_name_is_used_twice(name: str) -> None:
    names = [o for p in options_of(commands()[name]) for o in (*p.opts, *p.secondary_opts)]
    assert len(names) == len(set(names))
    for option in names:
        assert re.fullmatch(r"-[A-Za-z0]|--[a-z][a-z-]*", option), option


@pytest.mark.parametrize("name", COMMANDS)
def test_global_options_stand_on_both_sides(name: str) -> None:
    mine = {o for p in options_of(commands()[name]) for o in p.opts}
    before = {o for p in options_of(program()) for o in p.opts}
    assert mine >= GLOBALS
    assert before >= GLOBALS


def test_help_knows_every_command(world: World) -> None:
    listed = world.run("--help")
    assert listed == world.run()
    for name, (_, short) in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(short)}$", listed, re.MULTILINE)
        r = world.run(name, "--help")
        assert r.status is ExitStatus.OK
        assert r.startswith(f"Usage: cablesearch {name} ")
        assert r == world.run(name, "-h")


def test_the_readme_knows_every_command() -> None:
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8") if readme.exists() else ""
    if "cablesearch query" not in text:
        pytest.skip("the README is not written yet")
    assert [name for name in COMMANDS if f"cablesearch {name}" not in text] == []


def test_version(world: World) -> None:
    assert world.run("--version") == world.run("query", "--version") == "cablesearch 0.1.0\n"


def test_topics(world: World) -> None:
    assert {"query-language", "dates", "exit-codes", "formats", "cron", "environment"} <= set(
        topics()
    )
    listed = world.run("help")
    for topic in topics():
        assert about(topic)[0].isupper()
        assert about(topic) in listed
        r = world.run("help", topic)
        assert r.startswith("# ")
        assert max(map(len, r.splitlines())) <= 140
    wrong = world.run("help", "date")
    assert wrong.status is ExitStatus.USAGE
    assert 'did you mean "dates"?' in wrong.stderr


def test_the_help_on_exit_statuses_is_whole(world: World) -> None:
    listed = {
        int(n) for n in re.findall(r"^ +(\d+)  ", world.run("help", "exit-codes"), re.MULTILINE)
    }
    assert listed == {int(status) for status in ExitStatus}


def test_the_world_is_an_argument() -> None:
    """Nothing but cli/env.py reads the environment, the arguments, the clock, or a standard stream."""
    reads = re.compile(
        r"os\.environ|os\.getenv|sys\.argv|sys\.std|datetime\.now|\btime\.time\(|monotonic|\.cwd\(\)|\bprint\("
    )
    package = ROOT / "cablesearch"
    files = [*(package / "cli").rglob("*.py"), *(package / "output").glob("*.py")]
    found = [
        f"{path.name}: {line.strip()}"
        for path in files
        if path.name != "env.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if reads.search(line) and "console.print" not in line
    ]
    assert found == []


def test_modules_have_one_job() -> None:
    lengths = [
        len(path.read_text(encoding="utf-8").splitlines())
        for folder in ("cli", "output")
        for path in (ROOT / "cablesearch" / folder).rglob("*.py")
        if path.name != "options.py"  # a table
    ]
    assert max(lengths) <= 300


def test_globals_before_and_after(world: World) -> None:
    for argv in (("-I", "there", "config", "show"), ("config", "show", "--index", "there")):
        assert f"index\t{world.cwd}/there\t--index\n" in world.run(*argv)
    both = world.run("-I", "there", "config", "show", "-I", "here")
    assert f"index\t{world.cwd}/here\t--index\n" in both


def test_an_unknown_command_or_option(world: World) -> None:
    r = world.run("qery", "oil")
    assert r.status is ExitStatus.USAGE
    assert (
        r.stderr
        == 'error: no command "qery"; did you mean "query"? cablesearch --help lists them\n'
    )
    r = world.run("query", "--fromat", "csv")
    assert r.status is ExitStatus.USAGE
    assert "--format" in r.stderr
