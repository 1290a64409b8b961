"""Regular expressions on single words: a small dialect, read here and run in linear time by `automaton.py`.

What it lacks (backreferences, look-around) is refused by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cablesearch.query.automaton import (
    Automaton,
    Choice,
    One,
    Part,
    Program,
    RegexError,
    Repeat,
    Sequence,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["RegexError", "compile_regex", "leading_literal"]

DEEPEST: Final = 20
"""Groups inside groups."""

_CLASSES: Final[dict[str, Callable[[str], bool]]] = {
    "d": str.isdecimal,
    "D": lambda c: not c.isdecimal(),
    "w": lambda c: c.isalnum() or c == "_",
    "W": lambda c: not (c.isalnum() or c == "_"),
    "s": str.isspace,
    "S": lambda c: not c.isspace(),
}


class _Reader:
    """Reads a pattern by recursive descent: choice, sequence, repeated part, part."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.depth = 0

    def whole(self) -> Part:
        part = self.choice()
        if self.at < len(self.pattern):
            raise RegexError("a closing bracket without an opening one", self.at)
        return part

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def choice(self) -> Part:
        parts = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            parts.append(self.sequence())
        return parts[0] if len(parts) == 1 else Choice(tuple(parts))

    def sequence(self) -> Part:
        parts: list[Part] = []
        while self.peek() not in ("", "|", ")"):
            parts.append(self.repeated())
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def repeated(self) -> Part:
        part = self.part()
        bounds = self.bounds()
        if bounds is None:
            return part
        if self.peek() == "?":  # "as few as possible" is the same when the whole word must fit
            self.at += 1
        if self.peek() in ("*", "+", "?"):
            raise RegexError("two repeats in a row", self.at)
        return Repeat(part, *bounds)

    def bounds(self) -> tuple[int, int | None] | None:
        sign = self.peek()
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if sign in simple:
            self.at += 1
            return simple[sign]
        if sign != "{":
            return None
        close = self.pattern.find("}", self.at)
        least, comma, most = self.pattern[self.at + 1 : max(close, 0)].partition(",")
        if close < 0 or not (least + most).isdecimal() or len(least + most) > 6:
            raise RegexError("{ needs {3}, {1,3}, {2,} or a backslash before it", self.at)
        low = int(least or 0)
        high = int(most) if most else None if comma else low
        if high is not None and high < low:
            raise RegexError("the second number is smaller than the first", self.at)
        self.at = close + 1
        return low, high

    def part(self) -> Part:
        char = self.peek()
        start = self.at
        self.at += 1
        if char == "(":
            return self.group(start)
        if char == "[":
            return One(self.char_class(start))
        if char == "\\":
            return One(self.escape(start))
        if char == ".":
            return One(lambda _: True)
        if char in "*+?{":
            raise RegexError(f"nothing before {char} to repeat", start)
        if char in "^$":
            raise RegexError(f"{char} is not needed: the whole word must fit", start)
        return One(char.__eq__)

    def group(self, start: int) -> Part:
        if self.peek() == "?":
            if not self.pattern.startswith("?:", self.at):
                raise RegexError("(?...) is not known here, only (?:...)", start)
            self.at += 2
        self.depth += 1
        if self.depth > DEEPEST:
            raise RegexError(f"more than {DEEPEST} brackets inside one another", start)
        inner = self.choice()
        if self.peek() != ")":
            raise RegexError("this bracket is not closed", start)
        self.at += 1
        self.depth -= 1
        return inner

    def escape(self, start: int) -> Callable[[str], bool]:
        char = self.peek()
        self.at += 1
        if char in _CLASSES:
            return _CLASSES[char]
        if not char or char.isalnum():
            raise RegexError(f"\\{char} is not known here, only \\d \\w \\s and \\D \\W \\S", start)
        return char.__eq__

    def char_class(self, start: int) -> Callable[[str], bool]:
        negated = self.peek() == "^"
        self.at += negated
        tests: list[Callable[[str], bool]] = []
        while not (self.peek() == "]" and tests):
            if not self.peek():
                raise RegexError("this bracket is not closed", start)
            tests.append(self.class_member())
        self.at += 1
        return lambda c: any(test(c) for test in tests) is not negated

    def class_member(self) -> Callable[[str], bool]:
        start = self.at
        low = self.peek()
        self.at += 1
        if low == "\\":
            return self.escape(start)
        following = self.pattern[self.at : self.at + 2]
        if len(following) == 2 and following[0] == "-" and following[1] not in "]\\":
            high = following[1]
            self.at += 2
            if high < low:
                raise RegexError(f"{low}-{high} is the wrong way round", start)
            return lambda c: low <= c <= high
        return low.__eq__


def compile_regex(pattern: str) -> Callable[[str], bool]:
    """A function that says whether a whole string fits; RegexError where the pattern is none of ours.

    >>> compile_regex("kh?adda?fi")("kaddafi")
    True
    """
    program = Program()
    program.add(_Reader(pattern).whole())
    return Automaton(program).fits


def leading_literal(pattern: str) -> str:
    """The letters that everything fitting begins with, as far as they are easily seen.

    >>> leading_literal("khadd?a+fi")
    'khad'
    """
    if "|" in pattern:
        return ""
    length = 0
    while length < len(pattern) and pattern[length] not in "\\.[](){}*+?^$":
        length += 1
    if pattern[length : length + 1] in ("*", "?", "{"):
        length = max(length - 1, 0)
    return pattern[:length]
