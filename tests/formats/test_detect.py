"""The reader that a file needs, by its content."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest

from cablesearch.errors import UsageError
from cablesearch.formats.detect import read_file
from cablesearch.formats.record import Record
from cablesearch.formats.registry import REGISTRY
from tests.cable.telegrams import WHOLE
from tests.formats.reading import records, unreadable

if TYPE_CHECKING:
    from pathlib import Path

SCRAPED = WHOLE.replace("¶", "[1](#)").replace("PREL,", "[PREL](#),")


@pytest.mark.parametrize(("text", "format"), [(WHOLE, "telegram"), (SCRAPED, "markdown")])
def test_detected(tmp_path: Path, text: str, format: str) -> None:
    path = tmp_path / "09BAKU911.txt"
    path.write_text(text, encoding="utf-8")
    (record,) = read_file(path)
    assert isinstance(record, Record)
    assert (record.format, record.text, record.source.path) == (format, text, str(path))
    assert record.known.id == "09BAKU911"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Office document"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "an image"),
        (b"Rar!\x1a\x07\x01\x00", "RAR"),
        (b"SQLite format 3\0", "a database"),
        (bytes(range(256)) * 8, "binary"),
        (b"Dear Rudolf, it rains.", "not a cable"),
    ],
)
def test_refused(data: bytes, says: str) -> None:
    (one,) = unreadable(data)
    assert says in one.reason
    assert one.remedy
    assert str(one) == f"/cables/given: {one.reason}; {one.remedy}"


def test_named_format() -> None:
    (record,) = records(b"Dear Rudolf, it rains.", format="telegram")
    assert record.known.id is None
    assert "empty" in unreadable(b"", format="telegram")[0].reason
    with pytest.raises(UsageError, match="no format"):
        records(b"Dear Rudolf, it rains.", format="telex")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(WHOLE.encode())))
    (record,) = read_file("-")
    assert record.source.path == "-"


def test_no_waiting_for_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="no regular file"):
        list(read_file(tmp_path / "pipe"))


def test_registry_names_its_readers() -> None:
    assert all(name == reader.name and reader.label for name, reader in REGISTRY.items())
