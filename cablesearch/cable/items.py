"""The items of a body: numbers, rules and blocks of lines, in their order, before headings are told from text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cablesearch.cable.headings import INLINE_RULE, RULE_SIGNS, is_rule
from cablesearch.cable.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablesearch.cable.numbering import Number


class Item(NamedTuple):
    """A number, rule, missing section, block or heading; `gap` says whether a blank line stands before it."""

    kind: str
    lines: Lines
    gap: bool = False
    number: Number | None = None


_BULLET = re.compile(
    r"(?:[-*•–—]{1,3}(?: |(?=[A-Z(\"]))|\((?:[a-zA-Z]|[ivx]{1,4}|\d{1,2})\)"
    r"|(?:[a-zA-Z]|[ivx]{1,4}|\d{1,2}\.?\d?)[.)](?: |(?=\()))"
)
_FIRST = frozenset("-*•–—(")
_ENDED = (".", ":", ";", "?", "!", ",", '"', ")", "”", "-", " and", " or", " AND", " OR")
_SIGNS = (".", ")")
_RULE_ENDS = frozenset("-=_*~#")
_LONG = 78  # a rule may stand inside longer lines, whose line ends were lost
# The lines that may be more than text, of all lines at once: what does not begin with a letter, may begin with a
# list's sign, is long, or ends as a rule does.
_SPECIAL = re.compile(r"\n(?=[^a-zA-Z]|\Z|..?[.)]|.*+(?:(?<=.{78})|(?<=[-=_*~#])))")
_MISSING = re.compile(r"[* ]*Missing Section \d{1,3}[* ]*$", re.I)


def _may_be_ruled(text: str) -> bool:
    """A cheap test before the expression for rules inside a line."""
    return (
        "----" in text
        or "====" in text
        or "____" in text
        or "****" in text
        or "- - " in text
        or "~~~~" in text
        or "####" in text
        or "_ _ " in text
    )


def _is_text(text: str) -> bool:
    """Whether a line is text and nothing else, as most are."""
    return (
        text[0].isalpha()
        and text[1:2] not in _SIGNS
        and text[2:3] not in _SIGNS
        and text[-1] not in _RULE_ENDS
        and (len(text) < _LONG or not _may_be_ruled(text))
    )


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
            self.items.append(Item("block", Lines(self.nos, self.texts), self.block_gap))
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
        self.items.append(Item(kind, Lines((no,), (text,)), self.gap, number))
        self.gap = False

    def piece(self, no: int, text: str) -> None:
        """Text of one line, without a number in it."""
        plain = text.strip()
        if plain[:1] == "¶":
            plain = text = plain[1:].lstrip()
        if not plain:
            return
        if "issing Section" in plain and _MISSING.match(plain):
            self.flush()
            self.items.append(Item("missing", Lines((no,), (plain,)), self.gap))
            return
        if plain[0] in RULE_SIGNS and is_rule(plain):
            self.sign("rule", no, plain)
            return
        if INLINE_RULE.search(plain):
            self.ruled(no, plain)
            return
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


def itemise(lines: Lines, numbers: Sequence[Number]) -> list[Item]:
    """The items of a body whose main numbers are known."""
    out = _Collector()
    at: dict[int, list[Number]] = {}
    for number in numbers:
        at.setdefault(number.line, []).append(number)
    done = 0
    nos, texts = lines.nos, lines.texts
    for index in sorted({*lines.found(_SPECIAL), *at}):
        if index > done:
            out.text(nos[done:index], texts[done:index])
        done = index + 1
        no, text = nos[index], texts[index]
        if not text or text.isspace():
            out.flush()
            out.gap = True
        elif index in at:
            start = 0
            for number in at[index]:
                if number.start > start:
                    out.piece(no, text[start : number.start])
                out.sign("number", no, number.written, number)
                start = number.end
            out.piece(no, text[start:])
        elif _is_text(text):
            out.text(nos[index:done], texts[index:done])
        else:
            out.piece(no, text)
    if done < len(texts):
        out.text(nos[done:], texts[done:])
    out.flush()
    return out.items
