"""Raw telegram text: one cable a file, or several on end, each with a header of its own."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cablesearch.formats.encoding import decode
from cablesearch.formats.names import cable_number
from cablesearch.formats.record import Known, Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cablesearch.formats.evidence import Evidence, Head
    from cablesearch.formats.input import Input
    from cablesearch.formats.record import Source

_DTG = r"(?:[ZOPRYM] ){1,2}\d{6}Z [A-Z]{3} \d\d"
# Whatever a cable of this kind has somewhere near its beginning.
_SIGNS = (
    (0.9, "format line 1 (VZCZC...)", re.compile(r"^VZCZC[A-Z]{3}\d{4}", re.M)),
    (0.9, "a date-time group", re.compile(rf"^\s?{_DTG}\b", re.M)),
    (
        0.7,
        "an addressee",
        re.compile(r"^(?:FM|TO) (?:AMEMBASSY|AMCONSUL|SECSTATE|USMISSION|R[A-Z]{4,7}/)", re.M),
    ),
    (
        0.6,
        "a classification line",
        re.compile(
            r"^\W{0,3}(?:UNCLAS|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L|S ?E ?C ?R ?E ?T|"
            r"LIMITED OFFICIAL USE)\b.{0,60}\d{2}",
            re.M,
        ),
    ),
    (0.6, "an E.O. line", re.compile(r"^\W{0,3}E\.?[O0]\.? ?:? ?\d{5}", re.M)),
    (0.5, "a label", re.compile(r"^\W{0,3}(?:TAGS|SUBJECT|SUBJ|REF|REFS)\s?:", re.M)),
    (0.4, "a marked paragraph", re.compile(r"^(?:¶\s?1|1\.)\s?[.(]? ?\((?:U|SBU|C|S)\b", re.M)),
)
# What may stand above the first of these.
_ROUTING = re.compile(r"^(?:(?:ZZ|OO|PP|RR) R[A-Z]{4,7}|DE R[A-Z]{4,7} #|PAGE 01\s)", re.M)
_BREAK = re.compile(r"^[ \t]*(?:N{4,5}|BT|#\d{4})[ \t]*\r?\n", re.M)
# What stands between two cables, and how the second begins.
_GAP = re.compile(r"(?:\s|BT\b|#\d{4}\b|N{4}\b)*+")
_START = re.compile(rf"VZCZC[A-Z]{{3}}\d{{4}}|{_DTG}\b|PAGE 01\s|(?:ZZ|OO|PP|RR) R[A-Z]{{4,7}}")
# Where a header that says its sender begins and ends, its date-time group and the sender.
_Sender = tuple[int, int, tuple[str, ...]]
# What is shorter is no cable but the end of one: "#0457", blank lines, "NNNN".
_SHORTEST = 40
# A header that was printed once more inside one cable has the same date-time group and sender.
_SENDER = re.compile(rf"^(?=({_DTG}).{{0,20}}\n(?:.{{0,80}}\n){{0,2}}(FM .{{0,60}})$)", re.M)
# How far below its beginning a cable says its sender.
_HEADER = 20_000


def detect(head: Head) -> Evidence:
    """How sure this is a telegram: by the surest sign of one near its beginning."""
    return head.first(_SIGNS)


def is_surely(text: str) -> bool:
    """Whether a text is a telegram and no prose that quotes one: it has a sure sign, or two others."""
    found = [sure for sure, _, pattern in _SIGNS if sure >= 0.5 and pattern.search(text)]
    return len(found) > 1 or max(found, default=0.0) >= 0.7


def begin_of(text: str) -> int | None:
    """Where in a text its first telegram begins, by the first sign of one; null where it has none."""
    found = [m.start() for sure, _, sign in _SIGNS if sure >= 0.5 and (m := sign.search(text))]
    if not found:
        return None
    routing = _ROUTING.search(text, 0, min(found))
    return routing.start() if routing else min(found)


def read(file: Input) -> Iterator[Record]:
    """The cables of a file."""
    yield from records(file.whole(), file.source)


def records(data: bytes, source: Source) -> Iterator[Record]:
    """The cables of some bytes. A file name that is a cable's reference number is what the container knows."""
    text, notes = decode(data)
    known = Known(id=cable_number(source.member or source.path))
    starts = [0, *_starts(text)]
    alone = len(starts) == 1
    encoding = "" if alone else _encoding(data, text)
    offset, line = 0, 1
    for start, stop in zip(starts, [*starts[1:], len(text)], strict=True):
        part = text[start:stop]
        yield Record(
            format="telegram",
            text=part,
            source=replace(
                source,
                offset=source.offset if alone else offset,
                sha256=hashlib.sha256(
                    data if alone else part.encode("utf-8", "surrogatepass")
                ).hexdigest(),
            ),
            first_line=line,
            known=known if alone else Known(),
            notes=notes,
        )
        if not alone:
            offset += len(part.encode(encoding, "surrogatepass"))
            line += part.count("\n")


def _starts(text: str) -> list[int]:
    """Where a further cable begins: behind an end (NNNN, BT) and with another header than the one before."""
    starts: list[int] = []
    senders: list[_Sender] | None = None
    last = gap = 0
    long_enough = False
    for end in _BREAK.finditer(text):
        at = end.end()
        long_enough = long_enough or len(text[last : end.start()].strip()) >= _SHORTEST
        if not long_enough:
            continue
        if at > gap and (behind := _GAP.match(text, at)):
            gap = behind.end()
        if not _START.match(text, gap):
            continue
        if senders is None:
            senders = [(m.start(), m.end(2), m.groups()) for m in _SENDER.finditer(text)]
        before, after = _sender(senders, last, at), _sender(senders, at, at + _HEADER)
        if after is None or before == after:
            continue
        starts.append(at)
        last, long_enough = at, False
    return starts


def _sender(senders: Sequence[_Sender], start: int, stop: int) -> tuple[str, ...] | None:
    """Date-time group and sender of the first header between two places."""
    at = bisect_left(senders, start, key=itemgetter(0))
    if at == len(senders):
        return None
    _, end, named = senders[at]
    return named if end <= stop else None


def _encoding(data: bytes, text: str) -> str:
    """The encoding that the whole was read in."""
    for encoding in ("utf-8", "cp1252", "latin-1"):
        try:
            if data.decode(encoding) == text:
                return encoding
        except UnicodeDecodeError:
            continue
    return "utf-8"
