"""A Cablegate-shaped collection of any size, written: as the CSV dump, or as a folder of telegrams.

    python -m tests.benchmarks.dump 250000 > cables.csv
    python -m tests.benchmarks.dump 10000 --folder cables/ --prose book.txt

The first cables are the same whatever the count.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.benchmarks import prose
from tests.benchmarks.collection import Collection

if TYPE_CHECKING:
    from tests.benchmarks.collection import Written

_PARTIAL: Final = "This record is a partial extract of the original cable."


def row(cable: Written) -> str:
    """A cable as a row of the dump, quotes behind a backslash."""
    head, moment = cable.head, cable.head.moment
    columns = (
        str(head.number),
        f"{moment.month}/{moment.day}/{moment.year} {moment.hour}:{moment:%M}",
        head.id,
        head.post.name or head.post.station,
        cable.classification,
        "|".join(cable.references),
        _PARTIAL if cable.partial else cable.header,
        cable.body,
    )
    return ",".join(f'"{_escaped(column)}"' for column in columns) + "\n"


def _escaped(column: str) -> str:
    return column.replace("\\", "\\\\").replace('"', '\\"')


def write_dump(
    collection: Collection, count: int, path: Path, revised: frozenset[int] = frozenset()
) -> None:
    """The first cables as a dump; those of the numbers `revised` have other words."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(1, count + 1):
            file.write(row(collection.cable(number, revision=int(number in revised))))


def write_file(folder: Path, cable: Written) -> Path:
    """A cable as a file of its own below a folder, by its year and month; where."""
    moment = cable.head.moment
    path = folder / f"{moment:%Y}" / f"{moment:%m}" / f"{cable.head.id}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{cable.header}\n\n{cable.body}\n", encoding="utf-8")
    return path


def language(path: Path | None) -> prose.Prose:
    """The words of a file, or the invented ones."""
    return prose.like(path) if path else prose.invented()


def main() -> None:
    """Write the dump to standard output, or the files below the folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("cables", type=int)
    parser.add_argument("--folder", type=Path, help="write a file a cable there")
    parser.add_argument("--prose", type=Path, help="a text whose words are used")
    parser.add_argument("--seed", type=int, default=1974)
    given = parser.parse_args()
    collection = Collection(language(given.prose), given.seed)
    for number in range(1, given.cables + 1):
        if given.folder:
            write_file(given.folder, collection.cable(number))
        else:
            sys.stdout.write(row(collection.cable(number)))


if __name__ == "__main__":
    main()
