"""Measure cablesearch beside its floors and peers, in one run: a table in markdown.

    python -m tests.benchmarks --cables 2500 --engine whoosh
    python -m tests.benchmarks --cables 250000 --engine tantivy --only query cold nights --output table.md

All ratios are of measurements by turns in the same run; absolute times are those of this machine. What is not installed
is left out, and the table says so. The bars are those of 100,000 paragraphs for whoosh and of 3 million for tantivy: in
small collections what every search costs hides the rest.
"""

from __future__ import annotations

import argparse
import platform
import tempfile
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.benchmarks.build import build
from tests.benchmarks.cold import cold
from tests.benchmarks.collection import Collection
from tests.benchmarks.dump import language
from tests.benchmarks.figures import table
from tests.benchmarks.flat import flat
from tests.benchmarks.latency import latency
from tests.benchmarks.nightly import nights, no_change
from tests.benchmarks.peers.base import NAMES, why_absent
from tests.benchmarks.place import Place, cores
from tests.benchmarks.scanning import scanning
from tests.benchmarks.stream import stream

if TYPE_CHECKING:
    from collections.abc import Sequence

_PARTS: Final = ("query", "cold", "stream", "scan", "files", "nights")


def given(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """What is asked on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cables", type=int, default=500)
    parser.add_argument("--engine", default="whoosh", help="of cablesearch: whoosh or tantivy")
    parser.add_argument(
        "--only",
        nargs="+",
        choices=_PARTS,
        default=_PARTS,
        help="what to measure beside the build",
    )
    parser.add_argument("--peers", nargs="*", choices=NAMES, default=tuple(NAMES))
    parser.add_argument("--rounds", type=int, default=3, help="how often each thing is measured")
    parser.add_argument("--builds", type=int, default=3, help="how often each index is built")
    parser.add_argument(
        "--beside", nargs="*", type=int, default=(), help="smaller collections to build too"
    )
    parser.add_argument("--each", type=int, default=20, help="queries of each kind")
    parser.add_argument("--files", type=int, default=10_000, help="of the no-change run")
    parser.add_argument("--nights", type=int, default=30)
    parser.add_argument("--prose", type=Path, help="a text whose words are used")
    parser.add_argument(
        "--work", type=Path, help="an empty folder to work in, which stays; else a temporary one"
    )
    parser.add_argument("--output", type=Path, help="write the table there as well")
    return parser.parse_args(arguments)


def measure(asked: argparse.Namespace, folder: Path) -> Place:
    """Everything that was asked for."""
    absent = {name: why for name in asked.peers if (why := why_absent(name))}
    place = Place(
        folder=folder,
        engine=asked.engine,
        cables=asked.cables,
        rounds=asked.rounds,
        peers=tuple(name for name in asked.peers if name not in absent),
        collection=Collection(language(asked.prose)),
    )
    for name, why in absent.items():
        place.leave_out(NAMES[name], why)
    costs = build(place, asked.builds)
    flat(place, costs, asked.beside, asked.builds)
    if "query" in asked.only:
        latency(place, asked.each)
    if "cold" in asked.only:
        cold(place)
    if "stream" in asked.only:
        stream(place)
    if "scan" in asked.only:
        scanning(place)
    if "files" in asked.only:
        no_change(place, asked.files)
    if "nights" in asked.only:
        nights(place, asked.nights)
    return place


def report(place: Place) -> str:
    """The table, and under what it was measured."""
    versions = ", ".join(
        f"{name} {metadata.version(name)}"
        for name in ("cablesearch", "whoosh-reloaded", "tantivy", "typer")
        if _installed(name)
    )
    head = (
        f"{place.cables:,} cables, engine {place.engine}, {place.rounds} rounds by turns. {platform.system()} on "
        f"{cores()} cores, Python {platform.python_version()}, {versions}."
    )
    return "\n".join(
        (head, "", table(place.figures), *(["", *place.left_out] if place.left_out else []))
    )


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def main() -> None:
    """Print the table."""
    asked = given()
    with tempfile.TemporaryDirectory(prefix="cablesearch-bench-") as temporary:
        if asked.work:
            asked.work.mkdir(parents=True, exist_ok=True)
        place = measure(asked, asked.work or Path(temporary))
    text = report(place)
    print(text)
    if asked.output:
        asked.output.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
