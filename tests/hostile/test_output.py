"""Texts of any characters, through every form of output: no foreign control, and what is data reads back the same."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import random
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from cablesearch.output import safe
from tests.cli.world import World
from tests.hostile.counts import often
from tests.output.test_safe import harmful

if TYPE_CHECKING:
    from pathlib import Path

COUNT = often(200, 5_000)
_RANGES = [
    (0x20, 0x7F), (0, 0x20), (0x7F, 0xA0), (0xA0, 0x250), (0x300, 0x370), (0x590, 0x700), (0x2000, 0x2070),
    (0x4E00, 0x4F00), (0xD800, 0xE000), (0xE000, 0xE010), (0xFE00, 0xFFFF), (0x1F300, 0x1F700), (0xE0000, 0xE0080),
]  # fmt: skip
_PIECES = [
    "\x1b[2J", "\x1b]0;owned\x07", "\x1b]8;;http://zenda.example\x1b\\", "\x9b31m", "\x9d0;owned\x9c", "\x1bP", "\r",
    "\u202e", "\u2066", "[red]", "[/]", "[link=x]", "=1+1", "+1", "@SUM(A1)", "-2", "\t", "\n", '"', "''", ",",
    ";", "\\n", "<b>", "&amp;", "\x00", "\ud83d", "\ufeff", "¶", "⟦", "⟧", "\b" * 5, "\x7f",
]  # fmt: skip


def texts(count: int) -> list[str]:
    """Random ones, always the same; each begins with a word to be found by."""
    chance = random.Random(457)

    def piece() -> str:
        if chance.random() < 0.4:
            return chance.choice(_PIECES)
        low, high = chance.choice(_RANGES)
        return "".join(chr(chance.randrange(low, high)) for _ in range(chance.randint(1, 6)))

    return ["".join(piece() for _ in range(chance.randint(1, 12))) for _ in range(count)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """An index of as many cables, of which everything that can be a text is one of these."""
    place = tmp_path_factory.mktemp("hostile")
    (place / "home").mkdir()
    (place / "in").mkdir()
    given = texts(COUNT)
    with (place / "in" / "cables.jsonl").open("w", encoding="utf-8") as file:
        for number, text in enumerate(given, start=1):
            cable = {
                "id": f"08ZENDA{number}", "text": [{"text": f"rain {text}", "heading": text}], "subject": text,
                "signers": [text], "captions": [text], "to": [text], "tags": ["PREL"], "source": text,
            }  # fmt: skip
            file.write(json.dumps(cable) + "\n")
    world = World(cwd=place, environ={"HOME": str(place / "home")})
    done = world.run("index", "in", "-I", "index", "-q")
    assert done.status == 0, done.stderr
    return world


FIELDS = "cable_id,ordinal,text,heading,subject,signers,captions,to"


def rows(world: World) -> list[dict[str, Any]]:
    """What the index holds, as JSON tells it."""
    told = world.run("query", "*", "--all", "--jsonl", "--fields", FIELDS, "-I", "index", "-q")
    assert not harmful(told, allowed="\n")
    found = [json.loads(line) for line in told.splitlines()]
    assert len(found) == COUNT
    return found


@pytest.mark.parametrize(
    "argv",
    [
        ("query", "rain", "--all", "-F", "text"),
        ("query", "rain", "--all", "-F", "table"),
        ("query", "rain", "--all", "-F", "tsv", "--fields", FIELDS),
        ("query", "rain", "--all", "--csv", "--fields", FIELDS),
        ("query", "rain", "--all", "--json"),
        ("query", "rain", "--explain", "-n", "3"),
        (
            "query",
            "rain",
            "-F",
            "table",
            "--facet",
            "signers",
            "--facet",
            "captions",
            "--facet-size",
            "500",
        ),
        ("facets", "signers,to,captions", "-I", "index"),
        ("audit", "--check", "all"),
        ("parse", "in/cables.jsonl"),
        ("parse", "in/cables.jsonl", "--jsonl"),
        ("parse", "in/cables.jsonl", "--report"),
        ("show", *(f"08ZENDA{number}" for number in range(1, 60))),
        ("status",),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("terminal", [False, True])
def test_no_foreign_control(world: World, argv: tuple[str, ...], terminal: bool) -> None:
    there = World(cwd=world.cwd, environ=world.environ, terminal=terminal)
    more = () if "parse" in argv or "-I" in argv else ("-I", "index")
    done = there.run(*argv, *more)
    assert done.status in (0, 1, 2), done.stderr
    for stream in (done, done.stderr):
        own = re.sub(r"\x1b\[[0-9;]*m", "", stream) if terminal else stream
        assert not harmful(own, allowed="\n\t")


def test_csv_reads_back(world: World) -> None:
    told = world.run("query", "*", "--all", "--csv", "--fields", FIELDS, "-I", "index", "-q")
    read = list(csv.DictReader(io.StringIO(told, newline="")))
    for row, expected in zip(read, rows(world), strict=True):
        assert row["text"] == safe.csv_cell(expected["text"])
        assert row["subject"] == safe.csv_cell(expected["subject"] or "")
        for cell in row.values():
            assert not re.match(r"[=+@\t\r]|-(?![- ])", cell)


def test_tsv_reads_back(world: World) -> None:
    told = world.run("query", "*", "--all", "-F", "tsv", "--fields", FIELDS, "-I", "index", "-q")
    lines = told.split("\n")[:-1]
    for line, expected in zip(lines, rows(world), strict=True):
        cells = line.split("\t")
        assert len(cells) == len(FIELDS.split(","))
        assert cells[2] == safe.tsv_cell(expected["text"])


def test_json_is_one_value(world: World) -> None:
    told = world.run("query", "*", "--all", "--json", "-I", "index", "-q")
    assert len(json.loads(told)["hits"]) == COUNT


@pytest.mark.slow
@pytest.mark.parametrize("form", ["table", "text"])
def test_through_a_terminal(world: World, form: str) -> None:
    """A process on a pty, all that it writes: besides its own colours no control."""
    argv = ("query", "rain", "--all", "-F", form, "-I", "index", "--color", "always")
    seen = _on_terminal(*argv, cwd=world.cwd)
    assert ("\x1b[" in seen) == (form == "table")
    own = re.sub(r"\x1b\[[0-9;]*m", "", seen)
    assert not harmful(own, allowed="\n")
    assert own.count("08ZENDA") >= COUNT


def _on_terminal(*argv: str, cwd: Path) -> str:
    master, slave = pty.openpty()
    env = {"PATH": os.environ["PATH"], "HOME": str(cwd), "TERM": "xterm"}
    command = [sys.executable, "-m", "cablesearch", *argv]
    with subprocess.Popen(
        command, cwd=cwd, env=env, stdin=slave, stdout=slave, stderr=slave
    ) as process:
        os.close(slave)
        seen = b""
        while True:
            try:
                block = os.read(master, 65_536)
            except OSError:  # Linux ends a pty so
                break
            if not block:
                break
            seen += block
        assert process.wait(timeout=60) == 0
    os.close(master)
    return seen.decode("utf-8").replace("\r\n", "\n")
