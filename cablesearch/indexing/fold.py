"""Which records of one number are of one cable: their date-time groups agree, and their texts.

Numbers are not unique in the 1970s: 1976STATE290286 stands on 52 telegrams. The shares below were measured on real
cables of one post and year put under one number, and on extracts, sections, redacted and corrected copies.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from cablesearch.cable.captions import CORRECTED
from cablesearch.cable.section import section_of
from cablesearch.indexing.version import Rank, hour_of
from cablesearch.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from cablesearch.cable.model import Cable

MOST: Final = 0.5
"""Texts are the same that share so much of the longer one's words."""
PART: Final = 0.8
"""A section or an extract has so much of its words in common with the whole."""
CORRECTED_PART: Final = 0.5
"""Where one of two says that it is a corrected copy, so much of the shorter one's words is enough."""
FEW: Final = 6
"""Of fewer words all must stand in the whole."""


class Text(Struct, frozen=True, kw_only=True):
    """What decides of one or more records that say the same.

    `hour` is the date-time group as `version.hour_of` has it, null for no date at all. `words` are distinct, as
    normalised. `section` is null for a whole cable.
    """

    hour: datetime | None
    digest: str
    words: frozenset[str]
    corrected: bool = False
    section: int | None = None

    @property
    def rank(self) -> Rank:
        """What texts are ordered by."""
        return Rank.of(self.hour, self.section, self.digest)


def text_of(cable: Cable, digest: str) -> Text:
    """What decides of a cable whose paragraphs have this digest; what was blacked out (XXXXX) is no word."""
    found = frozenset(w for p in cable.paragraphs for w in words(p.text) if w.strip("x"))
    corrected = cable.corrected or any(CORRECTED.search(caption) for caption in cable.captions)
    section = section_of(cable)
    return Text(
        hour=hour_of(cable.date),
        digest=digest,
        words=found,
        corrected=corrected,
        section=section[0] if section else None,
    )


def fold(texts: Iterable[Text]) -> list[list[Text]]:
    """The texts of one number, no two of one rank, by cable: the first has the number for its id, the second ~2.

    Same texts go together; then each part goes to the one cable that it is most of all a part of, so that a sentence
    common to two cables does not make them one. A record without words goes to the first cable of its date.
    """
    ordered = sorted(texts, key=lambda t: t.rank)
    spoken = [text for text in ordered if text.words]
    cables = _Cables(spoken)
    links = list(_links(spoken))
    for link in sorted((one for one in links if one.same), key=lambda one: one.rank):
        cables.join(link.part, link.whole)
    parts: dict[int, list[_Link]] = {}
    for link in links:
        if not link.same and cables.of(link.part) != cables.of(link.whole):
            parts.setdefault(cables.of(link.part), []).append(link)
    for own in sorted(parts):
        for link in sorted(parts[own], key=lambda one: one.rank):
            if cables.of(link.part) == cables.of(link.whole) or cables.join(link.part, link.whole):
                break
    found = sorted(cables.lists(), key=rank_of)
    for text in ordered:
        if not text.words:
            home = next((one for one in found if all(_agree(text, other) for other in one)), None)
            if home is None:
                found.append([text])
            else:
                home.append(text)
    return sorted(found, key=rank_of)


class _Link(Struct, frozen=True):
    """That two texts, by their places, are the same, or that one is a part of the other; `share` says how surely."""

    part: int
    whole: int
    share: float
    same: bool

    @property
    def rank(self) -> tuple[float, int, int]:
        return -self.share, self.whole, self.part


def _links(texts: list[Text]) -> Iterator[_Link]:
    for (i, one), (j, other) in combinations(enumerate(texts), 2):
        if not _agree(one, other):
            continue
        common = len(one.words & other.words)
        part, whole = (i, j) if len(one.words) < len(other.words) else (j, i)
        least, most = len(texts[part].words), len(texts[whole].words)
        if common >= MOST * most:
            yield _Link(part, whole, common / most, same=True)
        elif _is_part(common, least, corrected=one.corrected or other.corrected):
            yield _Link(part, whole, common / least, same=False)


def _is_part(common: int, least: int, *, corrected: bool) -> bool:
    if least < FEW:
        return common == least
    return common >= (CORRECTED_PART if corrected else PART) * least


def _agree(one: Text, other: Text) -> bool:
    """Whether two dates may be those of one cable."""
    if one.hour is None or other.hour is None or one.hour == other.hour:
        return True
    return one.hour.date() == other.hour.date() and not (
        _is_sure(one.hour) and _is_sure(other.hour)
    )


def _is_sure(hour: datetime) -> bool:
    return bool(hour.hour or hour.minute)


def rank_of(texts: Iterable[Text]) -> Rank:
    """What cables of one number are ordered by: the first of its texts."""
    return min(text.rank for text in texts)


class _Cables:
    """Texts, by their places, put together into cables as long as all dates in one agree."""

    def __init__(self, texts: list[Text]) -> None:
        self._texts = texts
        self._members = {place: [place] for place in range(len(texts))}
        self._of = list(range(len(texts)))

    def of(self, place: int) -> int:
        """The cable that a text is in."""
        return self._of[place]

    def join(self, one: int, other: int) -> bool:
        """Make the cables of two texts one; whether their dates agree."""
        kept, gone = sorted((self._of[one], self._of[other]))
        if kept == gone:
            return True
        mine, theirs = self._members[kept], self._members[gone]
        if not all(_agree(self._texts[i], self._texts[j]) for i in mine for j in theirs):
            return False
        for place in theirs:
            self._of[place] = kept
        mine += self._members.pop(gone)
        return True

    def lists(self) -> list[list[Text]]:
        """The texts of each cable, in order."""
        return [[self._texts[i] for i in sorted(places)] for places in self._members.values()]
