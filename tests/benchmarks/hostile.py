"""What the worst queries cost: every shape of tests/engines/hostile.py, asked of an index for the first time.

    python -m tests.benchmarks.hostile                      both engines, 20,000 invented paragraphs
    python -m tests.benchmarks.hostile --index DIR          an index that is there

A line for each shape: CPU seconds of its dearest query that was accepted, and how many of its queries were refused. The
last line is the worst of all; exit status 1 where that took more than a second. A query that ends the process ends this
too. CPU seconds are what a machine with nothing else to do takes: one query is answered by one thread.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cablesearch import open_index
from cablesearch.engines.registry import ENGINES
from cablesearch.errors import UsageError
from cablesearch.fields import MAIN_FACETS
from tests.benchmarks.collection import Collection
from tests.benchmarks.dump import language, write_dump
from tests.benchmarks.measure import run
from tests.benchmarks.place import cablesearch
from tests.engines.hostile import hostile

if TYPE_CHECKING:
    from cablesearch.api import Index

_CABLES: Final = 1_660
"""Twelve paragraphs each."""
_MOST: Final = 1.0  # seconds
_SAMPLE: Final = 2_000
_SHOWN: Final = 60


def _commonest(index: Index) -> list[str]:
    """The commonest words of the first paragraphs."""
    counts: Counter[str] = Counter()
    for hit in index.search("*", limit=_SAMPLE, sort="id").hits:
        counts.update(word for word in hit.paragraph.text.lower().split() if word.isalpha())
    return [word for word, _ in counts.most_common(60)]


def _seconds(index: Index, query: str) -> float | None:
    """What a query costs; null where it is refused."""
    start = time.process_time()
    try:
        index.search(query, facets=MAIN_FACETS, limit=10)
    except UsageError:  # a query that cannot be read, or a pattern that fits too much
        return None
    return time.process_time() - start


def measure(place: Path) -> float:
    """Ask an index everything, and tell; the seconds of the worst query."""
    worst = (0.0, "", "")
    with open_index(place) as index:
        words = _commonest(index)
        index.search(words[0], facets=MAIN_FACETS, limit=10)  # what the first search loads
        print(f"{index.info.engine}, {index.info.paragraphs:,} paragraphs", flush=True)
        for name, queries in hostile(words).items():
            asked = [(_seconds(index, query), query) for query in queries]
            taken = [(seconds, query) for seconds, query in asked if seconds is not None]
            slowest, query = max(taken, default=(0.0, ""))
            worst = max(worst, (slowest, name, query))
            refused = len(asked) - len(taken)
            print(
                f"  {slowest:7.3f} s  {name}  ({refused} of {len(asked)} refused)  {_short(query)}",
                flush=True,
            )
    print(f"worst of {worst[1]}: {worst[0]:.3f} s  {_short(worst[2])}", flush=True)
    return worst[0]


def _short(query: str) -> str:
    return ascii(query if len(query) <= _SHOWN else f"{query[:_SHOWN]}... ({len(query):,})")


def _build(folder: Path, engine: str) -> Path:
    dump, index = folder / "cables.csv", folder / engine
    if not dump.exists():
        write_dump(Collection(language(None)), _CABLES, dump)
    run(cablesearch("index", dump, "--index", index, "--engine", engine, "--no-progress"))
    return index


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--index", type=Path, action="append", help="measure this index; else two are made"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cablesearch-bench-") as temporary:
        places = asked.index or [_build(Path(temporary), engine) for engine in ENGINES]
        worst = max(measure(place) for place in places)
    sys.exit(worst > _MOST)


if __name__ == "__main__":
    main()
