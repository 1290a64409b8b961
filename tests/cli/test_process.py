"""The command as a process: exit statuses, pipes, signals, encodings, start-up."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMAND = (sys.executable, "-m", "cablesearch")
CORPUS = Path(__file__).parents[2] / "corpus"
HOSTILE = (
    "UNCLAS SECTION 01 OF 01 ZENDA 000099\n\nE.O. 12958: N/A\nTAGS: PREL\n"
    "SUBJECT: ODD \x1b]0;owned\x07 SIGNS\n\n"
    "1. (U) Shelter \x1b[2J\x9b31m\x7f \u202ereversed\u2066 [red]rich[/] and [link=x] here.\n"
)


def run(
    *argv: str, cwd: Path, env: Mapping[str, str] | None = None, shell: str = ""
) -> subprocess.CompletedProcess[bytes]:
    """Run the command, or it with something behind it in a shell; HOME is the working directory."""
    world = {"PATH": os.environ["PATH"], "HOME": str(cwd), **(env or {})}
    if shell:
        line = " ".join((*COMMAND, *argv, shell))
        return subprocess.run(
            ["bash", "-c", line], cwd=cwd, env=world, capture_output=True, check=False
        )
    return subprocess.run([*COMMAND, *argv], cwd=cwd, env=world, capture_output=True, check=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of the samples and of one hostile cable."""
    folder = tmp_path_factory.mktemp("place")
    shutil.copytree(CORPUS, folder / "corpus")
    (folder / "corpus" / "hostile.txt").write_text(HOSTILE, encoding="utf-8")
    done = run("index", "-q", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    return folder


def test_status_0_hits(place: Path) -> None:
    done = run("query", "shelter", cwd=place)
    assert done.returncode == 0
    assert done.stdout.count(b"\n") > 1


def test_status_1_nothing(place: Path) -> None:
    done = run("query", "xyzzyplugh", cwd=place)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"nothing found\n")
    assert run("show", "99NOWHERE1", cwd=place).returncode == 1


@pytest.mark.parametrize(
    "argv",
    [
        ("query", '"unclosed'),
        ("query", "form:x"),
        ("query", "--nope"),
        ("nope",),
        ("query", "x", "-tags:PREL"),
        ("query", "--limit", "many"),
    ],
)
def test_status_2_usage(place: Path, argv: tuple[str, ...]) -> None:
    done = run(*argv, cwd=place)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"error: ")


def test_status_3_skipped(tmp_path: Path) -> None:
    (tmp_path / "junk.txt").write_text("no cable")
    assert run("parse", "junk.txt", cwd=tmp_path).returncode == 3


def test_status_4_no_index(tmp_path: Path) -> None:
    assert run("query", "x", cwd=tmp_path).returncode == 4


def test_status_5_another_schema(place: Path, tmp_path: Path) -> None:
    shutil.copytree(place / "index", tmp_path / "index")
    current = tmp_path / "index" / "current"
    pointer = json.loads(current.read_text())
    [manifest] = (tmp_path / "index").glob("g*/manifest.json")
    changed = manifest.read_text().replace('"schema_version":', '"schema_version": 99, "was":', 1)
    manifest.write_text(changed)
    pointer["manifest_sha256"] = hashlib.sha256(changed.encode()).hexdigest()
    current.write_text(json.dumps(pointer))
    done = run("query", "x", cwd=tmp_path)
    assert done.returncode == 5
    assert b"--rebuild" in done.stderr


def test_status_6_damaged(place: Path, tmp_path: Path) -> None:
    shutil.copytree(place / "index", tmp_path / "index")
    (tmp_path / "index" / "current").write_text("nonsense")
    assert run("query", "x", cwd=tmp_path).returncode == 6
    assert run("status", "--max-age", "0s", cwd=place).returncode == 6


def test_status_65_strict(tmp_path: Path) -> None:
    (tmp_path / "junk.txt").write_text("no cable")
    done = run("index", "junk.txt", "--strict", cwd=tmp_path)
    assert done.returncode == 65
    assert not (tmp_path / "index" / "current").exists()


def test_status_66_missing(tmp_path: Path) -> None:
    assert run("index", "nowhere", cwd=tmp_path).returncode == 66


