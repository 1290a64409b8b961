"""The ground of all faults: an index of invented cables made ready once, copies of it to harm, and what it answers."""

from __future__ import annotations

import itertools
import json
import os
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cablesearch import open_index
from cablesearch.errors import CablesearchError
from cablesearch.fields import FACETS
from tests.faults.program import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cablesearch.api import Index

SAMPLES: Final = Path(__file__).parents[2] / "corpus"
NOW: Final = datetime(2031, 1, 1, tzinfo=UTC)
QUERIES: Final = (
    "*",
    "shelter",
    "victim* shelter",
    '"prime minister"',
    "marking:SBU",
    "marking:C",
    "tags:KTIP",
    "embassy:ZENDA",
    "date:2008",
    "subject:ruritania",
    "law -labour",
    "election OR harvest",
    "bishop NEAR/5 lenten",
    "minist?r",
    "heading:comment",
    "=sued",
    "police~1",
    "captions:NOFORN",
    "zone:summary lease",
    "nightly",
)
"""What a sound index is asked; all hits and all facets of each make its answers."""

GLANCE: Final = QUERIES[:3]

_OURS: Final = ("current", "build.lock", "refreshed")


def said_by(held: Index, queries: Sequence[str] = QUERIES) -> bytes:
    """All hits and facets of queries, as one text."""
    said = []
    for query in queries:
        page = held.search(query, facets=tuple(FACETS), limit=10_000, cables=True)
        facets = {
            name: [(value.value, value.count) for value in facet.values]
            for name, facet in page.facets.items()
        }
        said.append([query, page.total, page.cables, page.to_dicts(), facets])
    return json.dumps(said, ensure_ascii=False, default=str, indent=0).encode()


def answers(index: Path) -> bytes:
    """What an index says to the twenty queries."""
    with open_index(index, now=NOW) as held:
        return said_by(held)


def answer_of(index: Path) -> bytes | str:
    """The answers, or the name of the error that an index is refused with."""
    try:
        return answers(index)
    except CablesearchError as error:
        return type(error).__name__


def telegram(number: int, words: str) -> str:
    """A cable of Zenda with two paragraphs, one of them of these words."""
    return (
        "P 072101Z FEB 08\nFM AMEMBASSY ZENDA\nTO SECSTATE WASHDC\n\n"
        f"UNCLAS ZENDA {number:06d}\n\nE.O. 12958: N/A\nTAGS: PREL, RR\n"
        f"SUBJECT: NIGHTLY REPORT {number}\n\n"
        f"1. (U) The nightly report {number} says: {words}.\n\n2. (SBU) Nothing else was heard.\nDOE\n"
    )


def copy_tree(old: Path, new: Path) -> None:
    """A copy whose files keep their times, and are the same file where they were the same file."""
    seen: dict[int, Path] = {}
    new.mkdir()
    for path in sorted(old.rglob("*")):
        there = new / path.relative_to(old)
        if path.is_dir():
            there.mkdir()
            shutil.copystat(path, there)
        elif (inode := path.stat().st_ino) in seen:
            os.link(seen[inode], there)
        else:
            shutil.copy2(path, there)
            seen[inode] = there


def litter(index: Path) -> list[str]:
    """What stands in an index directory that has no business there, three generations or more included."""
    names = sorted(path.name for path in index.iterdir())
    kept = [name for name in names if name.startswith("g")]
    odd = [name for name in names if name not in (*_OURS, *kept)]
    return odd + (kept if len(kept) > 2 else [])


@dataclass(eq=False)
class Ground:
    """One engine's index of two nights (`index`, generations 1 and 2), its sources as the third night finds them.

    `old` is what it answers, `glance` to three queries only, `new` what it will after the next run; `copy` gives an
    index to be harmed. What is left to chance follows from `seed`.
    """

    top: Path
    engine: str
    seed: int = 0
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def corpus(self) -> Path:
        return self.top / "corpus"

    @property
    def index(self) -> Path:
        return self.top / "index"

    @cached_property
    def old(self) -> bytes:
        return answers(self.index)

    @cached_property
    def glance(self) -> bytes:
        with open_index(self.index, now=NOW) as held:
            return said_by(held, GLANCE)

    @cached_property
    def new(self) -> bytes:
        index = self.copy()
        assert run("index", index=index).status == 0
        found = answers(index)
        self.drop(index)
        assert found != self.old
        return found

    def make(self) -> Ground:
        """Build it."""
        shutil.copytree(SAMPLES, self.corpus, ignore=shutil.ignore_patterns("README.md"))
        nightly = self.corpus / "nightly"
        nightly.mkdir()
        for number in (901, 902, 903):
            (nightly / f"{number}.txt").write_text(telegram(number, "the harvest is in"))
        first = run("index", str(self.corpus), "--engine", self.engine, index=self.index)
        assert first.status == 0, first.err
        (nightly / "902.txt").write_text(telegram(902, "the harvest was late"))
        second = run("index", index=self.index)
        assert second.status == 0, second.err
        (nightly / "902.txt").unlink()
        (nightly / "903.txt").write_text(telegram(903, "the bishop sued a baker"))
        (nightly / "904.txt").write_text(telegram(904, "a shelter was opened"))
        return self

    def place(self) -> Path:
        """A path where nothing is yet."""
        return self.top / f"copy-{next(self._numbers):05d}"

    def copy(self) -> Path:
        """A copy of the index."""
        there = self.place()
        copy_tree(self.index, there)
        return there

    def drop(self, index: Path) -> None:
        """Have done with a copy."""
        shutil.rmtree(index, ignore_errors=True)
