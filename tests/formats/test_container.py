"""Containers: members streamed, never extracted; what is no cable, no file or a bomb is told of."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import struct
import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING, Any

import py7zr
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from cablesearch.formats import limits
from cablesearch.formats.record import Record, Unreadable
from tests.cable.telegrams import WHOLE
from tests.formats.pages import BODY, page, row
from tests.formats.reading import everything, records, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CABLE = WHOLE.encode()
PAGE = page(menus="").encode()
PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstandard": zstandard.ZstdCompressor().compress,
}


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def tarred(members: dict[str, bytes], mode: Any = "w") -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=mode) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return target.getvalue()


def sevenzipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with py7zr.SevenZipFile(target, "w") as archive:
        for name, data in members.items():
            archive.writestr(data, name)
    return target.getvalue()


ARCHIVE: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "zip": zipped,
    "zip stored": lambda members: zipped(members, zipfile.ZIP_STORED),
    "tar": tarred,
    "tar.gz": lambda members: tarred(members, "w:gz"),
    "tar.bz2": lambda members: tarred(members, "w:bz2"),
    "tar.xz": lambda members: tarred(members, "w:xz"),
    "tar.zst": lambda members: PACK["zstandard"](tarred(members)),
    "7z": sevenzipped,
}


@pytest.mark.parametrize("kind", PACK)
def test_packed(kind: str) -> None:
    (record,) = records(PACK[kind](CABLE))
    assert (record.format, record.text, record.source.member) == ("telegram", WHOLE, None)
    first, second = records(PACK[kind](f"{row()}\n{row(number='2')}\n".encode()))
    assert (first.source.offset, second.source.offset) == (0, len(row().encode()) + 1)


@pytest.mark.parametrize("kind", ["gzip", "bzip2", "xz", "zstandard"])
def test_packed_in_pieces(kind: str) -> None:
    pack, half = PACK[kind], len(CABLE) // 2
    (record,) = records(pack(CABLE[:half]) + pack(CABLE[half:]))
    assert record.text == WHOLE


@pytest.mark.parametrize("kind", ARCHIVE)
def test_members(kind: str) -> None:
    data = ARCHIVE[kind](
        {
            "2008/08ZENDA457.html": PAGE,
            "2008/.DS_Store": b"\0\0\0\1Bud1",
            "2008/letter.txt": b"Dear Rudolf, it rains.",
            "README.txt": b"Cables of Zenda.",
            "tables/posts.tsv": b"station\n",
            "09ZENDA1.txt": CABLE,
        }
    )
    found = everything(data)
    assert [(one.source.member, isinstance(one, Record)) for one in found] == [
        ("2008/08ZENDA457.html", True),
        ("2008/letter.txt", False),
        ("09ZENDA1.txt", True),
    ]
    assert str(found[1]).startswith("/cables/given:2008/letter.txt: not a cable")
    last = found[2]
    assert isinstance(last, Record)
    assert last.known.id == "09ZENDA1"


@pytest.mark.parametrize("kind", ARCHIVE)
@pytest.mark.parametrize("inner", ["gzip", "zip", "tar"])
def test_a_container_in_a_container(kind: str, inner: str) -> None:
    inside = PACK[inner](CABLE) if inner in PACK else ARCHIVE[inner]({"a.txt": CABLE})
    first, second = everything(ARCHIVE[kind]({"inner": inside, "b.txt": CABLE}))
    assert isinstance(first, Unreadable)
    assert "inside a container" in first.reason
    assert first.remedy
    assert isinstance(second, Record)


def test_packed_archives_one_level_deep() -> None:
    (one,) = unreadable(gzip.compress(zipped({"a.txt": CABLE})))
    assert "inside a container" in one.reason


@pytest.mark.parametrize("kind", ["gzip", "bzip2", "xz", "zstandard", "tar", "tar.gz", "zip", "7z"])
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_cut_short(kind: str, share: float) -> None:
    noise = os.urandom(300_000).hex().encode()
    data = PACK[kind](CABLE + noise) if kind in PACK else ARCHIVE[kind]({"a": CABLE, "b": noise})
    found = everything(data[: int(len(data) * share)])
    assert isinstance(found[-1], Unreadable)
    assert found[-1].remedy


@pytest.mark.parametrize("kind", ["gzip", "bzip2", "xz", "tar.gz", "tar.xz"])
def test_what_comes_before_the_damage_is_read(kind: str) -> None:
    bodies = (f"{BODY}\n{os.urandom(200).hex()}" for _ in range(3000))  # else it would be a bomb
    dump = "".join(f"{row(number=str(n), body=body)}\n" for n, body in enumerate(bodies)).encode()
    dump += os.urandom(400_000).hex().encode()
    data = PACK[kind](dump) if kind in PACK else ARCHIVE[kind]({"cables.csv": dump})
    found = everything(data[: int(len(data) * 0.8)])
    assert sum(isinstance(one, Record) for one in found) >= 2000
    assert isinstance(found[-1], Unreadable)


def test_a_damaged_member_leaves_the_others() -> None:
    data = bytearray(
        zipped({"a.txt": CABLE, "b.txt": CABLE.replace(b"ZENDA", b"RUPER"), "c.txt": CABLE})
    )
    at = data.find(b"b.txt") + 40
    data[at : at + 20] = bytes(20)
    first, second, third = everything(bytes(data))
    assert isinstance(first, Record)
    assert isinstance(second, Unreadable)
    assert "damaged" in second.reason
    assert isinstance(third, Record)


def link(name: str, kind: bytes, target: str) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def test_nothing_but_regular_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, kind, to in (
            ("soft", tarfile.SYMTYPE, "/etc/passwd"),
            ("hard", tarfile.LNKTYPE, "../../x"),
            ("pipe", tarfile.FIFOTYPE, ""),
            ("zero", tarfile.CHRTYPE, ""),
        ):
            archive.addfile(link(name, kind, to))
        for name in ("../../escaped.txt", "/absolute.txt", "n" * 300, "caf\udce9.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(CABLE)
            archive.addfile(info, io.BytesIO(CABLE))
    found = everything(target.getvalue())
    assert [one.reason for one in found if isinstance(one, Unreadable)] == [
        "a link is not followed",
        "a link is not followed",
        "is no regular file",
        "is no regular file",
    ]
    assert [one.source.member for one in found if isinstance(one, Record)] == [
        "../../escaped.txt", "/absolute.txt", "n" * 300, "caf\\xe9.txt",
    ]  # fmt: skip
    assert not list(tmp_path.iterdir())
    assert not (tmp_path.parent.parent / "escaped.txt").exists()


def test_links_and_passwords_in_zip() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        soft = zipfile.ZipInfo("soft")
        soft.external_attr = 0o120777 << 16
        archive.writestr(soft, "/etc/passwd")
        archive.writestr("secret.txt", CABLE)
    data = bytearray(target.getvalue())
    for at in (data.find(b"PK\x03\x04", 10) + 6, data.rfind(b"PK\x01\x02") + 8):
        data[at] |= 1  # said to be encrypted
    assert [one.reason for one in unreadable(bytes(data))] == [
        "a link is not followed",
        "is encrypted",
    ]


@pytest.mark.parametrize(
    ("at", "value", "says"),
    [
        (46, b"\0", "cannot be unpacked"),  # a name that ends before its first letter
        (42, b"\xff\xff\xff\x7f", "cannot be unpacked"),  # a member far behind the end
        (10, b"\x0e\0", "empty"),  # said to be packed otherwise than it is
    ],
)
def test_a_list_of_members_that_lies(at: int, value: bytes, says: str) -> None:
    data = bytearray(zipped({"a.txt": CABLE}))
    entry = data.rfind(b"PK\x01\x02")
    data[entry + at : entry + at + len(value)] = value
    (one,) = unreadable(bytes(data))
    assert says in one.reason


@pytest.mark.parametrize("sign", ["[Content_Types].xml", "mimetype"])
def test_office_documents(sign: str) -> None:
    (one,) = unreadable(zipped({sign: b"...", "word/document.xml": b"<w:document/>"}))
    assert (one.reason, one.remedy) == ("an office document", "save it as plain text")


def test_7z_needs_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    data = sevenzipped({"a.txt": CABLE})
    monkeypatch.setitem(sys.modules, "py7zr", None)
    (one,) = unreadable(data)
    assert (one.reason, one.remedy) == (
        "a 7z archive",
        "install cablesearch[7z] to read it, or unpack it",
    )


def zeros(size: int, pack: Any) -> bytes:
    return b"".join([*(pack.compress(bytes(1 << 20)) for _ in range(size >> 20)), pack.flush()])


def gzip_bomb(size: int = 256 << 20) -> bytes:
    target = io.BytesIO()
    with gzip.GzipFile(fileobj=target, mode="wb", compresslevel=9, mtime=0) as packed:
        for _ in range(size >> 20):
            packed.write(bytes(1 << 20))
    return target.getvalue()


def overlapping_zip() -> bytes:
    """One member's data, listed a thousand times."""
    data = zipped({"a": os.urandom(60_000)})
    end = data.rfind(b"PK\x05\x06")
    begin = data.find(b"PK\x01\x02")
    entry = data[begin:end]
    tail = bytearray(data[end:])
    struct.pack_into("<HHLL", tail, 8, 1000, 1000, len(entry) * 1000, begin)
    return data[:begin] + entry * 1000 + bytes(tail)


