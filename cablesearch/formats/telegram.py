"""Raw telegram text: one cable a file, or several on end, each with a header of its own."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cablesearch.formats.encoding import decode
from cablesearch.formats.names import cable_number
from cablesearch.formats.record import Known, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_START = re.compile(
    rf"(?:\s|BT\b|#\d{{4}}\b|N{{4}}\b)*(?:VZCZC[A-Z]{{3}}\d{{4}}|{_DTG}\b|PAGE 01\s|(?:ZZ|OO|PP|RR) R[A-Z]{{4,7}})"
)
# What is shorter is no cable but the end of one: "#0457", blank lines, "NNNN".
_SHORTEST = 40
# A header that was printed once more inside one cable has the same date-time group and sender.
_SENDER = re.compile(rf"^({_DTG}).{{0,20}}\n(?:.{{0,80}}\n){{0,2}}(FM .{{0,60}})$", re.M)


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
    for start, stop in zip(starts, [*starts[1:], len(text)], strict=True):
        part = text[start:stop]
        alone = len(starts) == 1
        raw = data if alone else part.encode("utf-8", "surrogatepass")
        yield Record(
            format="telegram",
            text=part,
            source=replace(
                source,
                offset=source.offset if alone else _offset(data, text, start),
                sha256=hashlib.sha256(raw).hexdigest(),
            ),
            first_line=1 + text.count("\n", 0, start),
            known=known if alone else Known(),
            notes=notes,
        )


def _starts(text: str) -> list[int]:
    """Where a further cable begins: behind an end (NNNN, BT) and with another header than the one before."""
    starts: list[int] = []
    last = 0
    for end in _BREAK.finditer(text):
        begin = _START.match(text, end.end())
        if begin is None or len(text[last : end.start()].strip()) < _SHORTEST:
            continue
        at = end.end()
        before, after = _SENDER.search(text, last, at), _SENDER.search(text, at, at + 20_000)
        if after is None or (before is not None and before.groups() == after.groups()):
            continue
        starts.append(at)
        last = at
    return starts


def _offset(data: bytes, text: str, start: int) -> int:
    """The byte offset of a character, by the encoding that the whole was read in."""
    for encoding in ("utf-8", "cp1252", "latin-1"):
        try:
            if data.decode(encoding) == text:
                return len(text[:start].encode(encoding))
        except UnicodeDecodeError:
            continue
    return len(text[:start].encode("utf-8", "surrogatepass"))
