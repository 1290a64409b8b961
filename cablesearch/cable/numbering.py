"""Paragraph numbering as a sequence problem: which numbers of a text are the main sequence's.

Candidates stand at line starts ("¶2.", "2.", "2)", "2.(SBU)") and, where line ends were lost, after the end of a
sentence. The heaviest rising chain of them is the numbering: each candidate has a weight (a pilcrow, a portion mark and
a blank line before it speak for it), each step that is not n to n+1 costs. So years and the items of lists, which the
pages give pilcrows too, fall out, and so does what stands in quoted texts. A pilcrow that scraping turned into the
digit 1 ("15." for "¶5.") is a second reading of the same candidate.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cablesearch.cable.marking import is_marked
from cablesearch.cable.scan import LONG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablesearch.cable.lines import Lines


class Number(NamedTuple):
    """A number of the main sequence: where it stands, its value, how it was written.

    `start` and `end` are offsets in line `line` of those searched; what follows `end` is the paragraph. `repaired`
    where a digit was read as a pilcrow.
    """

    line: int
    start: int
    end: int
    value: int
    written: str
    repaired: bool = False


class _Candidate(NamedTuple):
    number: Number
    weight: float
    marked: bool
    style: str  # "pilcrow", "plain", "paren", "glued", or "quoted" in a quoted text
    blank: bool
    digits: str


HIGHEST = 200
"""Main numbers above this are none: the longest real cable reaches 93."""

_AT_START = re.compile(r" *(?:(¶) *)?(\d{1,4})( ?[.),:;]| {0,2}(?=\())? *(?=\S|$)")
_AFTER_GLUED = ('"', "“", "'")
_BEFORE_GLUED = frozenset(".?!:;)\"'”]=*-")
_STARTS = frozenset("¶0123456789 ")
_ENDED = (".", "?", "!", ":", ";", '"', ")", "”", "-", "=", "_", "*", "'", ",")
_QUOTE = re.compile(
    r"[ ¶\d.()\"'A-Z-]{0,24}?\b(BEGIN|START|END) (?:OF )?(?:[A-Z,.'\d-]+ ){0,8}?"
    r"(?:TEXT|QUOTE|NON-?PAPER|(?:TALKING )?POINTS|TRANSLATION|LETTER|NOTE VERBALE|DIPLOMATIC NOTE|STATEMENT)\b"
)
_TEXT_END = re.compile(
    r"\b(?:END|End) (?:OF )?(?:[A-Z,.'-]+ ){0,5}?(?:TEXT|QUOTE|NON-?PAPER|POINTS)\b|\bEnd text\b"
)


def quoted_ranges(lines: Lines) -> list[tuple[int, int]]:
    """First and last line index of each quoted text, "BEGIN TEXT" to "END TEXT"; those without an end are none."""
    ranges: list[tuple[int, int]] = []
    if "BEGIN" not in lines.whole and "START" not in lines.whole:
        return ranges
    opened: int | None = None
    for index, text in enumerate(lines.texts):
        if "BEGIN " not in text and "END " not in text and "End text" not in text:
            continue
        found = _QUOTE.match(text)
        if found and found[1] in ("BEGIN", "START"):
            if opened is None and not _TEXT_END.search(text, found.end()):
                opened = index
        elif opened is not None and _TEXT_END.search(text):
            ranges.append((opened, index))
            opened = None
    return ranges


def find_numbers(lines: Lines, marked: Sequence[int]) -> list[Number]:
    """The numbers of the main sequence, in their order; `marked` are the lines they may be on (see scan)."""
    candidates = _candidates(lines, marked)
    if not candidates:
        return []
    dotted = [c for c in candidates if c.style in ("pilcrow", "plain", "glued")]
    if _in_order(dotted):
        chain = dotted
    else:
        of_style = [c.marked for c in candidates if c.style in ("pilcrow", "plain")]
        lone = 0.45 if sum(of_style) * 2 >= len(of_style) else 1.0
        chain = _chain(dotted, lone)
    if len(chain) < 2:
        listed = _chain([c for c in candidates if c.style not in ("glued", "quoted")], 1.0)
        if len(listed) > max(1, len(chain)) and (listed[0].blank or listed[0].marked):
            chain = listed
    if len(chain) == 1 and not _alone_ok(chain[0]):
        chain = []
    if not chain:
        return []
    if len(chain) < len(candidates):
        chain = _filled(chain, candidates)
        chain = _restarts(chain, dotted)
    return [c.number for c in chain]


def _in_order(candidates: list[_Candidate]) -> bool:
    """Whether all are the numbers 1, 2, 3 ... each with some weight: then no chain is heavier than all of them."""
    return len(candidates) <= HIGHEST and all(
        c.number.value == value and c.weight > 0 for value, c in enumerate(candidates, 1)
    )


def _alone_ok(candidate: _Candidate) -> bool:
    """Whether a lone number is a paragraph's: "1." at a line start, or one with a portion mark."""
    if candidate.style == "glued":
        return candidate.marked
    return candidate.marked or (candidate.number.value == 1 and candidate.blank)


