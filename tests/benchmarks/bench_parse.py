"""How fast cables are parsed, against a floor; and what twice as much of any shape of text costs.

    python -m tests.benchmarks.bench_parse

prints two tables in markdown. The floor is a split into lines with five patterns tried on each. The texts are the
`raw` of cables-dev.jsonl.gz in the folder that CABLESEARCH_REAL_CABLES names, without it the sample cables.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from cablesearch.cable.parse import parse_record
from cablesearch.formats.record import Record, Source
from tests.benchmarks.shapes import SHAPES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.benchmarks.shapes import Shape

LEAST_SHARE = 0.2
"""What share of the floor's speed the parser must reach."""

MOST_GROWTH = 2.6
"""How many times the time a text of twice the size may take."""

ROUNDS = 9
CORPUS = Path(__file__).parents[2] / "corpus"

_FLOOR = (
    re.compile(r"^¶?\s?\d{1,3}[.)]").match,  # a paragraph's number
    re.compile(r"^[A-Z][A-Z .'-]{1,24} 0000\d{4} {1,2}\d{3} OF \d{3}").match,  # a page line
    re.compile(r"^[-=_*]{4,}$").match,  # a rule
    re.compile(r"^(?:TAGS|SUBJECT|REF|E\.O\.)").match,  # a label
    re.compile(r"^(?:[ZOPR] ){0,2}\d{6}Z [A-Z]{3} \d\d").match,  # a date-time group
)

# A shape begins with so many characters, and is large enough when it takes so many seconds or has so many more.
_SMALL, _LONG_ENOUGH, _LARGE_ENOUGH = 1_000, 0.05, 16_000_000
_TRIES = 4


def floor(text: str) -> int:
    """The lines of a text on which one of five patterns matches."""
    number, page, rule, label, group = _FLOOR
    found = 0
    for raw in text.split("\n"):
        line = raw.rstrip()
        hits = (number(line), page(line), rule(line), label(line), group(line))
        found += hits != (None, None, None, None, None)
    return found


def parse(text: str) -> None:
    """Parse a text as a telegram."""
    parse_record(Record(format="telegram", text=text, source=Source(path="bench.txt")))


def seconds(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """CPU seconds that work on all texts takes."""
    start = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - start


def texts() -> tuple[str, list[str]]:
    """What is parsed, in words, and its texts."""
    real = os.environ.get("CABLESEARCH_REAL_CABLES")
    if real:
        path = Path(real) / "cables-dev.jsonl.gz"
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return str(path), [json.loads(line)["raw"] for line in file]
    paths = sorted(CORPUS.glob("[0-9]*/*"))
    return "the sample cables, ten times", [p.read_text(encoding="utf-8") for p in paths] * 10


def speed() -> bool:
    """Print the table of the parser's speed; whether it is high enough."""
    name, given = texts()
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in given) / 1e6
    rounds = [(seconds(floor, given), seconds(parse, given)) for _ in range(ROUNDS)]
    share = median(low / high for low, high in rounds)
    print(f"Texts: {name}. {len(given)} cables, {size:.1f} MB, {ROUNDS} rounds by turns.\n")
    print("| | cables/s | MB/s | share of the floor |\n|---|---:|---:|---:|")
    for what, times, part in (
        ("five patterns a line", [low for low, _ in rounds], 1.0),
        ("parse_record", [high for _, high in rounds], share),
    ):
        took = median(times)
        print(f"| {what} | {len(given) / took:,.0f} | {size / took:.1f} | {part:.2f} |")
    print(f"\nThe share is {share:.3f}; it must be {LEAST_SHARE} or more.\n")
    return share >= LEAST_SHARE


def growth(shape: Shape) -> tuple[float, int, float]:
    """How many times longer a text of a shape takes with twice the units; its size and seconds.

    A first doubling may take a text out of a cache; where it takes too long, the next one counts.
    """
    count = 1 + _SMALL // shape.size
    while True:
        text = shape.text(count)
        once = seconds(parse, [text])
        if once >= _LONG_ENOUGH or len(text) >= _LARGE_ENOUGH:
            break
        count *= 2
    ratio = _doubled(shape, count)
    if ratio > MOST_GROWTH:
        ratio = min(ratio, _doubled(shape, 2 * count))
    return ratio, len(text), once


def _doubled(shape: Shape, count: int) -> float:
    """How many times longer twice the units take: the least of some tries, as all else only adds time."""
    texts = shape.text(count), shape.text(2 * count)
    once, twice = (seconds(parse, [text]) for text in texts)
    for _ in range(_TRIES):
        if twice <= MOST_GROWTH * once:
            break
        once, twice = (
            min(before, seconds(parse, [text]))
            for before, text in zip((once, twice), texts, strict=True)
        )
    return twice / once


def shapes() -> bool:
    """Print the table of the shapes that grow most; whether none grows too much."""
    grown = sorted(((*growth(shape), shape.name) for shape in SHAPES), reverse=True)
    print("| shape | characters | ms | twice as much |\n|---|---:|---:|---:|")
    for ratio, size, took, name in grown[:12]:
        print(f"| {name} | {size:,} | {took * 1000:.0f} | {ratio:.2f} |")
    worst = grown[0][0]
    print(
        f"\nOf {len(grown)} shapes the worst takes {worst:.2f} times as long; {MOST_GROWTH} is allowed."
    )
    return worst <= MOST_GROWTH


def main() -> int:
    """Both tables; 1 where a figure misses its bar."""
    fast = speed()
    linear = shapes()
    return 0 if fast and linear else 1


if __name__ == "__main__":
    sys.exit(main())
