"""What `cablesearch show` has beside the text: paragraphs, marks, citations, places, the record, links, a pager."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.cable.model import Cable, Paragraph
from cablesearch.cable.ranges import check_ranges, in_ranges
from cablesearch.cli.pager import pager_of
from cablesearch.errors import ExitStatus, UsageError
from cablesearch.formats.record import Source
from cablesearch.output.links import file_url, has_links, printed_url
from tests.cli.world import World
from tests.output.sample import check_golden

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.fakes import FakeIndex


@pytest.fixture
def terminal(world: World) -> World:
    world.terminal, world.columns = True, 60
    return world


def shown(world: World, *options: str) -> str:
    r = world.run("show", "08ZENDA457", "--color", "never", *options)
    assert r.status is ExitStatus.OK, r.stderr
    return r


# -- some paragraphs ---------------------------------------------------------------------------------------------------

# numbers 1 2 (with two parts) 5 5, then one that stands under nothing
NUMBERED = Cable(
    id="08ZENDA1",
    source=Source(path="-"),
    paragraphs=tuple(
        Paragraph(ordinal=ordinal, number=number, parent=parent, text="", lines=(ordinal, ordinal))
        for ordinal, (number, parent) in enumerate(
            [(1, None), (2, None), (None, 2), (None, 2), (5, None), (5, None), (None, None)],
            start=1,
        )
    ),
)


@pytest.mark.parametrize(
    ("written", "ordinals"),
    [
        ("1", [1]), ("2", [2, 3, 4]), ("2..", [2, 3, 4, 5, 6]), ("..2", [1, 2, 3, 4]), ("1..5", [1, 2, 3, 4, 5, 6]),
        ("5..2", [2, 3, 4, 5, 6]), ("5, 1", [1, 5, 6]), ("5[2]", [6]), ("[7]", [7]), ("[7],1", [1, 7]), ("3..4", []),
        ("5[3]", []),
    ],
)  # fmt: skip
def test_ranges(written: str, ordinals: list[int]) -> None:
    check_ranges(written)
    assert [p.ordinal for p in in_ranges(NUMBERED, NUMBERED.paragraphs, written)] == ordinals


@given(st.text("0123456789.,[] ", max_size=12))
def test_a_range_is_read_or_refused(written: str) -> None:
    try:
        check_ranges(written)
    except UsageError:
        return
    found = in_ranges(NUMBERED, NUMBERED.paragraphs, written)
    assert list(found) == sorted(found, key=lambda p: p.ordinal)


def test_some_paragraphs(world: World, index: FakeIndex) -> None:
    r = shown(world, "--para", "5..")
    assert "5. (SBU) The ministry" in r
    assert "The law stalls" not in r
    assert len(world.run("show", "08ZENDA457", "--para", "1", "--json").json[0]["paragraphs"]) == 1
    r = world.run("show", "08ZENDA457", "--para", "7..9")
    assert r.status is ExitStatus.NOTHING_FOUND
    assert r.stderr == "08ZENDA457 has no paragraph 7..9; its last is 5\n"


# -- marks and TAGS ----------------------------------------------------------------------------------------------------


def test_marks_and_tags(terminal: World, index: FakeIndex) -> None:
    r = shown(terminal, "--match", "shelter law victims summary", "--expand-tags")
    check_golden("show-marked.txt", r)
    coloured = terminal.run("show", "08ZENDA457", "--match", "shelter", "--color", "always")
    assert "\x1b[1;33mshelter\x1b[0m" in coloured
    assert "⟦" not in coloured


def test_no_mark_is_said(world: World, index: FakeIndex) -> None:
    r = world.run("show", "09STRELSAU12", "--match", "castle", "-q")
    assert (r.stderr, r.status) == ("", ExitStatus.OK)
    assert (
        "nothing of --match castle" in world.run("show", "09STRELSAU12", "--match", "castle").stderr
    )


def test_marks_of_hostile_text_are_harmless(terminal: World, index: FakeIndex) -> None:
    r = terminal.run("show", "09STRELSAU12", "--match", "victims bold signs", "--color", "never")
    assert "⟦Victims⟧ [⟦bold⟧]" in r.replace("\n", " ")
    assert "\x1b" not in r
    assert "\u202e" not in r


# -- citations and places ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "start", "end"),
    [
        ("cite", "Embassy Zenda to", "08zenda457.txt.\n"),
        ("ris", "TY  - UNPB\nID  - 08ZENDA457\n", "ER  - \n\n"),
        ("bibtex", "@misc{08ZENDA457,\n", "}\n\n"),
        ("csl", '[\n {"id": "08ZENDA457"', "}\n]\n"),
    ],
)
def test_citing(world: World, index: FakeIndex, how: str, start: str, end: str) -> None:
    r = shown(world, "--cite", how)
    assert start in r
    assert r.endswith(end)
    assert "para." not in r
    assert "para. 5 (SBU)" in shown(world, "--cite", how, "--para", "5")


def test_where(world: World, index: FakeIndex) -> None:
    rows = [line.split("\t") for line in shown(world, "--where").splitlines()]
    assert rows[1] == [
        "08ZENDA457", "2", "5", "08ZENDA457 ¶5", "/srv/cables/08zenda457.txt", "", "12", "14", "file", ""
    ]  # fmt: skip
    found = json.loads(shown(world, "--where", "--jsonl", "--para", "5"))
    assert (found["cite"], found["first"], found["last"]) == ("08ZENDA457 ¶5", 12, 14)
    whole = world.run("show", "08ZENDA457", "--where", "--json").json
    assert (whole["format_version"], whole["returned"]) == (1, 3)
    assert whole["paragraphs"][1] == found
    world.terminal = True
    check_golden("show-where.txt", shown(world, "--where", "09STRELSAU12"))


# -- the record --------------------------------------------------------------------------------------------------------

TELEGRAM = (
    "VZCZCXYZ0001\r\nR 080{number}Z FEB 08\r\nFM AMEMBASSY ZENDA\r\nTO SECSTATE WASHDC\r\n\r\n"
    "UNCLAS ZENDA 00{number}\r\n\r\nSUBJECT: RAIN\r\n\r\n"
    + "The ministry says that it has rained for days on end.\r\n"
    * 9
    + "\r\n"
    "1. (U) Rain\x1b[31m\r\nin Zenda.\r\n\r\n2. (U) More [rain](#).\r\nDOE\r\nNNNN\r\n"
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A directory with an index of a file of one telegram, and one of two, in `index`."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/one.txt").write_text(TELEGRAM.format(number=457), newline="")
    two = [TELEGRAM.format(number=number) for number in (458, 459)]
    (tmp_path / "in/two.txt").write_text("\r\n".join(two), newline="")
    assert World(cwd=tmp_path).run("index", "in", "-q").status is ExitStatus.OK
    return tmp_path


@pytest.mark.parametrize("number", [457, 458, 459])
def test_the_record_is_as_it_was(place: Path, number: int) -> None:
    r = World(cwd=place).run("show", f"08ZENDA{number}", "--raw")
    assert r.status is ExitStatus.OK, r.stderr
    assert r.strip() == TELEGRAM.format(number=number).strip()
    some = World(cwd=place).run("show", f"08ZENDA{number}", "--raw", "--para", "1")
    assert some == "1. (U) Rain\x1b[31m\r\nin Zenda.\r\n"


def test_a_record_is_harmless_on_a_terminal(place: Path) -> None:
    r = World(cwd=place, terminal=True).run("show", "08ZENDA457/1", "--raw", "--color", "never")
    assert "\x1b" not in r
    assert "Rain␛[31m" in r


@pytest.mark.parametrize(
    ("change", "said"), [("gone", "No such file"), ("edited", "changed since")]
)
def test_a_record_that_is_no_more(place: Path, change: str, said: str) -> None:
    path = place / "in/one.txt"
    text = path.read_bytes().decode()
    if change == "gone":
        path.unlink()
    else:
        path.write_text(text.replace("Zenda", "Strelsau"), newline="")
    r = World(cwd=place).run("show", "08ZENDA457", "08ZENDA459", "--raw")
    assert r.status is ExitStatus.SOURCE_MISSING
    assert "in/one.txt: " in r.stderr
    assert said in r.stderr
    assert r.strip().startswith("VZCZCXYZ0001")
    assert "ZENDA 00459" in r


RECORDS = (
    '[\n {"id": "08ZENDA1", "text": "1. Rain."},\n'
    ' {"id": "08ZENDA2", "text": "1. More rain.\\n\\n2. No end of it."}\n]\n'
)


@pytest.mark.parametrize(
    ("cable_id", "offset", "lines"), [("08ZENDA1", 3, [(1, 1)]), ("08ZENDA2", 44, [(1, 1), (3, 3)])]
)
def test_lines_of_a_record_that_is_no_text_file(
    tmp_path: Path, cable_id: str, offset: int, lines: list[tuple[int, int]]
) -> None:
    (tmp_path / "in.json").write_text(RECORDS)
    assert World(cwd=tmp_path).run("index", "in.json", "-q").status is ExitStatus.OK
    found = World(cwd=tmp_path).run("show", cable_id, "--where", "--json").json["paragraphs"]
    assert [(row["first"], row["last"]) for row in found] == lines
    assert {(row["lines_of"], row["offset"]) for row in found} == {("record", offset)}
    r = World(cwd=tmp_path, terminal=True, columns=300).run(
        "show", f"{cable_id}/1", "--where", "--color", "never"
    )
    assert f"in.json, record at byte {offset}\n" in r
    assert "line 1 of the record's text" in r


def test_the_only_paragraph_is_cited_as_one(tmp_path: Path) -> None:
    (tmp_path / "in.json").write_text(RECORDS)
    assert World(cwd=tmp_path).run("index", "in.json", "-q").status is ExitStatus.OK
    world = World(cwd=tmp_path)
    assert "para. 1" not in world.run("show", "08ZENDA1", "--cite", "cite")
    for named in (["08ZENDA1:1"], ["08ZENDA1/1"], ["08ZENDA1", "--para", "1"]):
        assert "para. 1" in world.run("show", *named, "--cite", "cite")


# -- what contradicts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--raw", "--where"], "--where and --raw at once"),
        (["--cite", "ris", "--versions"], "--cite and --versions at once"),
        (["--cite", "ris", "--json"], "--cite has no json"),
        (["--raw", "--jsonl"], "--raw has no jsonl"),
        (["--match", "rain", "--json"], "for a cable's text"),
        (["--expand-tags", "--raw"], "for a cable's text"),
        (["--para", "3..x"], '"3..x" names no paragraphs; write 3, 3..5'),
        (["--para", ".."], '".." names no paragraphs'),
        (["--para", "3", "--diff"], "--para has no meaning with --diff"),
    ],
)
def test_refused(world: World, index: FakeIndex, options: list[str], said: str) -> None:
    r = world.run("show", "08ZENDA457", *options)
    assert (r, r.status) == ("", ExitStatus.USAGE)
    assert said in r.stderr


# -- links -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environ", "links"),
    [
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"VTE_VERSION": "7006"}, True),
        ({"VTE_VERSION": "4999"}, False),
        ({"VTE_VERSION": "5000"}, True),
        ({"VTE_VERSION": "new"}, False),
        ({"TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM_PROGRAM": "WezTerm", "TMUX": "/tmp/tmux-0/default,1,0"}, False),
        ({"VTE_VERSION": "7006", "STY": "1.pts"}, False),
    ],
)
def test_links_are_made_where_a_terminal_is_known_to_have_them(
    world: World, index: FakeIndex, environ: dict[str, str], links: bool
) -> None:
    assert has_links(environ) is links
    world.environ |= environ
    assert "\x1b]8;" not in shown(world)
    world.terminal = True
    assert ("\x1b]8;;file://" in shown(world)) is links
    assert "\x1b]8;" not in shown(world, "--links", "never")
    assert "\x1b]8;;file://" in shown(world, "--links", "always")


def test_addresses_are_quoted() -> None:
    assert file_url("/in/a\x1b]8;;x\x1b\\ b%é\udce9.txt", "h") == (
        "file://h/in/a%1B%5D8%3B%3Bx%1B%5C%20b%25%C3%A9%E9.txt"
    )
    assert file_url("-") is None
    assert printed_url("frus1958-62Rur/d1") == (
        "https://history.state.gov/historicaldocuments/frus1958-62Rur/d1"
    )
    assert printed_url("frus1958/d1\x1b") is None
    assert printed_url("08ZENDA457") is None


def test_a_name_of_a_file_is_inert_in_a_link(world: World, index: FakeIndex) -> None:
    r = world.run("show", "09STRELSAU12", "--links", "always", "--color", "never")
    assert "/srv/cables/odd%0A.txt\x1b\\/srv/cables/odd\\n.txt\x1b]8;;\x1b\\" in r


# -- the pager ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pager", "command"),
    [(None, ["less"]), ("cat", []), ("", []), ("less -R", ["less", "-R"]), ('"broken', [])],
)
def test_which_pager(tmp_path: Path, pager: str | None, command: list[str]) -> None:
    from cablesearch.cli.env import of_process

    environ = {"TERM": "xterm", **({} if pager is None else {"PAGER": pager})}
    env = of_process()._replace(environ=environ, stdout_isatty=True)
    assert pager_of(env) == command
    assert pager_of(env._replace(stdout_isatty=False)) == []
    assert pager_of(env._replace(environ={**environ, "TERM": "dumb"})) == []


def paged(world: World, *options: str, cables: int = 2) -> tuple[str, str]:
    """What a pager was given, and what was written past it."""
    seen = world.cwd / "seen"
    seen.unlink(missing_ok=True)
    script = f"import sys; open({str(seen)!r}, 'w').write(sys.stdin.read())"
    world.environ["PAGER"] = shlex.join([sys.executable, "-c", script])
    r = world.run("show", *["08ZENDA457"] * cables, *options)
    assert r.status is ExitStatus.OK, r.stderr
    return (seen.read_text(encoding="utf-8") if seen.exists() else ""), r


def test_a_terminal_has_a_pager(terminal: World, index: FakeIndex) -> None:
    given_, past = paged(terminal)
    assert given_.splitlines()[0] == "\x1b[1m08ZENDA457\x1b[0m"
    assert past == ""
    given_, past = paged(terminal, "--para", "1", cables=1)
    assert given_ == ""
    assert past.endswith("The law stalls.\n")
    for options in (["--no-pager"], ["--json"], ["-o", "out.txt"]):
        assert paged(terminal, *options)[0] == ""
    terminal.terminal = False
    assert paged(terminal)[0] == ""


def test_a_pager_that_is_not_there(terminal: World, index: FakeIndex) -> None:
    terminal.environ["PAGER"] = "no-such-pager-anywhere"
    r = terminal.run("show", "08ZENDA457", "08ZENDA457")
    assert r.count("The law stalls.") == 2


def test_leaving_the_pager_early_is_no_error(place: Path) -> None:
    world = World(cwd=place, terminal=True)
    world.environ["PAGER"] = shlex.join([sys.executable, "-c", "pass"])
    before = signal.getsignal(signal.SIGINT)
    r = world.run("show", *["08ZENDA457"] * 2000)
    assert (r.status, r.stderr) == (ExitStatus.OK, "")
    assert signal.getsignal(signal.SIGINT) == before


def test_less_in_a_real_terminal(place: Path) -> None:
    import pty

    if subprocess.run(["which", "less"], capture_output=True, check=False).returncode:
        pytest.skip("less is not installed")
    argv = [sys.executable, "-m", "cablesearch", "show", *["08ZENDA457"] * 40, "--color", "never"]
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir(place)
        os.execve(
            sys.executable, argv, {"TERM": "xterm", "PATH": os.environ["PATH"], "HOME": str(place)}
        )
    seen = b""
    while b":" not in seen.rpartition(b"\n")[2]:
        seen += os.read(fd, 4096)
    os.write(fd, b"q")
    _, status = os.waitpid(pid, 0)
    os.close(fd)
    assert os.waitstatus_to_exitcode(status) == 0
    assert b"RAIN" in seen
