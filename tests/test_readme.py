"""The README and the help topics tell the truth: their sessions and Python are run on the sample cables."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SESSIONS = re.findall(r"<!-- run -->\n```\n\$ (.*)\n((?s:.*?))\n```", README)
HELP = [
    (path.stem, command, re.sub("^    ", "", printed, flags=re.MULTILINE).rstrip("\n"))
    for path in sorted((ROOT / "cablesearch/cli/help").glob("*.md"))
    for command, printed in re.findall(
        r"^    \$ ((?:printf .* \| )?cablesearch .*)\n((?:    (?!\$ ).*\n|\n(?=    (?!\$ )))*)",
        path.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
]
"""In a topic: a line "    $ cablesearch ...", or with printf piped into it, and what it prints, indented the same."""
PYTHON = re.findall(r"```python\n((?s:.*?))```", README)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with an index of the sample cables in `index`."""
    place = tmp_path_factory.mktemp("readme")
    run(place, "cablesearch index " + str(ROOT / "corpus"))
    return place


def run(place: Path, command: str) -> str:
    """What a shell's command prints, standard output and standard error together."""
    (place / "bin").mkdir(exist_ok=True)
    program = place / "bin/cablesearch"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cablesearch "$@"\n')
    program.chmod(0o755)
    env = {"PATH": f"{place / 'bin'}:{os.environ['PATH']}", "HOME": str(place)}
    done = subprocess.run(command, shell=True, cwd=place, env=env, capture_output=True, check=False)
    return (done.stdout + done.stderr).decode()


def test_there_is_something_to_run() -> None:
    assert len(SESSIONS) >= 2
    assert PYTHON


@pytest.mark.parametrize(("command", "printed"), SESSIONS, ids=[s[0] for s in SESSIONS])
def test_a_session(place: Path, command: str, printed: str) -> None:
    assert run(place, command).rstrip("\n") == printed


@pytest.mark.parametrize(
    ("topic", "command", "printed"), HELP, ids=[f"{h[0]}: {h[1]}" for h in HELP]
)
def test_a_session_of_a_help_topic(place: Path, topic: str, command: str, printed: str) -> None:
    assert run(place, command).rstrip("\n") == printed


@pytest.mark.parametrize("code", PYTHON)
def test_the_python(place: Path, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    found: dict[str, object] = {}
    exec(code, found)
    assert found["rows"]
    assert found["cable"]


def test_the_captures_are_of_this_program(place: Path) -> None:
    """The figures in the two captures of a terminal are those of the sample cables."""
    printed = run(place, "cablesearch query 'trafficking victims' -m SBU --count")
    assert f"3 of {printed.strip()} paragraphs" in README
    ids = run(place, "cablesearch query 'trafficking victims' -m SBU -n 3 --fields cite -F csv -q")
    for line in ids.splitlines()[1:]:
        assert README.count(f"  {line} ") == 2
