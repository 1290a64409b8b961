"""`python -m tests.benchmarks.load --minutes 15`: readers at work while the index is built anew every minute.

Each reader goes through the questions again and again and opens the index anew for every round; one of them keeps an
index open for a minute. What one generation answered once it must answer always.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import cablesearch
from tests.benchmarks.collection import Collection
from tests.benchmarks.dump import language, write_dump

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

SHAPES: Final = (
    "", "{0}", "{1} NOT marking:U", '"the {2}"', "{0}* OR {3}*", "={4}", "{1} NEAR/9 {2}", "{3} {4}~1", "/{0}.*/",
    "date:2003..2008", "marking:C", "tags:PREL", "minister",
)  # fmt: skip
"""Questions, with five words of the collection in them."""
FACETS: Final = ("marking", "tags", "embassy")


class Told(NamedTuple):
    """What a reader says at the end of a minute: rounds, seconds of the slowest of a hundred questions, its memory in
    MB, its open files, what went wrong, and a hash of each answer of every generation that it saw."""

    minute: int
    rounds: int
    p99: float
    memory: float
    files: int
    errors: tuple[str, ...]
    answers: dict[int, tuple[str, ...]]


def main() -> int:
    """Run it, print a line a minute and the verdict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=15)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--cables", type=int, default=1000)
    parser.add_argument("--engine", default="whoosh")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        source = place / "cables"
        source.mkdir()
        write_dump(Collection(language(None)), asked.cables, source / "dump.csv")
        index = place / "index"
        if said := _build(source, index, asked.engine):
            print(said, file=sys.stderr)
            return 2
        return _run(source, index, asked)


def _build(source: Path, index: Path, engine: str) -> str | None:
    """One build as cron starts it; what it said where it went wrong."""
    command = f"{sys.executable} -m cablesearch index {source} -I {index} -q --engine {engine}"
    status = os.system(f"{command} --rebuild 2> {index}.log")
    return None if status == 0 else Path(f"{index}.log").read_text(encoding="utf-8")


def _run(source: Path, index: Path, asked: argparse.Namespace) -> int:
    context = multiprocessing.get_context("spawn")
    stop, told = context.Event(), context.Queue()
    questions = _questions(index)
    readers = [
        context.Process(target=_read, args=(index, questions, stop, told, number == 0))
        for number in range(asked.readers)
    ]
    for reader in readers:
        reader.start()
    wrong: list[str] = []
    for minute in range(1, asked.minutes + 1):
        started = time.monotonic()
        (source / f"night{minute}.txt").write_text(
            f"UNCLAS ZENDA {minute:06d}\n\nTAGS: PREL\nSUBJECT: NIGHT {minute}\n\n"
            f"1. (U) The minister of night {minute}.\n"
        )
        if said := _build(source, index, asked.engine):
            wrong.append(said)
        time.sleep(max(0.0, 60 - (time.monotonic() - started)))
    stop.set()
    found: list[Told] = []
    for _ in readers:  # each says null when it has said all
        found += iter(lambda: told.get(timeout=120), None)
    for reader in readers:
        reader.join(60)
        if reader.exitcode:
            wrong.append(f"a reader ended with {reader.exitcode}")
    return _judge(found, wrong)


def _questions(index: Path) -> tuple[str, ...]:
    """The shapes, filled with words of the first paragraphs."""
    with cablesearch.open_index(index) as opened:
        texts = [row["text"] for row in opened.search("", sort="id", limit=30).to_dicts()]
    words = sorted({word for text in texts for word in text.lower().split() if word.isalpha()})
    long = [word for word in words if len(word) > 5]
    return tuple(shape.format(*long[:: len(long) // 5]) for shape in SHAPES)


def _judge(found: list[Told], wrong: list[str]) -> int:
    answers: dict[int, tuple[str, ...]] = {}
    for one in found:
        wrong += one.errors
        for generation, given in one.answers.items():
            if answers.setdefault(generation, given) != given:
                wrong.append(f"generation {generation} answered in two ways")
    print(
        "| minute | rounds | p99 of a question, ms | memory of a reader, MB | open files |\n|---|---|---|---|---|"
    )
    for minute in sorted({one.minute for one in found}):
        here = [one for one in found if one.minute == minute]
        print(
            f"| {minute} | {sum(one.rounds for one in here):,} | {max(one.p99 for one in here) * 1000:.0f} "
            f"| {max(one.memory for one in here):.1f} | {max(one.files for one in here)} |"
        )
    for text in wrong:
        print("error:", text)
    print(
        f"{sum(o.rounds for o in found):,} rounds, {len(answers)} generations, {len(wrong)} errors"
    )
    return int(bool(wrong))


def _read(index: Path, questions: tuple[str, ...], stop: Event, told: Any, faithful: bool) -> None:
    """A reader; `faithful` keeps its index open for a minute, the others open one for every round."""
    minute = 0
    while not stop.is_set():
        minute += 1
        seconds: list[float] = []
        errors: list[str] = []
        answers: dict[int, tuple[str, ...]] = {}
        rounds = 0
        end = time.monotonic() + 60
        while time.monotonic() < end and not stop.is_set():
            try:
                with cablesearch.open_index(index) as opened:
                    while time.monotonic() < end and not stop.is_set():
                        given = tuple(_ask(opened, question, seconds) for question in questions)
                        number = opened.info.generation
                        if answers.setdefault(number, given) != given:
                            errors.append(f"generation {number} answered in two ways")
                        rounds += 1
                        if not faithful:
                            break
            except Exception as error:
                errors.append(f"{type(error).__name__}: {error}")
        seconds.sort()
        slow = seconds[int(len(seconds) * 0.99)] if seconds else 0.0
        files = sum(1 for _ in Path("/proc/self/fd").glob("*"))
        told.put(Told(minute, rounds, slow, _memory(), files, tuple(errors), answers))
    told.put(None)


def _ask(index: Any, question: str, seconds: list[float]) -> str:
    started = time.monotonic()
    page = index.search(question, facets=FACETS, limit=20)
    values = page.to_dict()
    seconds.append(time.monotonic() - started)
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def _memory() -> float:
    """The memory of this process in MB."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        return 0.0


if __name__ == "__main__":
    sys.exit(main())
