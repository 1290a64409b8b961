"""Archives and trees of any shape: every file is read or told of, nothing is written, nothing hangs."""

from __future__ import annotations

import io
import os
import stat
import struct
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cablesearch.formats.detect import read_file
from cablesearch.formats.record import Record, Unreadable
from cablesearch.indexing.sources import root_of, survey
from tests.cable.telegrams import WHOLE
from tests.formats.reading import everything
from tests.formats.test_container import PACK
from tests.hostile.counts import often

Member = tuple[str, bytes, bytes]
"""A name, what is in it, its kind."""

Make = Callable[[list[Member]], bytes]

MANY = settings(max_examples=often(60, 2_500), deadline=None)
CABLE = WHOLE.encode()

NAMES = st.one_of(
    st.sampled_from(
        ["a.txt", "../../x.txt", "/etc/x.txt", "..", ".", "", "a/../b.txt", "C:\\x.txt", "n" * 300, "a\nb", "\x1b[2J"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12),
)  # fmt: skip
CONTENTS = st.one_of(
    st.just(CABLE), st.binary(max_size=80), st.sampled_from([bytes(5_000), PACK["gzip"](CABLE), b"PK\x03\x04"])
)  # fmt: skip
KINDS = [
    tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE,
    tarfile.DIRTYPE, tarfile.GNUTYPE_SPARSE, tarfile.CONTTYPE,
]  # fmt: skip
MEMBERS = st.lists(
    st.tuples(NAMES, CONTENTS, st.sampled_from([*KINDS, *[tarfile.REGTYPE] * 6])), max_size=6
)
HARM = st.lists(st.tuples(st.integers(0, 1_000_000), st.binary(max_size=4)), max_size=3)


def tar(members: list[Member]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, data, kind in members:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            info.size = len(data) if kind in (tarfile.REGTYPE, tarfile.CONTTYPE) else 0
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


def zipped(members: list[Member]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data, kind in members:
            info = zipfile.ZipInfo(name or "x")
            if kind == tarfile.SYMTYPE:
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, data)
    return packed.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@MANY
@given(MEMBERS, HARM, st.sampled_from([tar, zipped]), st.sampled_from([None, *PACK]))
def test_any_archive(
    members: list[Member], harm: list[tuple[int, bytes]], make: Make, pack: str | None
) -> None:
    data = bytearray(make(members))
    for at, junk in harm:
        at %= len(data)
        data[at : at + len(junk)] = junk
    whole = PACK[pack](bytes(data)) if pack else bytes(data)
    for one in everything(whole):
        assert isinstance(one, Record | Unreadable)
        str(one).encode()  # what is told of it can be written


@MANY
@given(MEMBERS)
def test_a_sound_tar_gives_every_file_and_nothing_of_a_link(
    members: list[Member],
) -> None:
    told = everything(tar(members))
    read = [one for one in told if isinstance(one, Record)]
    assert all("root:" not in one.text for one in read)
    wanted = [
        data
        for name, data, kind in members
        if kind == tarfile.REGTYPE and data == CABLE and _is_read(name)
    ]
    assert len(read) >= len(wanted)


def _is_read(name: str) -> bool:
    return name in ("a.txt", "../../x.txt", "/etc/x.txt", "a/../b.txt", "n" * 300)


BYTES = st.binary(min_size=1, max_size=20).filter(
    lambda b: b"/" not in b and b"\0" not in b and b not in (b".", b"..")
)
ENTRIES = st.lists(
    st.tuples(
        st.one_of(BYTES, st.sampled_from([b"n" * 255, b"caf\xe9.txt", b"\xff\xfe", b"a\nb.txt", b"-rf", b"*"])),
        st.sampled_from(["cable", "empty", "fifo", "loop", "zero", "out", "hard", "folder", "closed"]),
    ),
    max_size=8,
    unique_by=lambda entry: entry[0],
)  # fmt: skip


@MANY
@given(ENTRIES)
def test_any_tree(entries: list[tuple[bytes, str]]) -> None:
    """A file, or what is no file told of; no link is followed and no pipe waited for."""
    with tempfile.TemporaryDirectory() as top:
        tree = Path(top) / "tree"
        tree.mkdir()
        (Path(top) / "outside.txt").write_bytes(CABLE)
        made: dict[str, str] = {}
        for name, kind in entries:
            place = Path(os.fsdecode(os.fsencode(tree) + b"/" + name))
            try:
                _make(place, kind, Path(top))
            except OSError:
                continue  # this file system refuses such names
            made[str(place)] = kind
        seen = survey([root_of(str(tree))], index_dir=Path(top) / "index")
        for file in seen.files:
            assert made.get(file.path) in ("cable", "empty", "hard", "closed")
            with suppress(PermissionError):  # of what is closed, unless for root
                for one in read_file(file.path):
                    str(one).encode(errors="surrogateescape")
        told = {skip.path for skip in seen.skipped}
        for path, kind in made.items():
            if kind in ("fifo", "loop", "zero", "out") and not Path(path).name.startswith("."):
                assert path in told


def _make(path: Path, kind: str, top: Path) -> None:
    match kind:
        case "cable":
            path.write_bytes(CABLE)
        case "empty":
            path.touch()
        case "fifo":
            os.mkfifo(path)
        case "loop":
            path.symlink_to(path.name)
        case "zero":
            path.symlink_to("/dev/zero")
        case "out":
            path.symlink_to("../outside.txt")
        case "hard":
            path.hardlink_to(top / "outside.txt")
        case "folder":
            path.mkdir()
            (path / "up").symlink_to("..")
        case "closed":
            path.write_bytes(CABLE)
            path.chmod(0)


def test_a_bomb_in_a_bomb() -> None:
    """As 42.zip: archives inside archives are told of, never opened."""
    inner = bytes(1 << 20)
    for _ in range(5):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(16):
                archive.writestr(f"lib {number}.zip", inner)
        inner = packed.getvalue()
    told = everything(inner)
    assert len(told) == 16
    assert all(isinstance(one, Unreadable) and "inside a container" in one.reason for one in told)


def test_a_size_that_lies() -> None:
    """A member said to have four gigabytes that has four hundred bytes."""
    data = bytearray(zipped([("a.txt", CABLE, tarfile.REGTYPE)]))
    entry = data.rfind(b"PK\x01\x02")
    struct.pack_into("<L", data, entry + 24, 0xFFFFFFF0)
    (one,) = everything(bytes(data))
    assert isinstance(one, Record | Unreadable)
