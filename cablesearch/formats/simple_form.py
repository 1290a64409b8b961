"""The simple form of a cable in JSON, for sources of any kind: an object with keys that `help formats` lists.

A key may be written in any of its names, in capitals or not. What is no such key becomes an attribute: nothing is lost.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from cablesearch.diagnostic import Diagnostic
from cablesearch.errors import RecordError
from cablesearch.formats import telegram
from cablesearch.formats.cablegate_html import join
from cablesearch.formats.encoding import HALF, without_halves
from cablesearch.formats.moments import counted, iso
from cablesearch.formats.record import Attribute, Block, Known, Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from cablesearch.formats.record import Source

KEYS: Final = {
    "id": ("id", "mrn", "doc_id"),
    "date": ("date", "created", "authored"),
    "released": ("released",),
    "embassy": ("embassy", "origin", "from", "post"),
    "to": ("to",),
    "place": ("place",),
    "classification": ("classification",),
    "captions": ("captions",),
    "precedence": ("precedence",),
    "tags": ("tags", "linked_tags"),
    "subject": ("subject",),
    "title": ("title",),
    "references": ("references", "refs"),
    "signers": ("signers",),
    "anchors": ("paragraph_anchors",),
    "header": ("header",),
    "text": ("text", "body", "raw", "content", "paragraphs"),
}
"""The names of each key, the first that has a value being taken."""

_BEGINNING: Final = 6_000
_COMMAS: Final = re.compile(r"[,;|\n]")
_LISTED: Final = re.compile(r"[\s,;|\[\]'\"]+")
_SEMICOLONS: Final = re.compile(r"[;|\n]")
_EPOCH: Final = re.compile(r"-?\d{9,20}(?:\.\d+)?")
_ALWAYS: Final = re.compile("")
_IN_WORDS: Final = re.compile(r"\(|\s(?:in|at|to)\s")


class Object(dict[str, Any]):
    """A JSON object; `repeated` are the values of keys that were written again."""

    def __init__(self, pairs: Sequence[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeated: list[tuple[str, Any]] = []
        if len(self) != len(pairs):
            last = {key: at for at, (key, _) in enumerate(pairs)}
            self.repeated = [pair for at, pair in enumerate(pairs) if last[pair[0]] != at]


def record_of(found: Object, source: Source, *, line: int) -> Record:
    """The record of an object that stands on that line of its file; RecordError where it has no text.

    A text that begins as a telegram does is one; another one is paragraphs, parted by blank lines.
    """
    form = _Form(found, line)
    known = form.known()
    text = form.value("text")
    header = form.string("header") if isinstance(text, str) else None
    if isinstance(text, str) and (whole := _telegram(header, text)):
        return form.record(source, whole, known)
    if header:
        form.attribute("header", header)
    blocks = tuple(form.blocks(text))
    if not blocks:
        raise RecordError(
            f"no text: none of the keys {', '.join(KEYS['text'])} has any",
            remedy="`cablesearch help formats` shows the form",
        )
    return form.record(source, "\n\n".join(block.text for block in blocks), known, blocks)


def _telegram(header: str | None, text: str) -> str | None:
    """The whole of a telegram, null where it is none."""
    text = HALF.sub("\ufffd", text)
    whole = join(header, text) if header else text
    return whole if telegram.is_surely(whole[:_BEGINNING]) else None


class _Form:
    """An object being read; what was not asked for is left over."""

    def __init__(self, found: Object, line: int) -> None:
        self._found = found
        self._line = line
        self._names = {key.lower(): key for key in reversed(found)}
        self._used: set[str] = set()
        self._attributes: list[Attribute] = []
        self._notes: list[Diagnostic] = []

    def record(
        self, source: Source, text: str, known: dict[str, Any], blocks: tuple[Block, ...] = ()
    ) -> Record:
        left = [(name, value) for name, value in self._found.items() if name not in self._used]
        for name, value in (*left, *self._found.repeated):
            self.attribute(name, value)
        if self._found.repeated:
            names = ", ".join(dict.fromkeys(name for name, _ in self._found.repeated))
            self._note("key-repeated", f"written more than once, the last one taken: {names}")
        return Record(
            format="json",
            text=text,
            source=source,
            form="blocks" if blocks else "telegram",
            blocks=blocks,
            known=Known(**known, attributes=tuple(self._attributes)),
            notes=tuple(self._notes),
        )

    def known(self) -> dict[str, Any]:
        """What the object says beside its text."""
        tags, anchors = self.codes("tags"), self.codes("anchors")
        return {
            "id": self.string("id"),
            "date": self.moment("date"),
            "released": self.moment("released"),
            "embassy": self.string("embassy", keep=_IN_WORDS),
            "place": self.string("place", keep=_ALWAYS),
            "classification": self.string("classification"),
            "captions": tuple(word.upper() for word in self.strings("captions", _COMMAS)),
            "precedence": (self.string("precedence") or "").upper() or None,
            "to": self.strings("to", _SEMICOLONS),
            "tags": tags,
            "subject": self.string("subject"),
            "title": self.string("title"),
            "references": self.strings("references", _COMMAS),
            "signers": self.strings("signers", _COMMAS),
            "pilcrows": anchors,
        }

    def value(self, key: str) -> Any:
        """The first value that is there under one of a key's names."""
        name = self._name(key)
        if name is None:
            return None
        self._used.add(name)
        return self._found[name]

    def string(self, key: str, *, keep: re.Pattern[str] | None = None) -> str | None:
        """A value in one text; what matches `keep` stays an attribute beside that."""
        name = self._name(key)
        if name is None:
            return None
        text = self._plain(self._found[name]).strip()
        if keep is None or not keep.search(text):
            self._used.add(name)
        return text or None

    def strings(self, key: str, parted: re.Pattern[str]) -> tuple[str, ...]:
        """The values of a list, or of a text in which they are parted."""
        value = self.value(key)
        if value is None:
            return ()
        parts = value if isinstance(value, list) else parted.split(self._plain(value))
        words = (self._plain(part).strip() for part in parts if not _is_nothing(part))
        return tuple(dict.fromkeys(word for word in words if word))

    def codes(self, key: str) -> tuple[str, ...]:
        """Words without blanks in them: a list's items may hold several, as dumps of a TAGS line do."""
        words = (word for item in self.strings(key, _LISTED) for word in _LISTED.split(item))
        return tuple(dict.fromkeys(word for word in words if word))

    def moment(self, key: str) -> datetime | None:
        """A date in UTC; one that cannot be read stays an attribute and is told of."""
        value = self.value(key)
        if value is None:
            return None
        found = None
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            found = counted(value)
        elif isinstance(value, str):
            text = value.strip()
            found = counted(float(text)) if _EPOCH.fullmatch(text) else iso(text)
        if found is None:
            written = self._plain(value)
            self.attribute(key, written)
            self._note("date-unreadable", f"the {key} cannot be read: {written[:60]}")
            return None
        if key == "date" and found.precision in ("year", "month"):
            self._note("date-range", f"the date is known to the {found.precision} only")
        return found.date

    def blocks(self, text: Any) -> Iterator[Block]:
        """The paragraphs of a text, or of a list of texts or objects."""
        line = 1
        if isinstance(text, str):
            for first, lines in _parted(self._plain(text)):
                yield Block(text=lines, line=first)
            return
        for at, item in enumerate(text if isinstance(text, list) else [text], 1):
            block = self._block(item, at, line)
            if block is not None:
                yield block
                line += block.text.count("\n") + 2

    def attribute(self, name: str, value: Any) -> None:
        """What stands in no field of a cable."""
        if not _is_nothing(value):
            lines = (self._line, self._line)
            text = " ".join(self._plain(value).split())
            self._attributes.append(Attribute(name=self._plain(name), value=text, lines=lines))

    def _name(self, key: str) -> str | None:
        """The name under which a key stands, of those that have a value."""
        names = (self._names.get(alias) for alias in KEYS[key])
        return next((n for n in names if n is not None and not _is_nothing(self._found[n])), None)

    def _block(self, item: Any, at: int, line: int) -> Block | None:
        if not isinstance(item, dict):
            text = "" if item is None else self._plain(item)
            return Block(text=text.strip("\n"), line=line) if text.strip() else None
        names = {key.lower(): key for key in reversed(item)}
        taken = {key: item[name] for key, name in names.items() if key in _OF_PARAGRAPH}
        for name, value in item.items():
            if name.lower() not in taken:
                self.attribute(f"paragraph {at} {name}", value)
        number = _whole(taken.get("number"))
        if number is None:
            self.attribute(f"paragraph {at} number", taken.get("number"))
        text = self._plain(taken.get("text") or "").strip("\n")
        if not text.strip():
            return None
        return Block(
            text=text,
            line=line,
            number=number,
            marking=self._plain(taken.get("marking") or "").strip() or None,
            heading=self._plain(taken.get("heading") or "").strip() or None,
        )

    def _plain(self, value: Any) -> str:
        """A value as text: what is none, as JSON."""
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        text, notes = without_halves(text)
        for note in notes:
            self._keep(note)
        return text

    def _note(self, kind: str, message: str) -> None:
        self._keep(Diagnostic(kind=kind, message=message))

    def _keep(self, note: Diagnostic) -> None:
        if note not in self._notes:
            self._notes.append(note)


_OF_PARAGRAPH: Final = frozenset({"number", "marking", "heading", "text"})


def _is_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, (str, list, dict)) and not value)


def _whole(value: Any) -> int | None:
    """A paragraph's number, from 1 to 9,999; None for what is none."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if 0 < number < 10_000 and number == float(value) else None


def _parted(text: str) -> Iterator[tuple[int, str]]:
    """The blocks of a text that blank lines part, each with its first line, from 1."""
    held: list[str] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate((*lines, ""), 1):
        if line.strip():
            held.append(line)
        elif held:
            yield number - len(held), "\n".join(held)
            held = []
