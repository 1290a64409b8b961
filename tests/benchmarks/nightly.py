"""Incremental runs: over files that did not change, and night after night of some that did."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, Final

from cablesearch import open_index
from cablesearch.fields import FACETS
from tests.benchmarks.dump import write_dump, write_file
from tests.benchmarks.figures import Figure
from tests.benchmarks.latency import ours, times_of
from tests.benchmarks.measure import ENVIRONMENT, by_turns, ratio, run
from tests.benchmarks.operands import kinds
from tests.benchmarks.place import PYTHON, cablesearch, module

if TYPE_CHECKING:
    from pathlib import Path

    from cablesearch.api import Index
    from tests.benchmarks.operands import Question
    from tests.benchmarks.place import Place

_MOST_NO_CHANGE: Final = 3.0
_MOST_NIGHT: Final = 10.0
_MOST_SLOWER: Final = 1.2
_NEW: Final = 100
_CHANGED: Final = 20
_REMOVED: Final = 5
_WALK: Final = """
import os, sys
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        os.stat(os.path.join(folder, name))
"""
_MOST_LISTED: Final = 20_000
_MS: Final = 1000


def no_change(place: Place, files: int) -> None:
    """A run over so many files that are as they were, beside a walk that stats them."""
    folder, index = place.folder / "files", place.folder / "files-index"
    for number in range(files):
        path = folder / f"{number % 100:02d}" / f"{number:05d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"UNCLAS ZENDA {number:06d}\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: RAIN\n\n¶1. (U) Rain.\n"
        )
    index_run = cablesearch(
        "index", folder, "--index", index, "--engine", place.engine, "--no-progress", "-q"
    )
    _run(index_run)
    works = {
        "ours": partial(_run, cablesearch("index", "--index", index, "--no-progress", "-q")),
        "walk": partial(_run, [PYTHON, "-c", _WALK, str(folder)]),
    }
    by_turns(works, 1)
    times = by_turns(works, place.rounds + 4)
    remark = f"{median(times['ours']) * _MS:.0f} ms, the walk {median(times['walk']) * _MS:.0f} ms"
    place.add(
        Figure(what=f"no-change run over {files:,} files / a bare walk", value=ratio(times["ours"], times["walk"]),
               unit="x", bar=_MOST_NO_CHANGE, remark=remark)
    )  # fmt: skip


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)


class Nights:
    """A dump and a folder beside it, in which cables appear, change and go."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._chance = random.Random(1974)
        self._next = place.cables + 1
        self._paths: dict[int, Path] = {}
        self._folder = place.folder / "nightly"
        self.deliver(_NEW)

    @property
    def sources(self) -> list[Path]:
        """What is indexed."""
        return [self._place.dump, self._folder]

    def deliver(self, count: int) -> None:
        """So many new cables."""
        for number in range(self._next, self._next + count):
            self._paths[number] = write_file(self._folder, self._place.collection.cable(number))
        self._next += count

    def pass_by(self, night: int) -> None:
        """What one night brings."""
        for number in self._chance.sample(sorted(self._paths), _CHANGED):
            write_file(self._folder, self._place.collection.cable(number, revision=night))
        for number in self._chance.sample(sorted(self._paths), _REMOVED):
            self._paths.pop(number).unlink()
        self.deliver(_NEW)


def nights(place: Place, count: int) -> None:
    """So many nights, then the index beside one built afresh, and beside that of the evening before the first."""
    source, index = Nights(place), place.folder / "nightly-index"
    build = ["--engine", place.engine, "--no-progress", "-q"]
    _run(cablesearch("index", *source.sources, "--index", index, *build))
    before = place.folder / "before-index"
    shutil.copytree(index, before, copy_function=os.link)
    took = []
    for night in range(1, count + 1):
        source.pass_by(night)
        start = time.perf_counter()
        _run(cablesearch("index", "--index", index, "--no-progress", "-q"))
        took.append(time.perf_counter() - start)
    fresh = place.folder / "fresh-index"
    _run(cablesearch("index", *source.sources, "--index", fresh, *build))
    worst = max(took)
    place.add(
        Figure(what=f"a night of {_NEW} new, {_CHANGED} changed, {_REMOVED} removed, median",
               value=median(took), unit="s", bar=_MOST_NIGHT,
               remark=f"{count} nights, best {min(took):.2f} s, worst {worst:.2f} s (night {took.index(worst) + 1})"),
    )  # fmt: skip
    _compare(place, index, before, fresh)
    _changed_dump(place, index)


def _changed_dump(place: Place, index: Path) -> None:
    """A dump of which a few rows changed is parsed again, and little else is done."""
    revised = frozenset(random.Random(1974).sample(range(1, place.cables + 1), _CHANGED))
    write_dump(place.collection, place.cables, place.dump, revised)
    again = run(cablesearch("index", "--index", index, "--no-progress", "-q"))
    parser = run(module("fed", "--parse-only", place.dump))
    place.add(
        Figure(what=f"a dump of which {_CHANGED} cables changed / the parser alone", value=again.wall / parser.wall,
               unit="x", remark=f"{again.wall:.1f} s")
    )  # fmt: skip


def _compare(place: Place, index: Path, before: Path, fresh: Path) -> None:
    asked = kinds(place.documents, 3)
    questions = [one for kind in asked for one in kind.questions]
    slower = []
    with open_index(index) as new, open_index(before) as old, open_index(fresh) as other:
        differ = [q.query for q in questions if _answer(new, q) != _answer(other, q)]
        asks = {"new": partial(ours, new), "old": partial(ours, old)}
        for kind in asked:
            times = times_of(kind, asks, place.rounds + 2)
            slower += [one / two for one, two in zip(times["new"], times["old"], strict=True)]
    place.add(
        Figure(what="after the nights: queries that a fresh build answers otherwise", value=len(differ), bar=0,
               remark=f"of {len(questions)}, by totals, match sets and facets {' '.join(differ[:3])}".rstrip()),
        Figure(what="after the nights: a query / before them, in the middle", value=median(slower), unit="x",
               bar=_MOST_SLOWER, remark=f"at the worst {max(slower):.3g} x"),
    )  # fmt: skip


def _answer(index: Index, question: Question) -> object:
    """The total, every facet, and which paragraphs match where they are not too many to be listed."""
    page = index.search(question.query, facets=FACETS, limit=0, **question.options)
    hits = index.scan(question.query, **question.options) if page.total <= _MOST_LISTED else ()
    facets = {
        name: {value.value: value.count for value in facet.values}
        for name, facet in page.facets.items()
    }
    return page.total, facets, [(hit.cable.id, hit.paragraph.ordinal) for hit in hits]
