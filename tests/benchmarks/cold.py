"""How long whole processes take: a query with facets, and --help, beside the least that such an app can be."""

from __future__ import annotations

import subprocess
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from cablesearch.text import stem
from tests.benchmarks.figures import Figure
from tests.benchmarks.measure import ENVIRONMENT, by_turns, ratio
from tests.benchmarks.operands import kinds
from tests.benchmarks.place import PYTHON, cablesearch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.benchmarks.place import Place

_MOST: Final = 1.3
_ROUNDS: Final = 15
_MINIMAL: Final = Path(__file__).with_name("minimal")
_MS: Final = 1000


def cold(place: Place) -> None:
    """Start processes by turns, and add the figures."""
    word = kinds(place.documents, 1)[0].questions[0].query
    asked = cablesearch("query", word, "--facets", "--json", "--index", place.index)
    _beside(
        place,
        "--help",
        cablesearch("--help"),
        "a typer app",
        [PYTHON, str(_MINIMAL / "typer_help.py"), "--help"],
    )
    if place.bare not in place.peers:
        place.leave_out("cold query", f"no bare {place.bare}")
        return
    app = _MINIMAL / f"typer_{place.bare}.py"
    least = [PYTHON, str(app), str(place.of_peer(place.bare)), stem(word.removeprefix("text:"))]
    _beside(place, "query --facets", asked, f"a typer + {place.bare} app", least)


def _beside(
    place: Place, what: str, ours: Sequence[str], called: str, least: Sequence[str]
) -> None:
    works: dict[str, Callable[[], object]] = {
        "python": partial(_start, [PYTHON, "-c", "pass"]),
        "ours": partial(_start, ours),
        "least": partial(_start, least),
    }
    by_turns(works, 1)  # files into memory
    times = by_turns(works, _ROUNDS)
    bare, our, other = (median(times[name]) * _MS for name in ("python", "ours", "least"))
    remark = f"{our:.0f} ms, {called} {other:.0f} ms, Python alone {bare:.0f} ms"
    place.add(
        Figure(what=f"cold process: {what} / {called}", value=ratio(times["ours"], times["least"]), unit="x",
               bar=_MOST, remark=remark)
    )  # fmt: skip


def _start(command: Sequence[str]) -> None:
    quiet = subprocess.DEVNULL
    subprocess.run(command, check=True, stdout=quiet, stderr=quiet, env=ENVIRONMENT)