def _candidates(lines: Lines, marked: Sequence[int]) -> list[_Candidate]:
    """Everything that looks like a paragraph's number, outside quoted texts."""
    found: list[_Candidate] = []
    ranges = quoted_ranges(lines)
    hidden = {i for a, b in ranges for i in range(a + 1, b + 1)} if ranges else ()
    texts = lines.texts
    for index in marked:
        text = texts[index]
        if not text:
            continue
        after = 1
        if text[0] in _STARTS:
            above = index - 1
            while above >= 0 and not texts[above]:
                above -= 1
            candidate = _at_start(
                index,
                text,
                blank=above < 0 or above < index - 1,
                before=texts[above] if above >= 0 else "",
            )
            if candidate is not None:
                found.append(candidate._replace(style="quoted") if index in hidden else candidate)
                after = candidate.number.end
        if (len(text) > LONG or "¶" in text) and index not in hidden:
            _glued(index, text, after, found)
    return found


def _at_start(index: int, text: str, *, blank: bool, before: str) -> _Candidate | None:
    match = _AT_START.match(text)
    if match is None:
        return None
    pilcrow, digits, sign = match.groups("")
    sign = sign.strip()
    end = match.end()
    follows = text[end : end + 90]
    marked = is_marked(text, end)
    if not marked:
        if sign == "," and blank and follows[:1].isupper():
            pass  # "1, On Monday" for "1. On Monday"
        elif sign not in (".", ")") or (follows[:1].isdigit() and text[end - 1] == "."):
            return None
    value = int(digits)
    if value > 1100 or value == 0:
        return None
    style = "pilcrow" if pilcrow else "paren" if sign == ")" else "plain"
    weight = 1.0 if pilcrow else 0.75 if sign != "," else 0.35
    if blank:
        weight += 0.25
    elif not marked and not before.rstrip().endswith(_ENDED):
        weight -= 0.6
    start = match.start(1) if pilcrow else match.start(2)
    if follows.startswith(f"{digits}. "):  # "¶1. 1. (SBU)"
        end += len(digits) + 2
        marked = marked or is_marked(text, end)
    number = Number(index, start, end, value, text[start:end].strip())
    return _Candidate(number, weight + marked, marked, style, blank, digits)


def _glued(index: int, text: str, after: int, found: list[_Candidate]) -> None:
    """Candidates inside a line that had lost its line ends."""
    for point in _points(text, after):
        first = point - 1 if text[point - 1] != " " else point - 2  # the last of its digits
        if first < after:
            continue
        low = max(after, first - 2)
        while first > low and "0" <= text[first - 1] <= "9":
            first -= 1
        start, end = first, point + 1
        while text[end : end + 1] == " ":
            end += 1
        before = text[start - 1]
        pilcrow = before == "¶"
        start -= pilcrow
        if before == " " or pilcrow:
            if text[max(0, start - 4) : start].rstrip()[-1:] not in _BEFORE_GLUED:
                continue
        elif before != "-" or text[start - 4 : start] != "----":
            continue
        following = text[end : end + 1]
        marked = is_marked(text, end)
        opens = following.isupper() or following in _AFTER_GLUED
        if not (marked or pilcrow or (opens and text[point] == ".")):
            continue
        digits = text[start + pilcrow : end].rstrip(" .)")
        value = int(digits)
        if not 0 < value <= HIGHEST:
            continue
        number = Number(index, start, end, value, text[start:end].strip())
        weight = (1.0 if pilcrow else 0.35) + marked
        found.append(_Candidate(number, weight, marked, "glued", False, digits))