def long_name_tar() -> bytes:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 1 << 32
    return info.tobuf() + bytes(4096)


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "gzip": (gzip_bomb, "200 times"),
    "bzip2": (lambda: zeros(64 << 20, bz2.BZ2Compressor()), "200 times"),
    "xz": (lambda: zeros(256 << 20, lzma.LZMACompressor()), "200 times"),
    "zstandard": (lambda: zstandard.ZstdCompressor().compress(bytes(256 << 20)), "200 times"),
    "zip": (lambda: zipped({"a.txt": bytes(256 << 20)}), "200 times"),
    "tar.gz": (lambda: gzip.compress(tarred({"a.txt": bytes(128 << 20)})), "200 times"),
    "7z": (lambda: sevenzipped({"a.txt": bytes(64 << 20)}), "200 times"),
    "overlap": (overlapping_zip, "overlap"),
    "long name": (long_name_tar, "a header of"),
}
PROBE = """
import pathlib, resource, sys
from cablesearch.formats.detect import read_file
for one in read_file(sys.argv[1], format="telegram"):
    print(one)
status = pathlib.Path("/proc/self/status")
if status.exists():  # ru_maxrss begins there with the peak of the process that started this one
    print(next(line.split()[1] for line in status.read_text().splitlines() if "VmHWM" in line))
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_bombs(name: str, tmp_path: Path) -> None:
    make, says = BOMBS[name]
    (tmp_path / "bomb").write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(tmp_path / "bomb")],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    *told, peak = done.stdout.splitlines()
    assert says in told[0]
    assert int(peak) < 300 << 10  # KiB


def test_too_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MEMBERS", 3)
    found = everything(tarred({f"{n}.txt": CABLE for n in range(5)}))
    assert [isinstance(one, Record) for one in found] == [True, True, True, False]
    assert "members" in str(found[3])


def test_too_much_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TOTAL", 3 * len(CABLE) + 1)
    found = everything(tarred({f"{n}.txt": CABLE for n in range(5)}))
    assert [isinstance(one, Record) for one in found] == [True, True, True, False, False]


@given(
    data=st.binary(max_size=300), at=st.integers(0, 4000), kind=st.sampled_from([*PACK, *ARCHIVE])
)
def test_no_bytes_break_it(data: bytes, at: int, kind: str) -> None:
    whole = PACK[kind](CABLE) if kind in PACK else ARCHIVE[kind]({"a.txt": CABLE, "b.html": PAGE})
    everything(whole[:at] + data + whole[at + len(data) :])
