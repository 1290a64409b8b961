"""What the 1970s and their archive printed between a telegram's lines, cut out: page heads, stamps, lost text.

Each page of that time begins and ends with the telegram's class word and has "PAGE 02  NAIROB  04512  121302Z" at its
head; a further section begins with a whole header. They stand anywhere, also inside a list of addressees, a subject
or a sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from cablesearch.cable.header import HEADER_LINE
from cablesearch.cable.labels import label_at_start
from cablesearch.cable.lines import Lines
from cablesearch.cable.model import Furniture
from cablesearch.cable.notes import is_unfinished
from cablesearch.cable.sections import CLASS_LINE, after_class_line
from cablesearch.diagnostic import Diagnostic
from cablesearch.formats.cfpf import GONE, STAMP, STAMP_GOES_ON

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Pages(NamedTuple):
    """The lines of a telegram, what was printed between them, and its class word as a page head has it."""

    lines: Lines
    furniture: tuple[Furniture, ...] = ()
    level: str | None = None
    notes: tuple[Diagnostic, ...] = ()


_PAGE: Final = re.compile(
    r"\s*PAGE +(?P<page>\d{1,3}) +[A-Z][A-Z. ]{1,14}? +\d{3,6}"
    r"(?: +(?P<section>\d{1,2}) OF \d{1,2}| +\d{6}Z| +(?:TOSEC|SECTO) +\d+){0,3}\s*$"
)
_WORDS: Final = {
    "UNCLASSIFIED": "UNCLASSIFIED",
    "UNCLAS": "UNCLASSIFIED",
    "LIMITEDOFFICIALUSE": "LIMITED OFFICIAL USE",
    "CONFIDENTIAL": "CONFIDENTIAL",
    "SECRET": "SECRET",
    "TOPSECRET": "TOP SECRET",
}
_CLASS_WORD: Final = re.compile(
    r"\s*(?P<word>"
    + "|".join(r"\s{0,2}".join(word) for word in _WORDS)
    + r")(?:[ /]+(?:NOFORN|NODIS|EXDIS|LIMDIS|STADIS|SIPDIS|SENSITIVE))*\s*$"
)
_REPLACED: Final = re.compile(r"\s*¿[¿\s]*$")
_END: Final = re.compile(r"\s*(?:N{3,5}\S{0,12}|<< ?END OF DOCUMENT ?>>)\s*$")
_PATTERNS: Final = (
    ("page", _PAGE),
    ("class", _CLASS_WORD),
    ("stamp", STAMP),
    ("debris", _REPLACED),
    ("missing", GONE),
    ("end", _END),
)
_DATE_TIME: Final = re.compile(r"\s*(?:[ZOPRYM] ){1,2}(?:\d ?){6}Z\b")
_HEADER: Final = re.compile(
    r"\s*(?:(?:ACTION|INFO|ORIGIN|DRAFTED|APPROVED|DESIRED)\b|\d{1,6}\s*$|-{5,}|(?:[ZOPRYM] ){1,2}\d{6})"
)
_NUMBERED: Final = re.compile(r"\s*\(?\d{1,2}[.)](?!\d)")
_BEGINS: Final = re.compile(r"\s*(?:¶|\(?\d{1,2}[.)]|\(?[A-Z][.)]\s|[-*=_•])")
_ENDED: Final = re.compile(r"[.:;?!][\"')]*$")
_PRINTED: Final = ("stamp", "debris", "missing")
"""What is cut wherever it stands; class words and end marks only beside a page head."""

_SECTION: Final = 80
"""How many lines are looked at: for the date-time group of a further section, then for its classification line."""

_FULL: Final = 45
"""A line that is not shorter may have been broken by the end of its page, not of its paragraph."""


def cut_page_heads(lines: Lines, text: str) -> Pages:
    """Cut page heads and the archive's lines out of a telegram's lines; `text` is the same undivided."""
    if not _may_be_printed(text):
        return Pages(lines)
    cutter = _Cutter(lines)
    at = 0
    while at < len(lines):
        end = at + 1
        if cutter.kinds[at] is None:
            while end < len(lines) and cutter.kinds[end] is None:
                end += 1
            cutter.keep(range(at, end))
        else:
            while end < len(lines) and cutter.kinds[end] is not None:
                end += 1
            end = cutter.between(at, end)
        at = end
    kept = Lines(cutter.nos, cutter.texts)
    return Pages(kept, tuple(cutter.furniture), cutter.level, tuple(cutter.notes))


def _may_be_printed(text: str) -> bool:
    """A quick look for what stands in all that is cut; a sign alone is looked for faster than a word."""
    return (
        "PAGE" in text
        or "Declassified/" in text
        or ("*" in text and "*** Current" in text)
        or ("¿" in text and "¿¿" in text)
        or "ERROR" in text
        or "THIS MRN" in text
    )


class _Cutter:
    """The lines kept so far, in two columns, and what was cut; `kinds` says what each line is: "" blank, None text."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.kinds = _kinds(lines.texts)
        self.nos: list[int] = []
        self.texts: list[str] = []
        self.furniture: list[Furniture] = []
        self.notes: list[Diagnostic] = []
        self.level: str | None = None
        self.section: str | None = None
        self.paged = False

    def keep(self, run: Iterable[int]) -> None:
        """Keep lines as they are."""
        for at in run:
            self.nos.append(self.lines.nos[at])
            self.texts.append(self.lines.texts[at])

    def between(self, start: int, stop: int) -> int:
        """Read a run of lines that are no text; gives where the text goes on."""
        run = range(start, stop)
        heads = [at for at in run if self.kinds[at] == "page"]
        after = stop
        if heads:
            self.level = self.level or self._level(run)
            last = _PAGE.match(self.lines.texts[heads[-1]])
            if last and self.paged and (int(last["page"]) == 1 or last["section"] != self.section):
                after = self._header(stop)
            self.paged, self.section = True, last["section"] if last else None
        cut = {at: kind for at in run if (kind := self.kinds[at]) and (heads or kind in _PRINTED)}
        for at, kind in cut.items():
            self._cut(at, "page" if kind == "class" else kind)
        for at in range(stop, after):
            if self.lines.texts[at].strip():
                self._cut(at, "header")
        whole = all(at in cut for at in run if self.kinds[at])
        if cut and whole and self._runs_on(start, after, min(cut), max(cut)):
            if not _ENDED.search(self.texts[-1]) and not self._in_header():
                no = self.nos[-1]
                message = "a sentence broken by a page head was made whole"
                self.notes.append(
                    Diagnostic(kind="sentence-joined", message=message, lines=(no, no))
                )
            while not self.lines.texts[after].strip():
                after += 1
        elif heads:
            self.nos.append(self.lines.nos[start])
            self.texts.append("")
        else:
            self.keep(at for at in run if at not in cut)
        return after

    def _cut(self, at: int, kind: str) -> None:
        no, text = self.lines[at]
        self.furniture.append(Furniture(kind=kind, text=text.strip(), lines=(no, no)))

    def _level(self, run: range) -> str | None:
        """The classification that a class word among these lines says."""
        for at in run:
            if self.kinds[at] == "class" and (found := _CLASS_WORD.match(self.lines.texts[at])):
                return _WORDS["".join(found["word"].split())]
        return None

    def _header(self, start: int) -> int:
        """Where the text goes on behind the header of a further section; `start` where there is none."""
        begin = self._ahead(start, _HEADER, 1)
        date_time = None if begin is None else self._ahead(begin, _DATE_TIME, _SECTION)
        line = None if date_time is None else self._ahead(date_time, CLASS_LINE, _SECTION)
        return start if line is None else after_class_line(self.lines, line)

    def _ahead(self, start: int, pattern: re.Pattern[str], most: int) -> int | None:
        """The first of the next lines that matches, before any numbered paragraph."""
        for at in range(start, len(self.lines)):
            text = self.lines.texts[at]
            if pattern.match(text):
                return at
            most -= bool(text.strip())
            if most <= 0 or _NUMBERED.match(text):
                return None
        return None

    def _runs_on(self, start: int, after: int, first: int, last: int) -> bool:
        """Whether the text before a run goes on behind it in the same paragraph, so that no blank line is left.

        Behind the end of a sentence it does where the next word would not have fitted in the line.
        `first` and `last` are what was cut of the run first and last.
        """
        following = self.lines.texts
        if not self.texts or not self.texts[-1].strip() or after >= len(following):
            return False
        while after < len(following) and not following[after].strip():
            after += 1
        if after == len(following) or _BEGINS.match(following[after]):
            return False
        if label_at_start(following[after]):
            return False
        block = self._block()
        line = block[-1]
        if label_at_start(block[0]):
            return is_unfinished(line)
        if not _ENDED.search(line):
            return len(block) > 1 or len(line) >= _FULL
        blank = first > start or after - last > 2
        word = following[after].split()[0]
        fits = len(line) + len(word) < max(map(len, block))
        return not blank and not fits and len(line) >= _FULL

    def _in_header(self) -> bool:
        return any(HEADER_LINE.match(text) for text in self._block())

    def _block(self) -> list[str]:
        """The texts of the lines kept since the last blank one, the last ones of very many."""
        first = len(self.texts) - 1
        least = max(0, first - _SECTION)
        while first > least and self.texts[first - 1].strip():
            first -= 1
        return [text.rstrip() for text in self.texts[first:]]


def _kinds(texts: Sequence[str]) -> list[str | None]:
    """What each line is: page, class, stamp, debris, missing, end; "" where it is blank, None where it is text."""
    kinds: list[str | None] = []
    stamped = False
    for text in texts:
        if not text or text.isspace():
            kinds.append("")
            continue
        kind = next((name for name, pattern in _PATTERNS if pattern.match(text)), None)
        if stamped and STAMP_GOES_ON.match(text):
            kind = "stamp"
        stamped = kind == "stamp"
        kinds.append(kind)
    return kinds
