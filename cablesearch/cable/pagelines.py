"""Page lines of the 2000s cut out of a text: "BAKU 00000911  002 OF 003".

They stand anywhere, also inside a sentence, a subject or a table, on a line of their own or (where line ends were
lost) glued into one. The station is printed cut to ten characters ("ADDIS ABAB", "USUN NEW Y").
"""

from __future__ import annotations

import re
from typing import NamedTuple

from cablesearch.cable.lines import Lines
from cablesearch.cable.model import Furniture


class Cut(NamedTuple):
    """Lines without their page lines, and these; `joined` are line numbers where a sentence was made whole."""

    lines: Lines
    furniture: list[Furniture]
    joined: list[int]


_COUNT = re.compile(r"([0-9](?<!\d\d)\d{3,7}) {0,4}0\d\d(?:\.\d)? {1,2}[Oo][Ff] {1,2}0\d\d(?!\d)")
_NAME = re.compile(r"[A-Z][A-Z .'-]{1,24}$")
_UNENDED = re.compile(r"[^\s.:;?!\"')\]=_*-]\s*$|[a-z,]-?\s*$")
_STARTS_NEW = re.compile(
    r"\s*(?:¶|\d{1,3}\s?[.)]|[-=_*#]{2}|[-*•] |\(?[a-z]\)|\((?:U|SBU|C|S)\W|[A-Z][A-Z .,'/-]{5,}$)"
)


def _name_start(text: str, station: str | None) -> int:
    """Where the station's name begins that ends this text: as many capital words as are the station's."""
    found = _NAME.search(text[-26:])
    if found is None:
        return len(text)
    name = found[0]
    offset = len(text) - len(name)
    words = [m.start() for m in re.finditer(r"\S+", name)]
    if station:
        for start in words:
            letters = re.sub(r"[^A-Z]", "", name[start:])
            if letters and (station.startswith(letters) or letters.startswith(station)):
                return offset + start
    if offset == 0 or not text[:offset].strip():
        return offset + words[0]
    return offset + words[-1]


def cut_pages(lines: Lines, *, station: str | None, number: int | None) -> Cut:
    """Cut all page lines out of `lines` and join the sentences they had broken.

    A count of four to seven digits is a page line only where it is the cable's own number; of eight digits always,
    as nothing else in a cable looks so.
    """
    whole = lines.whole
    furniture: list[Furniture] = []
    if "OF 0" not in whole and "of 0" not in whole:
        return Cut(lines, furniture, [])
    texts = list(lines.texts)
    gone: list[int] = []  # indices of page lines that stood on lines of their own
    # a blank and a nought are what the counts of a page line cannot be without
    for index in [index for index, text in enumerate(texts) if " 0" in text]:
        rest, cuts = _cut_line(lines.nos[index], texts[index], station, number)
        furniture.extend(cuts)
        if cuts and not rest.strip():
            gone.append(index)
        texts[index] = rest
    if not gone:
        return Cut(Lines(lines.nos, texts), furniture, [])
    kept = sorted({*range(len(texts))}.difference(gone))
    broken = [index - before for before, index in enumerate(gone)]
    joined = _join(texts, kept, broken)
    left = Lines([lines.nos[index] for index in kept], [texts[index] for index in kept])
    return Cut(left, furniture, [lines.nos[index] for index in joined])


def _cut_line(
    no: int, text: str, station: str | None, number: int | None
) -> tuple[str, list[Furniture]]:
    """A line without the page lines in it, and these."""
    cuts: list[Furniture] = []
    kept: list[str] = []
    at = 0
    for found in _COUNT.finditer(text):
        if len(found[1]) != 8 and (number is None or int(found[1]) != number):
            continue
        before = text[at : found.start()].rstrip()
        start = _name_start(before, station)
        if start == len(before) and len(found[1]) < 8:
            continue
        page = " ".join(text[at + start : found.end()].split())
        cuts.append(Furniture(kind="page", text=page, lines=(no, no)))
        before = before[:start].rstrip()
        kept.append(before.lstrip() if at else before)
        at = found.end()
    if not cuts:
        return text, cuts
    return " ".join(filter(None, [*kept, text[at:].strip()])), cuts


def _join(texts: list[str], kept: list[int], broken: list[int]) -> list[int]:
    """Take out the blank lines around a cut where the text before it runs on behind it; the lines that end so."""
    drop: set[int] = set()
    joined: list[int] = []
    after, runs_on = -1, False
    for place in broken:
        if place > after:  # not between the same blank lines as the place before
            before, after = place - 1, place
            while before >= 0 and not texts[kept[before]].strip():
                before -= 1
            while after < len(kept) and not texts[kept[after]].strip():
                after += 1
            runs_on = (
                before >= 0
                and after < len(kept)
                and _UNENDED.search(texts[kept[before]][-3:]) is not None
                and not _STARTS_NEW.match(texts[kept[after]])
            )
            drop.update(range(before + 1, after) if runs_on else ())
        if runs_on:
            joined.append(kept[before])
    if drop:
        kept[:] = [index for place, index in enumerate(kept) if place not in drop]
    return joined