def test_status_74_disk_full(place: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    done = run("query", "shelter", "--all", cwd=place, shell="> /dev/full")
    assert done.returncode == 74
    assert done.stderr == b"error: no space left on the disk\n"


def test_status_75_locked(place: Path, tmp_path: Path) -> None:
    import fcntl

    (tmp_path / "index").mkdir()
    with (tmp_path / "index" / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = run("index", str(place / "corpus"), cwd=tmp_path)
    assert done.returncode == 75


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT, signal.SIGTERM])
def test_signals(place: Path, number: signal.Signals) -> None:
    with subprocess.Popen(
        [*COMMAND, "parse", "-"], cwd=place, stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        time.sleep(2)  # until it reads
        process.send_signal(number)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 128 + number
    assert said.startswith(b"error: ")
    assert said.count(b"\n") == 1


@pytest.mark.parametrize(
    "argv",
    [
        ("query", "'*'", "--all"),
        ("query", "'*'", "--all", "--json"),
        ("parse", "corpus", "--jsonl"),
        ("--help",),
        ("help", "query-language"),
        ("audit", "--all", "--quiet"),
        ("fields", "--json"),
    ],
)
def test_a_closed_pipe_is_silent(place: Path, argv: tuple[str, ...]) -> None:
    for shell in ("| head -c 1 >/dev/null; exit ${PIPESTATUS[0]}", "| true; exit ${PIPESTATUS[0]}"):
        done = run(*argv, cwd=place, shell=shell)
        said = [line for line in done.stderr.splitlines() if b"--all for the rest" not in line]
        assert (done.returncode, said) == (0, [])


def test_closed_streams(place: Path) -> None:
    assert run("query", "shelter", cwd=place, shell=">&-").returncode == 0
    assert run("query", "shelter", cwd=place, shell="2>&-").returncode == 0
    assert run("query", "form:x", cwd=place, shell="2>&-").returncode == 2
    assert run("query", "shelter", cwd=place, shell="<&-").returncode == 0


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1", "tr_TR.UTF-8"])
def test_output_is_utf_8_whatever_the_locale(place: Path, locale: str) -> None:
    env = {"LC_ALL": locale, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = run("query", "shelter", cwd=place, env=env)
    assert done.returncode == 0
    assert "⟦" in done.stdout.decode("utf-8")


def test_a_pipe_is_whole_whatever_the_terminal_says(place: Path) -> None:
    plain = run("query", "shelter", cwd=place)
    loud = run(
        "query", "shelter", cwd=place,
        env={"FORCE_COLOR": "1", "COLUMNS": "20", "TERM": "xterm", "CLICOLOR_FORCE": "1", "TZ": "Asia/Tokyo"},
    )  # fmt: skip
    assert loud.stdout == plain.stdout
    assert b"\x1b" not in plain.stdout


def on_terminal(*argv: str, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """All that a terminal gets to see."""
    world = {"PATH": os.environ["PATH"], "HOME": str(cwd), "TERM": "xterm", **(env or {})}
    master, slave = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *argv], cwd=cwd, env=world, stdin=slave, stdout=slave, stderr=slave
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
        process.wait(timeout=20)
    os.close(master)
    return seen.decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize(
    "argv",
    [
        ("query", "reversed", "--facets"),
        ("query", "reversed", "-F", "text"),
        ("query", "reversed", "-F", "tsv", "--fields", "text,subject"),
        ("query", "reversed", "--csv"),
        ("query", "reversed", "--json"),
        ("show", "ZENDA99", "09ZENDA99", "99ZENDA99"),
        ("parse", "corpus/hostile.txt"),
        ("parse", "corpus/hostile.txt", "--jsonl"),
    ],
)
def test_no_foreign_control_reaches_a_terminal(place: Path, argv: tuple[str, ...]) -> None:
    seen = on_terminal(*argv, cwd=place)
    ours = re.sub(r"\x1b\[[0-9;]*m", "", seen)
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", ours
    )
    if argv[0] == "query":
        assert "[red]rich[/] and [link=x] here" in " ".join(ours.split())


def test_colours(place: Path) -> None:
    assert "\x1b[1;33m" in on_terminal("query", "shelter", cwd=place)
    assert "\x1b" not in on_terminal("query", "shelter", "--color", "never", cwd=place)
    assert "\x1b" not in on_terminal("query", "shelter", cwd=place, env={"NO_COLOR": "1"})
    assert "\x1b" not in on_terminal("query", "shelter", cwd=place, env={"TERM": "dumb"})
    assert (
        "\x1b[1;33m"
        in run("query", "shelter", "-F", "table", "--color=always", cwd=place).stdout.decode()
    )


def test_bars_are_drawn_on_a_terminal_only(place: Path) -> None:
    assert "━" in on_terminal("index", "--rehash", cwd=place)
    assert "━" not in on_terminal("index", "--rehash", "--no-progress", cwd=place)
    assert "━" not in run("index", "--rehash", cwd=place).stderr.decode()


def test_ids_lead_back(place: Path) -> None:
    done = run("query", "shelter", "-0", cwd=place, shell=f"| xargs -0 {' '.join(COMMAND)} show")
    assert done.returncode == 0
    assert b"shelter" in done.stdout.lower()


def test_all_streams_what_count_counts(place: Path) -> None:
    count = int(run("query", "*", "--count", cwd=place).stdout)
    assert run("query", "*", "--all", "-F", "ids", cwd=place).stdout.count(b"\n") == count
    assert (
        run("query", "*", "-n", "3", cwd=place).stderr
        == f"3 of {count:,}; --all for the rest\n".encode()
    )
