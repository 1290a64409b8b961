"""`cablesearch browse` as a process: on a terminal of its own, and where there is none."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING

import pytest

from cablesearch.errors import ExitStatus

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.world import World

SOON = 60.0


class Terminal:
    """A terminal of 80 columns and 24 lines, in which a command runs."""

    def __init__(self, cwd: Path, *argv: str, **environ: str) -> None:
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cablesearch", *argv],
            stdin=theirs, stdout=theirs, stderr=theirs, cwd=cwd, start_new_session=True,
            env={"PATH": os.environ["PATH"], "HOME": str(cwd), "TERM": "xterm-256color", **environ},
        )  # fmt: skip
        os.close(theirs)
        self.seen = b""

    def until(self, text: str) -> None:
        """Read on until this is drawn."""
        end = time.monotonic() + SOON
        while text.encode() not in self.seen:
            if not self._read(end - time.monotonic()):
                raise TimeoutError(self.seen[-2000:])

    def type(self, keys: str) -> None:
        os.write(self.ours, keys.encode())

    def end(self) -> tuple[int, str]:
        """The exit status, and what was drawn since the screen was given back."""
        end = time.monotonic() + SOON
        while self._read(end - time.monotonic()):
            pass
        os.close(self.ours)
        status = self.process.wait(SOON)
        return status, self.seen.rpartition(b"\x1b[?1049l")[2].decode()

    def _read(self, seconds: float) -> bool:
        if not select.select([self.ours], [], [], max(0, seconds))[0]:
            return False
        try:
            read = os.read(self.ours, 65536)
        except OSError:  # so Linux says that nobody has the other end any more
            return False
        self.seen += read
        return bool(read)


@pytest.mark.slow
def test_a_visit(place: Path) -> None:
    terminal = Terminal(place.parent, "browse", "trafficking victims", "-I", str(place))
    terminal.until("21 paragraphs in 11 cables")
    assert b"\x1b[?1049h" in terminal.seen
    terminal.type("f\x1b[B\x1b[B ")
    terminal.until("14 paragraphs")
    terminal.type("q")
    status, left = terminal.end()
    assert status == ExitStatus.OK
    line = f"cablesearch --index {place} query 'trafficking victims' --marking SBU"
    assert left.splitlines()[-1].endswith(line)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environ", "option"),
    [({"NO_COLOR": "1"}, "auto"), ({}, "never"), ({"TERM": "vt100"}, "never")],
)
def test_without_colours(place: Path, environ: dict[str, str], option: str) -> None:
    terminal = Terminal(
        place.parent, "browse", "victims", "--color", option, "-I", str(place), **environ
    )
    terminal.until("⟦Victims⟧")
    terminal.until("31 paragraphs")
    terminal.type("\x03")
    assert terminal.end()[0] == ExitStatus.OK
    looks = re.findall(rb"\x1b\[([\d;]*)m", terminal.seen)
    assert len(looks) > 10
    assert {number for look in looks for number in look.split(b";")} <= {
        b"0",
        b"1",
        b"2",
        b"4",
        b"7",
    }


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_it_is_told_to_stop(place: Path, number: signal.Signals) -> None:
    terminal = Terminal(place.parent, "browse", "victims", "-I", str(place))
    terminal.until("31 paragraphs")
    os.kill(terminal.process.pid, number)
    status, left = terminal.end()
    assert status == 128 + number
    assert "error: " in left


@pytest.mark.parametrize(
    ("terminal", "term", "said"),
    [
        (False, "xterm", "stdin is none"),
        (True, "xterm", "stdin is none"),
        (True, "dumb", "stdin is none"),
    ],
)
def test_without_a_terminal(world: World, terminal: bool, term: str, said: str) -> None:
    world.terminal = terminal
    world.environ["TERM"] = term
    r = world.run("browse", "oil")
    assert r.status is ExitStatus.USAGE
    assert f"browse needs a terminal, and {said}; cablesearch query --facets" in r.stderr


@pytest.mark.slow
def test_a_terminal_that_cannot_be_drawn_on(place: Path) -> None:
    terminal = Terminal(place.parent, "browse", "-I", str(place), TERM="dumb")
    status, left = terminal.end()
    assert status == ExitStatus.USAGE
    assert "a terminal that can be drawn on; TERM is 'dumb'" in left


@pytest.mark.slow
def test_what_cannot_be_opened_is_told_before_the_screen_is_taken(place: Path) -> None:
    terminal = Terminal(place.parent, "browse", "-I", str(place.parent / "nowhere"))
    assert terminal.end()[0] == ExitStatus.NO_INDEX
    assert b"\x1b[?1049h" not in terminal.seen


def test_a_negation_reads_as_an_option(world: World) -> None:
    r = world.run("browse", "-tags:PREL")
    assert r.status is ExitStatus.USAGE
    assert "write NOT tags:PREL" in r.stderr
