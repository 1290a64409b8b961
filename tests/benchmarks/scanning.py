"""A word looked for in the text itself, without any index: ripgrep, or where it is missing grep, over the dump."""

from __future__ import annotations

import shutil
import subprocess
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, Final

from tests.benchmarks.figures import Figure
from tests.benchmarks.measure import ENVIRONMENT, by_turns, ratio
from tests.benchmarks.operands import kinds
from tests.benchmarks.place import cablesearch

if TYPE_CHECKING:
    from tests.benchmarks.place import Place

_TOOLS: Final = {"rg": "ripgrep", "grep": "grep"}
_MS: Final = 1000


def scanning(place: Place) -> None:
    """Count a common word by turns, and add the figure."""
    tool = next((name for name in _TOOLS if shutil.which(name)), None)
    if tool != "rg":
        place.leave_out("ripgrep", "not installed (apt-get install ripgrep)")
    if tool is None:
        return
    word = kinds(place.documents, 1)[0].questions[0].query.removeprefix("text:")
    works = {
        "ours": partial(_run, cablesearch("query", word, "--count", "--index", place.index)),
        "scan": partial(_run, [tool, "-c", "-i", "-w", "-a", word, str(place.dump)]),
    }
    times = by_turns(works, place.rounds)
    ours, scan = (median(times[name]) * _MS for name in ("ours", "scan"))
    place.add(
        Figure(
            what=f"a word counted: {_TOOLS[tool]} over the dump / cablesearch query --count",
            value=ratio(times["scan"], times["ours"]),
            unit="x",
            remark=f"{scan:,.0f} ms, ours {ours:,.0f} ms",
        )
    )


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.PIPE, env=ENVIRONMENT)
