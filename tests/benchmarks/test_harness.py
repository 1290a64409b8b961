"""The harness: its statistics, its table, and a whole run on a few cables."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.__main__ import given, measure, report
from tests.benchmarks.figures import Figure, table
from tests.benchmarks.measure import FailedError, by_turns, percentile, ratio, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("percent", "expected"), [(1, 10), (50, 50), (51, 60), (95, 100), (99, 100), (100, 100)]
)
def test_percentile(percent: float, expected: float) -> None:
    assert percentile([100, 90, 80, 70, 60, 50, 40, 30, 20, 10], percent) == expected


def test_ratio_is_taken_in_each_round() -> None:
    assert ratio([2, 40, 6], [1, 10, 3]) == 2


def test_works_take_turns_both_ways() -> None:
    asked: list[str] = []
    times = by_turns({name: partial(asked.append, name) for name in "abc"}, 2)
    assert asked == list("abccba")
    assert {name: len(found) for name, found in times.items()} == {"a": 2, "b": 2, "c": 2}


def test_cost_of_a_process_and_its_children() -> None:
    child = "b = bytearray(60_000_000); import time; time.sleep(0.6)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    cost = run([sys.executable, "-c", code])
    assert cost.peak > 60_000_000
    assert cost.wall > 0.6 > cost.cpu > 0


def test_a_process_that_fails() -> None:
    with pytest.raises(FailedError, match="no such thing"):
        run([sys.executable, "-c", "import sys; sys.exit('no such thing')"])


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        (Figure(what="a", value=1.26, unit="x", bar=1.3), "| a | 1.26 x | <= 1.3 x | yes |  |"),
        (Figure(what="a", value=1.4, unit="x", bar=1.3), "| a | 1.4 x | <= 1.3 x | **no** |  |"),
        (Figure(what="a", value=25, bar=20, at_least=True), "| a | 25 | >= 20 | yes |  |"),
        (Figure(what="a", value=5, bar=20, at_least=True), "| a | 5 | >= 20 | **no** |  |"),
        (Figure(what="a", value=1234.5, unit="ms", remark="b"), "| a | 1,234 ms |  |  | b |"),
    ],
)
def test_table(figure: Figure, line: str) -> None:
    assert table([figure]).splitlines()[2] == line


@pytest.mark.slow
def test_a_run_with_a_peer_that_answers_as_we_do(tmp_path: Path) -> None:
    asked = ["--cables", "40", "--builds", "1", "--rounds", "1", "--each", "2"]
    place = measure(given([*asked, "--only", "query", "--peers", "sqlite"]), tmp_path)
    text = report(place)
    assert "| build: cablesearch, whoosh |" in text
    for kind in ("word", "phrase", "NEAR", "w~1", "drill sideways"):
        assert f"| {kind}: cablesearch, whoosh, p95 |" in text
    assert "| phrase: SQLite FTS5, p95 |" in text
