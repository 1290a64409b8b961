"""A Cablegate-shaped collection of any size: each cable follows from its number alone, in the shapes of cables.md.

Twelve paragraphs a cable and 99 words a paragraph in the mean, both skewed; posts, TAGS and markings of the code
tables, skewed; captions, page lines, headings between rules, references to other cables, a fifth of them to none.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final

import numpy as np

from cablesearch.cable.tables import default_tables
from tests.benchmarks.wrapped import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablesearch.cable.tables import Post
    from tests.benchmarks.prose import Prose

_POSTS: Final = 270
_TAGS: Final = 900
_LAST: Final = dt.datetime(2010, 2, 28, tzinfo=dt.UTC)
_DAYS: Final = 14_000
_MEAN_AGE: Final = 900  # days before the last; 1 in 10,000 is older than _DAYS
_MOST_PARAGRAPHS: Final = 93
_NOT_HELD: Final = 400_000
"""Cables of this number and above are cited and not in the collection, so its size stays below."""

_LEVELS: Final = ("U", "SBU", "C", "S")
_LEVEL_SHARES: Final = (13, 17, 51, 19)
_CLASSES: Final = {
    "U": ("UNCLASSIFIED", "UNCLAS"),
    "SBU": ("UNCLASSIFIED//FOR OFFICIAL USE ONLY", "UNCLAS"),
    "C": ("CONFIDENTIAL", "C O N F I D E N T I A L"),
    "S": ("SECRET", "S E C R E T"),
}
_MARKS: Final[dict[str, dict[str, int]]] = {
    "U": {"U": 60, "": 40},
    "SBU": {"SBU": 68, "U": 22, "": 10},
    "C": {"C": 72, "SBU": 8, "U": 8, "C/NF": 5, "": 7},
    "S": {"S": 42, "S/NF": 27, "C": 18, "C/NF": 3, "U": 4, "S//REL TO USA, GBR": 1, "": 5},
}
_PRECEDENCES: Final = {"P": 46, "R": 31, "O": 22, "Z": 1}
_HEADINGS: Final = ("Summary", "Comment", "Background", "Next Steps", "What They Told Us")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What other cables cite of a cable: its number in the collection, its post, when it was sent."""

    number: int
    post: Post
    moment: dt.datetime

    @property
    def id(self) -> str:
        """Its reference id, as 09BAKU911."""
        return f"{self.moment:%y}{self.post.station}{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A cable as it is held: header and body apart, and what a dump knows of it.

    Of a `partial` one the dump has no header.
    """

    head: Head
    classification: str
    references: tuple[str, ...]
    header: str
    body: str
    partial: bool


class Collection:
    """The cables by their numbers, from 1 on; another `revision` of one has other words."""

    def __init__(self, prose: Prose, seed: int = 1974) -> None:
        self._prose = prose
        self._seed = seed
        tables = default_tables()
        self._posts = [post for _, post in sorted(tables.posts.items()) if post.plad][:_POSTS]
        random.Random(seed).shuffle(self._posts)
        seen = {code: max(tag.seen for tag in found) for code, found in tables.tags.items()}
        self._tags = sorted(seen, key=lambda code: (-seen[code], code))[:_TAGS]

    @cached_property
    def _post_weights(self) -> list[float]:
        return list(accumulate(1 / (n + 5) for n in range(len(self._posts))))

    @cached_property
    def _tag_weights(self) -> list[float]:
        return list(accumulate(1 / (n + 2) for n in range(len(self._tags))))

    def head(self, number: int) -> Head:
        """Who sent the cable, and when: most of them in the last years."""
        return self._head(number, self._chance(number, 0))

    def _chance(self, number: int, stream: int) -> random.Random:
        return random.Random(self._seed * 1_000_003 + number * 64 + stream)

    def _head(self, number: int, chance: random.Random) -> Head:
        post = chance.choices(self._posts, cum_weights=self._post_weights)[0]
        age = min(chance.expovariate(1 / _MEAN_AGE), _DAYS - 1)
        moment = _LAST - dt.timedelta(days=int(age), minutes=chance.randrange(1440))
        return Head(number=number, post=post, moment=moment)

    def cable(self, number: int, revision: int = 0) -> Written:
        """The cable of that number."""
        chance = self._chance(number, 1)
        words = np.random.Generator(np.random.PCG64([self._seed, number, revision]))
        head = self.head(number)
        level = chance.choices(_LEVELS, _LEVEL_SHARES)[0]
        cited = self._cited(head, chance)
        name, class_word = _CLASSES[level]
        body = [
            *_captions(head, level, class_word, chance),
            *self._labels(head, level, cited, chance, words),
            *self._paragraphs(head, level, chance, words),
            _signature(chance),
        ]
        return Written(
            head=head,
            classification=name,
            references=tuple(one.id for one in cited),
            header=_header(head, level, chance),
            body="\n".join(body),
            partial=chance.random() < 0.195,
        )

    def _cited(self, head: Head, chance: random.Random) -> list[Head]:
        """Earlier cables; two in five cite none, most of the others one or two."""
        count = min(int(chance.expovariate(1 / 2)), 12) if chance.random() < 0.75 else 0
        found: list[Head] = []
        for _ in range(4 * count):
            held = head.number > 1 and chance.random() > 0.22
            other = self.head(
                chance.randrange(1, head.number) if held else _NOT_HELD + chance.randrange(200_000)
            )
            if other.moment < head.moment and len(found) < count:
                found.append(other)
        return found

    def _labels(
        self,
        head: Head,
        level: str,
        cited: list[Head],
        chance: random.Random,
        words: np.random.Generator,
    ) -> Iterator[str]:
        until = (
            "N/A" if level in ("U", "SBU") else f"DECL: {head.moment:%m/%d}/{head.moment.year + 10}"
        )
        yield f"E.O. 12958: {until} "
        count = 1 + min(int(chance.gammavariate(5, 1)), 20)
        tags = chance.choices(self._tags, cum_weights=self._tag_weights, k=count)
        yield from wrapped(f"TAGS: {', '.join(dict.fromkeys(tags))}")
        subject = self._prose.sentences(words, chance.randint(4, 12)).replace(".", "")
        yield from wrapped(f"SUBJECT: {subject.upper()}")
        yield " "
        for at, one in enumerate(cited):
            letter = f"{chr(ord('A') + at)}. " if len(cited) > 1 else ""
            year = "" if one.moment.year == head.moment.year else f"{one.moment:%y} "
            yield f"{'REF: ' if at == 0 else '     '}{letter}{year}{one.post.station} {one.number} "
        if cited:
            yield " "
        if level in ("C", "S"):
            yield from wrapped(
                f"Classified By: DCM Jane {_signature(chance).title()} for reasons 1.4 (b) and (d)."
            )
            yield " "

    def _paragraphs(
        self, head: Head, level: str, chance: random.Random, words: np.random.Generator
    ) -> Iterator[str]:
        count = min(1 + int(chance.lognormvariate(2.29, 0.6)), _MOST_PARAGRAPHS)
        marks, shares = tuple(_MARKS[level]), tuple(_MARKS[level].values())
        for number in range(1, count + 1):
            if chance.random() < 0.25:
                yield from ("--------- ", f"{chance.choice(_HEADINGS)} ", "--------- ", " ")
            mark = chance.choices(marks, shares)[0]
            text = self._prose.sentences(words, max(6, int(chance.lognormvariate(4.49, 0.48))))
            opened = f"¶{number}. ({mark}) " if mark else f"¶{number}. "
            lines = list(wrapped(opened + text))
            if chance.random() < 0.04 and len(lines) > 2:
                page = f"{head.post.station} {head.number:08d}  00{chance.randint(2, 4)} OF 004 "
                lines[2:2] = [" ", page, " ", " "]
            yield from lines
            yield " "


def _captions(head: Head, level: str, class_word: str, chance: random.Random) -> Iterator[str]:
    yield f"{class_word} {head.post.station} {head.number:06d} "
    yield " "
    if level == "SBU":
        yield "SENSITIVE "
    if level == "S" and chance.random() < 0.4:
        yield "NOFORN "
    if chance.random() < 0.95:
        yield from ("SIPDIS ", " ", "SIPDIS ") if chance.random() < 0.27 else ("SIPDIS ",)
    yield " "


def _header(head: Head, level: str, chance: random.Random) -> str:
    precedence = chance.choices(tuple(_PRECEDENCES), tuple(_PRECEDENCES.values()))[0]
    moment = head.moment
    route = head.post.routes[0] if head.post.routes else "RUEHZZ"
    lines = [
        f"VZCZCX{chance.choice('RYZ')}O{head.number % 10_000:04d}",
        f"{precedence * 2} RUEHWEB",
        "",
        f"DE {route} #{head.number % 10_000:04d} {moment:%j}{moment:%H%M}",
        "ZNR UUUUU ZZH" if level in ("U", "SBU") else f"ZNY {level * 5} ZZH",
        f"{precedence} {moment:%d%H%M}Z {moment:%b %y}".upper(),
        f"FM {head.post.plad}",
        f"TO RUEHC/SECSTATE WASHDC PRIORITY {chance.randrange(10_000):04d}",
    ]
    if chance.random() < 0.6:
        lines.append("INFO RUEHZL/EUROPEAN POLITICAL COLLECTIVE")
    return "\n".join(lines)


def _signature(chance: random.Random) -> str:
    return chance.choice(("DOE", "ROE", "RASSENDYLL", "TARLENHEIM", "SAPT", "BERSONIN"))
