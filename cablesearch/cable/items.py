"""The items of a body: numbers, rules and blocks of lines, in their order, before headings are told from text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cablesearch.cable.headings import INLINE_RULE, RULE_SIGNS, is_rule
from cablesearch.cable.scan import is_plain, may_be_ruled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablesearch.cable.lines import Lines
    from cablesearch.cable.numbering import Number


class Item(NamedTuple):
    """A number, rule, missing section, block or heading: the numbers and texts of its lines.

    `gap` says whether a blank line stands before it.
    """

    kind: str
    nos: Sequence[int]
    texts: Sequence[str]
    gap: bool = False
    number: Number | None = None


_BULLET = re.compile(
    r"(?:[-*•–—]{1,3}(?: |(?=[A-Z(\"]))|\((?:[a-zA-Z]|[ivx]{1,4}|\d{1,2})\)"
    r"|(?:[a-zA-Z]|[ivx]{1,4}|\d{1,2}\.?\d?)[.)](?: |(?=\()))"
)
_FIRST = frozenset("-*•–—(")
_ENDED = (".", ":", ";", "?", "!", ",", '"', ")", "”", "-", " and", " or", " AND", " OR")
_MISSING = re.compile(r"[* ]*Missing Section \d{1,3}[* ]*$", re.I)


def is_bullet(text: str) -> bool:
    """Whether a stripped line opens with a list's sign."""
    if (
        text[0] in _FIRST
        or text[1:2] in (".", ")")
        or text[2:3] in (".", ")")
        or text[3:4] in (".", ")")
    ):
        return _BULLET.match(text) is not None
    return False


class _Collector:
    """Gathers lines into items."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.nos: list[int] = []  # the block so far
        self.texts: list[str] = []
        self.gap = True
        self.block_gap = True

    def flush(self) -> None:
        if self.texts:
            self.items.append(Item("block", self.nos, self.texts, self.block_gap))
            self.nos, self.texts = [], []

    def text(self, nos: Sequence[int], texts: Sequence[str]) -> None:
        if not self.texts:
            self.block_gap = self.gap
        self.nos += nos
        self.texts += texts
        self.gap = False

    def sign(self, kind: str, no: int, text: str, number: Number | None = None) -> None:
        """A number, or a rule: an item that is no text."""
        self.flush()
        self.items.append(Item(kind, (no,), (text,), self.gap, number))
        self.gap = False

    def numbered(self, no: int, text: str, numbers: Sequence[Number]) -> None:
        """A line with numbers of the main sequence in it."""
        start = 0
        for number in numbers:
            if number.start > start:
                self.piece(no, text[start : number.start])
            self.sign("number", no, number.written, number)
            start = number.end
        self.piece(no, text[start:])

    def piece(self, no: int, text: str) -> None:
        """Text of one line, without a number in it."""
        plain = text.strip()
        if plain[:1] == "¶":
            plain = text = plain[1:].lstrip()
        if not plain:
            return
        if "issing Section" in plain and _MISSING.match(plain):
            self.flush()
            self.items.append(Item("missing", (no,), (plain,), self.gap))
        elif plain[0] in RULE_SIGNS and is_rule(plain):
            self.sign("rule", no, plain)
        elif may_be_ruled(plain) and INLINE_RULE.search(plain):
            self.ruled(no, plain)
        else:
            if self.texts and is_bullet(plain) and self.texts[-1].endswith(_ENDED):
                self.flush()
            self.text((no,), (text,))

    def ruled(self, no: int, text: str) -> None:
        """A line with rules in it: the rules apart."""
        done = 0
        for found in INLINE_RULE.finditer(text):
            before = text[done : found.start()].strip()
            if before:
                self.text((no,), (before,))
            self.sign("rule", no, found[0].strip())
            done = found.end()
        rest = text[done:].strip()
        if rest:
            self.text((no,), (rest,))


def itemise(lines: Lines, marked: Sequence[int], numbers: Sequence[Number]) -> list[Item]:
    """The items of a body of which the marked lines (see scan) and the main numbers on them are known."""
    out = _Collector()
    at: dict[int, list[Number]] = {}
    for number in numbers:
        at.setdefault(number.line, []).append(number)
    done = 0
    nos, texts = lines.nos, lines.texts
    for index in marked:
        text = texts[index]
        held = at.get(index)
        if text and held is None and is_plain(text):
            continue
        if index > done:
            out.text(nos[done:index], texts[done:index])
        done = index + 1
        if not text:
            out.flush()
            out.gap = True
        elif held is None:
            out.piece(nos[index], text)
        else:
            out.numbered(nos[index], text, held)
    if done < len(texts):
        out.text(nos[done:], texts[done:])
    out.flush()
    return out.items
