"""Regular expressions as automata, built while they read: a word of n characters takes n steps, whatever the pattern.

Python's `re` backtracks: `(a|aa)*b` takes hours on a long word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_STATES: Final = 2_000
"""Patterns that unfold to more steps than this are refused."""

_MOST_KEPT: Final = 5_000  # states of the automaton; more are forgotten and built again


class RegexError(ValueError):
    """A pattern outside the dialect; `at` is the offset of the trouble in the pattern."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


class One(Struct, frozen=True):
    """One character that passes the test."""

    test: Callable[[str], bool]


class Sequence(Struct, frozen=True):
    parts: tuple[Part, ...]


class Choice(Struct, frozen=True):
    parts: tuple[Part, ...]


class Repeat(Struct, frozen=True):
    part: Part
    least: int
    most: int | None


Part = One | Sequence | Choice | Repeat


class Program(Struct):
    """Steps of a nondeterministic automaton: a test, or the steps to go on with. The last one accepts."""

    steps: list[Callable[[str], bool] | list[int]] = field(default_factory=list)
    visits: int = 0

    def add(self, part: Part) -> None:
        self.visits += 1  # empty groups repeated add no step, but take time
        if max(self.visits, len(self.steps)) > MOST_STATES:
            raise RegexError("this pattern is too large", 0)
        match part:
            case One(test):
                self.steps.append(test)
            case Sequence(parts):
                for p in parts:
                    self.add(p)
            case Choice(parts):
                self.choice(parts)
            case Repeat(inner, least, most):
                self.repeat(inner, least, most)

    def choice(self, parts: tuple[Part, ...]) -> None:
        fork: list[int] = []
        ends: list[list[int]] = []
        self.steps.append(fork)
        for part in parts:
            fork.append(len(self.steps))
            self.add(part)
            end: list[int] = []
            self.steps.append(end)
            ends.append(end)
        for end in ends:
            end.append(len(self.steps))

    def repeat(self, part: Part, least: int, most: int | None) -> None:
        for _ in range(least):
            self.add(part)
        if most is None:
            fork = [len(self.steps) + 1]
            top = len(self.steps)
            self.steps.append(fork)
            self.add(part)
            self.steps.append([top])
            fork.append(len(self.steps))
            return
        skips: list[list[int]] = []
        for _ in range(most - least):
            skip = [len(self.steps) + 1]
            self.steps.append(skip)
            skips.append(skip)
            self.add(part)
        for skip in skips:
            skip.append(len(self.steps))


class _State(Struct, eq=False):
    """A state of the deterministic automaton: the tests to try next, and where each character seen led."""

    tests: frozenset[int]
    accepts: bool
    after: dict[str, _State] = field(default_factory=dict)


class Automaton:
    def __init__(self, program: Program) -> None:
        self.steps = program.steps
        self.states: dict[frozenset[int], _State] = {}
        self.start = self.state({0})

    def state(self, steps: set[int]) -> _State:
        """The state of these steps and all that follow from them without a character."""
        todo, seen = list(steps), set(steps)
        while todo:
            step = todo.pop()
            onward = self.steps[step] if step < len(self.steps) else None
            if isinstance(onward, list):
                new = [s for s in onward if s not in seen]
                seen.update(new)
                todo.extend(new)
        end = len(self.steps)
        key = frozenset(s for s in seen if s == end or not isinstance(self.steps[s], list))
        if key not in self.states:
            self.states[key] = _State(tests=key - {end}, accepts=end in key)
        return self.states[key]

    def step(self, state: _State, char: str) -> _State:
        if len(self.states) > _MOST_KEPT:
            self.states.clear()
            self.start.after.clear()
        onward = set()
        for at in state.tests:
            test = self.steps[at]
            if not isinstance(test, list) and test(char):
                onward.add(at + 1)
        state.after[char] = found = self.state(onward)
        return found

    def fits(self, word: str) -> bool:
        state = self.start
        for char in word:
            state = state.after.get(char) or self.step(state, char)
            if not state.tests and not state.accepts:
                return False
        return state.accepts