def _points(text: str, after: int) -> list[int]:
    """Where a full stop or a bracket stands right behind a digit, or one blank behind it."""
    found: list[int] = []
    for sign in ".)":
        point = text.find(sign, after)
        while point >= 0:
            before = text[point - 1]
            if "0" <= (before if before != " " else text[point - 2]) <= "9":
                found.append(point)
            point = text.find(sign, point + 1)
    found.sort()
    return found


def _readings(candidate: _Candidate) -> list[tuple[Number, float]]:
    """A candidate as written and, for a bare "1N.", as the damaged pilcrow it may have been."""
    number, readings = candidate.number, []
    if number.value <= HIGHEST:
        readings.append((number, 0.0))
    digits = candidate.digits
    if candidate.style == "plain" and len(digits) > 1 and digits[0] == "1" and digits[1] != "0":
        readings.append((number._replace(value=int(digits[1:]), repaired=True), 0.3))
    return readings


def _chain(candidates: list[_Candidate], lone: float) -> list[_Candidate]:
    """The heaviest chain that never falls; `lone` scales candidates without a portion mark."""
    best: dict[int, tuple[float, int]] = {}  # value -> score and node of its best chain
    nodes: list[tuple[_Candidate, int]] = []  # candidate as read, node before it
    top, last = 0.0, -1
    for candidate in candidates:
        weight = candidate.weight if candidate.marked else candidate.weight * lone
        entered: list[tuple[int, float, int]] = []
        for number, doubt in _readings(candidate):
            value = number.value
            score = weight - doubt - (0.0 if value == 1 else 0.3 if value == 2 else 1.2)
            previous = -1
            low = max(0, value - 14)
            for earlier in range(value, low, -1):
                if earlier not in best:
                    continue
                gap = value - earlier - 1
                cost = 0.0 if gap == 0 else 1.1 if gap < 0 else 0.5 + 0.25 * gap
                reached = best[earlier][0] + weight - doubt - cost
                if reached > score:
                    score, previous = reached, best[earlier][1]
            read = candidate if number is candidate.number else candidate._replace(number=number)
            nodes.append((read, previous))
            entered.append((value, score, len(nodes) - 1))
        for value, score, node in entered:
            if value not in best or score > best[value][0]:
                best[value] = (score, node)
            if score > top:
                top, last = score, node
    chain: list[_Candidate] = []
    while last >= 0:
        read, last = nodes[last]
        chain.append(read)
    chain.reverse()
    return chain


def _place(candidate: _Candidate) -> tuple[int, int]:
    return candidate.number.line, candidate.number.start


def _filled(chain: list[_Candidate], candidates: list[_Candidate]) -> list[_Candidate]:
    """The chain with numbers written "7)" put in where exactly they are missing, and lone repeats."""
    full: list[_Candidate] = []
    taken = {_place(c) for c in chain}
    rest = [c for c in candidates if _place(c) not in taken]
    at = 0
    for position, item in enumerate(chain):
        full.append(item)
        following = chain[position + 1] if position + 1 < len(chain) else None
        while at < len(rest) and _place(rest[at]) < _place(item):
            at += 1
        between: list[_Candidate] = []
        while at < len(rest) and (following is None or _place(rest[at]) < _place(following)):
            between.append(rest[at])
            at += 1
        if following is None:
            break
        value = item.number.value
        quoted_once = sum(c.style == "quoted" for c in between) == 1
        for other in between:
            n = other.number.value
            if other.style == "quoted" and not (quoted_once and other.blank):
                continue
            if n == value + 1 and n < following.number.value:
                full.append(other)
                value = n
        if len(between) == 1 and value == item.number.value:
            other = between[0]
            if other.number.value == value and other.style == "pilcrow" and other.blank:
                full.append(other)
    return full


def _restarts(chain: list[_Candidate], candidates: list[_Candidate]) -> list[_Candidate]:
    """Further chains of marked paragraphs from 1 before or behind the main one: annexes, second copies."""
    first, last = _place(chain[0]), _place(chain[-1])
    head = [c for c in candidates if _place(c) < first and c.marked]
    tail = [c for c in candidates if _place(c) > last and c.marked]
    for part, behind in ((head, False), (tail, True)):
        if len(part) < 2:
            continue
        more = _chain(part, 1.0)
        if len(more) < 2 or more[0].number.value > 2:
            continue
        chain = chain + more if behind else more + chain
    return chain
