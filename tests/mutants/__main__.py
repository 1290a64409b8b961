"""`python -m tests.mutants [WORD...]`: run the suite against each mutant; exit 1 where more than one survives.

With words only the mutants whose names contain one of them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.mutants.table import MUTANTS

if TYPE_CHECKING:
    from tests.mutants.table import Mutant

_ROOT: Final = Path(__file__).parents[2]
_TESTS: Final = (
    "tests/indexing/test_publish.py",
    "tests/indexing/test_damage.py",
    "tests/indexing",
    "tests/cli/test_build.py",
    "tests/cli/test_exits.py",
)
_MAY_SURVIVE: Final = 1
_TOO_LONG: Final = 900  # seconds; a mutant that hangs the suite is killed


def main(words: list[str]) -> int:
    """Try the mutants, one after the other, in a copy of the project."""
    chosen = [m for m in MUTANTS if not words or any(word in m.name for word in words)]
    survived = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "project"
        for name in ("cablesearch", "tests", "corpus", "pyproject.toml", "README.md"):
            _copy(_ROOT / name, place / name)
        if killer := _killer(place):
            print(f"without a mutant {killer} fails", file=sys.stderr)
            return 2
        for mutant in chosen:
            started = time.monotonic()
            with _mutated(place, mutant):
                killer = _killer(place)
            if not killer:
                survived.append(mutant)
            seconds = time.monotonic() - started
            fate = f"killed by {killer}" if killer else "SURVIVED"
            print(f"{mutant.module}: {mutant.name}: {fate} ({seconds:.0f} s)", flush=True)
    print(f"{len(chosen) - len(survived)} of {len(chosen)} killed")
    return int(len(survived) > _MAY_SURVIVE)


def _copy(old: Path, new: Path) -> None:
    if old.is_dir():
        shutil.copytree(old, new, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        new.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(old, new)


class _mutated:  # noqa: N801
    """The project in this place with one mutant in it, for a while."""

    def __init__(self, place: Path, mutant: Mutant) -> None:
        self._path = place / "cablesearch" / mutant.module
        self._text = self._path.read_text(encoding="utf-8")
        self._mutant = mutant

    def __enter__(self) -> None:
        changed = self._text.replace(self._mutant.old, self._mutant.new)
        self._path.write_text(changed, encoding="utf-8")

    def __exit__(self, *_: object) -> None:
        self._path.write_text(self._text, encoding="utf-8")


def _killer(place: Path) -> str | None:
    """The first test that fails there."""
    tests = [name for name in _TESTS if (place / name).exists()]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-n",
        "0",
        "--no-header",
        "-p",
        "no:cacheprovider",
    ]
    # no __pycache__: a mutant that is as long as the original and made in the same second would not be read
    environ = {**os.environ, "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [*command, *tests],
            cwd=place,
            env=environ,
            capture_output=True,
            text=True,
            timeout=_TOO_LONG,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "the clock"
    if done.returncode == 0:
        return None
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return failed[0].split(" ")[1] if failed else f"exit {done.returncode}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
