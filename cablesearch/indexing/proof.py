"""The proof of a purge: a search through every byte of an index for what only the purged cables held."""

from __future__ import annotations

import mmap
import re
from contextlib import closing
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from cablesearch.indexing.catalogue import CATALOGUE, SCHEMA, Catalogue
from cablesearch.indexing.frames import store_number, walk
from cablesearch.indexing.manifest import files_in
from cablesearch.text import normalise, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from cablesearch.cable.model import Cable
    from cablesearch.indexing.remains import Remains, Targets

MOST_WORDS: Final = 200
"""So many of the words that only purged cables had are searched for, the longest."""
SHORTEST: Final = 6
"""Shorter words stand in compressed bytes by chance."""

_BLOCK: Final = 1 << 22
_HEX: Final = re.compile(r"[0-9a-f]+")  # hashes are full of such words

# What the catalogue lists of sources, and how often its file has each: a unique column stands in an index as well.
_OF_SOURCES: Final = {
    "path FROM file": 2,
    "path FROM root": 1,
    "path FROM skip": 1,
    "reason FROM skip": 1,
    "value FROM setting": 1,
    "cable_id FROM excluded": 1,
    "cable_id FROM withheld": 1,
}


class Needles(Struct, frozen=True, kw_only=True):
    """What must not be found: frames and hashes of records, ids and words, as far as nothing that stays holds them.

    `named` are ids that other cables name, and that are no needles therefore.
    """

    frames: tuple[bytes, ...]
    digests: tuple[str, ...]
    ids: tuple[str, ...]
    words: tuple[str, ...]
    named: tuple[str, ...]


class Proof(Struct, frozen=True, kw_only=True):
    """What was searched (`size` in bytes), for how many frames and words, and what was found: nothing, it is hoped.

    `named` are ids that stand in other cables' texts or references all the same.
    """

    files: int
    size: int
    frames: int
    words: int
    named: tuple[str, ...]
    found: tuple[str, ...]


def needles_for(
    remains: Remains, ids: Iterable[str], directory: Path, catalogue: Catalogue, more: str
) -> Needles:
    """What to search for, given the stage without it; `more` is further text that is no cable's."""
    others = [*(path.read_text(encoding="utf-8") for path in directory.rglob("*.tsv"))]
    kept = [value for value, _ in _of_sources(catalogue)]
    others += [SCHEMA, more, *kept]
    wanted = _without(_odd_words(remains.cables), map(normalise, others))
    names = set(ids)
    for path in directory.iterdir():
        if store_number(path.name) is not None:
            for frame in walk(path):
                text = frame.data.decode()
                wanted = _without(wanted, [normalise(text)])
                names = _without(names, [text])
    digests = {d for v in remains.versions for d in (v.text_digest, v.content_digest)}
    # an exclusion of one cable of a number names its texts by these
    digests -= {d for d in digests if any(d in value for value in kept)}
    sql = "SELECT 1 FROM version WHERE text_digest = ? OR content_digest = ?"
    return Needles(
        frames=remains.frames,
        digests=tuple(sorted(d for d in digests if catalogue.one(sql, d, d) is None)),
        ids=tuple(sorted(names)),
        words=tuple(sorted(wanted, key=lambda word: (-len(word), word))[:MOST_WORDS]),
        named=tuple(sorted(set(ids) - names)),
    )


def _odd_words(cables: Iterable[Cable]) -> set[str]:
    """The words of cables, as an index holds them, that cannot stand in its bytes by chance."""
    found: set[str] = set()
    for cable in cables:
        texts = [cable.subject, cable.title, *cable.signers, *cable.persons]
        texts += [text for p in cable.paragraphs for text in (p.text, p.heading)]
        found |= {word for text in texts if text for word in words(text)}
    # other words' stems may end in an i that these do not have: countri
    return {
        word
        for word in found
        if len(word) >= SHORTEST
        and word.isascii()
        and not word.endswith("i")
        and not _HEX.fullmatch(word)
    }


def _without(needles: set[str], texts: Iterable[str]) -> set[str]:
    for text in texts:
        needles = {needle for needle in needles if needle not in text}
    return needles


def _of_sources(catalogue: Catalogue) -> Iterator[tuple[str, int]]:
    """What the catalogue says of sources and exclusions, and how often each value stands in its file."""
    for columns, times in _OF_SOURCES.items():
        for (value,) in catalogue.each(f"SELECT {columns}"):
            text = value.decode(errors="replace") if isinstance(value, bytes) else value
            yield text, times


def prove(index_dir: Path, targets: Targets, needles: Needles) -> Proof:
    """Search every file below an index, and every frame in it unpacked."""
    found: list[str] = []
    files = files_in(index_dir)
    for name in files:
        path = index_dir / name
        whats = [*_in_bytes(path, needles)]
        if store_number(path.name) is not None:
            whats += _in_frames(path, targets, needles)
        elif path.name == CATALOGUE:
            whats += _in_catalogue(path, needles)
        found += [f"{path}: {what}" for what in whats]
    return Proof(
        files=len(files),
        size=sum(status.st_size for status in files.values()),
        frames=len(needles.frames),
        words=len(needles.words),
        named=needles.named,
        found=tuple(found),
    )


def _in_bytes(path: Path, needles: Needles) -> Iterator[str]:
    if not path.is_file() or not path.stat().st_size:
        return
    names = () if path.name == CATALOGUE else needles.ids
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for what, some in (
            ("a purged frame", needles.frames),
            ("a purged record's hash", [digest.encode() for digest in needles.digests]),
            ("a purged id", [name.encode() for name in names]),
        ):
            yield from (f"{what} at byte {at}" for one in some if (at := data.find(one)) >= 0)
        yield from _words_in(data, needles.words)


def _words_in(data: mmap.mmap, needles: tuple[str, ...]) -> Iterator[str]:
    """Words in small or capital letters, block by block."""
    wanted = {word.encode() for word in needles}
    overlap = max(map(len, wanted), default=0)
    for start in range(0, len(data), _BLOCK):
        block = data[start : start + _BLOCK + overlap].lower()
        for word in sorted(word for word in wanted if word in block):
            wanted.remove(word)
            yield f"a purged word at byte {start + block.find(word)}"


def _in_frames(path: Path, targets: Targets, needles: Needles) -> Iterator[str]:
    for frame in walk(path):
        if targets.of_frame(frame) is not None:
            yield f"a purged record in the frame at byte {frame.at}"
        text = normalise(frame.data.decode())
        if any(word in text for word in needles.words):
            yield f"a purged word in the frame at byte {frame.at}"


def _in_catalogue(path: Path, needles: Needles) -> Iterator[str]:
    """Ids that stand in it oftener than exclusions and sources' paths account for, and pages not in use."""
    data = path.read_bytes()
    with closing(Catalogue(path)) as catalogue:
        for name in needles.ids:
            accounted = sum(text.count(name) * times for text, times in _of_sources(catalogue))
            if data.count(name.encode()) > accounted:
                yield f"{name}, beside exclusions and paths"
        if catalogue.one("PRAGMA freelist_count"):
            yield "pages that are not in use"
