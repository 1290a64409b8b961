"""Whatever is done to an index, in whatever order, it answers as one of its generations did, or says why not."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from cablesearch.errors import CablesearchError, DamagedError, NoIndexError
from cablesearch.indexing.check import check
from cablesearch.indexing.manifest import MANIFEST
from cablesearch.indexing.pointer import directory_of, generations, read_pointer
from cablesearch.indexing.rollback import rollback
from tests.indexing.test_publish import StopError, stop_at
from tests.indexing.world import World, engines

if TYPE_CHECKING:
    from cablesearch.indexing.generation import Generation

Texts = dict[str, list[str]]

NUMBERS = st.integers(1, 6)
LIVES = int(os.environ.get("CABLESEARCH_LIVES", "60"))
"""So many indexes live through their lives; CABLESEARCH_LIVES=2000 for a long run."""


class Life(RuleBasedStateMachine):
    """An index, and beside it a model: what each generation held, which one answers, which ones were damaged."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(Path(tempfile.mkdtemp()))
        self.world.corpus.mkdir()
        self.sources: Texts = {}
        self.held: dict[int, Texts] = {}
        self.broken: set[int] = set()
        self.blurred: set[int] = set()
        self.current: int | None = None
        self.readers: list[tuple[Generation, Texts]] = []

    def teardown(self) -> None:
        for reader, _ in self.readers:
            reader.close()
        shutil.rmtree(self.world.top)

    @rule(number=NUMBERS, text=st.sampled_from(["one", "two words", "three of them"]))
    def write(self, number: int, text: str) -> None:
        self.world.write(f"{number}.txt", f"08ZENDA{number}\n{text}")
        self.sources[f"08ZENDA{number}"] = [text]

    @rule(number=NUMBERS)
    def remove(self, number: int) -> None:
        (self.world.corpus / f"{number}.txt").unlink(missing_ok=True)
        self.sources.pop(f"08ZENDA{number}", None)

    @precondition(lambda self: self.sources)
    @rule(rebuild=st.booleans())
    def build(self, rebuild: bool) -> None:
        if self.current in self.broken and not rebuild:
            with pytest.raises(DamagedError):
                self.world.build(allow_removals=True)
            return
        same = self.held.get(self.current or 0) == self.sources and not rebuild
        report = self.world.build(allow_removals=True, rebuild=rebuild)
        assert report.published or same
        self.published()
        assert self.held[self.current or 0] == self.sources
        assert self.world.litter() == []

    @precondition(lambda self: self.sources and self.current not in self.broken)
    @rule(nth=st.integers(1, 80), after=st.booleans(), rebuild=st.booleans())
    def killed_build(self, nth: int, after: bool, rebuild: bool) -> None:
        with pytest.MonkeyPatch.context() as patch:
            stop_at(patch, nth, StopError(), after=after)
            with suppress(StopError):
                self.world.build(allow_removals=True, rebuild=rebuild)
        self.published()

    def published(self) -> None:
        """Take note of what is answered from now on: a new generation holds what the sources hold."""
        try:
            number = read_pointer(self.world.index).generation
        except CablesearchError:
            assert self.current is None
            return
        if number != self.current:
            assert number not in self.held
            self.held[number] = dict(self.sources)
            self.current = number

    @precondition(lambda self: self.current)
    @rule()
    def roll_back(self) -> None:
        every = generations(self.world.index)
        there = [n for n in every if n < (self.current or 0)]
        if not there and self.current in self.broken:
            there = [*every]
        sound = [n for n in there if n not in self.broken and n in self.held]
        try:
            number = rollback(self.world.index, now=self.world.now, engines=engines)
        except DamagedError:
            assert there
            assert not sound
        except NoIndexError:
            assert not there
        else:
            # a manifest that says otherwise only what nothing vouches for is taken at its word, by the user's wish
            assert number in [*sound, *self.blurred.intersection(there)]
            assert number >= max(sound, default=0)
            self.broken.discard(number)
            self.current = number

    @precondition(lambda self: self.current and self.current not in self.broken)
    @rule(which=st.integers(0, 99), at=st.integers(0, 10_000), bit=st.integers(0, 7))
    def damage(self, which: int, at: int, bit: int) -> None:
        """Another file in the place of one: what a generation shares with others stays sound there."""
        assert self.current
        here = directory_of(self.world.index, self.current)
        files = sorted(p for p in here.rglob("*") if p.is_file())
        path = files[which % len(files)]
        data = bytearray(path.read_bytes() or b" ")
        data[at % len(data)] ^= 1 << bit
        path.unlink()
        path.write_bytes(data)
        self.broken.add(self.current)
        if path.name == MANIFEST:
            self.blurred.add(self.current)

    @precondition(lambda self: self.current and self.current not in self.broken)
    @rule()
    def read_on(self) -> None:
        assert self.current
        self.readers.append((self.world.open(), self.held[self.current]))

    @precondition(lambda self: self.readers)
    @rule()
    def read_no_more(self) -> None:
        self.readers.pop(0)[0].close()

    @invariant()
    def answers_as_it_was_published(self) -> None:
        if self.current is None:
            with pytest.raises((NoIndexError, DamagedError)):
                self.world.open()
        elif self.current in self.broken:
            with pytest.raises(DamagedError):
                self.world.open()
            assert check(self.world.index, tools=self.world.tools()).is_damaged
        else:
            assert self.world.texts() == self.held[self.current]

    @invariant()
    def keeps_what_is_read(self) -> None:
        for reader, texts in self.readers:
            found = {c.id: [p.text for p in c.paragraphs] for c in reader.store.iter()}
            assert found == texts


Life.TestCase.settings = settings(max_examples=LIVES, stateful_step_count=50, deadline=None)
TestLife = pytest.mark.slow(Life.TestCase)
