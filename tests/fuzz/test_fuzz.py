"""A short run of the fuzzers on every machine that has atheris; on every other, what they start from."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS
from tests.fuzz.watch import Watch


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_is_found_in_the_seeds(name: str, tmp_path: Path) -> None:
    with TARGETS[name](tmp_path) as target:
        watch = Watch(target, tmp_path)
        for data in seeds(name):
            watch(data)
    assert watch.runs > 150
    assert watch.kinds == {}


def test_a_finding_is_kept_and_told(tmp_path: Path) -> None:
    def target(data: bytes) -> None:
        if data == b"rain":
            raise KeyError("castle")

    watch = Watch(target, tmp_path)
    for data in (b"sun", b"rain", b"rain"):
        watch(data)
    assert list(watch.kinds.values()) == [2]
    assert [path.read_bytes() for path in tmp_path.glob("*.input")] == [b"rain"]


@pytest.mark.slow
@pytest.mark.skipif(
    find_spec("atheris") is None, reason="atheris has wheels for Linux on x86-64 only"
)
@pytest.mark.parametrize(("name", "runs"), [("parse", 2_000), ("query", 3_000)])
def test_a_short_run_finds_nothing(name: str, runs: int, tmp_path: Path) -> None:
    options = ["--runs", str(runs), "--seed", "7", "--corpus", str(tmp_path / name)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", name, *options],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["runs"] >= runs
    assert (told["findings"], done.returncode) == ({}, 0)
