"""Links of a terminal (OSC 8): which terminals have them, and the addresses that they may lead to."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

_PROGRAMS: Final = frozenset(["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio"])
_TERMS: Final = frozenset(
    ["xterm-kitty", "xterm-ghostty", "foot", "foot-extra", "contour", "wezterm"]
)
_FIRST_VTE: Final = (
    5000  # earlier ones crash (https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda)
)


def has_links(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is known to make links of OSC 8; inside tmux and screen nobody can know."""
    if environ.get("TMUX") or environ.get("STY"):
        return False
    vte = environ.get("VTE_VERSION", "")
    return (
        (vte.isascii() and vte.isdecimal() and int(vte) >= _FIRST_VTE)
        or environ.get("TERM_PROGRAM") in _PROGRAMS
        or environ.get("TERM") in _TERMS
        or bool(environ.get("KONSOLE_VERSION") or environ.get("WT_SESSION"))
    )


def file_url(path: str, host: str | None = None) -> str | None:
    """The address of a file by an absolute path; its host tells a terminal whether it is of this machine.

    >>> file_url("/srv/in/a b.txt", "archive")
    'file://archive/srv/in/a%20b.txt'
    """
    if not Path(path).is_absolute():
        return None
    return f"file://{quote(host or os.uname().nodename)}{quote(os.fsencode(path))}"


def printed_url(cable_id: str) -> str | None:
    """The address of a document of Foreign Relations of the United States, by its id."""
    if not re.fullmatch(r"frus[A-Za-z0-9.-]+/d[A-Za-z0-9]+", cable_id):
        return None
    return f"https://history.state.gov/historicaldocuments/{cable_id}"
