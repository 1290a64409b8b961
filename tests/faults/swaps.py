"""F9 and F10: readers while generations come and go."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from cablesearch import open_index
from cablesearch.indexing.build import BuildOptions, build
from tests.faults.ground import NOW, litter, said_by, telegram
from tests.faults.opener import told
from tests.faults.program import environment, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.ground import Ground
    from tests.faults.tally import Tally

READERS: Final = 4
_OPENER: Final = (sys.executable, "-m", "tests.faults.opener")


@contextmanager
def _nightly(ground: Ground) -> Iterator[Path]:
    """A source that changes; gone afterwards."""
    path = ground.corpus / "nightly" / "905.txt"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _publish(index: Path) -> int:
    """One run in this process, which publishes; the number of the generation."""
    report = build(index, BuildOptions(jobs=0), now=lambda: datetime.now(UTC), on_event=_hear)
    assert report.published
    assert report.generation is not None
    return report.generation


def _hear(_event: object) -> None:
    """Nobody listens."""


def swap(ground: Ground, count: int, tally: Tally) -> None:
    """Four processes open and ask while generation after generation is published: `count` publishes at least.

    The sources are the same again in every second generation, so that an answer tells of which it is.
    """
    index = ground.copy()
    with _nightly(ground) as source:
        expected = {}
        for turn in (0, 1):
            source.write_text(telegram(905, f"turn {turn}"))
            number = _publish(index)
            with open_index(index, now=NOW) as held:
                expected[number % 2] = told(held)
        assert len(set(expected.values())) == 2
        readers = [
            subprocess.Popen(
                [*_OPENER, str(index)], env=environment(index), text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )
            for _ in range(READERS)
        ]  # fmt: skip
        for swaps in range(count):
            source.write_text(telegram(905, f"turn {swaps % 2}"))
            _publish(index)
        heard = [json.loads(reader.communicate()[0]) for reader in readers]
    for generation, said, times in (one for found in heard for one in found["answers"]):
        tally.tried += times
        if said != expected[generation % 2]:
            tally.failed.append(f"generation {generation} answers otherwise, {times} times")
    for error, times in ((e, n) for found in heard for e, n in found["errors"].items()):
        tally.tried += times
        tally.failed += [error] * times
    tally.seen["publishes"] = count
    read = {generation for found in heard for generation, _, _ in found["answers"]}
    tally.seen["generations read"] = len(read)
    run("index", index=index)  # with nobody reading all goes that should
    if odd := litter(index):
        tally.failed.append(f"litter: {' '.join(odd)}")
    ground.drop(index)


def read_on(ground: Ground, count: int, tally: Tally) -> None:
    """A reader across ten publishes answers as at its beginning; its generation goes once it is closed."""
    with _nightly(ground) as source:
        for number in range(count):
            index = ground.copy()
            wrong = []
            with open_index(index, now=NOW) as reader:
                before = said_by(reader)
                for night in range(10):
                    source.write_text(telegram(905, f"of night {night}"))
                    _publish(index)
                    if said_by(reader) != before:
                        wrong.append(f"answers otherwise after {night + 1} publishes")
                if not (index / "g000002").is_dir():
                    wrong.append("its generation was taken away")
            if run("index", "--quiet", index=index).status != 0 or litter(index):
                wrong.append(f"left: {' '.join(litter(index))}")
            tally.one(f"reader {number}", wrong)
            ground.drop(index)
