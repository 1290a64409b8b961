"""Clean lines: markup of pages taken out of a text, each line keeping its number in the source."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, overload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Line(NamedTuple):
    """One line as cleaned, without its line end or trailing blanks; `no` is its 1-based number in the source.

    A source line may give several of these with the same number, where lost line ends are restored.
    """

    no: int
    text: str


class Lines(Sequence[Line]):
    """Lines in two columns, `nos` and `texts`: made and looked through faster than so many Line values."""

    __slots__ = ("_whole", "nos", "texts")

    def __init__(self, nos: Sequence[int] = (), texts: Sequence[str] = ()) -> None:
        self.nos = nos
        self.texts = texts
        self._whole: str | None = None

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Lines:
        """The columns of single lines."""
        pairs = list(lines)
        return cls([no for no, _ in pairs], [text for _, text in pairs])

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Line: ...
    @overload
    def __getitem__(self, index: slice) -> Lines: ...
    def __getitem__(self, index: int | slice) -> Line | Lines:
        if isinstance(index, slice):
            return Lines(self.nos[index], self.texts[index])
        return Line(self.nos[index], self.texts[index])

    def __iter__(self) -> Iterator[Line]:
        return map(Line, self.nos, self.texts)

    def __add__(self, more: Lines) -> Lines:
        return Lines([*self.nos, *more.nos], [*self.texts, *more.texts])

    @property
    def whole(self) -> str:
        """The texts as one, each behind a "\\n": one search of it stands for one of each line."""
        if self._whole is None:
            self._whole = "\n".join(["", *self.texts])
        return self._whole

    def found(self, pattern: re.Pattern[str]) -> list[int]:
        """The indices of the lines where a pattern that begins with "\\n" is found in the whole."""
        whole = self.whole
        indices: list[int] = []
        index = at = 0
        for m in pattern.finditer(whole):
            start = m.start()
            index += whole.count("\n", at, start)
            at = start
            indices.append(index)
        return indices


# "[PGOV](#)" is PGOV; "[1](#)" before a number or a letter at a line start was a pilcrow.
_PILCROW_LINK = re.compile(r"^\s*\[(?:1|¶)\]\([^()\s]{0,200}\)\s*(?=(?:\d{1,4}|[A-Za-z])\s?[.)])")
_LINK = re.compile(r"\[([^\[\]\n]{0,200})\]\((?:#|[a-z+]{0,8}:?/[^()\s]{0,500})?\)")

# "&#" and more digits than any character's number has is no entity; Python refuses to read thousands of them.
_ENDLESS = re.compile(r"&#(?=[xX]?[0-9a-fA-F]{20})")
# Line ends that are no "\n": the Unicode ones stand in pages beside glued page lines.
_NEWLINES = re.compile(r"\r\n?|\u2028|\u2029|\x85|\x0b|\x0c")
_PLAIN = {
    ord("\t"): "    ",
    0: None,
    **dict.fromkeys(map(ord, "\x1c\x1d\x1e\x1f\xa0\u1680\u202f\u205f\u3000"), " "),
    **dict.fromkeys(range(0x2000, 0x200B), " "),
    0xAD: None,
    0x200B: None,
    0x2010: "-",
    0x2011: "-",
    0xFEFF: None,
}
_ODD = re.compile(f"[{''.join(map(chr, _PLAIN))}]")
# What a line has in it that is more than its text.
_DIRT = (*map(chr, _PLAIN), *"\u2028\u2029\x85\x0b\x0c]&\\")


def clean_lines(text: str, first_line: int = 1) -> Lines:
    r"""The lines of a decoded text with links, entities, backslash ends and blanks of any kind made plain.

    Line numbers count "\n", "\r\n" and "\r"; other line ends (U+2028, "&#x000A;") part a source line into
    several of the same number.

    >>> list(clean_lines("TAGS: [RR](#)\n[1](#)2. (U) Rain &amp; hail."))
    [Line(no=1, text='TAGS: RR'), Line(no=2, text='¶2. (U) Rain & hail.')]
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    texts = list(map(str.rstrip, text.split("\n")))
    dirt = "".join([sign for sign in _DIRT if sign in text])
    if not dirt:
        return Lines(range(first_line, first_line + len(texts)), texts)
    dirty = re.compile(f"[{re.escape(dirt)}]").search
    nos: list[int] = []
    cleaned: list[str] = []
    for no, line in enumerate(texts, first_line):
        parts = _cleaned(line) if dirty(line) else (line,)
        nos += [no] * len(parts)
        cleaned += parts
    return Lines(nos, cleaned)


def _cleaned(line: str) -> Sequence[str]:
    """The lines of one line that has a sign of markup or an odd character in it."""
    if "](" in line:
        line = _LINK.sub(r"\1", _PILCROW_LINK.sub("¶", line))
    if "&" in line:
        line = _ENDLESS.sub("&amp;#", line) if "&#" in line else line
        line = html.unescape(line)
    if _ODD.search(line):
        line = line.translate(_PLAIN)
    line = line.rstrip()
    if line.endswith("\\"):
        line = line[:-1].rstrip()
    return [part.rstrip() for part in _NEWLINES.sub("\n", line).split("\n")]
