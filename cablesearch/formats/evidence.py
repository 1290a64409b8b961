"""What tells a format: how sure a reader is of a file by its beginning, and the sign it goes by."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from cablesearch.formats.encoding import decode
from cablesearch.formats.input import HEAD

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from cablesearch.diagnostic import Diagnostic


class Evidence(NamedTuple):
    """How sure a reader is that a file is of its format, from 0 (no) to 1, and what it saw."""

    sure: float = 0.0
    sign: str = ""

    def __bool__(self) -> bool:
        return self.sure > 0


class Head:
    """The first bytes of a file, and the same as text."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @property
    def text(self) -> str:
        """The text, up to the last whole line where there is more to come."""
        return self._decoded[0]

    @property
    def notes(self) -> tuple[Diagnostic, ...]:
        """What is odd about its encoding."""
        return self._decoded[1]

    @cached_property
    def _decoded(self) -> tuple[str, tuple[Diagnostic, ...]]:
        data = self.data
        if len(data) >= HEAD and data[:1].isascii():
            data = data[: data.rfind(b"\n") + 1] or data
        return decode(data)

    def line_of(self, at: int) -> int:
        """The 1-based line of a character."""
        return 1 + self.text.count("\n", 0, at)

    def first(self, signs: Iterable[tuple[float, str, re.Pattern[str]]]) -> Evidence:
        """The surest of some signs (how sure, what it is called, its pattern) that the text has."""
        best = Evidence()
        for sure, name, pattern in signs:
            if sure > best.sure and (found := pattern.search(self.text)):
                best = Evidence(sure, f"{name} on line {self.line_of(found.start())}")
        return best
