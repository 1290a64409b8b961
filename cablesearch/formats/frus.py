"""Volumes of Foreign Relations of the United States in TEI XML: every document a record, streamed.

The layout is that of cables.md 1.6: <div type="document"> in chapters, a volume in one file of up to 60 MB.
"""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from cablesearch.errors import RecordError
from cablesearch.formats.frus_document import Place, record_of
from cablesearch.formats.record import Unreadable
from cablesearch.formats.tei import XML_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

    from cablesearch.formats.evidence import Evidence, Head
    from cablesearch.formats.input import Input
    from cablesearch.formats.record import Record

LARGEST_DOCUMENT: Final = 16 << 20
"""So much XML is held at a time; a tree takes ten times its text, and the largest documents have one megabyte."""

_SIGNS: Final = (
    (0.99, "the namespace of FRUS", re.compile(r"xmlns:frus=", re.I)),
    (0.95, "<TEI>", re.compile(r"<(?:\w+:)?TEI\b")),
    (0.9, "<div type='document'>", re.compile(r"<div\b[^>]{0,200}\btype=[\"']document[\"']")),
)
_XML: Final = re.compile(r"\s*<[?!a-zA-Z]")
_ENTITY: Final = re.compile(rb"<!ENTITY")
_DIV: Final = re.compile(rb"<div\b[^<>]{0,600}?\bxml:id=[\"']([\w.-]{1,80})[\"']")
_OVERLAP: Final = 800
_NAME: Final = re.compile(r"[\w.-]{1,80}")
_AGAIN: Final = "fetch the volume again"


def detect(head: Head) -> Evidence:
    """How sure this is such a volume; it begins as XML does."""
    from cablesearch.formats.evidence import Evidence

    return head.first(_SIGNS) if _XML.match(head.text) else Evidence()


def read(file: Input) -> Iterator[Record | Unreadable]:
    """Every document; where the XML is damaged, those before that place."""
    from lxml import etree

    if _ENTITY.search(file.head()):
        raise _with_entities()
    stream = _Stream(file)
    volume = _Volume(file)
    events = etree.iterparse(
        stream,
        events=("start", "end"),
        tag=("{*}TEI", "{*}div"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    inside = 0  # how many divisions deep, from that of a document on
    try:
        for event, element in events:
            if event == "start":
                volume.begin(element)
                if inside or (_is_division(element) and element.get("type") == "document"):
                    inside += 1
            elif _is_division(element):
                inside = max(0, inside - 1)
                if inside:
                    continue
                if element.get("type") == "document":
                    yield _document(element, volume, stream)
                _release(element)
                stream.forget()
    except etree.XMLSyntaxError as error:
        yield Unreadable(
            source=file.source,
            where=f"from line {error.lineno:,} on" if error.lineno else None,
            reason=f"the XML is damaged or cut short ({_first_line(error)})",
            remedy=_AGAIN,
        )
    if volume.documents == 0:
        raise RecordError(
            'TEI without documents (<div type="document">)', remedy="it is no volume of FRUS"
        )


class _Volume:
    """What is known of the volume as a whole: its id, null where neither it nor its file's name tells."""

    def __init__(self, file: Input) -> None:
        self.source = file.source
        self.documents = 0
        self._begun = False
        name = PurePosixPath(file.source.member or file.source.path).name.partition(".")[0]
        self.id = name if _NAME.fullmatch(name) and name != "-" else None

    def begin(self, element: Any) -> None:
        """Called with every element; the first has the root above it, or is it."""
        if self._begun:
            return
        self._begun = True
        tree = element.getroottree()
        dtd = tree.docinfo.internalDTD
        if dtd is not None and any(True for _ in dtd.iterentities()):
            raise _with_entities()
        name = tree.getroot().get(XML_ID) or ""
        self.id = name if _NAME.fullmatch(name) else self.id


class _Stream(io.RawIOBase):
    """The bytes of a volume as the parser takes them; it notes where divisions begin, and how much is held."""

    def __init__(self, file: Input) -> None:
        self._file = file
        self._seen = 0
        self._held = 0
        self._tail = b""
        self.places: dict[str, int] = {}

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        count = self._file.readinto(buffer)
        data = self._tail + bytes(memoryview(buffer).cast("B")[:count])
        for found in _DIV.finditer(data):
            self.places[found[1].decode()] = self._seen - len(self._tail) + found.start()
        self._tail = data[-_OVERLAP:]
        self._seen += count
        self._held += count
        if self._held > LARGEST_DOCUMENT:
            raise RecordError(
                f"a document of more than {LARGEST_DOCUMENT >> 20} MiB",
                remedy="leave it out, or save its text as a file",
            )
        return count

    def forget(self) -> None:
        """What was read so far is no longer held."""
        self._held = 0


def _document(element: Any, volume: _Volume, stream: _Stream) -> Record | Unreadable:
    from lxml import etree

    volume.documents += 1
    name = element.get(XML_ID) or ""
    if not _NAME.fullmatch(name):
        name = f"d{element.get('n', '').strip('[]') or volume.documents}"
    data = etree.tostring(element, with_tail=False)
    source = replace(
        volume.source,
        offset=stream.places.pop(name, None),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    entity = next(element.iter(etree.Entity), None)
    if entity is not None:
        return Unreadable(
            source=source,
            where=name,
            reason=f"an entity of an outer file stands in it ({entity.text})",
            remedy="write it out in the XML",
        )
    return record_of(element, Place(source=source, volume=volume.id, name=name))


def _release(element: Any) -> None:
    """Let go of a division and of what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _is_division(element: Any) -> bool:
    return str(element.tag).endswith(("}div", "div"))


def _with_entities() -> RecordError:
    return RecordError(
        "XML that declares entities, which are not resolved", remedy="write them out in the XML"
    )


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0][:200]
